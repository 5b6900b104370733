/**
 * Which language the window speaks.
 *
 * Owns what was spoken last, so that the first thing on screen is in that language although the program has not said yet
 * what is set. Rule kept here: what the program says holds.
 */
import { speak } from "$messages/tongue.svelte";

const PLACE = "language";

/** Speaks as the last time. */
export function speakAsBefore(): void {
  speak(localStorage.getItem(PLACE) ?? undefined);
}

/** Speaks as the setting says. */
export function speakAs(choice: string): void {
  localStorage.setItem(PLACE, choice);
  speak(choice);
}
