/**
 * Speeds as people write them.
 *
 * Owns the step between `500K` and bytes a second, in the same units of 1024 as the settings. Refuses to guess: a text
 * that is no speed is nothing.
 */
const STEP = 1024;
const UNITS = ["", "K", "M", "G"] as const;
const RATE = /^(\d+(?:\.\d{1,6})?)([KMG]?)$/i;

/** Bytes a second; 0 where there is no limit, absent where the text is no speed. */
export function rateOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.toLowerCase() === "off") return 0;
  const found = RATE.exec(trimmed);
  if (!found) return undefined;
  const [, digits = "", unit = ""] = found;
  const power = UNITS.findIndex((each) => each === unit.toUpperCase());
  const bytes = Math.floor(Number(digits) * STEP ** power);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** The shortest text that means exactly so many bytes a second; nothing where there is no limit. */
export function rateText(bytesPerSecond: number | undefined): string {
  if (bytesPerSecond === undefined || bytesPerSecond === 0) return "";
  let power = UNITS.length - 1;
  while (power > 0 && bytesPerSecond % STEP ** power !== 0) power -= 1;
  return `${bytesPerSecond / STEP ** power}${UNITS[power] ?? ""}`;
}
