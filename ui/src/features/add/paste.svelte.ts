/**
 * The text that somebody is pasting together.
 *
 * Owns the text, what was taken out of it, and whether patterns are filled in. Rule kept here: what a command carries,
 * passwords among it, leaves the text as soon as it was pasted, and is counted but shown no more.
 */
import { MOST_LINKS } from "$lib/text/patterns";
import {
  type Extras,
  isTorrent,
  joinedExtras,
  NO_EXTRAS,
  takenUp,
  type Wanted,
  wantedIn,
  withoutExtra,
} from "$lib/text/pasted";

export class Paste {
  typed = $state("");
  /** Patterns mean what they are. */
  literal = $state(false);
  #kept = $state.raw<Extras>(NO_EXTRAS);
  readonly #fresh = $derived(takenUp(this.typed));
  readonly #extras = $derived(joinedExtras(this.#kept, this.#fresh.extras));
  readonly found = $derived(wantedIn(this.#fresh.plain, this.#extras, this.literal ? "literal" : "filled"));
  /** Commands that cannot be taken. */
  readonly refused = $derived(this.#fresh.refused);
  readonly tooMany = $derived(this.found.count > MOST_LINKS);
  readonly torrents = $derived(this.found.wanted.filter(({ url }) => isTorrent(url)).length);
  /** What goes as a command says. */
  readonly carrying = $derived(this.found.wanted.filter((wanted) => wanted.headers !== undefined));

  constructor(text: string) {
    this.take(text);
  }

  /** Adds a text below the one that is there. */
  take(text: string): void {
    const taken = takenUp(text);
    this.#kept = joinedExtras(this.#kept, taken.extras);
    this.typed = [this.typed.trimEnd(), taken.text].filter((part) => part !== "").join("\n");
  }

  /** Leaves addresses alone in the text, and remembers what came with them. */
  settle(): void {
    const { text, extras } = this.#fresh;
    this.#kept = joinedExtras(this.#kept, extras);
    this.typed = text;
  }

  /** Keeps these alone: letter by letter, with what came with them. */
  keep(wanted: readonly Wanted[]): void {
    this.literal = true;
    this.typed = wanted.map(({ url }) => url).join("\n");
  }

  /** Takes an address without what its command said. */
  forget(url: string): void {
    this.#kept = withoutExtra(this.#kept, url);
  }
}
