/**
 * What follows from the rows of a preview alone.
 *
 * Owns names out of addresses, and which names go where. Refuses to know what servers said.
 */
import type { Wanted } from "$lib/text/pasted";

/** Whether asking for the head of it is the same question. */
export function isPlain({ method, body }: Wanted): boolean {
  return body === undefined && (method === undefined || method === "GET");
}

/** What an address calls its file. */
export function nameIn(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, host } = new URL(url);
  const last = pathname.split("/").at(-1) ?? "";
  if (last === "") return host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** How often each is there. */
export function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The names of each folder, and `first` in any case. */
export function byFolder(
  rows: readonly { folder: string; name: string }[],
  first: string,
): Map<string, string[]> {
  const folders = new Map<string, string[]>([[first, []]]);
  for (const { folder, name } of rows) {
    const names = folders.get(folder);
    if (names === undefined) folders.set(folder, [name]);
    else names.push(name);
  }
  return folders;
}
