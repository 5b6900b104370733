/**
 * The row that the keyboard is on, where it is none of those on screen.
 *
 * Owns the question for it alone. Rule kept here: a task that is only elsewhere on the list is not taken for one that has
 * left it.
 */
import type { Backend } from "../api/backend";
import type { ListQuery, TaskView } from "../api/bindings";

/** The row of `keep` as it is now, when `rows` do not hold it; nothing where the question is not about it any more. */
export async function strayed(
  backend: Backend,
  question: ListQuery,
  rows: readonly TaskView[],
  keep: number | undefined,
): Promise<TaskView[]> {
  if (keep === undefined || rows.some(({ id }) => id === keep)) return [];
  const page = await backend.call("list", { ...question, ids: [keep], offset: 0, count: 1 });
  return page.rows;
}
