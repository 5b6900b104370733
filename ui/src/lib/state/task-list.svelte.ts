/**
 * The part of the list that is on screen.
 *
 * Owns the question (filter, search, order), the window of rows and their identity. Refuses to sort or filter: the
 * engine does. Rules kept here: a row is the same object for as long as it is shown; rows looked at stay where they are
 * when others arrive above them.
 */
import type { Backend } from "../api/backend";
import type {
  Counts,
  Filter,
  ListPage,
  ListQuery,
  SectionBy,
  SectionView,
  Sort,
  SortKey,
  TaskView,
} from "../api/bindings";
import { live, patch } from "./live.svelte";
import { agreed, findIn, idsOf, type Ask } from "./asked-sections";
import { strayed } from "./strayed";
import { Sections, type Spot } from "./sections.svelte";

/** Most rows in one answer. */
const PAGE = 1000;

const EVERYTHING: ListQuery = { filter: "all", by: "added", sort: "descending", offset: 0, count: 0 };

export interface Question {
  filter: Filter;
  group: string | undefined;
  batch: number | undefined;
  search: string;
  by: SortKey;
  sort: Sort;
  /** What makes sections of it. */
  arranged: SectionBy | undefined;
}

/** Where rows on screen begin, and how many there are with the ones kept ready around them. */
export interface View {
  first: number;
  count: number;
  /** The uppermost row that can be seen. */
  top: number;
}

export class TaskList {
  question = $state.raw<Question>({
    filter: "all",
    group: undefined,
    batch: undefined,
    search: "",
    by: "added",
    sort: "descending",
    arranged: undefined,
  });
  /** Tasks that match. */
  matching = $state(0);
  loaded = $state(false);
  /** Told when rows that are looked at moved by so many places. */
  onShift: (places: number) => void = () => undefined;

  readonly sections = new Sections();
  /** What makes the sections that are shown. */
  #arranged = $state.raw<SectionBy>();
  #slots = $state.raw<{ first: number; ids: number[] }>({ first: 0, ids: [] });
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- the slots say which rows there are
  #rows = new Map<number, TaskView>();
  #view: View = { first: 0, count: 40, top: 0 };
  #asked = 0;

  /** What makes the sections that are shown; absent where there are none. */
  get arranged(): SectionBy | undefined {
    return this.#arranged;
  }

  /** Places of the list: a row each, and a head for each section. */
  get places(): number {
    return this.#arranged === undefined ? this.matching : this.sections.layout.count;
  }

  /** The head at a place. */
  headAt(index: number): SectionView | undefined {
    return this.#arranged === undefined ? undefined : this.sections.headAt(index);
  }

  /** Where in its section a place is. */
  spotAt(index: number): Spot | undefined {
    return this.#arranged === undefined ? undefined : this.sections.layout.at(index);
  }

  /** Says which rows are on screen; true when others have to be fetched. */
  look(view: View): boolean {
    const same = view.first === this.#view.first && view.count === this.#view.count;
    this.#view = view;
    return !same;
  }

  /** Asks another question; what is shown stays until the answer is there. */
  ask(change: Partial<Question>): void {
    this.question = { ...this.question, ...change };
    this.#asked += 1;
    this.#view = { ...this.#view, first: 0, top: 0 };
  }

  /** The id at a place, where it is loaded. */
  idAt(index: number): number | undefined {
    if (this.#arranged !== undefined) return this.sections.idAt(index);
    return this.#slots.ids[index - this.#slots.first];
  }

  /** The place of a task, where it is loaded. */
  indexOf(id: number): number | undefined {
    if (this.#arranged !== undefined) return this.sections.indexOf(id);
    const found = this.#slots.ids.indexOf(id);
    return found < 0 ? undefined : found + this.#slots.first;
  }

  /** Whether the place was part of the last answer. */
  covers(index: number): boolean {
    if (this.#arranged !== undefined) return this.sections.covers(index);
    return index >= this.#slots.first && index < this.#slots.first + Math.max(this.#slots.ids.length, 1);
  }

  row(id: number | undefined): TaskView | undefined {
    return id === undefined ? undefined : this.#rows.get(id);
  }

  /** The loaded rows in order. */
  rows(): TaskView[] {
    const ids = this.#arranged === undefined ? this.#slots.ids : this.sections.ids();
    return ids.flatMap((id) => this.#rows.get(id) ?? []);
  }

  /** The batches that loaded rows belong to, each once. */
  batches(): number[] {
    const batches = [...this.#rows.values()].flatMap(({ batch }) => (batch === undefined ? [] : [batch]));
    return batches.filter((batch, at) => batches.indexOf(batch) === at);
  }

  /** Fetches the rows on screen; `keep` is a row that stays known wherever it is on the list. */
  async pull(backend: Backend, keep: number | undefined): Promise<Counts | undefined> {
    const by = arrangementOf(this.question);
    if (by) return this.#pullSections(backend, by, keep);
    const asked = this.#asked;
    const query = this.#query(this.#view.first, Math.min(this.#view.count, PAGE));
    const page = await backend.call("list", query);
    const kept = await strayed(backend, query, page.rows, keep);
    if (asked !== this.#asked) return undefined;
    this.#take(query.offset, page, kept);
    return page.counts;
  }

  /** The ids of all that match, in no order of sections. */
  async all(backend: Backend): Promise<number[]> {
    const ids: number[] = [];
    for (let at = 0; at < this.matching; at += PAGE) {
      const page = await backend.call("list", this.#query(at, PAGE));
      ids.push(...page.rows.map((row) => row.id));
      if (page.rows.length === 0) break;
    }
    return ids;
  }

  /** The ids of a stretch of the list, fetched where it is not loaded; heads have none. */
  async ids(backend: Backend, first: number, end: number): Promise<number[]> {
    const places = Array.from({ length: end - first }, (_, step) => first + step);
    if (places.every((place) => this.idAt(place) !== undefined || this.headAt(place) !== undefined))
      return places.flatMap((place) => this.idAt(place) ?? []);
    if (this.#arranged !== undefined)
      return idsOf(this.#sectionsOf(backend), this.sections.layout.windows(first, end - first));
    const ids: number[] = [];
    for (let at = first; at < end; at += PAGE) {
      const page = await backend.call("list", this.#query(at, Math.min(PAGE, end - at)));
      ids.push(...page.rows.map((row) => row.id));
      if (page.rows.length === 0) break;
    }
    return ids;
  }

  /** The ids of a section, all of them. */
  async idsOf(backend: Backend, { of, tasks }: SectionView): Promise<number[]> {
    return idsOf(this.#sectionsOf(backend), [{ of, offset: 0, count: tasks }]);
  }

  /** The addresses of these tasks, fetched where they are not loaded. */
  async addresses(backend: Backend, ids: readonly number[]): Promise<string[]> {
    const found: Record<number, string> = Object.fromEntries(this.rows().map(({ id, url }) => [id, url]));
    const missing = ids.filter((id) => !(id in found));
    for (let at = 0; at < missing.length; at += PAGE) {
      const some = missing.slice(at, at + PAGE);
      const page = await backend.call("list", { ...EVERYTHING, ids: some, count: some.length });
      for (const { id, url } of page.rows) found[id] = url;
    }
    return ids.flatMap((id) => found[id] ?? []);
  }

  /** The place of a task, wherever it is; its section is unfolded. */
  async find(backend: Backend, id: number): Promise<number | undefined> {
    const by = arrangementOf(this.question);
    for (let at = 0; ; at += PAGE) {
      const page = await backend.call("list", this.#query(at, PAGE));
      const found = page.rows.findIndex((row) => row.id === id);
      const row = page.rows[found];
      if (row !== undefined)
        return by === undefined ? at + found : findIn(this.#sectionsOf(backend), this.sections, by, row);
      if (page.rows.length < PAGE) return undefined;
    }
  }

  #sectionsOf(backend: Backend): Ask {
    const by = arrangementOf(this.question) ?? "group";
    const list = this.#query(0, 0);
    return (windows) => backend.call("sections", { by, list, windows });
  }

  async #pullSections(
    backend: Backend,
    by: SectionBy,
    keep: number | undefined,
  ): Promise<Counts | undefined> {
    const asked = this.#asked;
    const { first, count, top } = this.#view;
    const before = this.#arranged === by ? this.sections.layout : undefined;
    const known = before ?? this.sections.laid([]);
    const answer = await agreed(this.#sectionsOf(backend), this.sections, known, first, count);
    const { page, windows, layout } = answer;
    const kept = await strayed(backend, this.#query(0, 1), page.windows.flat(), keep);
    if (asked !== this.#asked) return undefined;
    const anchor = before && this.idAt(top);
    this.#learn([...page.windows.flat(), ...kept]);
    this.sections.take(layout, windows, page.windows);
    this.#arranged = by;
    this.matching = page.matching;
    this.loaded = true;
    const moved = before ? this.sections.moved(top, before, anchor) : 0;
    if (moved !== 0) this.onShift(moved);
    return page.counts;
  }

  #query(offset: number, count: number): ListQuery {
    const { filter, group, batch, search, by, sort } = this.question;
    const query: ListQuery = { filter, by, sort, offset, count };
    if (group !== undefined) query.group = group;
    if (batch !== undefined) query.batch = batch;
    if (search !== "") query.search = search;
    return query;
  }

  #take(first: number, page: ListPage, kept: readonly TaskView[]): void {
    const ids = page.rows.map((row) => row.id);
    const moved = this.loaded && this.#arranged === undefined ? this.#moved(first, ids, page.matching) : 0;
    this.#learn([...page.rows, ...kept]);
    const old = this.#slots;
    const same =
      old.first === first && old.ids.length === ids.length && ids.every((id, at) => id === old.ids[at]);
    if (!same) this.#slots = { first, ids };
    this.#arranged = undefined;
    this.matching = page.matching;
    this.loaded = true;
    if (moved !== 0) this.onShift(moved);
  }

  /** Lays fresh rows over those that are known, and forgets all others. */
  #learn(rows: readonly TaskView[]): void {
    const fresh = rows.map(({ id }) => id);
    for (const row of rows) {
      const known = this.#rows.get(row.id);
      if (known === undefined) this.#rows.set(row.id, live(row));
      else patch(known, row);
    }
    for (const id of this.#rows.keys()) {
      if (!fresh.includes(id)) this.#rows.delete(id);
    }
  }

  /** How far the uppermost visible row went; 0 at the very top, where new rows are welcome. */
  #moved(first: number, ids: number[], matching: number): number {
    const { top } = this.#view;
    const anchor = this.idAt(top);
    if (top === 0 || anchor === undefined) return 0;
    const found = ids.indexOf(anchor);
    if (found >= 0) return first + found - top;
    return this.question.by === "added" && this.question.sort === "descending"
      ? Math.max(0, matching - this.matching)
      : 0;
  }
}

/** What makes sections of it; nothing where all would be one. */
export function arrangementOf({ arranged, filter, group, batch }: Question): SectionBy | undefined {
  const one = {
    group: group !== undefined,
    batch: batch !== undefined,
    status: filter === "queued" || filter === "paused" || filter === "finished",
  };
  return arranged === undefined || one[arranged] ? undefined : arranged;
}
