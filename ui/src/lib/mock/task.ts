/**
 * One pretended task.
 *
 * Owns how a row comes about from a few words. Refuses to move: the world does.
 */
import type { Lane, NewDownload, NewRequest, NewUpload, Response, Status, TaskView } from "../api/bindings";

const MB = 1_000_000;
export const LANES = 4;

export interface Sketch {
  name: string;
  kind?: "download" | "upload" | "request";
  method?: string;
  batch?: number;
  waitsFor?: TaskView["waiting_for"];
  /** What the server said, where it is worth reading. */
  response?: Response;
  scheme?: "https" | "http";
  host?: string;
  status?: Status;
  megabytes?: number;
  /** 0 to 1. */
  share?: number;
  /** Megabytes a second. */
  rate?: number;
  unknownTotal?: boolean;
  message?: string;
  category?: string;
  held?: boolean;
  group?: string;
  pausable?: boolean;
  retryInSeconds?: number;
  lanes?: number;
  code?: number;
}

/** What every server of the mock answers to a request. */
const ANSWER: Response = {
  code: 200,
  reason: "OK",
  headers: [{ name: "content-type", value: "application/json" }],
  mime: "application/json",
  body: '{\n  "accepted": true\n}\n',
};

/** A row, and what only the mock knows of it. */
export interface MockTask {
  view: TaskView;
  /** Bytes a second when it runs. */
  rate: number;
  /** True length, also where the row does not tell it. */
  length: number;
  lanes: number;
  code: number | undefined;
  response: Response | undefined;
  limitRate: number | undefined;
  maxLanes: number | undefined;
}

export function taskOf(id: number, sketch: Sketch, now: number): MockTask {
  const status = sketch.status ?? "running";
  const length = Math.round((sketch.megabytes ?? 100) * MB);
  const received = Math.round(length * (status === "complete" ? 1 : (sketch.share ?? 0)));
  const host = sketch.host ?? "downloads.example.org";
  const view: TaskView = {
    id,
    kind: sketch.kind ?? "download",
    status,
    held: sketch.held ?? false,
    url: `${sketch.scheme ?? "https"}://${host}/files/${encodeURIComponent(sketch.name)}`,
    host,
    name: sketch.name,
    path: `/home/ada/Downloads/${sketch.name}`,
    received,
    total: sketch.unknownTotal ? -1 : length,
    progress: status === "complete" ? 1 : received / length,
    bytes_per_second: 0,
    group: sketch.group ?? "default",
    priority: 5,
    created: now - id * 61_000,
  };
  if (sketch.kind === "upload") view.path = `/home/ada/${sketch.name}`;
  if (sketch.kind === "request")
    Object.assign(view, { path: "", total: status === "complete" ? length : -1 });
  if (sketch.method !== undefined) view.method = sketch.method;
  if (sketch.batch !== undefined) view.batch = sketch.batch;
  if (sketch.waitsFor !== undefined) view.waiting_for = sketch.waitsFor;
  if (sketch.message !== undefined) view.message = sketch.message;
  if (sketch.category !== undefined) view.category = sketch.category;
  if (sketch.pausable !== undefined) view.pausable = sketch.pausable;
  if (sketch.retryInSeconds !== undefined) view.retry_at = now + sketch.retryInSeconds * 1000;
  if (status === "complete") {
    view.finished = view.created + 55_000;
    if (view.kind === "download") view.digest = `sha-256=${"3f9a1c".repeat(10)}beef`;
  }
  const task = {
    view,
    rate: (sketch.rate ?? 2) * MB,
    length,
    lanes: sketch.lanes ?? LANES,
    code: sketch.code,
    response: sketch.response,
    limitRate: undefined,
    maxLanes: undefined,
  };
  if (status === "running") run(task);
  return task;
}

export function taskOfDownload(id: number, download: NewDownload, now: number): MockTask {
  const url = /^[a-z][a-z0-9+.-]*:/i.test(download.url) ? download.url : `https://${download.url}`;
  const { host, pathname } = new URL(url);
  const last = pathname.split("/").at(-1) ?? "";
  const asked = download.name !== undefined && download.name !== "?" ? download.name : undefined;
  const held = download.start === "later";
  const sketch: Sketch = {
    name: asked ?? (last || "index.html"),
    host,
    status: "enqueued",
    megabytes: 40,
    held,
  };
  if (download.group !== undefined) sketch.group = download.group;
  const task = taskOf(id, sketch, now);
  Object.assign(task.view, { url, created: now, received: 0, priority: download.priority ?? 5 });
  return task;
}

export function taskOfUpload(id: number, upload: NewUpload, bytes: number, now: number): MockTask {
  const first = upload.files[0]?.path ?? "";
  const url = /^[a-z][a-z0-9+.-]*:/i.test(upload.url) ? upload.url : `https://${upload.url}`;
  const sketch: Sketch = {
    name: first.split("/").at(-1) ?? "",
    kind: "upload",
    method: upload.method ?? "POST",
    host: new URL(url).host,
    status: "enqueued",
    megabytes: bytes / MB,
    held: upload.start === "later",
    pausable: (upload.resume ?? "never") !== "never",
    ...(upload.group === undefined ? {} : { group: upload.group }),
  };
  const task = taskOf(id, sketch, now);
  Object.assign(task.view, { url, path: first, created: now });
  return task;
}

export function taskOfRequest(id: number, request: NewRequest, now: number): MockTask {
  const url = /^[a-z][a-z0-9+.-]*:/i.test(request.url) ? request.url : `https://${request.url}`;
  const { host, pathname } = new URL(url);
  const sketch: Sketch = {
    name: pathname.split("/").at(-1) || host,
    kind: "request",
    method: request.method ?? (request.body === undefined ? "GET" : "POST"),
    host,
    status: "enqueued",
    megabytes: 0.002,
    held: request.start === "later",
    response: ANSWER,
    ...(request.group === undefined ? {} : { group: request.group }),
  };
  const task = taskOf(id, sketch, now);
  Object.assign(task.view, { url, created: now });
  return task;
}

/** Gives a task the fields of one that runs. */
export function run({ view, rate, length, lanes }: MockTask): void {
  view.status = "running";
  view.phase = "transferring";
  view.held = false;
  delete view.waiting_for;
  view.bytes_per_second = Math.round(rate);
  if (view.kind !== "download") {
    if (view.total > 0) view.seconds_left = Math.ceil((length - view.received) / rate);
  } else if (view.total > 0) {
    view.seconds_left = Math.ceil((length - view.received) / rate);
    view.lanes = lanesOf(view.received, length, lanes, rate);
  } else {
    view.lanes = [{ start: 0, end: null, done: view.received, bytes_per_second: Math.round(rate) }];
  }
}

/** Takes the fields away that only a running or failed task has. */
export function rest(view: TaskView, status: Status): void {
  for (const field of [
    "phase",
    "seconds_left",
    "lanes",
    "message",
    "category",
    "remedy",
    "retry_at",
    "waiting_for",
  ] as const) {
    Reflect.deleteProperty(view, field);
  }
  view.status = status;
  view.bytes_per_second = 0;
  view.held = false;
}

/** Lanes that are not quite equally far; those that are done have no connection. */
function lanesOf(received: number, length: number, lanes: number, rate: number): Lane[] {
  const part = length / lanes;
  const share = received / length;
  const pace = (at: number) => 1 + 0.8 * (1 - share) * Math.cos(at * 2.4);
  const sum = Array.from({ length: lanes }, (_, at) => pace(at)).reduce((one, other) => one + other, 0);
  return Array.from({ length: lanes }, (_, at) => {
    const lane: Lane = {
      start: Math.round(at * part),
      end: Math.round((at + 1) * part),
      done: Math.round(at * part + Math.min(part, (received * pace(at)) / sum)),
    };
    const shareOfRate = (rate * pace(at)) / sum;
    return lane.end !== null && lane.done < lane.end
      ? { ...lane, bytes_per_second: Math.round(shareOfRate) }
      : lane;
  });
}
