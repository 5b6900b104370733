/**
 * Numbers as people read them.
 *
 * Owns every unit on screen. Rule kept here: sizes are decimal (1 kB is 1000 B), as file managers show them.
 */
import { t } from "$messages/messages";
import { tongue } from "$messages/tongue.svelte";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LARGEST_UNIT = 4;

/** How numbers and moments are written in one place. */
function styleOf(place: string) {
  return {
    whole: new Intl.NumberFormat(place, { maximumFractionDigits: 0 }),
    upToTenths: new Intl.NumberFormat(place, { maximumFractionDigits: 1 }),
    tenths: new Intl.NumberFormat(place, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    moment: new Intl.DateTimeFormat(place, { dateStyle: "medium", timeStyle: "short" }),
    exact: new Intl.DateTimeFormat(place, { dateStyle: "short", timeStyle: "medium" }),
    day: new Intl.DateTimeFormat(place, { dateStyle: "medium" }),
    clock: new Intl.DateTimeFormat(place, { timeStyle: "medium" }),
  };
}

type Style = ReturnType<typeof styleOf>;
const styles = new Map<string, Style>();

/** As it is done where the person is. */
function here(): Style {
  const place = tongue().numbers;
  const style = styles.get(place) ?? styleOf(place);
  styles.set(place, style);
  return style;
}

export function size(bytes: number): string {
  const unit = unitOf(bytes);
  return t(`bytes-${unit}`, { value: inUnit(bytes, unit, here().upToTenths) });
}

/** `4.2 of 10 MB`: both in the unit of the whole. */
export function partOfWhole(part: number, total: number): string {
  const unit = unitOf(total);
  const format = unit === 0 ? here().whole : here().tenths;
  return t("part-of-whole", { part: inUnit(part, unit, format), whole: size(total) });
}

export function rate(bytesPerSecond: number): string {
  const unit = Math.max(1, unitOf(bytesPerSecond));
  const format = bytesPerSecond === 0 ? here().whole : here().tenths;
  return t("rate", { size: t(`bytes-${unit}`, { value: inUnit(bytesPerSecond, unit, format) }) });
}

/** A speed that somebody set: `2 MB/s`, and no tenths that nobody wrote. */
export function limit(bytesPerSecond: number): string {
  return t("rate", { size: size(bytesPerSecond) });
}

/** What a limit on speed means over time. */
export function effectOfRate(bytesPerSecond: number): string {
  return t("rate-effect", { rate: limit(bytesPerSecond), size: size(bytesPerSecond * 3600) });
}

export function timeLeft(seconds: number): string {
  if (seconds < MINUTE) return t("left-seconds", { seconds: Math.max(1, Math.round(seconds)) });
  const minutes = Math.round(seconds / MINUTE);
  if (minutes < 60) return t("left-minutes", { minutes });
  if (seconds < DAY) return t("left-hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return t("left-days", { days: Math.floor(seconds / DAY), hours: Math.floor((seconds % DAY) / HOUR) });
}

/** How long a wait lasts, counted down in seconds while it is short. */
export function wait(seconds: number): string {
  if (seconds < 2 * MINUTE) return t("wait-seconds", { seconds });
  if (seconds < HOUR) return t("wait-minutes", { minutes: Math.ceil(seconds / MINUTE) });
  const minutes = Math.ceil(seconds / MINUTE);
  return t("wait-hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** Never 100 before it is done. */
export function percent(share: number): string {
  return t("percent", { value: Math.floor(share * 100) });
}

export function count(value: number): string {
  return here().whole.format(value);
}

/** A point in time, given in milliseconds since the epoch. */
export function when(milliseconds: number): string {
  return here().moment.format(milliseconds);
}

/** A moment to the second, its day included. */
export function moment(milliseconds: number): string {
  return here().exact.format(milliseconds);
}

/** A day, given as `2026-11-21`. */
export function day(date: string): string {
  return here().day.format(new Date(`${date}T12:00:00`));
}

/** The time of day, to the second. */
export function clock(milliseconds: number): string {
  return here().clock.format(milliseconds);
}

/** How long ago, for the foot of a chart. */
export function secondsAgo(seconds: number): string {
  if (seconds < 1) return t("ago-now");
  return seconds < 2 * MINUTE
    ? t("ago-seconds", { seconds: Math.round(seconds) })
    : t("ago-minutes", { minutes: here().upToTenths.format(seconds / MINUTE) });
}

/** Joins what there is to say into one quiet line. */
export function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(t("and-then"));
}

function unitOf(bytes: number): number {
  let unit = 0;
  // 999,950 would be shown as 1000.0 kB
  while (unit < LARGEST_UNIT && bytes / 1000 ** unit >= 999.95) unit += 1;
  return unit;
}

function inUnit(bytes: number, unit: number, format: Intl.NumberFormat): string {
  const value = bytes / 1000 ** unit;
  return (value >= 100 ? here().whole : format).format(value);
}
