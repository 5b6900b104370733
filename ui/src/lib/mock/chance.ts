/** Numbers that look like chance and are the same each time. */
export type Chance = () => number;

/** Mulberry32: 0 up to 1, the same row for the same seed. */
export function chance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(from: readonly [T, ...T[]], roll: Chance): T {
  return from[Math.floor(roll() * from.length)] ?? from[0];
}
