/**
 * What can be done with the tasks that are chosen.
 *
 * Owns the step from the rows that are known to the actions on offer. Refuses the engine's rules. Rule kept here: where
 * not every chosen row is known, nothing is kept back; the engine passes over those that it does not fit.
 */
import type { TaskView } from "../api/bindings";
import { actionsOf, kindOfTask, type Action } from "./task";

/** What makes sense for many at once, in order. */
const TOGETHER = ["pause", "resume", "retry", "cancel"] as const satisfies readonly Action[];
export type Together = (typeof TOGETHER)[number];

/** The actions for `size` chosen tasks, of which `known` are on screen. */
export function togetherOf(known: readonly TaskView[], size: number): readonly Together[] {
  if (known.length < size) return TOGETHER;
  return TOGETHER.filter((action) => known.some((task) => actionsOf(task).includes(action)));
}

/** Whether a task has a place in the queue that can be changed. */
export function isQueued(task: TaskView): boolean {
  return task.status === "enqueued" || task.status === "waiting_to_retry" || task.status === "paused";
}

/** Whether a task has a file that can be dragged to another program. */
export function isCarried(task: TaskView): boolean {
  return task.status === "complete" && kindOfTask(task) === "download";
}
