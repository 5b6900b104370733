/**
 * The whole in numbers, for the overview.
 *
 * Owns whether it is shown, the totals and the line of all speeds. Rule kept here: nothing of it is asked while nobody looks.
 */
import type { Backend } from "../api/backend";
import type { Statistics } from "../api/bindings";
import { SpeedLine } from "./speed-line.svelte";

const EVERY_MS = 1000;

export class Numbers {
  shown = $state(false);
  statistics = $state.raw<Statistics>();
  readonly line = new SpeedLine();
  #askedAt = -Infinity;

  async pull(backend: Backend): Promise<void> {
    if (!this.shown) return;
    await this.line.pull(backend, "all", true);
    if (performance.now() - this.#askedAt < EVERY_MS) return;
    this.#askedAt = performance.now();
    this.statistics = await backend.call("statistics", {});
  }
}
