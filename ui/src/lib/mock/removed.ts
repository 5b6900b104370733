/**
 * Pretended tasks that were removed.
 *
 * Owns them until they are brought back.
 */
import type { Changed } from "../api/bindings";
import type { MockTask } from "./task";

type Tasks = Map<number, MockTask>;

export class Removed {
  readonly #tasks: Tasks = new Map();

  take(tasks: readonly MockTask[], from: Tasks): Changed {
    for (const task of tasks) {
      this.#tasks.set(task.view.id, task);
      from.delete(task.view.id);
    }
    return { changed: tasks.map(({ view }) => view.id), refused: [] };
  }

  give(ids: readonly number[], to: Tasks): Changed {
    const back = ids.flatMap((id) => this.#tasks.get(id) ?? []);
    for (const task of back) {
      to.set(task.view.id, task);
      this.#tasks.delete(task.view.id);
    }
    return { changed: back.map(({ view }) => view.id), refused: [] };
  }
}
