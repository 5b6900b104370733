/**
 * What is asked of sections.
 *
 * Owns the questions. Refuses to keep an answer. Rule kept here: sections and the rows on screen are of one answer, so that no
 * row stands under a head that is another's by now.
 */
import type { SectionBy, SectionsPage, SectionWindow, TaskView } from "../api/bindings";
import { sectionOf, wordOf, type Layout, type Sections } from "./sections.svelte";

/** Most rows in one answer. */
const PAGE = 1000;
/** How often sections that change in between are asked for again at once. */
const TURNS = 3;

export type Ask = (windows: SectionWindow[]) => Promise<SectionsPage>;

export interface Agreed {
  page: SectionsPage;
  windows: SectionWindow[];
  layout: Layout;
}

/** The sections with their rows from `first` on; `known` is where things stood before. */
export async function agreed(
  ask: Ask,
  sections: Sections,
  known: Layout,
  first: number,
  count: number,
): Promise<Agreed> {
  let windows = known.windows(first, Math.min(count, PAGE));
  for (let turn = 1; ; turn += 1) {
    const page = await ask(windows);
    const layout = sections.laid(page.sections);
    const needed = layout.windows(first, Math.min(count, PAGE));
    if (turn === TURNS || JSON.stringify(needed) === JSON.stringify(windows))
      return { page, windows, layout };
    windows = needed;
  }
}

/** The ids of rows of sections, all of them. */
export async function idsOf(ask: Ask, windows: readonly SectionWindow[]): Promise<number[]> {
  const ids: number[] = [];
  for (const { of, offset, count } of windows) {
    for (let at = offset; at < offset + count; at += PAGE) {
      const { windows: rows } = await ask([{ of, offset: at, count: Math.min(PAGE, offset + count - at) }]);
      ids.push(...(rows[0] ?? []).map(({ id }) => id));
    }
  }
  return ids;
}

/** The place of a task; its section is unfolded. */
export async function findIn(
  ask: Ask,
  sections: Sections,
  by: SectionBy,
  row: TaskView,
): Promise<number | undefined> {
  const { sections: all } = await ask([]);
  const section = sectionOf(all, by, row);
  if (section === undefined) return undefined;
  sections.fold([section], false);
  const { of, tasks } = section;
  const offset = (await idsOf(ask, [{ of, offset: 0, count: tasks }])).indexOf(row.id);
  return offset < 0 ? undefined : sections.laid(all).placeOf(wordOf(of), offset);
}
