/**
 * A row that the pointer holds: on its way to another place in the queue, or out of the window with its file.
 *
 * Owns the pointer between press and release. Refuses what is dragged from elsewhere, which carries files and links.
 * Rules kept here: nothing moves before the pointer has gone a few pixels; Escape puts the row back.
 */

/** Where the row would come to stand. */
export interface Goal {
  task: number;
  side: "before" | "after";
}

/** What becomes of a press; a row that was only clicked `stays`. */
interface Held {
  stays(): void;
}

export interface Dragged extends Held {
  /** Whether the row may stand beside this one. */
  fits(task: number): boolean;
  /** It was let go there. */
  drop(goal: Goal): void;
}

export interface Carried extends Held {
  /** The pointer takes it along; from here on the desktop follows it. */
  leave(): void;
}

/** Pixels before a press becomes a drag. */
const SLACK = 6;
/** Pixels from an edge where the list begins to scroll. */
const EDGE = 28;

export class Dragging {
  goal = $state.raw<Goal>();

  /** Moves a row in the queue. */
  follow(press: MouseEvent, { fits, drop, stays }: Dragged): void {
    const grid = (press.currentTarget as Element).closest("[role=grid], [role=treegrid]");
    this.#hold(press, {
      moved: (event) => {
        if (grid) scrollAt(grid, event.clientY);
        this.goal = goalAt(event, fits);
      },
      released: (moves) => {
        if (!moves) stays();
        else if (this.goal) drop(this.goal);
      },
    });
  }

  /** Takes a file out of the window. */
  carry(press: MouseEvent, { leave, stays }: Carried): void {
    this.#hold(press, {
      moved: (_event, end) => {
        end();
        leave();
      },
      released: (moves) => moves || stays(),
    });
  }

  #hold(
    press: MouseEvent,
    on: { moved(event: MouseEvent, end: () => void): void; released(moves: boolean): void },
  ): void {
    const end = new AbortController();
    const { signal } = end;
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
        if (moves) on.moved(event, stop);
      },
      { signal },
    );
    addEventListener(
      "mouseup",
      () => {
        on.released(moves);
        stop();
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
