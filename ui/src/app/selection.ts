/**
 * What can be done with the tasks that are chosen, from anywhere in the window.
 *
 * Owns the way from an entry of their menu to a command. Rule kept here: what the menu of the rows offers, the palette
 * offers too, and nothing else.
 */
import type { IconName } from "$components/icons";
import type { Command } from "$lib/words/command";
import { LIST_KEYS, printed } from "$lib/words/keys";
import { t } from "$messages/messages";
import type { View } from "./commands";
import type { Desk } from "./desk.svelte";
import { rowMenu } from "./rows";

export function selectionCommands(desk: Desk, view: View): Command<IconName>[] {
  const { selection } = desk.session;
  const everything: Command<IconName> = {
    id: "everything",
    name: t("keys-all"),
    icon: "list",
    section: "chosen",
    keys: printed(LIST_KEYS.all),
    act: () => selection.everything(),
  };
  if (selection.size === 0) return [];
  const entries = rowMenu(desk, view.details).map((entry) => ({ ...entry, id: `chosen ${entry.name}` }));
  return [...entries.map((entry) => ({ ...entry, section: "chosen" as const })), everything];
}
