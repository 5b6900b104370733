/**
 * What became of the things that a form asked for.
 *
 * Owns which of them are left to be mended. Rule kept here: what was taken is not asked for twice.
 */
import type { Added } from "$lib/api/bindings";

export interface Left<T> {
  asked: T;
  why: string;
}

/** Those of `asked` that were refused, with the reason. */
export function refusedOf<T>(asked: readonly T[], { outcomes }: Added): Left<T>[] {
  return asked.flatMap((each, at) => {
    const outcome = outcomes[at];
    return outcome !== undefined && "refused" in outcome
      ? [{ asked: each, why: outcome.refused.message }]
      : [];
  });
}

/** The number of the task, where a single one was made. */
export function taskOf({ outcomes }: Added): number | undefined {
  const [only, ...rest] = outcomes;
  return only !== undefined && rest.length === 0 && "added" in only ? only.added.id : undefined;
}
