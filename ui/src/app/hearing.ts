/**
 * What a screen reader hears without asking.
 *
 * Owns the way from what ended to a sentence. Rule kept here: it is said politely, once, and in one sentence.
 */
import type { Status } from "$lib/api/bindings";
import { Endings } from "$lib/state/endings";
import { count, joined } from "$lib/words/format";
import { t } from "$messages/messages";
import type { Desk } from "./desk.svelte";

export function hearing(desk: Desk): Endings {
  const { backend } = desk;
  const matching = async (status: Status) =>
    (
      await backend.call("list", {
        filter: "all",
        status,
        by: "added",
        sort: "ascending",
        offset: 0,
        count: 1,
      })
    ).matching;
  const failures = async () => (await matching("failed")) + (await matching("not_found"));
  return new Endings(failures, ({ finished, failed }) => {
    desk.say(
      joined([
        finished > 0 ? t("heard-finished", { count: finished, shown: count(finished) }) : undefined,
        failed > 0 ? t("heard-failed", { count: failed, shown: count(failed) }) : undefined,
      ]),
    );
  });
}
