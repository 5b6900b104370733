/**
 * The library that draws charts, loaded when the first one is shown.
 *
 * Owns what it needs of the browser: it asks for numbers in the language that the browser names, and cannot be loaded where
 * that is none, as with the locale `C.UTF-8`.
 */
import type uPlot from "uplot";

export async function plots(): Promise<typeof uPlot> {
  if (!isLanguage(navigator.language))
    Object.defineProperty(navigator, "language", { value: "en", configurable: true });
  return (await import("uplot")).default;
}

function isLanguage(tag: string): boolean {
  try {
    return new Intl.Locale(tag).language !== "";
  } catch {
    return false;
  }
}
