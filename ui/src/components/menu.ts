/**
 * What a menu offers, and where it opens.
 *
 * Owns the arithmetic of its place. Refuses to know what an entry is about.
 */
import type { IconName } from "./icons";

export interface MenuItem {
  name: string;
  icon: IconName;
  act: () => void;
  /** The keys that do the same, as they are printed on a keyboard. */
  keys?: readonly string[];
  /** A line sets it apart from the one above. */
  apart?: boolean;
  /** Whether it holds now; its picture is shown only then. */
  checked?: boolean;
  /** Of entries that can hold: whether only one of them does at a time. */
  alone?: boolean;
  /** Why it cannot be used now. */
  locked?: string;
}

/** What the menu opens at: a button, or a point. */
export type Spot = Pick<DOMRect, "left" | "top" | "bottom">;

const ENTRY = 32;
const LINE = 9;
const MARGIN = 4;

export function widthOf(items: readonly MenuItem[]): number {
  return items.some(({ keys }) => keys !== undefined) ? 272 : 216;
}

/** Where the menu stands: below the spot, above it where there is no room, and always inside the window. */
export function placeAt(
  { left, top, bottom }: Spot,
  items: readonly MenuItem[],
  room: { width: number; height: number },
): { x: number; y: number } {
  const lines = items.filter(({ apart }) => apart).length;
  const height = items.length * ENTRY + lines * LINE + 2 * MARGIN + 2;
  const below = bottom + MARGIN;
  const fits = below + height <= room.height - MARGIN;
  const above = top - height - MARGIN;
  return {
    x: Math.max(MARGIN, Math.min(left, room.width - widthOf(items) - MARGIN)),
    y: fits ? below : Math.max(MARGIN, above >= MARGIN ? above : room.height - height - MARGIN),
  };
}
