/**
 * A pretended engine.
 *
 * Owns tasks in memory and a clock that only moves when told. Its rules are rough: they are there to be looked at, not
 * to be right. Rule kept here: the same scenario and the same steps give the same picture.
 */
import type {
  Add,
  Added,
  BringBack,
  Changed,
  Counts,
  Details,
  Edit,
  ListPage,
  ListQuery,
  NewRequest,
  Outcome,
  Overview,
  QueueState,
  Reorder,
  Selection,
  Settings,
  SpeedLimit,
  TaskRef,
  TaskView,
  Uploads,
} from "../api/bindings";
import { rateOf } from "../text/rates";
import { rulesOf } from "../text/schedule";
import { Batches } from "./batches";
import { detailsOf } from "./details";
import { bytesOf } from "./files";
import { Groups } from "./groups";
import { countsOf, fits, order } from "./listing";
import { MAY, objection } from "./may";
import { isTaken, putElsewhere, refusedPlace } from "./places";
import { Queue } from "./queue";
import { refusal } from "./refusal";
import { Removed } from "./removed";
import { Kept } from "./settings";
import type { Sketch, MockTask } from "./task";
import { rest, run, taskOf, taskOfDownload, taskOfRequest, taskOfUpload } from "./task";

const LONGEST_ANSWER = 1000;

export class World {
  #tasks = new Map<number, MockTask>();
  readonly #removed = new Removed();
  #next = 1;
  #version = 1;
  readonly settings = new Kept();
  readonly #queue = new Queue();
  readonly groups = new Groups(() => this.#views());
  readonly batches = new Batches(() => this.#views());

  constructor(
    sketches: readonly Sketch[],
    private now: number,
    private readonly freeSpace: number,
    public notes: string[] = [],
  ) {
    // the first of a scenario is the newest, so it gets the highest number
    [...sketches].reverse().forEach((sketch) => this.#put(taskOf(this.#next, sketch, now)));
  }

  step(milliseconds: number): void {
    this.now += milliseconds;
    this.#version += 1;
    for (const task of this.#tasks.values()) this.#move(task, milliseconds);
  }

  tick() {
    return { version: this.#version, counts: this.#counts(), bytes_per_second: this.#speed() };
  }

  add({ downloads, batch }: Add): Added {
    const number = batch === undefined ? undefined : this.batches.add(batch, this.now);
    const added = this.#takeIn(
      downloads.map((download) => ({
        url: download.url,
        make: (id) => within(number, taskOfDownload(id, download, this.now)),
      })),
    );
    return number === undefined ? added : { ...added, batch: number };
  }

  request(request: NewRequest): Added {
    const url = /^[a-z]+:/i.test(request.url) ? request.url : `https://${request.url}`;
    return this.#takeIn([{ url, make: (id) => taskOfRequest(id, request, this.now) }]);
  }

  upload({ uploads, batch }: Uploads): Added {
    const number = batch === undefined ? undefined : this.batches.add(batch, this.now);
    const added = this.#takeIn(
      uploads.map((upload) => ({
        url: /^[a-z]+:/i.test(upload.url) ? upload.url : `https://${upload.url}`,
        make: (id) => within(number, taskOfUpload(id, upload, bytesOf(upload.files), this.now)),
      })),
    );
    return number === undefined ? added : { ...added, batch: number };
  }

  list(query: ListQuery): ListPage {
    const rows = this.rows(query);
    const count = Math.min(query.count || rows.length, LONGEST_ANSWER);
    return {
      version: this.#version,
      matching: rows.length,
      rows: structuredClone(rows.slice(query.offset, query.offset + count)),
      counts: this.#counts(),
    };
  }

  /** All rows that a question is about, in its order. */
  rows(query: ListQuery): TaskView[] {
    return this.#views()
      .filter((view) => fits(query, view))
      .sort(order(query, this.#queue));
  }

  show(ref: TaskRef): Details {
    const task = this.#get(ref);
    const { limitRate, maxLanes } = task;
    const details = detailsOf(task);
    if (limitRate !== undefined) details.limit_rate = limitRate;
    if (maxLanes !== undefined) details.max_lanes = maxLanes;
    return details;
  }

  overview(): Overview {
    const { version, counts, bytes_per_second } = this.tick();
    return {
      version,
      counts,
      bytes_per_second,
      running: counts.active,
      download_folder: "/home/ada/Downloads",
      free_space: this.freeSpace,
      proxy: "none",
      language: this.settings.all().language,
      limit: limitOf(this.settings.all()),
      notes: this.notes,
    };
  }

  change(name: keyof typeof MAY, selection: Selection): Changed {
    const changed: Changed = { changed: [], refused: [] };
    for (const task of this.#named(selection)) {
      const { view } = task;
      const why = objection(name, view);
      if (why === undefined) {
        this.#turn(name, task);
        changed.changed.push(view.id);
      } else if (typeof selection === "object" && "tasks" in selection) {
        changed.refused.push({ task: view.id, why });
      }
    }
    this.#version += 1;
    return changed;
  }

  edit({ task: ref, limit_rate, url, lanes, retry, ...place }: Edit): Changed {
    const task = this.#get(ref);
    if (isTaken(place, task.view, this.#views())) return refusedPlace(task.view);
    putElsewhere(task.view, place);
    if (url !== null) {
      if (!URL.canParse(url)) throw refusal("bad_url", "This is not an address. Check it and try again.");
      Object.assign(task.view, { url, host: new URL(url).host });
    }
    if (limit_rate !== null) task.limitRate = limit_rate || undefined;
    if (lanes !== null) task.maxLanes = lanes || undefined;
    const may = MAY.retry.includes(task.view.status);
    if (may && (retry || (url !== null && task.view.status === "waiting_to_retry")))
      this.#turn("retry", task);
    this.#version += 1;
    return { changed: [task.view.id], refused: [] };
  }

  reorder(request: Reorder): Changed {
    this.#version += 1;
    return this.#queue.move(request, this.#views());
  }

  remove(selection: Selection): Changed {
    this.#version += 1;
    return this.#removed.take(this.#named(selection), this.#tasks);
  }

  bringBack({ tasks }: BringBack): Changed {
    this.#version += 1;
    return this.#removed.give(tasks, this.#tasks);
  }

  /** Holds a queue, or lets it go on. */
  hold(group: string | undefined, paused: boolean): QueueState {
    const state = this.groups.hold(group, paused);
    for (const task of this.#tasks.values()) {
      const { view } = task;
      if (view.status !== "enqueued" || view.held) continue;
      if (this.groups.holds(view.group)) view.waiting_for = "queue";
      else if (view.waiting_for === "queue") run(task);
    }
    this.#version += 1;
    return state;
  }

  #takeIn(asked: { url: string; make: (id: number) => MockTask }[]): Added {
    const since = this.#version;
    const outcomes = asked.map(({ url, make }): Outcome => {
      if (!URL.canParse(url))
        return { refused: { code: "bad_url", message: "This is not an address. Check it and try again." } };
      const task = make(this.#next);
      this.#put(task);
      const { view } = task;
      if (!view.held) this.#begin(task);
      return { added: { id: view.id, own_id: null, url: view.url, path: view.path } };
    });
    return { since, outcomes };
  }

  /** Runs a task, unless its queue is on hold. */
  #begin(task: MockTask): void {
    if (!this.groups.holds(task.view.group)) return run(task);
    rest(task.view, "enqueued");
    task.view.waiting_for = "queue";
  }

  #put(task: MockTask): void {
    this.#tasks.set(task.view.id, task);
    this.#next = task.view.id + 1;
    this.#version += 1;
  }

  #get(ref: TaskRef): MockTask {
    const task = this.#tasks.get(Number(ref));
    if (!task) throw refusal("unknown_task", `There is no task ${ref}.`);
    return task;
  }

  #named(selection: Selection): MockTask[] {
    if (selection === "all") return [...this.#tasks.values()];
    if ("tasks" in selection) return selection.tasks.map((ref) => this.#get(ref));
    const all = [...this.#tasks.values()];
    if ("batch" in selection) return all.filter(({ view }) => view.batch === Number(selection.batch));
    const { group, status } =
      "matching" in selection ? selection.matching : { ...selection, status: undefined };
    return all.filter(
      ({ view }) => view.group === (group ?? view.group) && view.status === (status ?? view.status),
    );
  }

  #turn(name: keyof typeof MAY, task: MockTask): void {
    if (name === "pause") rest(task.view, "paused");
    if (name === "cancel") rest(task.view, "canceled");
    if (name === "resume" || name === "retry") {
      rest(task.view, "enqueued");
      this.#begin(task);
    }
  }

  #move(task: MockTask, milliseconds: number): void {
    const { view, rate, length } = task;
    if (view.status !== "running") return;
    const swell = 1 + 0.3 * Math.sin(this.#version / 3 + view.id);
    view.received = Math.min(length, view.received + Math.round((rate * swell * milliseconds) / 1000));
    if (view.received < length) {
      run(task);
      view.bytes_per_second = Math.round(rate * swell);
      return;
    }
    rest(view, "complete");
    Object.assign(view, { total: length, progress: 1, finished: this.now });
  }

  #counts(): Counts {
    return countsOf(this.#views());
  }

  #views(): TaskView[] {
    return [...this.#tasks.values()].map(({ view }) => view);
  }

  #speed(): number {
    return [...this.#tasks.values()].reduce((sum, { view }) => sum + view.bytes_per_second, 0);
  }
}

function within(batch: number | undefined, task: MockTask): MockTask {
  if (batch !== undefined) task.view.batch = batch;
  return task;
}

function limitOf({ limit_rate, limit_schedule }: Settings): SpeedLimit {
  const [rule] = rulesOf(limit_schedule) ?? [];
  // a pretended week is always in its first rule
  const rate = rule ? rule.rate : rateOf(limit_rate);
  return { scheduled: rule !== undefined, ...(rate ? { rate } : {}) };
}
