/**
 * Objects that the page watches field by field.
 *
 * Owns how a fresh copy from the engine is laid over the one on screen: only fields that differ are touched, so only
 * the words that changed are drawn again.
 */

/** Makes every field of `value` observable. */
export function live<T extends object>(value: T): T {
  const state = $state(value);
  return state;
}

/** Makes `old` equal to `fresh` and leaves alone what is equal already. */
export function patch<T extends object>(old: T, fresh: T): void {
  const target = old as Record<string, unknown>;
  const source = fresh as Record<string, unknown>;
  for (const key of Object.keys(target)) {
    if (!(key in source)) Reflect.deleteProperty(target, key);
  }
  for (const [key, value] of Object.entries(source)) {
    const present = target[key];
    if (nested(present) && nested(value) && sameShape(present, value)) patch(present, value);
    else if (present !== value) target[key] = value;
  }
}

function nested(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function sameShape(one: object, other: object): boolean {
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length;
  }
  return true;
}
