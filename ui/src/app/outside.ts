/**
 * Keys and clipboard of the whole window.
 *
 * Owns what reaches the page outside any field. Refuses the clipboard itself: text comes with the paste that the person
 * made, so no permission is needed.
 */
import { commandOf, takesText, WINDOW_KEYS, type WindowKey } from "$lib/words/keys";

export interface Ears {
  /** A dialog has the window for itself. */
  busy(): boolean;
  key(command: WindowKey): void;
  /** A key that nothing on the page has been given. */
  stray(event: KeyboardEvent): void;
  paste(text: string): void;
}

/** Listens until the answer is called. */
export function listenOutside(ears: Ears): () => void {
  const end = new AbortController();
  const { signal } = end;
  addEventListener("keydown", (event) => pressed(event, ears), { signal });
  addEventListener("paste", (event) => pasted(event, ears), { signal });
  addEventListener("contextmenu", (event) => takesText(event.target) || event.preventDefault(), { signal });
  return () => end.abort();
}

function pressed(event: KeyboardEvent, ears: Ears): void {
  const command = commandOf(WINDOW_KEYS, event);
  // text has an undo of its own
  if (command === "undo" && takesText(event.target)) return;
  if (command !== undefined) {
    event.preventDefault();
    if (command === "quit" || !ears.busy()) ears.key(command);
    return;
  }
  const isPaste = commandOf({ paste: { key: "v", ctrl: true } }, event) !== undefined;
  if (isPaste && !ears.busy() && !takesText(event.target)) catchPaste();
  else if (event.target === document.body && !ears.busy()) ears.stray(event);
}

function pasted(event: ClipboardEvent, ears: Ears): void {
  const caught = event.target instanceof HTMLElement && event.target.dataset["catches"] === "paste";
  if (ears.busy() || (takesText(event.target) && !caught)) return;
  event.preventDefault();
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (text.trim() !== "") ears.paste(text);
}

/** WebKit pastes only where text can go: an unseen field takes this one paste and gives the focus back. */
function catchPaste(): void {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.className = "unseen";
  field.dataset["catches"] = "paste";
  field.tabIndex = -1;
  field.setAttribute("aria-hidden", "true");
  document.body.append(field);
  field.focus({ preventScroll: true });
  setTimeout(() => {
    const kept = document.activeElement === field;
    field.remove();
    if (kept && before instanceof HTMLElement) before.focus({ preventScroll: true });
  });
}
