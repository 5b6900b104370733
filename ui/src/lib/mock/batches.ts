/**
 * Pretended batches.
 *
 * Owns their names and promises. Their numbers come from whoever has the tasks.
 */
import type { BatchDetails, BatchesPage, BatchRef, BatchView, NewBatch, TaskView } from "../api/bindings";
import { refusal } from "./refusal";

const ENDED_WITHOUT = ["failed", "not_found", "canceled"];

interface Said {
  name?: string;
  atomic: boolean;
  created: number;
}

export class Batches {
  readonly #views: () => TaskView[];
  readonly #said = new Map<number, Said>();

  constructor(views: () => TaskView[]) {
    this.#views = views;
  }

  add({ name, atomic = false }: NewBatch, created: number): number {
    const id = Math.max(0, ...this.#said.keys()) + 1;
    this.#said.set(id, { atomic, created, ...(name === undefined ? {} : { name }) });
    return id;
  }

  all(): BatchesPage {
    const batches = [...this.#said.keys()].toReversed().map((id) => this.#view(id));
    return { matching: batches.length, batches };
  }

  show(ref: BatchRef): BatchDetails {
    const id = Number(ref);
    if (!this.#said.has(id)) throw refusal("unknown_batch", `There is no batch ${ref}.`);
    const tasks = this.#tasks(id);
    const numbers = (of: TaskView[]) => of.map((task) => task.id);
    return {
      ...this.#view(id),
      succeeded: numbers(tasks.filter(succeeded)),
      failed: numbers(tasks.filter(failed)),
      results: tasks,
    };
  }

  #tasks(id: number): TaskView[] {
    return this.#views().filter(({ batch }) => batch === id);
  }

  #view(id: number): BatchView {
    const tasks = this.#tasks(id);
    const num_succeeded = tasks.filter(succeeded).length;
    const num_failed = tasks.filter(failed).length;
    const ended = num_succeeded + num_failed;
    const { atomic, created, ...named } = this.#said.get(id) ?? { atomic: false, created: 0 };
    const over = num_failed > 0 ? "failed" : "complete";
    return {
      id,
      ...named,
      atomic,
      created,
      status: ended < tasks.length ? "open" : over,
      size: tasks.length,
      num_succeeded,
      num_failed,
      progress: tasks.length === 0 ? 0 : ended / tasks.length,
    };
  }
}

function succeeded({ status }: TaskView): boolean {
  return status === "complete";
}

function failed({ status }: TaskView): boolean {
  return ENDED_WITHOUT.includes(status);
}
