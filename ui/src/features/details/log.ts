/**
 * The log of a task, in sentences.
 *
 * Owns which words go with what happened. Rule kept here: what happened last stands first, and what the server or the engine
 * said is quoted as text.
 */
import type { Details, LogEntry, LogWord } from "$lib/api/bindings";
import { clock } from "$lib/words/format";
import { isolated, t } from "$messages/messages";

export interface Line {
  key: string;
  at: number;
  words: string;
  detail: string | undefined;
  tone: "plain" | "good" | "warn" | "bad";
}

const TONES: Partial<Record<LogWord, Line["tone"]>> = {
  completed: "good",
  verified: "good",
  waits: "warn",
  begun_anew: "warn",
  paused_by_haul: "warn",
  failed: "bad",
  not_found: "bad",
};

/** The words whose detail is said in the sentence itself. */
const SAID_INSIDE: readonly LogWord[] = ["edited", "redirected"];

export function linesOf(details: Pick<Details, "log" | "added_by">): Line[] {
  return details.log
    .map((entry, at) => ({
      key: `${at}-${entry.at}`,
      at: entry.at,
      words: words(entry, details.added_by),
      detail: SAID_INSIDE.includes(entry.what) ? undefined : entry.detail,
      tone: TONES[entry.what] ?? "plain",
    }))
    .toReversed();
}

function words(entry: LogEntry, by: Details["added_by"]): string {
  switch (entry.what) {
    case "added":
      return t("log-added", { by: by ?? "nobody" });
    case "redirected":
      return t("log-redirected", { to: isolated(entry.detail ?? "") });
    case "edited":
      return t("log-edited", { what: traits(entry.detail ?? "") });
    case "waits":
      return entry.until === undefined ? t("log-waits") : t("log-waits-until", { time: clock(entry.until) });
    default:
      return t(`log-${entry.what.replaceAll("_", "-")}`);
  }
}

function traits(detail: string): string {
  return detail
    .split(", ")
    .map((trait) => t("log-trait", { trait }))
    .join(t("and-also"));
}
