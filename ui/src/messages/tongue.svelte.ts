/**
 * The language that is spoken now.
 *
 * Owns the messages of every language, and what the document says of itself. Refuses to know who chose. Rule kept here:
 * what reads it is drawn anew when it changes, so that a language holds at once and everywhere.
 */
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { chosen, directionOf, ENGLISH, LANGUAGES, numbersOf, SYSTEM } from "./languages";

/** One language as it is spoken. */
export interface Tongue {
  language: string;
  /** The country whose numbers and dates are used. */
  numbers: string;
  /** Asked in order: what the first lacks, the next has. */
  bundles: readonly FluentBundle[];
}

/** How a language that has no translators is made of English. */
export type Bend = (text: string) => string;

const files = import.meta.glob<string>("./*/*.ftl", { query: "?raw", import: "default", eager: true });
const bends: Record<string, Bend> = {};

let spoken = $state.raw(tongueOf(ENGLISH, []));

/** What is spoken. */
export function tongue(): Tongue {
  return spoken;
}

/** Adds a language that is English, bent; for looking at what no translation shows. */
export function teach(language: string, bend: Bend): void {
  bends[language] = bend;
}

/** Speaks the language that the setting names, or for `system` the one that the desktop prefers. */
export function speak(choice: string = SYSTEM, wishes: readonly string[] = navigator.languages): void {
  const language = chosen(choice, wishes, [...Object.keys(LANGUAGES), ...Object.keys(bends)]);
  const numbers = numbersOf(language, wishes);
  if (language !== spoken.language || numbers !== spoken.numbers) spoken = tongueOf(language, wishes);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

function tongueOf(language: string, wishes: readonly string[]): Tongue {
  const numbers = numbersOf(language, wishes);
  const bundles = [
    bundleOf(language, numbers),
    ...(language === ENGLISH ? [] : [bundleOf(ENGLISH, ENGLISH)]),
  ];
  return { language, numbers, bundles };
}

function bundleOf(language: string, numbers: string): FluentBundle {
  const bend = bends[language];
  const bundle = new FluentBundle([numbers, language], {
    useIsolating: false,
    ...(bend === undefined ? {} : { transform: bend }),
  });
  const folder = `./${bend === undefined ? language : ENGLISH}/`;
  const texts = Object.entries(files).filter(([path]) => path.startsWith(folder));
  const problems = texts.flatMap(([, text]) => bundle.addResource(new FluentResource(text)));
  if (problems.length > 0)
    throw new Error(`The messages of ${language} cannot be read: ${problems.join(", ")}`);
  return bundle;
}
