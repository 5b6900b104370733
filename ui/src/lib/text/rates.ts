/**
 * Speeds as people write them.
 *
 * Owns the step between `500K` or `2 MB/s` and bytes a second, with the same units as the settings, and the places of a
 * slider for them. Refuses to guess: a text that is no speed is nothing.
 */
const RATE = /^(\d+(?:\.\d{1,6})?) *([kmg]?)(i?b)?(?:\/s)?$/i;
const UNITS = ["", "K", "M", "G"] as const;
/** A letter alone, and one with `iB`, counts in steps of 1024; with a plain `B` it counts in steps of 1000. */
const [BINARY, DECIMAL] = [1024, 1000];

/** Where a slider can stand, in bytes a second; the place behind them is no limit. */
export const RATE_STOPS: readonly number[] = [
  ...[10, 20, 50, 100, 150, 200, 300, 500, 750].map((kilo) => kilo * 1e3),
  ...[1, 1.5, 2, 3, 5, 7.5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500].map((mega) => mega * 1e6),
  1e9,
];

/** Bytes a second; 0 where there is no limit, absent where the text is no speed. */
export function rateOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.toLowerCase() === "off") return 0;
  const found = RATE.exec(trimmed);
  if (!found) return undefined;
  const [, digits = "", letter = "", bytes = ""] = found;
  if (letter === "" && bytes.toLowerCase() === "ib") return undefined;
  const power = UNITS.findIndex((each) => each === letter.toUpperCase());
  const step = bytes.toLowerCase() === "b" ? DECIMAL : BINARY;
  // a few decimal parts cannot be written in binary: 1.1 MB are 1100000.0000000001
  const rate = Math.floor(Number((Number(digits) * step ** power).toFixed(3)));
  return Number.isSafeInteger(rate) ? rate : undefined;
}

/** The shortest text that means exactly so many bytes a second, at least one of its unit; nothing where there is no limit. */
export function rateText(bytesPerSecond: number | undefined): string {
  if (bytesPerSecond === undefined || bytesPerSecond === 0) return "";
  const [binary, decimal] = [written(bytesPerSecond, BINARY, ""), written(bytesPerSecond, DECIMAL, "B")];
  return binary.length < decimal.length ? binary : decimal;
}

/** The same for eyes: `2 MB/s`, `500 KiB/s`. */
export function rateShown(bytesPerSecond: number | undefined): string {
  const found = /^([\d.]+)([KMG]?)(B?)$/.exec(rateText(bytesPerSecond));
  if (!found) return "";
  const [, amount = "", letter = "", decimal = ""] = found;
  if (letter === "") return `${amount} B/s`;
  return decimal ? `${amount} ${letter === "K" ? "k" : letter}B/s` : `${amount} ${letter}iB/s`;
}

/** The place of the slider that is nearest to a speed. */
export function stopOf(bytesPerSecond: number): number {
  if (bytesPerSecond === 0) return RATE_STOPS.length;
  const distances = RATE_STOPS.map((stop) => Math.abs(Math.log(stop / bytesPerSecond)));
  return distances.indexOf(Math.min(...distances));
}

/** The speed at a place of the slider. */
export function rateAt(stop: number): number {
  return RATE_STOPS[stop] ?? 0;
}

function written(bytes: number, step: number, mark: string): string {
  const texts = UNITS.map((letter, power) => {
    // up to two places, where they are exact
    const amount = Number((bytes / step ** power).toFixed(2));
    const text = `${amount}${letter}${letter === "" ? "" : mark}`;
    return amount >= 1 && rateOf(text) === bytes ? text : undefined;
  });
  const exact = texts.filter((text) => text !== undefined);
  return exact.reduce((one, other) => (other.length <= one.length ? other : one), String(bytes));
}
