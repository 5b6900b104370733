/**
 * Folders that were used last.
 *
 * Owns the five of them, kept with the page and nowhere else. Refuses to know whether they are still there.
 */
const PLACE = "haul.folders";
const MOST = 5;

export function lastFolders(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** These were used just now, the first of them last. */
export function rememberFolders(used: readonly string[]): void {
  const all = [...new Set([...used.map((folder) => folder.trim()), ...lastFolders()])];
  localStorage.setItem(PLACE, JSON.stringify(all.filter((folder) => folder !== "").slice(0, MOST)));
}
