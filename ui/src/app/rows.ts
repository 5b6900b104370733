/**
 * What is done with the rows that are chosen, beside the plain commands.
 *
 * Owns the menu of the rows, moves in the queue and copied addresses. Refuses to draw. Rule kept here: an entry of the menu
 * does what its key does.
 */
import type { MenuItem } from "$components/menu";
import type { Position, TaskView } from "$lib/api/bindings";
import { count } from "$lib/words/format";
import type { HelpAction } from "$lib/words/help";
import { LIST_KEYS, printed, type ListKey } from "$lib/words/keys";
import { isQueued, togetherOf } from "$lib/words/offers";
import { actionsOf, kindOfTask, pauseTrouble, type Action } from "$lib/words/task";
import { t } from "$messages/messages";
import type { Desk } from "./desk.svelte";

const keysOf = (key: ListKey) => printed(LIST_KEYS[key]);

/** The menu of what is chosen. */
export function rowMenu(desk: Desk, showDetails: () => void): MenuItem[] {
  const { selection } = desk.session;
  const { known, size } = selection;
  const [only] = known;
  const items =
    size === 1 && only !== undefined ? menuOfOne(desk, only, showDetails) : menuOfMany(desk, known, size);
  const filed = known.length < size || known.some((task) => kindOfTask(task) === "download");
  return [
    ...items,
    ...movesOf(desk, known, size),
    {
      name: t("remove"),
      icon: "remove",
      act: () => void desk.act("remove"),
      keys: keysOf("remove"),
      apart: true,
    },
    ...(filed
      ? [
          {
            name: t("menu-erase"),
            icon: "remove",
            act: () => void desk.removing.remove(undefined, "trash"),
            keys: keysOf("erase"),
          } as const,
        ]
      : []),
  ];
}

function menuOfOne(desk: Desk, task: TaskView, showDetails: () => void): MenuItem[] {
  const entries = actionsOf(task).filter((action) => action !== "remove");
  const items: MenuItem[] = entries.map((action) => entryOf(desk, task, action));
  const { batch } = task;
  items.push({
    name: t("menu-details"),
    icon: "panel",
    act: showDetails,
    keys: keysOf("details"),
    apart: true,
  });
  if (batch !== undefined && desk.session.list.question.batch === undefined)
    items.push({ name: t("menu-batch"), icon: "batch", act: () => desk.showBatch(batch) });
  items.push({
    name: t("menu-place"),
    icon: "text",
    act: () => desk.askPlace(),
    keys: keysOf("rename"),
  });
  items.push(copyEntry(desk, 1));
  if (kindOfTask(task) === "download")
    items.push({ name: t("menu-elsewhere"), icon: "folder", act: () => void desk.add(task.url) });
  return items;
}

function entryOf(desk: Desk, task: TaskView, action: Action): MenuItem {
  const keys: Partial<Record<Action, ListKey>> = {
    "show-in-folder": "reveal",
    pause: "toggle",
    open: "primary",
  };
  const key = keys[action] ?? (action === "resume" && !task.held ? "toggle" : undefined);
  const locked = action === "pause" ? pauseTrouble(task) : undefined;
  return {
    name: t(action),
    icon: action,
    act: () => void desk.act(action, task.id),
    ...(key === undefined ? {} : { keys: keysOf(key) }),
    ...(locked === undefined ? {} : { locked }),
  };
}

function menuOfMany(desk: Desk, known: readonly TaskView[], size: number): MenuItem[] {
  const items: MenuItem[] = togetherOf(known, size).map((action) => ({
    name: t(action),
    icon: action,
    act: () => void desk.act(action),
  }));
  if (desk.session.selection.isCounted) items.push({ ...copyEntry(desk, size), apart: items.length > 0 });
  return items;
}

function copyEntry(desk: Desk, size: number): MenuItem {
  return {
    name: t("menu-copy", { count: size }),
    icon: "link",
    act: () => void copyAddresses(desk),
    keys: keysOf("copy"),
  };
}

function movesOf(desk: Desk, known: readonly TaskView[], size: number): MenuItem[] {
  if (size === 0 || known.length < size || !known.every(isQueued)) return [];
  const move = (to: Position) => () => void moveInQueue(desk, to);
  const inOrder = isInQueueOrder(desk);
  return [
    { name: t("menu-first"), icon: "first", act: move("first"), apart: true },
    ...(inOrder
      ? ([
          { name: t("menu-sooner"), icon: "up", act: move("up"), keys: keysOf("sooner") },
          { name: t("menu-later"), icon: "down", act: move("down"), keys: keysOf("later") },
        ] as const)
      : []),
    { name: t("menu-last"), icon: "last", act: move("last") },
  ];
}

/** Whether the list stands as the queue does, so that a row can be moved to where a person sees it go. */
export function isInQueueOrder(desk: Desk): boolean {
  const { by, sort, arranged } = desk.session.list.question;
  return by === "queue" && sort === "ascending" && arranged === undefined;
}

/** Moves what is chosen, in the order in which it is shown. */
export async function moveInQueue(desk: Desk, to: Position): Promise<void> {
  const { session, backend } = desk;
  const { selection } = session;
  if (!selection.isCounted || selection.size === 0) return;
  const tasks = selection.ordered;
  const done = await session.attempt(async () => void (await backend.call("reorder", { tasks, to })));
  if (done) desk.said = t("moved-said", { count: tasks.length, shown: count(tasks.length) });
}

/** Puts the addresses of what is chosen on the clipboard, one a line. */
export async function copyAddresses(desk: Desk): Promise<void> {
  const { session } = desk;
  const { selection } = session;
  if (!selection.isCounted || selection.size === 0) return;
  await session.attempt(async () => {
    const addresses = await session.list.addresses(desk.backend, selection.ordered);
    await navigator.clipboard.writeText(addresses.join("\n"));
    desk.said = t("copied", { count: addresses.length, shown: count(addresses.length) });
  });
}

/** Does the one thing that helps a task. */
export function help(desk: Desk, action: HelpAction, task: TaskView): void {
  if (action === "elsewhere") void desk.add(task.url);
  else void desk.act(action, task.id);
}
