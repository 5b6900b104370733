/**
 * The languages of the window.
 *
 * Owns which there are, and which of them a person's wishes come to. Refuses to speak: see `tongue.svelte.ts`. Rule kept
 * here: a wish that no language fits ends in English, and never in a language that is only written like it.
 */

/** What the setting says where the desktop decides. */
export const SYSTEM = "system";

/** The one whose messages are complete by definition, and that the others fall back to. */
export const ENGLISH = "en";

/** Each under the name that its own readers look for. */
export const LANGUAGES = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  "zh-CN": "中文（简体）",
} as const satisfies Record<string, string>;

/** The languages that are written from right to left. */
const LEFTWARD = ["ar", "dv", "fa", "he", "ps", "ur", "yi"];

/** The language that is spoken when `choice` is set and the person reads `wishes`, the dearest first. */
export function chosen(choice: string, wishes: readonly string[], spoken: readonly string[]): string {
  if (spoken.includes(choice)) return choice;
  for (const wish of wishes) {
    const fit = spoken.find((each) => fits(each, wish));
    if (fit !== undefined) return fit;
  }
  return ENGLISH;
}

/** How numbers and dates are written: as in the person's own country, where that speaks the language. */
export function numbersOf(language: string, wishes: readonly string[]): string {
  return wishes.find((wish) => fits(language, wish)) ?? language;
}

export function directionOf(language: string): "ltr" | "rtl" {
  return LEFTWARD.includes(new Intl.Locale(language).language) ? "rtl" : "ltr";
}

/** Same language in the same script: who reads Chinese as in Taiwan does not read it as in Beijing. */
function fits(language: string, wish: string): boolean {
  const [one, other] = [spelled(language), spelled(wish)];
  return one !== undefined && one.language === other?.language && one.script === other.script;
}

function spelled(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag).maximize();
  } catch {
    // a desktop may name a locale that is no language, such as C
    return undefined;
  }
}
