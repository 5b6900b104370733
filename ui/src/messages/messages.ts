/**
 * The words of the window.
 *
 * Owns the way from a key to a text. Rule kept here: every text on screen comes from a Fluent file, one a feature and a
 * language; outside text, such as a file name, goes in as an argument and stays text.
 */
import { tongue } from "./tongue.svelte";

/** The message `key` in the language that is spoken, or in English where it lacks it; a key nobody has is a mistake. */
export function t(key: string, args: Record<string, string | number> = {}): string {
  for (const bundle of tongue().bundles) {
    const pattern = bundle.getMessage(key)?.value;
    if (pattern) return bundle.formatPattern(pattern, args);
  }
  throw new Error(`There is no message ${key}.`);
}

/** Whether there is a message of this key; for keys that the program behind the page may add to. */
export function knows(key: string): boolean {
  return tongue().bundles.some((bundle) => bundle.hasMessage(key));
}

/** Outside text inside a sentence, kept from turning the sentence around when it is right-to-left. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
