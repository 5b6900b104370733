/**
 * The parts of a file as a bar shows them.
 *
 * Owns the step from bytes to shares of the whole, and what is said of them. Refuses to guess: only what the engine
 * names is filled. Rule kept here: parts that are there and touch are one part, so that many stay readable.
 */
import type { Lane, TaskView } from "../api/bindings";
import { t } from "$messages/messages";
import { count, partOfWhole, percent, size } from "./format";

export interface Part {
  from: number;
  to: number;
  done: number;
}

/** A part and how much of it is there, in words. */
export interface Stretch extends Part {
  title: string;
}

type Pieces = Pick<TaskView, "lanes" | "total">;
type Known = Lane & { end: number };

/** In order; empty where the length is unknown. */
export function partsOf(task: Pieces): Part[] {
  const { total } = task;
  return joinedLanes(task).map(({ start, end, done }) => ({
    from: start / total,
    to: end / total,
    done: done / total,
  }));
}

/** The parts with what is said when the pointer rests on them. */
export function stretchesOf(task: Pieces): Stretch[] {
  const lanes = joinedLanes(task);
  return partsOf(task).map((part, at) => ({ ...part, title: titleOf(lanes[at]) }));
}

/** How much is there and how many parts are still being fetched. */
export function partsWords(task: Pick<TaskView, "lanes" | "total" | "received">): string {
  const share = Math.min(1, task.received / task.total);
  const missing = joinedLanes(task).filter(({ done, end }) => done < end).length;
  return t("parts-words", { percent: percent(share), shown: count(missing), count: missing });
}

function joinedLanes({ lanes = [], total }: Pieces): Known[] {
  if (total <= 0) return [];
  const ordered = lanes
    .map(({ start, end, done }) => ({ start, end: end ?? total, done: Math.min(done, end ?? total) }))
    .sort((one, other) => one.start - other.start);
  const joined: Known[] = [];
  for (const lane of ordered) {
    const last = joined.at(-1);
    if (last !== undefined && last.done === last.end && last.end === lane.start && lane.done === lane.end) {
      joined[joined.length - 1] = { ...last, end: lane.end, done: lane.end };
    } else joined.push(lane);
  }
  return joined;
}

function titleOf(lane: Known | undefined): string {
  if (lane === undefined) return "";
  const [length, there] = [lane.end - lane.start, lane.done - lane.start];
  return there >= length ? size(length) : partOfWhole(there, length);
}
