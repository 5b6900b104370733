/**
 * A group and a batch in words.
 *
 * Owns what is said of their state. Rule kept here: what nobody set is not mentioned.
 */
import type { BatchView, GroupView } from "../api/bindings";
import { rateShown } from "../text/rates";
import { count, joined } from "./format";
import { t } from "$messages/messages";

/** The group of what names none. */
export const DEFAULT_GROUP = "default";

/** Whether its queue is on hold and what limits it; nothing where it is like any other. */
export function groupWords(group: GroupView | undefined): string {
  if (group === undefined) return "";
  const { queue_paused, limit_rate = 0, max_running = 0 } = group;
  return joined([
    queue_paused ? t("group-held") : undefined,
    limit_rate > 0 ? t("group-limited", { rate: rateShown(limit_rate) }) : undefined,
    max_running > 0 ? t("group-most", { count: count(max_running) }) : undefined,
  ]);
}

/** Its own name, or its number. */
export function batchName({ id, name }: Pick<BatchView, "id"> & Partial<BatchView>): string {
  return name || t("batch-unnamed", { id: String(id) });
}

/** How far it is, what went wrong, and what it promises. */
export function batchWords(batch: BatchView): string {
  const { num_succeeded, num_failed, size, status, atomic } = batch;
  return joined([
    status === "open" ? undefined : t(`batch-${status}`),
    t("batch-done", { done: count(num_succeeded), size: count(size) }),
    num_failed > 0 ? t("batch-failures", { count: count(num_failed) }) : undefined,
    atomic ? t("batch-atomic") : undefined,
  ]);
}
