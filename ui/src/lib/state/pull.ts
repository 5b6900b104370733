/**
 * When the page asks for what it shows.
 *
 * Owns the rhythm: a wish is answered on the next frame, wishes that arrive meanwhile become one, and nothing is asked
 * while nobody looks. Rule kept here: never more than one pull in flight.
 */
export interface Surroundings {
  /** Calls back before the next paint. */
  frame(then: () => void): void;
  /** Whether nobody can see the page. */
  hidden(): boolean;
}

export const screen: Surroundings = {
  frame: (then) => requestAnimationFrame(then),
  hidden: () => document.hidden,
};

export class Pull {
  #wanted = false;
  #flying = false;
  #stopped = false;

  constructor(
    private readonly job: () => Promise<void>,
    private readonly around: Surroundings = screen,
  ) {}

  /** Asks once more, soon. */
  ask(): void {
    this.#wanted = true;
    this.wake();
  }

  /** Goes on after the page was hidden. */
  wake(): void {
    if (this.#stopped || !this.#wanted || this.#flying || this.around.hidden()) return;
    this.#flying = true;
    this.around.frame(() => void this.#fly());
  }

  /** Asks nothing any more. */
  stop(): void {
    this.#stopped = true;
  }

  async #fly(): Promise<void> {
    this.#wanted = false;
    try {
      await this.job();
    } finally {
      this.#flying = false;
      this.wake();
    }
  }
}
