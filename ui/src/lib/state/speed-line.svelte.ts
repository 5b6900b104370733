/**
 * How fast something was, over the last minutes.
 *
 * Owns the line of one task, or of all, as it was asked for last. Refuses to measure: the engine keeps the line, so that it is
 * there again when somebody looks again. Rule kept here: it is asked once a second, however often the rest changes.
 */
import type { Backend } from "../api/backend";
import type { Speeds } from "../api/bindings";

const EVERY_MS = 1000;
const NOTHING: Speeds = { at: [], bytes_per_second: [] };

export class SpeedLine {
  line = $state.raw<Speeds>(NOTHING);
  /** The moment that the line was asked for. */
  now = $state(Date.now());
  #of: number | "all" | undefined;
  #askedAt = -Infinity;

  /** Asks for the line of a task, or of all, unless it is known; one that rests has a line that does not move. */
  async pull(backend: Backend, of: number | "all", moves: boolean): Promise<void> {
    const since = performance.now() - this.#askedAt;
    if (this.#of === of && since < EVERY_MS) return;
    if (this.#of !== of) this.line = NOTHING;
    this.#of = of;
    this.#askedAt = performance.now();
    this.line = await backend.call("speeds", of === "all" ? {} : { task: of });
    this.now = moves ? Date.now() : (this.line.at.at(-1) ?? Date.now());
  }
}
