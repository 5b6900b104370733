/**
 * The list in sections: where their heads and their rows stand.
 *
 * Owns the arithmetic between places of the list and rows of sections, and which sections are folded. Refuses to count
 * or to sort: the engine does. Rule kept here: the engine is only asked for rows of a section, and never hears of a head.
 */
import type { SectionBy, SectionKey, SectionView, SectionWindow, TaskView } from "../api/bindings";
import { Folds } from "./folds";

/** One word for a key, the same each time. */
export function wordOf(of: SectionKey): string {
  if (of === "rest") return "rest";
  const [kind, value] = Object.entries(of)[0] ?? ["", ""];
  return `${kind} ${value}`;
}

/** A place of the list: a row of a section, or its head where the offset is -1. */
export interface Spot {
  section: SectionView;
  offset: number;
}

/** Where everything stands, folded as it is. */
export class Layout {
  /** Places in all. */
  readonly count: number;
  readonly #starts: number[] = [];

  constructor(
    readonly sections: readonly SectionView[],
    private readonly isFolded: (word: string) => boolean,
  ) {
    let count = 0;
    for (const section of sections) {
      this.#starts.push(count);
      count += 1 + this.#shown(section);
    }
    this.count = count;
  }

  at(place: number): Spot | undefined {
    if (place < 0 || place >= this.count) return undefined;
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    const section = this.sections[low];
    return section && { section, offset: place - (this.#starts[low] ?? 0) - 1 };
  }

  /** The place of a head, or of a row that is not folded away. */
  placeOf(word: string, offset = -1): number | undefined {
    const at = this.sections.findIndex(({ of }) => wordOf(of) === word);
    const section = this.sections[at];
    if (section === undefined || offset >= this.#shown(section)) return undefined;
    return (this.#starts[at] ?? 0) + 1 + offset;
  }

  /** The rows of a stretch of the list. */
  windows(first: number, count: number): SectionWindow[] {
    const windows: SectionWindow[] = [];
    const end = Math.min(first + count, this.count);
    for (let place = Math.max(0, first); place < end;) {
      const spot = this.at(place);
      if (spot === undefined) break;
      const { section, offset } = spot;
      const from = Math.max(0, offset);
      const rows = Math.min(this.#shown(section) - from, end - place - (offset < 0 ? 1 : 0));
      if (rows > 0) windows.push({ of: section.of, offset: from, count: rows });
      place += Math.max(0, rows) + (offset < 0 ? 1 : 0);
    }
    return windows;
  }

  #shown({ of, tasks }: SectionView): number {
    return this.isFolded(wordOf(of)) ? 0 : tasks;
  }
}

/** Rows of a section that are loaded. */
interface Stretch {
  word: string;
  offset: number;
  ids: number[];
}

export class Sections {
  readonly #folds = new Folds();
  layout = $state.raw(this.laid([]));
  #stretches = $state.raw<readonly Stretch[]>([]);

  isFolded({ of }: SectionView): boolean {
    return this.#folds.has(wordOf(of));
  }

  /** Folds these sections, or unfolds them. */
  fold(sections: readonly SectionView[], folded: boolean): void {
    this.#folds.set(
      sections.map(({ of }) => wordOf(of)),
      folded,
    );
    this.layout = this.laid(this.layout.sections);
  }

  /** How these would stand. */
  laid(sections: readonly SectionView[]): Layout {
    const folded = this.#folds.all;
    return new Layout(sections, (word) => folded.has(word));
  }

  take(layout: Layout, windows: readonly SectionWindow[], rows: readonly (readonly TaskView[])[]): void {
    this.layout = layout;
    this.#stretches = windows.map(({ of, offset }, at) => ({
      word: wordOf(of),
      offset,
      ids: (rows[at] ?? []).map(({ id }) => id),
    }));
  }

  /** The head at this place. */
  headAt(place: number): SectionView | undefined {
    const spot = this.layout.at(place);
    return spot?.offset === -1 ? spot.section : undefined;
  }

  idAt(place: number): number | undefined {
    const spot = this.layout.at(place);
    return spot && this.#idOf(wordOf(spot.section.of), spot.offset);
  }

  /** Whether what stands there is known. */
  covers(place: number): boolean {
    return this.headAt(place) !== undefined || this.idAt(place) !== undefined;
  }

  indexOf(id: number): number | undefined {
    for (const { word, offset, ids } of this.#stretches) {
      const found = ids.indexOf(id);
      if (found >= 0) return this.layout.placeOf(word, offset + found);
    }
    return undefined;
  }

  /** The loaded rows in order. */
  ids(): number[] {
    return this.#stretches.flatMap(({ ids }) => ids);
  }

  /** How far what stands at `top` has gone since `before`. */
  moved(top: number, before: Layout, id: number | undefined): number {
    const spot = before.at(top);
    if (top === 0 || spot === undefined) return 0;
    const word = wordOf(spot.section.of);
    const row = id === undefined ? undefined : this.indexOf(id);
    if (row !== undefined) return row - top;
    const head = this.layout.placeOf(word);
    return head === undefined ? 0 : head - (before.placeOf(word) ?? head);
  }

  #idOf(word: string, offset: number): number | undefined {
    const has = (each: Stretch) =>
      each.word === word && offset >= each.offset && offset < each.offset + each.ids.length;
    const stretch = this.#stretches.find(has);
    return stretch?.ids[offset - stretch.offset];
  }
}

/** The section that a task belongs to, among these. */
export function sectionOf(
  sections: readonly SectionView[],
  by: SectionBy,
  task: TaskView,
): SectionView | undefined {
  const word = {
    group: `group ${task.group}`,
    batch: `batch ${task.batch}`,
    status: `status ${task.status}`,
  }[by];
  const named = (wanted: string) => sections.find(({ of }) => wordOf(of) === wanted);
  return named(word) ?? named("rest");
}
