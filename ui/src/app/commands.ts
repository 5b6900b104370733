/**
 * Everything that can be done in the window.
 *
 * Owns the one list of commands that buttons, keys and the palette share. Refuses to know how they are reached. Rule kept
 * here: a command that needs something chosen is not offered while nothing is.
 */
import type { IconName } from "$components/icons";
import type { Filter } from "$lib/api/bindings";
import type { Command } from "$lib/words/command";
import { printed, WINDOW_KEYS, type WindowKey } from "$lib/words/keys";
import { ORDERS } from "$lib/words/orders";
import { isolated, t } from "$messages/messages";
import { SECTIONS } from "../features/settings/fields";
import type { Desk } from "./desk.svelte";
import { selectionCommands } from "./selection";

/** What only the drawn window can do. */
export interface View {
  search(): void;
  details(): void;
}

export type WindowCommand = WindowKey | "pause-all" | "resume-all" | "queue" | "groups" | "speed";
type Deed = Command<IconName>;

const FILTERS: Record<Filter, IconName> = {
  all: "list",
  active: "active",
  queued: "clock",
  paused: "paused",
  finished: "done",
  failed: "trouble",
};

/** What the whole window does, by name. */
export function windowCommands(desk: Desk, view: View): Record<WindowCommand, Deed> {
  const { session } = desk;
  const held = session.groups.queuePaused;
  const deed = (id: WindowCommand, name: string, icon: IconName, act: () => void): Deed => ({
    id,
    name,
    icon,
    section: "window",
    act,
    ...(id in WINDOW_KEYS ? { keys: printed(WINDOW_KEYS[id as WindowKey]) } : {}),
  });
  return {
    add: deed("add", t("keys-add"), "plus", () => void desk.add()),
    search: deed("search", t("search"), "search", () => view.search()),
    "pause-all": deed("pause-all", t("pause-all"), "pause", () => void session.command("pause", "all")),
    "resume-all": deed("resume-all", t("resume-all"), "resume", () => void session.command("resume", "all")),
    queue: deed("queue", t(held ? "queue-go-on" : "queue-hold"), "queue", () => void desk.holdQueue(!held)),
    groups: deed("groups", t("groups-title"), "group", () => desk.showGroups(undefined)),
    speed: deed("speed", t("limit-custom"), "gauge", () => void (desk.open = { is: "speed" })),
    settings: deed("settings", t("settings"), "settings", () => void desk.settings()),
    help: deed("help", t("shortcuts"), "help", () => void (desk.open = { is: "shortcuts" })),
    undo: deed("undo", t("keys-undo"), "undo", () => void desk.removing.undo()),
    palette: deed("palette", t("palette"), "more", () => void (desk.open = { is: "palette" })),
    quit: deed("quit", t("keys-quit"), "plug", () => void desk.quit()),
  };
}

/** All that can be done now, in the order of the palette. */
export function allCommands(desk: Desk, view: View): Deed[] {
  const ofWindow = Object.values(windowCommands(desk, view)).filter(
    ({ id }) => id !== "palette" && (id !== "undo" || desk.removing.words !== undefined),
  );
  return [...selectionCommands(desk, view), ...ofWindow, ...places(desk), ...sections(desk), ...orders(desk)];
}

function places({ session }: Desk): Deed[] {
  const show = (filter: Filter, group: string | undefined) => () =>
    session.ask({ filter, group, batch: undefined, search: "" });
  const filters = (Object.entries(FILTERS) as [Filter, IconName][]).map(([filter, icon]): Deed => ({
    id: `filter-${filter}`,
    name: t("go-filter", { name: t(`filter-${filter}`) }),
    icon,
    section: "go",
    act: show(filter, undefined),
  }));
  const groups = session.groups.all.map(({ group }): Deed => ({
    id: `group-${group}`,
    name: t("go-group", { group: isolated(group) }),
    icon: "group",
    section: "go",
    act: show("all", group),
  }));
  const overview: Deed = {
    id: "overview",
    name: t("go-filter", { name: t("overview") }),
    icon: "chart",
    section: "go",
    act: () => session.showNumbers(true),
  };
  return [overview, ...filters, ...groups];
}

function sections(desk: Desk): Deed[] {
  return SECTIONS.map(({ title, icon }) => ({
    id: title,
    name: t("go-settings", { name: t(title) }),
    icon,
    section: "go",
    act: () => void desk.settings(title),
  }));
}

function orders({ session }: Desk): Deed[] {
  return ORDERS.map(({ name, by, sort }) => ({
    id: `sort-${name}`,
    name: t("go-sort", { name: t(`sort-${name}`) }),
    icon: "down",
    section: "order",
    act: () => session.ask({ by, sort }),
  }));
}
