/**
 * What of the place of a task's file can be changed, and how it is said.
 *
 * Owns the step from a row to the fields of the dialog and from them to an edit. Refuses rules: the engine has them.
 */
import type { Edit, TaskView } from "$lib/api/bindings";
import { split } from "$lib/text/names";
import { kindOfTask } from "$lib/words/task";

/** What a person may say; what is as before is not sent. */
export interface Place {
  name: string;
  folder: string;
  group: string;
}

export type Change = Partial<Pick<Edit, "name" | "folder" | "group">>;

export function placeOf({ name, path, group }: TaskView): Place {
  const end = path.lastIndexOf("/");
  return { name, folder: end > 0 ? path.slice(0, end) : "/", group };
}

/** Whether the task makes a file of its own. */
export function hasFile(task: TaskView): boolean {
  return kindOfTask(task) === "download";
}

/** Whether bytes lie in the folder already, so that the file stays there until it is whole. */
export function isBound(task: TaskView): boolean {
  return task.status !== "complete" && (task.received > 0 || task.status === "running");
}

export function changeOf(before: Place, after: Place): Change {
  const keys = ["name", "folder", "group"] as const;
  const said = keys.map((key) => [key, after[key].trim()] as const);
  return Object.fromEntries(said.filter(([key, text]) => text !== "" && text !== before[key]));
}

/** How many letters stand before the end of a name that says what kind of file it is. */
export function stemOf(name: string): number {
  const { head, tail } = split(name);
  const dot = tail.search(/\.(?:tar\.)?[^.]*$/i);
  return dot < 0 ? name.length : Math.min(name.length, head.length + dot);
}
