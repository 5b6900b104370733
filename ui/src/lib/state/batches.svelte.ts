/**
 * The batches that rows on screen belong to.
 *
 * Owns what was said of them last. Refuses their rules: how a batch is comes from the engine as it is. Rule kept here:
 * nothing is asked while no row and no question names a batch.
 */
import type { Backend } from "../api/backend";
import { refusalOf } from "../api/backend";
import type { BatchView } from "../api/bindings";

export class Batches {
  #known = $state.raw<Readonly<Record<number, BatchView>>>({});

  named(id: number | undefined): BatchView | undefined {
    return id === undefined ? undefined : this.#known[id];
  }

  /** Asks for those of `shown` that are not known yet, and each time for `watched`. */
  async pull(backend: Backend, shown: readonly number[], watched: number | undefined): Promise<void> {
    const wanted = shown.filter((id) => !(id in this.#known) && id !== watched);
    if (watched !== undefined) wanted.push(watched);
    if (wanted.length === 0) return;
    const fresh = await Promise.all(wanted.map((id) => ask(backend, id)));
    const found = fresh.filter((batch) => batch !== undefined);
    this.#known = { ...this.#known, ...Object.fromEntries(found.map((batch) => [batch.id, batch])) };
  }
}

/** One that is forgotten by now is not there, which is no trouble. */
async function ask(backend: Backend, id: number): Promise<BatchView | undefined> {
  try {
    return await backend.call("batch", { batch: id, offset: 0, count: 1 });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.code !== "unknown_batch") throw refusal;
    return undefined;
  }
}
