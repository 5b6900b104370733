/**
 * A rule in words.
 *
 * Owns how days and times are said. Rule kept here: what is painted can be read, by eyes and by ears.
 */
import { clock, DAYS, runsOf, USUAL, type Rule } from "$lib/text/schedule";
import { joined, limit } from "$lib/words/format";
import { t } from "$messages/messages";

const WEEKDAYS = [true, true, true, true, true, false, false];
const WEEKEND = [false, false, false, false, false, true, true];

/** Sets of days that people name, and each day by itself. */
export const SPANS: readonly { name: string; days: readonly boolean[] }[] = [
  { name: "days-daily", days: DAYS.map(() => true) },
  { name: "days-week", days: WEEKDAYS },
  { name: "days-weekend", days: WEEKEND },
  ...DAYS.map((day) => ({ name: `day-${day}`, days: DAYS.map((each) => each === day) })),
];

export function ruleWords({ days, from, until, rate }: Rule): string {
  return t("schedule-rule", {
    days: daysWords(days),
    from: clock(from),
    until: clock(until),
    limit: limitWords(rate),
  });
}

/** What holds, in two words or three. */
export function limitWords(rate: number): string {
  if (rate === USUAL) return t("schedule-usual");
  return rate === 0 ? t("no-limit") : limit(rate);
}

/** 0 is Monday. */
export function dayWords(at: number): string {
  const day = DAYS[at];
  return day === undefined ? "" : t(`day-${day}`);
}

function daysWords(days: readonly boolean[]): string {
  const known = SPANS.find((span) => String(span.days) === String(days));
  if (known) return t(known.name);
  const runs = runsOf(days).map(([first, last]) => {
    const [one, other] = [dayWords(first), dayWords(last)];
    return first === last ? one : t("days-run", { first: one, last: other });
  });
  return joined(runs);
}
