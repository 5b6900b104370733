/**
 * What the menu of a group offers.
 *
 * Owns the way from an entry to what the desk does. Rule kept here: a queue on hold offers to go on, and no other does.
 */
import type { MenuItem } from "$components/Menu.svelte";
import { DEFAULT_GROUP } from "$lib/words/group";
import { t } from "$messages/messages";
import type { Desk } from "./desk.svelte";

export function groupMenu(desk: Desk, group: string): MenuItem[] {
  const { session } = desk;
  return [
    ...groupSettings(desk, group),
    { name: t("pause-all"), icon: "pause", act: () => void session.command("pause", { group }) },
    { name: t("resume-all"), icon: "resume", act: () => void session.command("resume", { group }) },
  ];
}

/** What can be said of a group, beside what is done to its tasks. */
export function groupSettings(desk: Desk, group: string): MenuItem[] {
  const { session } = desk;
  const held = session.groups.named(group)?.queue_paused ?? false;
  return [
    held
      ? { name: t("queue-go-on"), icon: "resume", act: () => void desk.holdQueue(false, group) }
      : { name: t("queue-hold"), icon: "queue", act: () => void desk.holdQueue(true, group) },
    ...(group === DEFAULT_GROUP
      ? []
      : [
          {
            name: t("group-rename"),
            icon: "text",
            keys: ["F2"],
            act: () => desk.askGroupName(group),
          } as const,
        ]),
    { name: t("group-limits"), icon: "gauge", act: () => desk.showGroups(group) },
  ];
}
