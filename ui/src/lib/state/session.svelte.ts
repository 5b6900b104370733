/**
 * What the window knows of the running program.
 *
 * Owns the connection: ticks, pulls, commands, and what went wrong. Refuses to decide anything about tasks. Rule kept
 * here: a tick only says that something changed; what is shown is always pulled.
 */
import { refusalOf, type Backend, type CallName, type Request, type Stop } from "../api/backend";
import type {
  Changed,
  Counts,
  Details,
  FileFate,
  Overview,
  Refusal,
  Selection as Target,
  SetCredential,
  SetGroup,
  Settings,
  Tick,
} from "../api/bindings";
import { Batches } from "./batches.svelte";
import { AS_BEFORE, type Change } from "./edits";
import { Groups } from "./groups.svelte";
import { live, patch } from "./live.svelte";
import { Numbers } from "./numbers.svelte";
import { Preferences } from "./preferences.svelte";
import { Pull, screen, type Surroundings } from "./pull";
import { Selection } from "./selection.svelte";
import { SpeedLine } from "./speed-line.svelte";
import { type Question, TaskList } from "./task-list.svelte";

/** Free space and notes change slowly, and also while nothing else does. */
const OVERVIEW_EVERY_MS = 5_000;
/** How long to wait before asking a program that does not answer. */
const KNOCK_EVERY_MS = 3_000;

export type Command = "pause" | "resume" | "cancel" | "retry";

const NO_COUNTS: Counts = { all: 0, active: 0, queued: 0, paused: 0, finished: 0, failed: 0, groups: [] };

export class Session {
  readonly list = new TaskList();
  readonly selection: Selection;
  readonly groups = new Groups();
  readonly preferences = new Preferences();
  readonly batches = new Batches();
  counts = $state.raw<Counts>(NO_COUNTS);
  speed = $state(0);
  overview = $state.raw<Overview>();
  /** Why the program does not answer. */
  lost = $state.raw<Refusal>();
  /** What a command was refused for. */
  refused = $state("");
  details = $state.raw<Details>();
  detailsOpen = $state(false);
  /** How fast the task in the details was. */
  readonly speeds = new SpeedLine();
  readonly numbers = new Numbers();

  readonly #pull: Pull;
  #overviewAt = -OVERVIEW_EVERY_MS;
  #ended: Stop = () => undefined;
  #knock: ReturnType<typeof setTimeout> | undefined;
  #round: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly backend: Backend,
    around: Surroundings = screen,
  ) {
    this.selection = new Selection(this.list, backend);
    this.#pull = new Pull(() => this.#fetch(), around);
  }

  /** Begins to follow the program. */
  async start(): Promise<void> {
    this.refresh();
    this.#round ??= setInterval(() => this.refresh(), OVERVIEW_EVERY_MS);
    try {
      this.#ended();
      this.#ended = await this.backend.ticks((tick) => this.#tick(tick));
    } catch (error) {
      this.#lose(refusalOf(error));
    }
  }

  stop(): void {
    clearTimeout(this.#knock);
    clearInterval(this.#round);
    this.#pull.stop();
    this.#ended();
  }

  /** Asks for everything on screen again. */
  refresh(): void {
    this.#pull.ask();
  }

  /** Shows another part of the list. */
  ask(question: Partial<Question>): void {
    this.list.ask(question);
    this.selection.clear();
    this.refresh();
  }

  /** Opens or closes the details. */
  showDetails(open: boolean): void {
    this.detailsOpen = open;
    this.refresh();
  }

  /** Gives a command and says what was refused. */
  async command(name: Command, target: Target): Promise<void> {
    await this.attempt(async () => this.#report(await this.backend.call(name, target)));
  }

  /** Takes tasks off the list, from where they can be brought back; gives those that went, and says what was refused. */
  async remove(target: Target, file: FileFate): Promise<number[]> {
    let gone: number[] = [];
    await this.attempt(async () => {
      const changed = await this.backend.call("remove", { tasks: target, file, removal: "set_aside" });
      gone = changed.changed;
      this.#report(changed);
    });
    return gone;
  }

  /** Brings tasks back that were removed; gives how many came, and says what was refused. */
  async bringBack(tasks: readonly number[]): Promise<number> {
    let back = 0;
    await this.attempt(async () => {
      const changed = await this.backend.call("bring_back", { tasks: [...tasks] });
      back = changed.changed.length;
      this.#report(changed);
    });
    return back;
  }

  /** Changes one task; the answer is why it could not be, or nothing. */
  async edit(task: number, change: Partial<Change>): Promise<string> {
    const request = { task, ...AS_BEFORE, ...change };
    return this.#trouble(async () => reasons(await this.backend.call("edit", request)));
  }

  /** Saves a setting, and asks at once for what follows from it. */
  async set(key: keyof Settings, value: string): Promise<string> {
    const kept = await this.preferences.save(this.backend, key, value);
    this.#overviewAt = -OVERVIEW_EVERY_MS;
    this.refresh();
    return kept;
  }

  /** Gives a group another name and shows it under that; the answer is why it could not be, or nothing. */
  async renameGroup(group: string, to: string): Promise<string> {
    const trouble = await this.#ofGroups("rename_group", { group, to });
    if (trouble === "" && this.list.question.group === group) this.ask({ group: to });
    return trouble;
  }

  /** Forgets what was said of a group; the answer is why it could not be, or nothing. */
  async forgetGroup(group: string): Promise<string> {
    return this.#ofGroups("forget_group", { group });
  }

  /** Gives a task another priority; the answer is why it could not be, or nothing. */
  async prioritize(task: number, priority: number): Promise<string> {
    const tasks = { tasks: [task] };
    return this.#trouble(async () => reasons(await this.backend.call("prioritize", { tasks, priority })));
  }

  /** Shows the whole in numbers in place of the list, or the list again. */
  showNumbers(shown: boolean): void {
    this.numbers.shown = shown;
    this.refresh();
  }

  /** Says what holds for a group; the answer is why it could not be, or nothing. */
  async setGroup(change: SetGroup): Promise<string> {
    return this.#ofGroups("set_group", change);
  }

  async #ofGroups<K extends CallName>(name: K, request: Request<K>): Promise<string> {
    return this.#trouble(async () => {
      await this.backend.call(name, request);
      await this.groups.pull(this.backend);
      return "";
    });
  }

  /** Keeps a login and tries the task again with it; the answer is why it could not be, or nothing. */
  async signIn(task: number, login: SetCredential): Promise<string> {
    return this.#trouble(async () => {
      await this.backend.call("set_credential", login);
      return reasons(await this.backend.call("retry", { tasks: [task] }));
    });
  }

  async #trouble(work: () => Promise<string>): Promise<string> {
    try {
      return await work();
    } catch (error) {
      return refusalOf(error).message;
    } finally {
      this.refresh();
    }
  }

  /** Runs what may be refused, and shows the reason if it is. */
  async attempt(work: () => Promise<void>): Promise<boolean> {
    this.refused = "";
    try {
      await work();
      return true;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === "gone") this.#lose(refusal);
      else this.refused = refusal.message;
      return false;
    } finally {
      this.refresh();
    }
  }

  #report(changed: Changed): void {
    const reasons = changed.refused.map(({ why }) => why.message);
    this.refused = reasons.filter((reason, at) => reasons.indexOf(reason) === at).join(" ");
  }

  #tick(tick: Tick): void {
    this.counts = tick.counts;
    this.speed = tick.bytes_per_second;
    this.#pull.ask();
  }

  async #fetch(): Promise<void> {
    try {
      const counts = await this.list.pull(this.backend, this.selection.task);
      if (counts === undefined) return this.#pull.ask();
      this.counts = counts;
      this.selection.settle();
      await this.batches.pull(this.backend, this.list.batches(), this.list.question.batch);
      await this.#fetchDetails();
      await this.#fetchOverview();
      await this.numbers.pull(this.backend);
      this.#found();
    } catch (error) {
      this.#lose(refusalOf(error));
    }
  }

  async #fetchDetails(): Promise<void> {
    const task = this.detailsOpen ? this.selection.task : undefined;
    if (task === undefined) {
      this.details = undefined;
      return;
    }
    const fresh = await this.#show(task);
    if (fresh !== undefined && this.details?.id === fresh.id) {
      patch(this.details, fresh);
    } else {
      this.details = fresh && live(fresh);
    }
    if (fresh !== undefined) await this.speeds.pull(this.backend, task, fresh.status === "running");
  }

  async #show(task: number): Promise<Details | undefined> {
    try {
      return await this.backend.call("show", { task });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === "unknown_task") return undefined;
      throw refusal;
    }
  }

  async #fetchOverview(): Promise<void> {
    const now = performance.now();
    if (now - this.#overviewAt < OVERVIEW_EVERY_MS) return;
    this.#overviewAt = now;
    this.overview = await this.backend.call("overview", {});
    this.speed = this.overview.bytes_per_second;
    await this.groups.pull(this.backend);
    await this.preferences.pull(this.backend);
  }

  #found(): void {
    this.lost = undefined;
  }

  #lose(refusal: Refusal): void {
    this.lost = refusal;
    this.speed = 0;
    clearTimeout(this.#knock);
    this.#knock = setTimeout(() => void this.start(), KNOCK_EVERY_MS);
  }
}

/** Why a command was not carried out; nothing where it was. */
function reasons({ refused }: Changed): string {
  return refused.map(({ why }) => why.message).join(" ");
}
