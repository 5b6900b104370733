/**
 * The parts of a file as a bar shows them.
 *
 * Owns the step from bytes to shares of the whole. Refuses to guess: only what the engine names is filled.
 */
import type { TaskView } from "../api/bindings";

export interface Part {
  from: number;
  to: number;
  done: number;
}

/** In order; empty where the length is unknown. */
export function partsOf({ lanes = [], total }: Pick<TaskView, "lanes" | "total">): Part[] {
  if (total <= 0) return [];
  return lanes
    .map(({ start, end, done }) => ({
      from: start / total,
      to: (end ?? total) / total,
      done: Math.min(done, end ?? total) / total,
    }))
    .sort((one, other) => one.from - other.from);
}
