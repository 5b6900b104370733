/**
 * What can be done with the tasks that are chosen, from anywhere in the window.
 *
 * Owns the way from an action to a command. Rule kept here: one task offers what its row offers; several offer what any
 * task may be asked for.
 */
import type { IconName } from "$components/icons";
import type { Command } from "$lib/words/command";
import { LIST_KEYS, printed, type ListKey } from "$lib/words/keys";
import { actionsOf, pauseTrouble, type Action } from "$lib/words/task";
import { t } from "$messages/messages";
import type { View } from "./commands";
import type { Desk } from "./desk.svelte";

const TOGETHER: readonly Action[] = ["pause", "resume", "retry", "cancel", "remove"];
const KEYS: Partial<Record<Action, ListKey>> = { "show-in-folder": "reveal", remove: "remove" };

export function selectionCommands(desk: Desk, view: View): Command<IconName>[] {
  const { selection, list } = desk.session;
  if (selection.size === 0) return [];
  const task = selection.size === 1 ? list.row(selection.task) : undefined;
  const actions = task === undefined ? TOGETHER : actionsOf(task);
  const commands = actions.map((action) => {
    const key = KEYS[action];
    return {
      id: action,
      name: t(action),
      icon: action,
      section: "chosen",
      locked: action === "pause" && task !== undefined ? pauseTrouble(task) : undefined,
      act: () => void desk.act(action, task?.id),
      ...(key === undefined ? {} : { keys: printed(LIST_KEYS[key]) }),
    } satisfies Command<IconName>;
  });
  return [
    ...commands,
    {
      id: "details",
      name: t("keys-details"),
      icon: "panel",
      section: "chosen",
      keys: printed(LIST_KEYS.details),
      act: () => view.details(),
    },
    {
      id: "everything",
      name: t("keys-all"),
      icon: "list",
      section: "chosen",
      keys: printed(LIST_KEYS.all),
      act: () => selection.everything(),
    },
  ];
}
