/**
 * Heads of sections under the keyboard and the pointer.
 *
 * Owns what an arrow to the side does, and the picture of a section. Refuses to fold: whoever asks does. Rule kept here: as
 * in any tree, one side closes and goes out, the other opens and goes in.
 */
import type { MenuItem, Spot } from "$components/menu";
import type { IconName } from "$components/icons";
import type { SectionView, Status } from "$lib/api/bindings";
import { wordOf } from "$lib/state/sections.svelte";
import type { Selection } from "$lib/state/selection.svelte";
import type { TaskList } from "$lib/state/task-list.svelte";

export type SectionCommand = "pause" | "resume" | "retry";

/** What the list does with sections. */
export interface SectionDeeds {
  fold: (sections: readonly SectionView[], folded: boolean) => void;
  act: (command: SectionCommand, section: SectionView) => void;
  /** Chooses the rows of a section; false where they are too many. */
  choose: (section: SectionView) => boolean;
  menu: (section: SectionView) => MenuItem[];
}

type Sideways = { fold: SectionView; folded: boolean } | { go: number };

/** Where the cursor goes, or what is folded; nothing where the key means nothing. */
export function sideways(list: TaskList, cursor: number, event: KeyboardEvent): Sideways | undefined {
  const { key, currentTarget } = event;
  const rtl = currentTarget instanceof Element && getComputedStyle(currentTarget).direction === "rtl";
  const inwards = rtl ? "ArrowLeft" : "ArrowRight";
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const spot = list.spotAt(cursor);
  if (spot === undefined) return undefined;
  const { section, offset } = spot;
  const folded = list.sections.isFolded(section);
  if (key === inwards) {
    if (offset >= 0) return undefined;
    return folded ? { fold: section, folded: false } : { go: cursor + 1 };
  }
  if (offset >= 0) return { go: cursor - offset - 1 };
  return folded ? undefined : { fold: section, folded: true };
}

/** What makes a row, or a head, the same one wherever it stands. */
export function keyOf(list: TaskList, selection: Selection, index: number): string | number {
  const head = list.headAt(index);
  if (head) return wordOf(head.of);
  return list.idAt(index) ?? (index === selection.cursor ? selection.task : undefined) ?? `gap-${index}`;
}

/** Where a menu opens: at the pointer, else at the row the keyboard is on. */
export function spotOf(index: number, press: MouseEvent | undefined): Spot | undefined {
  // a button that is pressed by keyboard tells no place
  if (press && press.clientX + press.clientY > 0)
    return { left: press.clientX, top: press.clientY, bottom: press.clientY };
  const row = document.querySelector(`[role=row][aria-rowindex="${index + 1}"]`);
  const box = row?.getBoundingClientRect();
  return box && { left: box.left + 44, top: box.top, bottom: box.bottom - 8 };
}

const ICONS: Record<Status, IconName> = {
  running: "active",
  waiting_to_retry: "clock",
  enqueued: "clock",
  paused: "paused",
  failed: "trouble",
  not_found: "trouble",
  canceled: "canceled",
  complete: "done",
};

/** The picture of a section. */
export function sectionIcon({ of }: SectionView): IconName {
  if (of === "rest") return "list";
  if ("group" in of) return "group";
  return "batch" in of ? "batch" : ICONS[of.status];
}
