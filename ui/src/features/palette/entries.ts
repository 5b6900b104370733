/**
 * What the palette shows for what was typed.
 *
 * Owns the order. Rule kept here: what was used last comes first while nothing is typed, and every command is shown once.
 */
import type { Command } from "$lib/words/command";
import { fitOf } from "$lib/text/rank";

export interface Entry {
  command: Command;
  /** The name in stretches: those that were typed, and the others. */
  stretches: readonly { text: string; typed: boolean }[];
}

export interface Section {
  /** Its message; none while somebody searches, when only the fit counts. */
  title: string | undefined;
  entries: readonly Entry[];
}

const TITLES = {
  window: "palette-window",
  chosen: "palette-chosen",
  go: "palette-go",
  order: "palette-order",
} as const satisfies Record<Command["section"], string>;

export function sectionsOf(
  commands: readonly Command[],
  typed: string,
  recent: readonly string[],
): Section[] {
  if (typed.trim() !== "") return found(commands, typed);
  const used = recent.flatMap((id) => commands.filter((command) => command.id === id));
  const others = commands.filter((command) => !used.includes(command));
  const titles = [...new Set(others.map(({ section }) => section))];
  return [
    { title: "palette-recent", entries: used.map(plainly) },
    ...titles.map((title) => ({
      title: TITLES[title],
      entries: others.filter(({ section }) => section === title).map(plainly),
    })),
  ].filter(({ entries }) => entries.length > 0);
}

function found(commands: readonly Command[], typed: string): Section[] {
  const entries = commands
    .flatMap((command) => {
      const fit = fitOf(typed, command.name);
      return fit === undefined ? [] : [{ command, fit }];
    })
    .toSorted((one, other) => other.fit.weight - one.fit.weight)
    .map(({ command, fit }) => ({ command, stretches: marked(command.name, fit.places) }));
  return entries.length === 0 ? [] : [{ title: undefined, entries }];
}

function plainly(command: Command): Entry {
  return { command, stretches: [{ text: command.name, typed: false }] };
}

function marked(name: string, places: readonly number[]): { text: string; typed: boolean }[] {
  const stretches: { text: string; typed: boolean }[] = [];
  Array.from(name).forEach((letter, at) => {
    const typed = places.includes(at);
    const last = stretches.at(-1);
    if (last?.typed === typed) last.text += letter;
    else stretches.push({ text: letter, typed });
  });
  return stretches;
}
