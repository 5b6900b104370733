/**
 * The arithmetic of a chart.
 *
 * Owns the window of time, the gaps and the scale. Refuses to draw. Rule kept here: a time of which nothing is known is a
 * time in which nothing moved.
 */

/** A line as it is drawn: seconds and values. */
export interface Line {
  x: number[];
  y: number[];
  from: number;
  to: number;
}

const SHORT_SECONDS = 60;
const LONG_SECONDS = 300;
/** Points further apart than this have a gap between them. */
const GAP_SECONDS = 2.5;

/** The line up to `now`, all in milliseconds; a short history fills a short window. */
export function lineOf(at: readonly number[], values: readonly number[], now: number): Line {
  const to = now / 1000;
  const span = to - (at[0] ?? now) / 1000 > SHORT_SECONDS ? LONG_SECONDS : SHORT_SECONDS;
  const from = to - span;
  const [x, y]: [number[], number[]] = [[], []];
  const put = (moment: number, value: number) => {
    x.push(moment);
    y.push(value);
  };
  let last = from;
  at.forEach((milliseconds, index) => {
    const moment = milliseconds / 1000;
    if (moment < from || moment > to) return;
    if (moment - last > GAP_SECONDS) {
      put(last + 0.5, 0);
      put(moment - 1, 0);
    }
    put(moment, values[index] ?? 0);
    last = moment;
  });
  if (to - last > GAP_SECONDS) {
    put(last + 0.5, 0);
    put(to, 0);
  }
  return { x, y, from, to };
}

/** The round number at the top: 1, 2 or 5 of a power of ten. */
export function scaleOf(values: readonly number[]): number {
  const most = Math.max(1000, ...values);
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((round) => round >= most) ?? most;
}
