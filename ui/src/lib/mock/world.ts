/**
 * A pretended engine.
 *
 * Owns tasks in memory and a clock that only moves when told. Its rules are rough: they are there to be looked at, not
 * to be right. Rule kept here: the same scenario and the same steps give the same picture.
 */
import type {
  Add,
  Added,
  Changed,
  Counts,
  Details,
  Edit,
  Filter,
  ListPage,
  ListQuery,
  NewRequest,
  Outcome,
  Overview,
  Refusal,
  Selection,
  Setting,
  Settings,
  Status,
  TaskRef,
  TaskView,
  Uploads,
} from "../api/bindings";
import { SETTINGS } from "./settings";
import type { Sketch, MockTask } from "./task";
import { rest, run, taskOf, taskOfDownload } from "./task";

const FILTERS: Record<Filter, readonly Status[] | undefined> = {
  all: undefined,
  active: ["running", "waiting_to_retry"],
  queued: ["enqueued"],
  paused: ["paused"],
  finished: ["complete"],
  failed: ["failed", "not_found", "canceled"],
};

const MAY: Record<"pause" | "resume" | "cancel" | "retry", readonly Status[]> = {
  pause: ["running", "enqueued", "waiting_to_retry"],
  resume: ["paused", "enqueued"],
  cancel: ["running", "enqueued", "waiting_to_retry", "paused"],
  retry: ["failed", "not_found", "canceled", "waiting_to_retry"],
};

const LONGEST_ANSWER = 1000;

export class World {
  #tasks = new Map<number, MockTask>();
  #next = 1;
  #version = 1;
  readonly #settings: Settings = { ...SETTINGS };

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

  add({ downloads }: Add): Added {
    const since = this.#version;
    const outcomes = downloads.map((download): Outcome => {
      if (!URL.canParse(download.url)) {
        return { refused: { code: "bad_url", message: "This is not an address. Check it and try again." } };
      }
      const task = taskOfDownload(this.#next, download, this.now);
      this.#put(task);
      if (!task.view.held) run(task);
      return { added: { id: task.view.id, own_id: null, url: task.view.url, path: task.view.path } };
    });
    return { since, outcomes };
  }

  request({ url }: NewRequest): Added {
    return this.add({
      downloads: [{ url, conflict: "rename", headers: [], query: [], trust: "checked", start: "now" }],
    });
  }

  upload({ uploads }: Uploads): Added {
    return this.add({
      downloads: uploads.map(({ url }) => ({
        url,
        conflict: "rename",
        headers: [],
        query: [],
        trust: "checked",
        start: "now",
      })),
    });
  }

  list(query: ListQuery): ListPage {
    const wanted = FILTERS[query.filter];
    const text = query.search?.toLowerCase();
    const rows = [...this.#tasks.values()]
      .map(({ view }) => view)
      .filter((view) => wanted?.includes(view.status) ?? true)
      .filter((view) => query.group === undefined || view.group === query.group)
      .filter((view) => text === undefined || `${view.name} ${view.url}`.toLowerCase().includes(text))
      .sort(order(query));
    const count = Math.min(query.count || rows.length, LONGEST_ANSWER);
    return {
      version: this.#version,
      matching: rows.length,
      rows: structuredClone(rows.slice(query.offset, query.offset + count)),
      counts: this.#counts(),
    };
  }

  show(ref: TaskRef): Details {
    const { view, code, limitRate, maxLanes } = this.#get(ref);
    const details: Details = {
      ...structuredClone(view),
      metadata: "",
      metered: "as_set",
      requires_wifi: false,
      retries_left: 5,
      redirects: [
        `https://edge-3.${view.host}/signed/${encodeURIComponent(view.name)}?expires=1790000000&sig=Zm9v%2BYmFy%3D`,
      ],
      validator: `"5f3a-${view.id.toString(16)}-62f1"`,
      response: {
        code: code ?? 206,
        headers: [
          { name: "content-length", value: String(view.total) },
          { name: "accept-ranges", value: "bytes" },
          { name: "last-modified", value: "Fri, 20 Nov 2026 08:11:00 GMT" },
        ],
        mime: "application/octet-stream",
      },
    };
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
      notes: this.notes,
    };
  }

  change(name: keyof typeof MAY, selection: Selection): Changed {
    const changed: Changed = { changed: [], refused: [] };
    for (const task of this.#named(selection)) {
      const { view } = task;
      const why = this.#objection(name, view);
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

  edit({ task: ref, limit_rate, url, lanes, retry }: Edit): Changed {
    const task = this.#get(ref);
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

  remove(selection: Selection): Changed {
    const ids = this.#named(selection).map(({ view }) => view.id);
    ids.forEach((id) => this.#tasks.delete(id));
    this.#version += 1;
    return { changed: ids, refused: [] };
  }

  settings(): Settings {
    return { ...this.#settings };
  }

  set({ key, value }: Setting): Setting {
    if (key === "max_running" && !(Number(value) >= 1 && Number(value) <= 1000)) {
      throw refusal("bad_request", "max_running has to be between 1 and 1000.");
    }
    Object.assign(this.#settings, { [key]: value });
    return { key, value };
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

  #objection(name: keyof typeof MAY, view: TaskView): Refusal | undefined {
    if (!MAY[name].includes(view.status)) {
      return refusal("not_possible", `“${view.name}” cannot do that where it is now.`);
    }
    if (name === "pause" && view.pausable === false) {
      return refusal(
        "not_pausable",
        "The server cannot continue this file, so a pause would lose what is here.",
      );
    }
    return undefined;
  }

  #turn(name: keyof typeof MAY, task: MockTask): void {
    if (name === "pause") rest(task.view, "paused");
    if (name === "cancel") rest(task.view, "canceled");
    if (name === "resume" || name === "retry") {
      rest(task.view, "enqueued");
      run(task);
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
    const views = [...this.#tasks.values()].map(({ view }) => view);
    const of = (filter: Filter) => views.filter((view) => FILTERS[filter]?.includes(view.status)).length;
    const groups = new Map<string, number>();
    views.forEach(({ group }) => groups.set(group, (groups.get(group) ?? 0) + 1));
    return {
      all: views.length,
      active: of("active"),
      queued: of("queued"),
      paused: of("paused"),
      finished: of("finished"),
      failed: of("failed"),
      groups: [...groups]
        .map(([group, tasks]) => ({ group, tasks }))
        .sort((a, b) => a.group.localeCompare(b.group)),
    };
  }

  #speed(): number {
    return [...this.#tasks.values()].reduce((sum, { view }) => sum + view.bytes_per_second, 0);
  }
}

function order({ by, sort }: ListQuery): (one: TaskView, other: TaskView) => number {
  const sign = sort === "ascending" ? 1 : -1;
  const compare: Record<ListQuery["by"], (one: TaskView, other: TaskView) => number> = {
    added: (one, other) => one.id - other.id,
    queue: (one, other) => one.priority - other.priority || one.id - other.id,
    name: (one, other) => one.name.localeCompare(other.name),
    size: (one, other) => one.total - other.total,
    status: (one, other) => one.status.localeCompare(other.status),
  };
  return (one, other) => sign * (compare[by](one, other) || one.id - other.id);
}

export function refusal(code: Refusal["code"], message: string): Refusal {
  return { code, message };
}
