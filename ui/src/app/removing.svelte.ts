/**
 * What leaves the list, and comes back.
 *
 * Owns what was removed last and how long that can be taken back. Refuses to keep it: the engine does, for a little longer than
 * the offer stands. Rule kept here: nobody is asked before a removal that can be taken back.
 */
import type { FileFate, Selection as Target, TaskView } from "$lib/api/bindings";
import { kindOfTask } from "$lib/words/task";
import { isolated, t } from "$messages/messages";
import { count } from "$lib/words/format";
import { visible } from "$lib/text/names";
import type { Desk } from "./desk.svelte";

/** How long the way back is offered; the engine keeps it open longer. */
const OFFERED_MS = 15_000;
/** More than these are asked about. */
const MANY = 100;

/** What was removed last. */
interface Removed {
  tasks: readonly number[];
  /** Its name, when there is but one. */
  name: string | undefined;
}

export class Removing {
  #last = $state.raw<Removed>();
  #clock: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly desk: Desk) {}

  /** What was removed, in words, while it can be taken back. */
  get words(): string | undefined {
    const last = this.#last;
    if (last === undefined) return undefined;
    return last.name === undefined
      ? t("removed", { count: last.tasks.length, shown: count(last.tasks.length) })
      : t("removed-one", { name: isolated(visible(last.name)) });
  }

  /** Takes one task off the list, or all that are chosen; asks first where that could surprise. */
  async remove(task: number | undefined, file: FileFate): Promise<void> {
    const { desk } = this;
    const { selection, list } = desk.session;
    const target = await desk.target(task);
    if (target === undefined) return;
    const size = task === undefined ? selection.size : 1;
    const known = task === undefined ? selection.known : [list.row(task)].filter((row) => row !== undefined);
    const name = size === 1 ? known[0]?.name : undefined;
    const calledOff = known.some((row) => this.#isTogether(row));
    if (!calledOff && size <= MANY) return this.carryOut(target, file, name);
    const filed = known.length < size || known.some((row) => kindOfTask(row) === "download");
    desk.open = { is: "remove", target, count: size, name, filed, file, together: calledOff };
  }

  /** Takes them off the list and offers the way back. */
  async carryOut(target: Target, file: FileFate, name: string | undefined): Promise<void> {
    this.desk.close();
    const tasks = await this.desk.session.remove(target, file);
    if (tasks.length > 0) this.#offer({ tasks, name: tasks.length === 1 ? name : undefined });
  }

  /** Brings back what was removed last. */
  async undo(): Promise<void> {
    const last = this.#last;
    if (last === undefined) return;
    this.dismiss();
    const back = await this.desk.session.bringBack(last.tasks);
    if (back > 0) this.desk.said = t("removed-back", { count: back, shown: count(back) });
  }

  dismiss(): void {
    clearTimeout(this.#clock);
    this.#last = undefined;
  }

  #offer(removed: Removed): void {
    this.dismiss();
    this.#last = removed;
    this.desk.said = this.words ?? "";
    this.#clock = setTimeout(() => this.dismiss(), OFFERED_MS);
  }

  /** Whether it ends all of its batch with it, which nothing takes back. */
  #isTogether({ batch }: TaskView): boolean {
    const known = this.desk.session.batches.named(batch);
    return known !== undefined && known.atomic && known.status === "open";
  }
}
