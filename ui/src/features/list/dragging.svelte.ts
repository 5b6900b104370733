/**
 * A row on its way to another place in the queue.
 *
 * Owns the pointer between press and release. Refuses the drag and drop of the desktop, which carries files and links.
 * Rules kept here: nothing moves before the pointer has gone a few pixels; Escape puts the row back.
 */

/** Where the row would come to stand. */
export interface Goal {
  task: number;
  side: "before" | "after";
}

export interface Dragged {
  /** Whether the row may stand beside this one. */
  fits(task: number): boolean;
  /** It was let go there. */
  drop(goal: Goal): void;
}

/** Pixels before a press becomes a drag. */
const SLACK = 6;
/** Pixels from an edge where the list begins to scroll. */
const EDGE = 28;

export class Dragging {
  goal = $state.raw<Goal>();

  /** Follows the pointer from here on. */
  follow(press: MouseEvent, { fits, drop }: Dragged): void {
    const end = new AbortController();
    const { signal } = end;
    const grid = (press.currentTarget as Element).closest("[role=grid]");
    let moves = false;
    const stop = () => {
      end.abort();
      this.goal = undefined;
    };
    addEventListener(
      "mousemove",
      (event) => {
        if (event.buttons === 0) return stop();
        moves ||= Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) > SLACK;
        if (!moves) return;
        if (grid) scrollAt(grid, event.clientY);
        this.goal = goalAt(event, fits);
      },
      { signal },
    );
    addEventListener(
      "mouseup",
      () => {
        const { goal } = this;
        stop();
        if (goal) drop(goal);
      },
      { signal },
    );
    addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape") return;
        if (moves) event.stopPropagation();
        stop();
      },
      { signal, capture: true },
    );
  }
}

function goalAt({ clientX, clientY }: MouseEvent, fits: (task: number) => boolean): Goal | undefined {
  const row = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>("[data-task-id]");
  if (!row) return undefined;
  const task = Number(row.dataset["taskId"]);
  const { top, height } = row.getBoundingClientRect();
  return fits(task) ? { task, side: clientY < top + height / 2 ? "before" : "after" } : undefined;
}

function scrollAt(grid: Element, y: number): void {
  const { top, bottom } = grid.getBoundingClientRect();
  if (y < top + EDGE) grid.scrollTop -= EDGE / 2;
  else if (y > bottom - EDGE) grid.scrollTop += EDGE / 2;
}
