/**
 * The words of the window.
 *
 * Owns the bundle of messages. Rule kept here: every text on screen comes from a Fluent file, one a feature; outside text, such as a
 * file name, goes in as an argument and stays text.
 */
import { FluentBundle, FluentResource } from "@fluent/bundle";

const english = import.meta.glob<string>("./en/*.ftl", { query: "?raw", import: "default", eager: true });

const bundle = new FluentBundle("en", { useIsolating: false });
const problems = Object.values(english).flatMap((text) => bundle.addResource(new FluentResource(text)));
if (problems.length > 0) throw new Error(`The messages cannot be read: ${problems.join(", ")}`);

/** The message `key`; one that does not exist is a mistake in the program. */
export function t(key: string, args: Record<string, string | number> = {}): string {
  const pattern = bundle.getMessage(key)?.value;
  if (!pattern) throw new Error(`There is no message ${key}.`);
  return bundle.formatPattern(pattern, args);
}

/** Outside text inside a sentence, kept from turning the sentence around when it is right-to-left. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
