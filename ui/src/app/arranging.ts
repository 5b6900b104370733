/**
 * The list in sections, as people arrange it.
 *
 * Owns the menus of the arrangement and of a section, and the way from their entries to what is done. Refuses to draw. Rule
 * kept here: what is done to a section is done to all that it shows, in view or not, and to nothing beside.
 */
import type { MenuItem } from "$components/menu";
import type { SectionBy, SectionView, Selection as Target } from "$lib/api/bindings";
import type { ListLook } from "$lib/state/look.svelte";
import { wordOf } from "$lib/state/sections.svelte";
import type { Command } from "$lib/state/session.svelte";
import { count } from "$lib/words/format";
import { sectionName } from "$lib/words/section";
import { isolated, t } from "$messages/messages";
import type { SectionDeeds } from "../features/list/heads";
import type { Desk } from "./desk.svelte";
import { groupSettings } from "./menus";

/** More rows than these are not chosen one by one. */
const FEW = 1000;
const WAYS = [undefined, "group", "batch", "status"] as const;

/** What the list can be arranged by, and folding all of it. */
export function arrangeMenu(desk: Desk, look: ListLook): MenuItem[] {
  const { list } = desk.session;
  const arrange = (by: SectionBy | undefined) => () => {
    look.arrange(by);
    desk.session.ask({ arranged: by });
  };
  const ways = WAYS.map((by): MenuItem => ({
    name: t(`arrange-${by ?? "nothing"}`),
    icon: "check",
    checked: list.question.arranged === by,
    alone: true,
    act: arrange(by),
  }));
  return list.arranged === undefined ? ways : [...ways, ...foldAll(desk)];
}

/** What the list does with its sections. */
export function sectionDeeds(desk: Desk): SectionDeeds {
  return {
    fold: (sections, folded) => fold(desk, sections, folded),
    act: (command, section) => void act(desk, command, section),
    choose: (section) => choose(desk, section),
    menu: (section) => sectionMenu(desk, section),
  };
}

function sectionMenu(desk: Desk, section: SectionView): MenuItem[] {
  const { of, tasks, active, queued, paused, failed } = section;
  const shown = count(tasks);
  const offers: [Command, number][] = [
    ["pause", active + queued],
    ["resume", paused],
    ["retry", failed],
    ["cancel", active + queued + paused],
  ];
  const items = offers
    .filter(([, fitting]) => fitting > 0)
    .map(([command, fitting]): MenuItem => ({
      name: t(`section-${command}`, { count: fitting, shown: count(fitting) }),
      icon: command,
      act: () => void act(desk, command, section),
    }));
  if (tasks <= FEW)
    items.push({
      name: t("section-choose", { count: tasks, shown }),
      icon: "check",
      act: () => void choose(desk, section),
      apart: items.length > 0,
    });
  if (of !== "rest" && !("status" in of))
    items.push({ name: t("section-only"), icon: "list", act: () => desk.session.ask({ ...question(of) }) });
  if (of !== "rest" && "group" in of) {
    const [first, ...others] = groupSettings(desk, of.group);
    if (first) items.push({ ...first, apart: true }, ...others);
  }
  return [...items, ...foldAll(desk)];
}

function question(of: { group: string } | { batch: number }) {
  return "group" in of ? { group: of.group, batch: undefined } : { batch: of.batch };
}

function foldAll(desk: Desk): MenuItem[] {
  const all = desk.session.list.sections.layout.sections;
  return [
    { name: t("sections-fold"), icon: "up", act: () => fold(desk, all, true), apart: true },
    { name: t("sections-unfold"), icon: "down", act: () => fold(desk, all, false) },
  ];
}

/** Folds sections, or unfolds them; the keyboard stays on the head of a single one. */
function fold(desk: Desk, sections: readonly SectionView[], folded: boolean): void {
  const { list, selection } = desk.session;
  const [only] = sections;
  list.sections.fold(sections, folded);
  selection.clear();
  if (sections.length === 1 && only) {
    const place = list.sections.layout.placeOf(wordOf(only.of));
    if (place !== undefined) selection.choose(place);
    const name = isolated(sectionName(only));
    desk.say(t(folded ? "section-folded" : "section-unfolded", { name }));
  } else desk.say(t(folded ? "sections-folded" : "sections-unfolded"));
  desk.session.refresh();
}

/** Chooses the rows of a section, which is unfolded, where they are few; says whether they are. */
function choose(desk: Desk, section: SectionView): boolean {
  const { session, backend } = desk;
  if (section.tasks > FEW) return false;
  session.list.sections.fold([section], false);
  void session.attempt(async () => {
    session.selection.these(await session.list.idsOf(backend, section));
  });
  return true;
}

async function act(desk: Desk, command: Command, section: SectionView): Promise<void> {
  const { session } = desk;
  await session.attempt(async () => {
    const target = await targetOf(desk, section);
    await session.command(command, target);
  });
}

/** A whole section is named by what makes it; one that a filter or a search has cut, by its tasks. */
async function targetOf({ session, backend }: Desk, section: SectionView): Promise<Target> {
  const { of } = section;
  const { filter, group, batch, search } = session.list.question;
  const whole = filter === "all" && search === "" && group === undefined && batch === undefined;
  if (whole && of !== "rest") {
    if ("group" in of) return { group: of.group };
    return "batch" in of ? { batch: of.batch } : { matching: { status: of.status } };
  }
  return { tasks: await session.list.idsOf(backend, section) };
}
