/**
 * Which rows of a long list are on screen.
 *
 * Owns the arithmetic of scrolling. Rule kept here: a list higher than any element may be is scrolled through in larger
 * steps, so that its last row can still be reached.
 */

/** Browsers stop somewhere above 16 million pixels. */
export const HIGHEST = 12_000_000;

export interface Measure {
  count: number;
  rowHeight: number;
  /** Height of what can be seen. */
  room: number;
  /** Rows kept ready above and below. */
  spare: number;
}

export interface Shown {
  /** The uppermost row that can be seen. */
  top: number;
  /** The first row that is drawn, and one past the last. */
  first: number;
  end: number;
  /** What has to be taken from a row's true place to find it on screen. */
  lift: number;
}

/** How high the list pretends to be. */
export function heightOf({ count, rowHeight }: Measure): number {
  return Math.min(count * rowHeight, HIGHEST);
}

export function windowOf(scrolled: number, measure: Measure): Shown {
  const { count, rowHeight, room, spare } = measure;
  const place = Math.max(0, Math.min(placeOf(scrolled, measure), count * rowHeight - room));
  const top = Math.floor(place / rowHeight);
  const bottom = Math.ceil((place + room) / rowHeight);
  return {
    top,
    first: Math.max(0, top - spare),
    end: Math.min(count, bottom + spare),
    lift: place - Math.min(scrolled, heightOf(measure)),
  };
}

/** Where to scroll so that the row is seen whole; where it is now, if it is. */
export function scrollFor(index: number, scrolled: number, measure: Measure): number {
  const { rowHeight, room } = measure;
  const place = placeOf(scrolled, measure);
  const start = index * rowHeight;
  if (start < place) return scrolledOf(start, measure);
  if (start + rowHeight > place + room) return scrolledOf(start + rowHeight - room, measure);
  return scrolled;
}

/** Rows of one page. */
export function pageOf({ room, rowHeight }: Measure): number {
  return Math.max(1, Math.floor(room / rowHeight) - 1);
}

function stretch(measure: Measure): number {
  const pretended = heightOf(measure) - measure.room;
  const true_ = measure.count * measure.rowHeight - measure.room;
  return pretended <= 0 || true_ <= pretended ? 1 : true_ / pretended;
}

function placeOf(scrolled: number, measure: Measure): number {
  return scrolled * stretch(measure);
}

function scrolledOf(place: number, measure: Measure): number {
  return place / stretch(measure);
}
