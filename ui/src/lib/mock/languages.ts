/**
 * Languages that nobody speaks.
 *
 * Owns two ways to bend English: longer and with accents, to see what does not fit and what was not asked of the
 * messages; and from right to left. The window of the program has neither.
 */
import { teach } from "$messages/tongue.svelte";

export const ACCENTED = "en-XA";
export const MIRRORED = "ar-XB";

const PLAIN = "ABCDEFGHIJKLMNOPRSTUVWYZabcdefghijklmnoprstuvwyz";
const MARKED = "ÀƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞŔŠŢÛṼŴÝŽàƀçðéƒĝĥîĵķļṁñöþŕšţûṽŵýž";

const RIGHT_TO_LEFT = "\u202e";
const END = "\u202c";

export function teachPretended(): void {
  teach(ACCENTED, accented);
  teach(MIRRORED, (text) => text.replace(/\S+/g, (word) => `${RIGHT_TO_LEFT}${word}${END}`));
}

/** Every vowel twice makes a text about as long as its German. */
function accented(text: string): string {
  return [...text].map((letter) => marked(letter).repeat(/[aeiou]/.test(letter) ? 2 : 1)).join("");
}

function marked(letter: string): string {
  const at = PLAIN.indexOf(letter);
  return at < 0 ? letter : ([...MARKED][at] ?? letter);
}
