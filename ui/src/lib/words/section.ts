/**
 * A section of the list in words.
 *
 * Owns its name and what is said of how far it is. Refuses to add anything up.
 */
import type { GroupView, SectionView } from "../api/bindings";
import { count, joined, partOfWhole, size } from "./format";
import { batchName, groupWords } from "./group";
import { t } from "$messages/messages";

export function sectionName({ of, name = "" }: SectionView): string {
  if (of === "rest") return t("section-rest");
  if ("group" in of) return of.group;
  if ("batch" in of) return batchName({ id: of.batch, name });
  return t(`status-${of.status}`);
}

/** How many have finished and failed, how much is there, and how the group differs from others. */
export function sectionWords(section: SectionView, group: GroupView | undefined): string {
  const { of, tasks, finished, failed } = section;
  const isStatus = of !== "rest" && "status" in of;
  return joined([
    isStatus
      ? t("filter-count", { count: tasks, shown: count(tasks) })
      : t("batch-done", { done: count(finished), size: count(tasks) }),
    failed > 0 && !isStatus ? t("batch-failures", { count: count(failed) }) : undefined,
    bytesOf(section),
    groupWords(group),
  ]);
}

/** Whether there is a way to go that is worth a picture. */
export function isUnderway({ of, progress, active, paused, queued, received = 0 }: SectionView): boolean {
  const isStatus = of !== "rest" && "status" in of;
  return !isStatus && active + paused + queued > 0 && (active > 0 || received > 0 || progress > 0);
}

function bytesOf({ received = 0, total }: SectionView): string | undefined {
  if (total !== undefined && total > received) return partOfWhole(received, total);
  return received > 0 ? size(received) : undefined;
}
