/**
 * Where the details are and how much room they have.
 *
 * Owns what of that is remembered on this computer. Rule kept here: what cannot be remembered, or makes no sense, is as at the
 * beginning.
 */
export type Side = "below" | "right";

const KEY = "haul.details";
export const LEAST = 160;
export const MOST = 900;
const FIRST: Kept = { side: "below", below: 264, right: 400 };

interface Kept {
  side: Side;
  below: number;
  right: number;
}

export class Panes {
  #kept = $state<Kept>(recalled());

  /** `narrow` says whether a list would have no room beside them. */
  constructor(private readonly narrow: { readonly current: boolean } = { current: false }) {}

  /** Whether there is room to choose a side. */
  get canChoose(): boolean {
    return !this.narrow.current;
  }

  /** Where they are now; in a narrow window always below, and where they were once it is wide again. */
  get side(): Side {
    return this.canChoose ? this.#kept.side : "below";
  }

  set side(side: Side) {
    this.#kept.side = side;
    this.#remember();
  }

  /** Pixels from the edge of the window. */
  get size(): number {
    return this.#kept[this.side];
  }

  set size(size: number) {
    this.#kept[this.side] = within(size);
    this.#remember();
  }

  /** The room that everybody begins with. */
  reset(): void {
    this.size = FIRST[this.side];
  }

  #remember(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // Without a memory it is so until the window closes.
    }
  }
}

function recalled(): Kept {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof found !== "object" || found === null) return { ...FIRST };
    const { side, below, right } = { ...FIRST, ...found } as Record<keyof Kept, unknown>;
    return {
      side: side === "right" ? "right" : "below",
      below: typeof below === "number" ? within(below) : FIRST.below,
      right: typeof right === "number" ? within(right) : FIRST.right,
    };
  } catch {
    return { ...FIRST };
  }
}

function within(size: number): number {
  return Math.round(Math.min(MOST, Math.max(LEAST, size)));
}
