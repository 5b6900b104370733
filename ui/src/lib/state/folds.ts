/**
 * Which sections of the list are folded.
 *
 * Owns what of that is remembered on this computer. Rule kept here: what is remembered wrongly is as if it were not, and
 * of what was folded long ago the oldest is forgotten.
 */
const PLACE = "folds";
const MOST = 2000;

export class Folds {
  #all: ReadonlySet<string> = remembered();

  get all(): ReadonlySet<string> {
    return this.#all;
  }

  has(word: string): boolean {
    return this.#all.has(word);
  }

  set(words: readonly string[], folded: boolean): void {
    const others = [...this.#all].filter((word) => !words.includes(word));
    this.#all = new Set(folded ? [...others, ...words].slice(-MOST) : others);
    try {
      localStorage.setItem(PLACE, JSON.stringify([...this.#all]));
    } catch {
      // without a memory the next window begins unfolded
    }
  }
}

function remembered(): ReadonlySet<string> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    const words = Array.isArray(found) ? found : [];
    return new Set(words.filter((word): word is string => typeof word === "string"));
  } catch {
    return new Set();
  }
}
