/**
 * Fields in which each line is one thing.
 *
 * Owns how lines become headers, pairs and numbers. Refuses to guess: a line that is none is named, so that it can be
 * mended.
 */
import type { Header } from "$lib/api/bindings";

export interface Read {
  headers: Header[];
  /** The first line that is none. */
  bad: string | undefined;
}

/** `Name: value`, one a line. */
export function headersOf(text: string): Read {
  return read(text, ":", (part) => part.trim());
}

/** `name=value`, one a line; the value is taken letter by letter. */
export function fieldsOf(text: string): Read {
  return read(text, "=", (part) => part);
}

function read(text: string, between: string, tidy: (part: string) => string): Read {
  const lines = linesOf(text);
  const headers = lines
    .filter((line) => line.indexOf(between) >= 1)
    .map((line) => {
      const at = line.indexOf(between);
      return { name: tidy(line.slice(0, at)), value: tidy(line.slice(at + 1)) };
    });
  return { headers, bad: lines.find((line) => line.indexOf(between) < 1) };
}

export function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

export function said(text: string): string | undefined {
  return text.trim() || undefined;
}

/** 0, which fits nowhere, for what is no whole number. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : 0;
}

export function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What was said. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** As everywhere, an address may come without its scheme. */
export function isAddress(url: string): boolean {
  return !/\s/.test(url) && URL.canParse(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`);
}
