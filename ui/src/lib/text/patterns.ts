/**
 * Addresses that stand for many.
 *
 * Owns `[001-100]`, `[a-z]`, a step as in `[0-100:10]`, and `{one,two}`. Refuses brackets that mean something else, such
 * as those of an IPv6 host. Rule kept here: the number is known before the first address is made.
 */

/** Most addresses that one paste may stand for. */
export const MOST_LINKS = 10_000;

/** A part of an address: as it is written, or one of several. */
type Part = { text: string } | Choice;

interface Choice {
  count: number;
  at: (index: number) => string;
}

const PATTERN =
  /\[(?:(\d{1,15})-(\d{1,15})|([a-z])-([a-z])|([A-Z])-([A-Z]))(?::(\d{1,9}))?\]|\{([^{}]*,[^{}]*)\}/g;

/** How many addresses it stands for; 1 where it stands for itself. */
export function countOf(link: string): number {
  return partsOf(link).reduce((product, part) => ("count" in part ? product * part.count : product), 1);
}

/** The addresses it stands for, in order; the last pattern runs first. Only for a {@link countOf} that can be had. */
export function expanded(link: string): string[] {
  return partsOf(link).reduce<string[]>(
    (begun, part) =>
      "text" in part
        ? begun.map((start) => start + part.text)
        : begun.flatMap((start) => Array.from({ length: part.count }, (_, at) => start + part.at(at))),
    [""],
  );
}

function partsOf(link: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const found of link.matchAll(PATTERN)) {
    const choice = choiceOf(found);
    if (choice === undefined) continue;
    parts.push({ text: link.slice(end, found.index) }, choice);
    end = found.index + found[0].length;
  }
  return [...parts, { text: link.slice(end) }];
}

function choiceOf([, from, to, small, smallEnd, great, greatEnd, step, list]: RegExpExecArray):
  Choice | undefined {
  if (list !== undefined) {
    const words = list.split(",");
    return { count: words.length, at: (index) => words[index] ?? "" };
  }
  const by = Number(step ?? "1");
  if (from !== undefined && to !== undefined) {
    const width = from.startsWith("0") && from !== "0" ? from.length : 0;
    return range(Number(from), Number(to), by, (number) => String(number).padStart(width, "0"));
  }
  const [first, last] = [small ?? great ?? "", smallEnd ?? greatEnd ?? ""];
  return range(first.charCodeAt(0), last.charCodeAt(0), by, (code) => String.fromCharCode(code));
}

/** Upwards or downwards. */
function range(from: number, to: number, by: number, word: (number: number) => string): Choice | undefined {
  if (by < 1) return undefined;
  const direction = to < from ? -by : by;
  return {
    count: Math.floor(Math.abs(to - from) / by) + 1,
    at: (index) => word(from + index * direction),
  };
}
