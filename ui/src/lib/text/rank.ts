/**
 * How well a name fits what somebody types.
 *
 * Owns the arithmetic. Rule kept here: what was typed is in the name as it is, or in pieces that each begin a word.
 */
export interface Fit {
  weight: number;
  /** Places of the letters that were typed. */
  places: readonly number[];
}

const AT_START = 8;
const AT_WORD = 6;
const NEXT = 5;

/** Absent when the name does not fit. */
export function fitOf(typed: string, name: string): Fit | undefined {
  const letters = plain(name);
  const whole = plain(typed.trim());
  const from = letters.join("").indexOf(whole.join(""));
  const places =
    from >= 0
      ? whole.map((_, at) => from + at)
      : pieces(
          whole.filter((letter) => letter.trim() !== ""),
          letters,
          -1,
        );
  return places && weighed(letters, places);
}

/** Where each letter is: beside the one before it, or where a later word begins. */
function pieces(wanted: readonly string[], letters: readonly string[], last: number): number[] | undefined {
  const [letter, ...rest] = wanted;
  if (letter === undefined) return [];
  for (let at = last + 1; at < letters.length; at += 1) {
    if (letters[at] !== letter || !(at === last + 1 || begins(letters, at))) continue;
    if (last < 0 && !begins(letters, at)) continue;
    const others = pieces(rest, letters, at);
    if (others !== undefined) return [at, ...others];
  }
  return undefined;
}

function weighed(letters: readonly string[], places: readonly number[]): Fit {
  const weight = places.reduce((sum, place, at) => {
    const near = at > 0 && places[at - 1] === place - 1 ? NEXT : 0;
    const start = place === 0 ? AT_START : begins(letters, place) ? AT_WORD : 0;
    return sum + 1 + near + start;
  }, 0);
  return { weight: weight - letters.length / 100, places };
}

function begins(letters: readonly string[], at: number): boolean {
  return at === 0 || /[\s:·/(]/.test(letters[at - 1] ?? "");
}

/** Letters without case and accents, one for each of the name. */
function plain(text: string): string[] {
  return Array.from(text, (letter) => [...letter.normalize("NFD").toLowerCase()][0] ?? "");
}
