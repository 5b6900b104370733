/**
 * What a file of settings would change.
 *
 * Owns the difference between it and what holds. Refuses to judge a value: the engine does when it is taken over. Rule kept
 * here: a key that nobody knows is shown too, so that nothing in a file is passed over in silence.
 */
import type { Configure, Settings } from "$lib/api/bindings";
import { t } from "$messages/messages";
import { SECTIONS } from "./fields";

export interface Change {
  key: string;
  before: string;
  now: string;
}

export function changesOf(settings: Settings, { items }: Configure): Change[] {
  const held: Record<string, unknown> = { ...settings };
  const changes = items.map(({ key, value }) => ({ key, before: String(held[key] ?? ""), now: value }));
  return changes.filter(({ key, before, now }) => before !== now || !(key in held));
}

/** What a setting is called; its key where nobody knows it. */
export function nameOf(key: string): string {
  const known = SECTIONS.some(({ fields }) => fields.some(([each]) => each === key));
  return known ? t(`set-${key}`) : key;
}
