/**
 * Asking servers about files before anybody wants them.
 *
 * Owns the order and the number of questions. Rules kept here: only what is on the screen is asked for, each address once,
 * at most four at once, and nothing any more after the end.
 */
import type { Look } from "$lib/api/bindings";

export const AT_ONCE = 4;

export class Looker<Key> {
  #waiting: readonly Key[] = [];
  readonly #asked = new Set<Key>();
  #flying = 0;
  #ended = false;

  constructor(
    private readonly look: (key: Key) => Promise<Look>,
    private readonly told: (key: Key, look: Look | "asking") => void,
  ) {}

  /** These are on the screen now; what is not any more is not asked for. */
  want(keys: readonly Key[]): void {
    this.#waiting = keys;
    this.#go();
  }

  /** Asks again when it is wanted again. */
  forget(key: Key): void {
    this.#asked.delete(key);
  }

  end(): void {
    this.#ended = true;
    this.#waiting = [];
  }

  #go(): void {
    while (this.#flying < AT_ONCE) {
      const key = this.#waiting.find((each) => !this.#asked.has(each));
      if (key === undefined) return;
      this.#asked.add(key);
      this.#flying += 1;
      void this.#ask(key);
    }
  }

  async #ask(key: Key): Promise<void> {
    this.told(key, "asking");
    const look = await this.look(key).catch((error: unknown): Look => ({
      bytes: -1,
      why: error instanceof Error ? error.message : String(error),
    }));
    this.#flying -= 1;
    if (this.#ended) return;
    this.told(key, look);
    this.#go();
  }
}
