/**
 * What the details say, line by line.
 *
 * Owns the order of the facts and which of them are exact text. Rule kept here: what is not known is not mentioned.
 */
import type { Details } from "$lib/api/bindings";
import { partOfWhole, size, when } from "$lib/words/format";
import { nextTry, statusWord } from "$lib/words/task";

export interface Fact {
  /** Its message. */
  name: string;
  lines: string[];
  /** Addresses, paths, digests: letter by letter. */
  exact: boolean;
}

/** `now` is asked only where time matters. */
export function facts(details: Details, now: () => number): Fact[] {
  return [
    words("details-status", statusWord(details), nextTry(details, now), details.message),
    exact("details-category", details.category),
    words("details-size", amount(details)),
    exact("details-address", details.url),
    exact("details-redirects", ...details.redirects),
    exact("details-path", details.path),
    exact("details-response", response(details)),
    exact("details-validator", details.validator),
    exact("details-digest", details.digest),
    exact("details-expected", details.expected_digest),
    words("details-group", details.group),
    words("details-priority", String(details.priority)),
    words("details-retries", String(details.retries_left)),
    words("details-added", when(details.created)),
    words("details-finished", details.finished === undefined ? undefined : when(details.finished)),
    words("details-metadata", details.metadata),
    exact(
      "details-headers",
      ...(details.response?.headers ?? []).map(({ name, value }) => `${name}: ${value}`),
    ),
  ].filter((fact) => fact.lines.length > 0);
}

function amount(details: Details): string {
  const whole = details.total > 0 && details.received < details.total;
  return whole ? partOfWhole(details.received, details.total) : size(details.received);
}

function response({ response: said }: Details): string | undefined {
  return (
    said && [String(said.code), said.mime, said.charset].filter((part) => part !== undefined).join(" · ")
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
