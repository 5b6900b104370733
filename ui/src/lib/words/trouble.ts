/**
 * What went wrong, in words of the language that is spoken.
 *
 * Owns the short line for every category of trouble. Refuses to translate: the engine's own sentences are English, and say
 * more. Rule kept here: who reads English reads them; who does not reads the category first, and finds them in the details.
 */
import { ENGLISH } from "$messages/languages";
import { knows, t } from "$messages/messages";
import { tongue } from "$messages/tongue.svelte";
import type { TaskView } from "../api/bindings";

type Trouble = Pick<TaskView, "category" | "message">;

const STATUS = /^http\.(\d{3})$/;

/** One line for the list. */
export function troubleWords(trouble: Trouble): string | undefined {
  return headline(trouble) ?? trouble.message;
}

/** Everything that is known, the shortest first. */
export function troubleLines(trouble: Trouble): string[] {
  return [headline(trouble), trouble.message].filter((line) => line !== undefined);
}

/** Nothing where the engine's sentence is in the reader's language, or the category is unknown. */
function headline({ category, message }: Trouble): string | undefined {
  if (category === undefined || (message !== undefined && tongue().language === ENGLISH)) return undefined;
  const status = STATUS.exec(category)?.[1];
  if (status !== undefined) return t("category-http", { status });
  const name = nameOf(category);
  return knows(`category-${name}`) ? t(`category-${name}`) : undefined;
}

/** As the catalogue spells a category. */
function nameOf(category: string): string {
  return category.replace(/[._]/g, "-");
}
