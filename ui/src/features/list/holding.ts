/**
 * What a press on a row may become while the pointer moves.
 *
 * Owns the choice: a row that waits goes elsewhere in the queue, the file of a finished one leaves the window. Refuses to
 * choose rows.
 */
import type { Position } from "$lib/api/bindings";
import type { Session } from "$lib/state/session.svelte";
import { isCarried, isQueued } from "$lib/words/offers";
import type { Dragging } from "./dragging.svelte";

export interface Hands {
  session: Session;
  /** Whether the list stands as the queue does. */
  inQueueOrder: boolean;
  onmove: (to: Position) => void;
  oncarry: (tasks: number[]) => void;
}

/** Follows the press; `stays` when it was a click after all. */
export function hold(
  dragging: Dragging,
  { session: { list, selection }, inQueueOrder, onmove, oncarry }: Hands,
  id: number,
  event: MouseEvent,
  stays: () => void,
): void {
  const task = list.row(id);
  if (task && inQueueOrder && isQueued(task)) {
    dragging.follow(event, {
      fits: (other) => !selection.has(other) && list.row(other)?.status === task.status,
      drop: ({ task: other, side }) => onmove(side === "before" ? { before: other } : { after: other }),
      stays,
    });
    return;
  }
  const leave = () => oncarry(selection.known.filter(isCarried).map(({ id }) => id));
  dragging.carry(event, { leave: task && isCarried(task) ? leave : () => undefined, stays });
}
