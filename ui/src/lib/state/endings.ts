/**
 * What is said of downloads that ended while nobody looked at them.
 *
 * Owns the count of what ended since it was last said. Refuses to say anything of a tick. Rule kept here: what ends
 * together is said together, and what was called off is nobody's failure.
 */
import type { Counts } from "../api/bindings";

/** So long others may still end with it. */
const TOGETHER_MS = 1_500;

interface Ended {
  finished: number;
  failed: number;
}

export class Endings {
  #said: Ended | undefined;
  #now: Ended | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `failures` asks how many tasks have failed; those that were called off are not among them. */
  constructor(
    private readonly failures: () => Promise<number>,
    private readonly say: (ended: Ended) => void,
  ) {}

  told({ finished, failed }: Counts): void {
    if (finished === this.#now?.finished && failed === this.#now.failed) return;
    this.#now = { finished, failed };
    this.#timer ??= setTimeout(() => void this.#round(finished), TOGETHER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #round(atFirst: number): Promise<void> {
    const failed = await this.failures().catch(() => this.#said?.failed ?? 0);
    this.#timer = undefined;
    const finished = this.#now?.finished ?? atFirst;
    const ended = {
      finished: finished - (this.#said?.finished ?? finished),
      failed: failed - (this.#said?.failed ?? failed),
    };
    this.#said = { finished, failed };
    if (ended.finished > 0 || ended.failed > 0) this.say(ended);
  }
}
