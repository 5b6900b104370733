/**
 * Which tasks the next command is for.
 *
 * Owns the chosen tasks and the row the keyboard is on. Rule kept here: a choice belongs to tasks, not to places, so it
 * stays right when rows move.
 */
import { SvelteSet } from "svelte/reactivity";
import type { Backend } from "../api/backend";
import type { Selection as Target, TaskView } from "../api/bindings";
import { wordOf } from "./sections.svelte";
import type { TaskList } from "./task-list.svelte";

/** A row: its place, and its task as soon as that is known; or the head of a section, which is never chosen. */
interface Place {
  index: number;
  id: number | undefined;
  /** The section whose head it is. */
  head?: string;
}

const NOWHERE: Place = { index: -1, id: undefined };

export class Selection {
  /** Everything that matches, but for the ids in `chosen`. */
  #all = $state(false);
  #chosen = new SvelteSet<number>();
  #cursor = $state.raw<Place>(NOWHERE);
  #anchor: Place = NOWHERE;
  /** The cursor's row is chosen as soon as its task is known. */
  #choosesNext = false;
  /** How long the list was when its tasks were followed last. */
  #matching = 0;

  constructor(
    private readonly list: TaskList,
    private readonly backend: Backend,
  ) {}

  get cursor(): number {
    return this.#cursor.index;
  }

  get task(): number | undefined {
    return this.#cursor.id;
  }

  get size(): number {
    return this.#all ? Math.max(0, this.list.matching - this.#chosen.size) : this.#chosen.size;
  }

  /** Whether it is a plain choice of rows, and not all that match. */
  get isCounted(): boolean {
    return !this.#all;
  }

  /** The chosen rows that are loaded, as the list shows them. */
  get known(): TaskView[] {
    return this.list.rows().filter(({ id }) => this.has(id));
  }

  /** The chosen tasks, those that are loaded in the order of the list. */
  get ordered(): number[] {
    const known = this.known.map(({ id }) => id);
    return [...known, ...[...this.#chosen].filter((id) => !known.includes(id))];
  }

  has(id: number): boolean {
    return this.#all !== this.#chosen.has(id);
  }

  clear(): void {
    this.#none();
    this.#cursor = NOWHERE;
    this.#anchor = NOWHERE;
  }

  /** Chooses this row alone; while another task than `expected` is loaded there, whatever the next pull brings. */
  choose(index: number, expected = this.list.idAt(index)): void {
    this.#none();
    this.#move(index);
    if (this.#cursor.id !== expected) this.#cursor = { index, id: undefined };
    this.#anchor = this.#cursor;
    this.#choosesNext = this.#cursor.id === undefined && this.#cursor.head === undefined;
    if (this.#cursor.id !== undefined) this.#chosen.add(this.#cursor.id);
  }

  /** Adds this row, or takes it away. */
  toggle(index: number): void {
    this.#move(index);
    this.#anchor = this.#cursor;
    const { id } = this.#cursor;
    if (id === undefined) return;
    if (!this.#chosen.delete(id)) this.#chosen.add(id);
  }

  /** Goes to a row and leaves the choice as it is. */
  visit(index: number): void {
    this.#move(index);
  }

  /** Chooses these tasks alone; the keyboard stays where it is. */
  these(ids: readonly number[]): void {
    this.#none();
    ids.forEach((id) => this.#chosen.add(id));
  }

  everything(): void {
    this.#none();
    this.#all = true;
  }

  /** Leaves the row the keyboard is on as the only one. */
  collapse(): void {
    if (this.#cursor.index >= 0) this.choose(this.#cursor.index);
    else this.#none();
  }

  /** Chooses all rows between the last plainly chosen one and this. */
  async through(index: number): Promise<void> {
    const from = this.#anchor.index < 0 ? index : this.#anchor.index;
    this.#move(index);
    const first = Math.min(from, index);
    const end = Math.max(from, index) + 1;
    const ids = await this.list.ids(this.backend, first, end);
    if (this.#cursor.index !== index) return;
    this.#none();
    ids.forEach((id) => this.#chosen.add(id));
  }

  /** Follows the tasks to where they are after a pull. */
  settle(): void {
    const more = this.list.matching - this.#matching;
    this.#matching = this.list.matching;
    this.#anchor = this.#followed(this.#anchor, more);
    const cursor = this.#followed(this.#cursor, more);
    if (cursor.index === this.#cursor.index && cursor.id === this.#cursor.id) return;
    const lost = this.#cursor.id;
    this.#cursor = cursor;
    const vanished =
      lost !== undefined && lost !== cursor.id && this.#chosen.delete(lost) && this.#chosen.size === 0;
    if ((this.#choosesNext || vanished) && cursor.id !== undefined) {
      this.#choosesNext = false;
      this.#chosen.add(cursor.id);
    }
  }

  /** The chosen tasks as a command names them. */
  async target(): Promise<Target> {
    if (!this.#all) return { tasks: [...this.#chosen] };
    const { filter, group, batch, search } = this.list.question;
    if (this.#chosen.size === 0 && filter === "all" && search === "") {
      if (batch !== undefined) return { batch };
      return group === undefined ? "all" : { group };
    }
    const ids = await this.list.all(this.backend);
    return { tasks: ids.filter((id) => !this.#chosen.has(id)) };
  }

  #none(): void {
    this.#all = false;
    this.#choosesNext = false;
    this.#chosen.clear();
  }

  #move(index: number): void {
    this.#cursor = this.#placed(index);
  }

  #placed(index: number): Place {
    const head = this.list.headAt(index);
    return head === undefined
      ? { index, id: this.list.idAt(index) }
      : { index, id: undefined, head: wordOf(head.of) };
  }

  /** Where it is now that the list has so many `more`. */
  #followed(place: Place, more: number): Place {
    if (place.index < 0) return place;
    if (place.head !== undefined) {
      const index = this.list.sections.layout.placeOf(place.head);
      if (index !== undefined && this.list.arranged !== undefined) return { ...place, index };
    }
    const found = place.id === undefined ? undefined : this.list.indexOf(place.id);
    if (found !== undefined) return { index: found, id: place.id };
    if (this.list.places === 0) return NOWHERE;
    if (place.id !== undefined && this.list.row(place.id) && this.list.arranged === undefined)
      return { index: this.#outside(place.index, more), id: place.id };
    const index = Math.min(place.index, this.list.places - 1);
    const missing = place.id === undefined || this.list.covers(index);
    return missing ? this.#placed(index) : { index, id: place.id };
  }

  /** The likeliest place of a task that is on the list but not among the rows that are loaded. */
  #outside(index: number, more: number): number {
    const { by, sort } = this.list.question;
    const newestFirst = by === "added" && sort === "descending";
    const last = this.list.places - 1;
    let place = Math.min(newestFirst ? index + Math.max(0, more) : index, last);
    while (place < last && this.list.covers(place)) place += 1;
    while (place > 0 && this.list.covers(place)) place -= 1;
    return place;
  }
}
