/**
 * Which commands were used last.
 *
 * Owns their ids in the page's own storage, the last first.
 */
const PLACE = "recent-commands";
const MOST = 5;

export function recentCommands(): string[] {
  return (localStorage.getItem(PLACE) ?? "").split("\n").filter((id) => id !== "");
}

export function remember(id: string): void {
  const others = recentCommands().filter((each) => each !== id);
  localStorage.setItem(PLACE, [id, ...others].slice(0, MOST).join("\n"));
}
