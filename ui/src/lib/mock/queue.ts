/**
 * The pretended order of the queue.
 *
 * Owns the places of tasks that were moved; every other place follows from the number.
 */
import type { Changed, Reorder, Status, TaskRef, TaskView } from "../api/bindings";

const ROOM = 1000;
const TURN: Partial<Record<Status, number>> = { running: 0, enqueued: 1, waiting_to_retry: 2, paused: 3 };

export class Queue {
  readonly #places = new Map<number, number>();

  /** As they are worked on. */
  compare(one: TaskView, other: TaskView): number {
    const turn = (view: TaskView) => TURN[view.status] ?? 4;
    return (
      turn(one) - turn(other) || one.priority - other.priority || this.#place(one.id) - this.#place(other.id)
    );
  }

  move({ tasks, to }: Reorder, views: readonly TaskView[]): Changed {
    const ids = tasks.map(Number);
    const others = views
      .filter(({ id, status }) => TURN[status] !== undefined && !ids.includes(id))
      .sort((one, other) => this.compare(one, other));
    const at = this.#goal(
      to,
      others,
      views.filter(({ id }) => ids.includes(id)),
    );
    others.splice(
      at,
      0,
      ...views
        .filter(({ id }) => ids.includes(id))
        .sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)),
    );
    others.forEach(({ id }, place) => this.#places.set(id, place * ROOM));
    return { changed: ids, refused: [] };
  }

  #goal(to: Reorder["to"], others: readonly TaskView[], moved: readonly TaskView[]): number {
    const beside = (ref: TaskRef) => others.findIndex(({ id }) => id === Number(ref));
    if (to === "first") return 0;
    if (to === "last") return others.length;
    if (typeof to === "object") return "before" in to ? beside(to.before) : beside(to.after) + 1;
    const first = [...moved].sort((one, other) => this.compare(one, other))[0];
    const before = first === undefined ? 0 : others.filter((other) => this.compare(other, first) < 0).length;
    return to === "up" ? Math.max(0, before - 1) : Math.min(others.length, before + 1);
  }

  #place(id: number): number {
    return this.#places.get(id) ?? id * ROOM;
  }
}
