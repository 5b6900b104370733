/**
 * What the details say, line by line.
 *
 * Owns the order of the facts and which of them are exact text. Rule kept here: what is not known is not mentioned.
 */
import type { CommandRun, Details } from "$lib/api/bindings";
import { joined, partOfWhole, size, when } from "$lib/words/format";
import { kindOfTask } from "$lib/words/task";
import { t } from "$messages/messages";

const MOST_LINES = 200;

export interface Fact {
  /** Its message. */
  name: string;
  lines: string[];
  /** Addresses, paths, digests: letter by letter. */
  exact: boolean;
}

/** What a person wants to know first. */
export function summaryOf(details: Details): Fact[] {
  const sent = kindOfTask(details) !== "download";
  return known([
    words("details-size", amount(details)),
    words("details-kind", kindOf(details)),
    exact(kindOfTask(details) === "upload" ? "details-file" : "details-path", details.path),
    exact("details-response", sent || details.category !== undefined ? response(details) : undefined),
    exact("details-answer", ...answer(details)),
    words("details-command", ...commandWords(details.command)),
    words("details-group", details.group),
    words("details-added", when(details.created)),
    words("details-first-byte", details.first_byte === undefined ? undefined : when(details.first_byte)),
    words("details-finished", details.finished === undefined ? undefined : when(details.finished)),
    words("details-metadata", details.metadata),
    exact("details-category", details.category),
  ]);
}

/** Where it comes from, and what was said there. */
export function sourceOf(details: Details): Fact[] {
  return known([
    exact("details-address", details.url),
    exact("details-redirects", ...details.redirects),
    exact("details-response", response(details)),
    exact("details-validator", details.validator),
    exact("details-digest", details.digest),
    exact("details-expected", details.expected_digest),
    exact("details-proxy", details.proxy),
    words("details-retries", String(details.retries_left)),
    exact(
      "details-headers",
      ...(details.response?.headers ?? []).map(({ name, value }) => `${name}: ${value}`),
    ),
  ]);
}

function known(facts: Fact[]): Fact[] {
  return facts.filter((fact) => fact.lines.length > 0);
}

function commandWords(run: CommandRun | undefined): string[] {
  if (run === undefined) return [];
  const args = { code: run.code ?? 0, signal: run.signal ?? 0, why: run.why ?? "" };
  const heard = (run.stderr ?? "").trim() || (run.stdout ?? "").trim();
  return [
    t(`details-command-${run.run.replaceAll("_", "-")}`, args),
    ...heard.split("\n").slice(0, MOST_LINES),
  ];
}

/** A download goes without saying. */
function kindOf(details: Details): string | undefined {
  const kind = kindOfTask(details);
  return kind === "download" ? undefined : joined([t(`kind-${kind}`), details.method]);
}

/** What the server wrote, line by line, cut where it would be a book. */
function answer({ response: said }: Details): string[] {
  if (said?.base64 !== undefined) return [t("details-answer-binary", { size: size(bytesIn(said.base64)) })];
  const lines = (said?.body ?? "").trimEnd().split(/\r?\n/);
  const shown = lines.slice(0, MOST_LINES).map((line) => line || "\u00a0");
  if (shown.length === 1 && lines[0] === "") return [];
  return lines.length > MOST_LINES
    ? [...shown, t("details-answer-more", { count: lines.length - MOST_LINES })]
    : shown;
}

/** Four letters of base64 are three bytes. */
function bytesIn(base64: string): number {
  return Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
}

function amount(details: Details): string | undefined {
  if (details.total < 0 && details.received === 0) return undefined;
  const whole = details.total > 0 && details.received < details.total;
  return whole ? partOfWhole(details.received, details.total) : size(details.received);
}

function response({ response: said }: Details): string | undefined {
  return (
    said &&
    [[said.code, said.reason].join(" ").trim(), said.mime, said.charset]
      .filter((part) => part !== undefined)
      .join(" · ")
  );
}

function words(name: string, ...lines: (string | undefined)[]): Fact {
  return { name, lines: present(lines), exact: false };
}

function exact(name: string, ...lines: (string | undefined)[]): Fact {
  return { name, lines: present(lines), exact: true };
}

function present(lines: (string | undefined)[]): string[] {
  return lines.filter((line) => line !== undefined && line !== "") as string[];
}
