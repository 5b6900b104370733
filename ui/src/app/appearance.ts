/**
 * How the window looks.
 *
 * Owns what theme, density and size of text mean for the page, and a copy of them for the first picture of the next
 * window: the settings of the engine come a moment too late for it. Rule kept here: the engine's word holds.
 */
import type { Settings } from "$lib/api/bindings";

export type Look = Pick<Settings, "theme" | "density" | "text_size">;

/** `public/first-look.js` reads the theme from there before anything is drawn. */
const PLACE = "look";

const ROW = { comfortable: 56, compact: 44 };

/** How high a row of the list is, in pixels. */
export function rowHeightOf(look: Look | undefined): number {
  const height = look?.density === "compact" ? ROW.compact : ROW.comfortable;
  return Math.round((height * (look?.text_size ?? 100)) / 100);
}

/** Dresses the page, and remembers how. */
export function wear(look: Look): void {
  const { theme, density, text_size } = look;
  const { dataset, style } = document.documentElement;
  dataset["theme"] = theme;
  dataset["density"] = density;
  style.setProperty("--scale", String(text_size / 100));
  style.setProperty("--row", `${rowHeightOf(look)}px`);
  try {
    localStorage.setItem(PLACE, JSON.stringify({ theme, density, text_size }));
  } catch {
    // without a memory the first picture is that of the desktop
  }
}
