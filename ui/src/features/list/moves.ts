/**
 * Where a key takes the cursor of a list.
 *
 * Owns the arithmetic alone. Absent means that the key moves nothing.
 */
export interface Around {
  count: number;
  /** -1 for nowhere. */
  cursor: number;
  page: number;
}

export function moved(key: string, { count, cursor, page }: Around): number | undefined {
  if (count === 0) return undefined;
  const goals: Record<string, number> = {
    ArrowDown: cursor + 1,
    ArrowUp: cursor < 0 ? 0 : cursor - 1,
    PageDown: Math.max(cursor, 0) + page,
    PageUp: cursor - page,
    Home: 0,
    End: count - 1,
  };
  const goal = goals[key];
  return goal === undefined ? undefined : Math.max(0, Math.min(count - 1, goal));
}
