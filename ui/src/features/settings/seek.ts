/**
 * Finding settings by words.
 *
 * Owns which fields fit what was typed. Rule kept here: every word has to be in what is said of a field or of its section,
 * in any order and spelling of case.
 */
import { t } from "$messages/messages";
import type { Control, Key, Section } from "./fields";

/** The sections with what fits in them; those with nothing are left out. */
export function seek(sections: readonly Section[], text: string): Section[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (said: readonly string[]) => {
    const all = said.join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return sections.flatMap((section) => {
    const { title, part } = section;
    const fields = section.fields.filter(([key, control]) => fits([t(title), ...saidOf(key, control)]));
    const partFits = part !== undefined && fits([t(title), t(`settings-${part}-words`)]);
    if (fields.length === 0 && !partFits) return [];
    const found: Section = { title, icon: section.icon, fields };
    return [partFits ? { ...found, part } : found];
  });
}

function saidOf(key: Key, control: Control): string[] {
  const choices =
    control.is === "choice" ? control.of.map((word) => control.names?.[word] ?? t(`set-${key}-${word}`)) : [];
  return [key.replaceAll("_", " "), key, t(`set-${key}`), t(`set-${key}-hint`), ...choices];
}
