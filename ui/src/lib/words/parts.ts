/**
 * The parts of a file as a bar shows them.
 *
 * Owns the step from bytes to shares of the whole, and what is said of them. Refuses to guess: only what the engine
 * names is filled. Rule kept here: parts that are there and touch are one part, so that many stay readable.
 */
import type { Lane, TaskView } from "../api/bindings";
import { t } from "$messages/messages";
import { count, joined, partOfWhole, percent, rate, size } from "./format";

export interface Part {
  from: number;
  to: number;
  done: number;
}

/** A part and how much of it is there, in words. */
export interface Stretch extends Part {
  title: string;
  /** Whether a connection fills it now. */
  live: boolean;
}

/** One connection, and the part that it fills. */
export interface Connection {
  /** First byte of the part; the same for as long as it lives. */
  start: number;
  /** Where the part is in the file. */
  where: string;
  /** How much of the part is there. */
  there: string;
  speed: string;
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
export function stretchesOf(task: Pieces & Partial<Pick<TaskView, "received">>): Stretch[] {
  const lanes = joinedLanes(task);
  const stretches = partsOf(task).map((part, at) => {
    const live = lanes[at]?.bytes_per_second !== undefined;
    return { ...part, live, title: titleOf(lanes[at]) };
  });
  const share = task.total > 0 ? Math.min(1, (task.received ?? 0) / task.total) : 0;
  return stretches.length > 0 ? stretches : [{ from: 0, to: 1, done: share, live: false, title: "" }];
}

/** The connections there are, in the order of what they fill. */
export function connectionsOf({ lanes = [], total }: Pick<TaskView, "lanes" | "total">): Connection[] {
  return lanes
    .filter(({ bytes_per_second }) => bytes_per_second !== undefined)
    .toSorted((one, other) => one.start - other.start)
    .map(({ start, end, done, bytes_per_second = 0 }) => ({
      start,
      where: total > 0 ? percent(start / total) : size(start),
      there: end === null ? size(done - start) : partOfWhole(done - start, end - start),
      speed: rate(bytes_per_second),
    }));
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
    .map((lane) => ({ ...lane, end: lane.end ?? total, done: Math.min(lane.done, lane.end ?? total) }))
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
  if (there >= length) return size(length);
  const speed = lane.bytes_per_second === undefined ? undefined : rate(lane.bytes_per_second);
  return joined([partOfWhole(there, length), speed]);
}
