/**
 * Limits by time of the week, as the setting `limit_schedule` writes them.
 *
 * Owns the steps between its text, its rules and a week of minutes that can be painted. Refuses to know what holds now: the
 * engine says so. Rule kept here: rules made of a week never overlap, and mean the same minutes as before.
 */
import { rateOf, rateText } from "./rates";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];
export const DAY = 24 * 60;
export const WEEK = 7 * DAY;

/** Nothing is said of this minute: the usual limit holds. */
export const USUAL = -1;

export interface Rule {
  /** Seven of them, Monday first. */
  days: readonly boolean[];
  /** Minutes since midnight; an end at or before the beginning is on the next day. */
  from: number;
  until: number;
  /** Bytes a second; 0 is no limit. */
  rate: number;
}

/** What holds in each minute of the week: bytes a second, 0 without limit, or {@link USUAL}. */
export type Week = readonly number[];

/** The rules of a text; absent where it is no schedule. */
export function rulesOf(text: string): Rule[] | undefined {
  const rules = text
    .split(";")
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .map(ruleOf);
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

/** The shortest text that says these rules. */
export function textOf(rules: readonly Rule[]): string {
  return rules
    .map(
      ({ days, from, until, rate }) =>
        `${daysText(days)} ${clock(from)}-${clock(until)} ${rateText(rate) || "off"}`,
    )
    .join("; ");
}

/** A week in which the first rule that fits holds. */
export function weekOf(rules: readonly Rule[]): Week {
  return rules.reduceRight<Week>((week, rule) => painted(week, rule, rule.rate), Array(WEEK).fill(USUAL));
}

/** The same week, where something else holds in the minutes of the rule. */
export function painted(week: Week, rule: Omit<Rule, "rate">, rate: number): Week {
  const next = [...week];
  for (const minute of minutesOf(rule)) next[minute] = rate;
  return next;
}

/** Rules that say the same as the week. */
export function rulesOfWeek(week: Week): Rule[] {
  const rules: Rule[] = [];
  for (const { from, until, rate } of stretchesOf(week)) {
    const [day, start] = [Math.floor(from / DAY), from % DAY];
    const end = until - day * DAY;
    const to = end > DAY ? end - DAY : end;
    const same = rules.find((rule) => rule.from === start && rule.until === to && rule.rate === rate);
    const days = DAYS.map((_, at) => at === day || (same?.days[at] ?? false));
    if (same) same.days = days;
    else rules.push({ days, from: start, until: to, rate });
  }
  return rules.toSorted(
    (one, other) => one.days.indexOf(true) - other.days.indexOf(true) || one.from - other.from,
  );
}

/** The rules that say something else of some minute of this one. */
export function against(rules: readonly Rule[], rule: Rule): Rule[] {
  const mine = new Set(minutesOf(rule));
  return rules.filter(
    (each) => each.rate !== rule.rate && minutesOf(each).some((minute) => mine.has(minute)),
  );
}

/** Whether two rules say something of the same minute. */
export function overlap(rules: readonly Rule[]): boolean {
  const all = rules.flatMap(minutesOf);
  return new Set(all).size < all.length;
}

/** `HH:MM`, in minutes since midnight; absent where it is no time. */
export function timeOf(text: string): number | undefined {
  const found = /^(\d\d):(\d\d)$/.exec(text.trim());
  if (!found) return undefined;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  const time = hours * 60 + minutes;
  return minutes < 60 && time <= DAY ? time : undefined;
}

export function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function ruleOf(text: string): Rule | undefined {
  const [dayText, span, rate, ...more] = text.split(/\s+/);
  const days = parseDays(dayText ?? "");
  const [from, until] = (span ?? "").split("-").map(timeOf);
  const bytes = rate === undefined ? undefined : rateOf(rate);
  const whole = more.length === 0 && (span ?? "").split("-").length === 2;
  if (!days || from === undefined || until === undefined || bytes === undefined || !whole) return undefined;
  return from === until || from >= DAY ? undefined : { days, from, until, rate: bytes };
}

function parseDays(text: string): boolean[] | undefined {
  if (text.toLowerCase() === "daily") return DAYS.map(() => true);
  const days = DAYS.map(() => false);
  for (const part of text.toLowerCase().split(",")) {
    const [first, last = first, ...more] = part.split("-").map((day) => DAYS.indexOf(day as Day));
    if (first === undefined || last === undefined || first < 0 || last < 0 || more.length > 0)
      return undefined;
    for (let ahead = 0; ahead <= (last + 7 - first) % 7; ahead += 1) days[(first + ahead) % 7] = true;
  }
  return days;
}

function daysText(days: readonly boolean[]): string {
  if (days.every(Boolean)) return "daily";
  return runsOf(days)
    .map(([first, last]) => {
      const [one, other] = [DAYS[first] ?? "", DAYS[last] ?? ""];
      if (first === last) return one;
      return last === first + 1 ? `${one},${other}` : `${one}-${other}`;
    })
    .join(",");
}

/** Days in a row, each by its first and last. */
export function runsOf(days: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  days.forEach((on, at) => {
    const last = runs.at(-1);
    if (on && last?.[1] === at - 1) last[1] = at;
    else if (on) runs.push([at, at]);
  });
  return runs;
}

function minutesOf({ days, from, until }: Omit<Rule, "rate">): number[] {
  const length = from < until ? until - from : until + DAY - from;
  return days.flatMap((on, day) =>
    on ? Array.from({ length }, (_, minute) => (day * DAY + from + minute) % WEEK) : [],
  );
}

interface Stretch {
  from: number;
  /** May be on the next day. */
  until: number;
  rate: number;
}

/** Minutes of one limit in a row, cut at midnight unless they are one night. */
function stretchesOf(week: Week): Stretch[] {
  const first = week.findIndex((rate, minute) => rate !== week[(minute + WEEK - 1) % WEEK]);
  const begin = Math.max(0, first);
  const stretches: Stretch[] = [];
  for (let at = begin; at < begin + WEEK;) {
    const rate = week[at % WEEK] ?? USUAL;
    let end = at + 1;
    while (end < begin + WEEK && week[end % WEEK] === rate) end += 1;
    if (rate !== USUAL) stretches.push(...cut(at, end, rate));
    at = end;
  }
  return stretches;
}

function cut(from: number, until: number, rate: number): Stretch[] {
  const within = until - from < DAY;
  const midnight = (Math.floor(from / DAY) + 1) * DAY;
  const wrapped = (start: number, end: number): Stretch => ({
    from: start % WEEK,
    until: (start % WEEK) + end - start,
    rate,
  });
  if (within || until <= midnight) return [wrapped(from, until)];
  return [wrapped(from, midnight), ...cut(midnight, until, rate)];
}
