/**
 * The keyboard.
 *
 * Owns which keys mean which command, for the listener and for the list that F1 shows. Rule kept here: both are read
 * from one table.
 */
import { t } from "$messages/messages";

export type WindowKey = "add" | "search" | "settings" | "quit" | "help" | "palette" | "undo";
export type ListKey =
  | "toggle"
  | "primary"
  | "reveal"
  | "rename"
  | "remove"
  | "erase"
  | "details"
  | "menu"
  | "copy"
  | "all"
  | "mark"
  | "none"
  | "sooner"
  | "later";

interface Chord {
  key: string;
  ctrl?: true;
  shift?: true;
  alt?: true;
  /** Other keys that mean the same, for hands that know them from elsewhere. */
  also?: Chord;
}

export const WINDOW_KEYS: Record<WindowKey, Chord> = {
  add: { key: "n", ctrl: true },
  search: { key: "f", ctrl: true },
  settings: { key: ",", ctrl: true },
  quit: { key: "q", ctrl: true },
  help: { key: "F1" },
  palette: { key: "k", ctrl: true, also: { key: "p", ctrl: true, shift: true } },
  undo: { key: "z", ctrl: true },
};

export const LIST_KEYS: Record<ListKey, Chord> = {
  primary: { key: "Enter" },
  reveal: { key: "Enter", shift: true },
  details: { key: "Enter", alt: true },
  rename: { key: "F2" },
  toggle: { key: " " },
  remove: { key: "Delete" },
  erase: { key: "Delete", shift: true },
  menu: { key: "F10", shift: true },
  copy: { key: "c", ctrl: true },
  all: { key: "a", ctrl: true },
  mark: { key: " ", ctrl: true },
  none: { key: "Escape" },
  sooner: { key: "ArrowUp", alt: true },
  later: { key: "ArrowDown", alt: true },
};

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** The command of `table` that was pressed. */
export function commandOf<K extends string>(table: Record<K, Chord>, event: Pressed): K | undefined {
  return (Object.entries(table) as [K, Chord][]).find(([, chord]) => fits(chord, event))?.[0];
}

function fits(chord: Chord, event: Pressed): boolean {
  if (chord.also !== undefined && fits(chord.also, event)) return true;
  return (
    event.key.toLowerCase() === chord.key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === (chord.ctrl ?? false) &&
    event.shiftKey === (chord.shift ?? false) &&
    event.altKey === (chord.alt ?? false)
  );
}

const CAPS: Readonly<Record<string, string>> = { ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };

/** The keys of a chord as they are printed on a keyboard. */
export function printed(chord: Chord): string[] {
  const keys = chord.key === " " ? t("key-space") : capOf(chord.key);
  return [
    ...(chord.ctrl ? ["Ctrl"] : []),
    ...(chord.alt ? ["Alt"] : []),
    ...(chord.shift ? ["Shift"] : []),
    keys,
  ];
}

function capOf(key: string): string {
  return CAPS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** Whether keys that make text belong to the element. */
export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}
