/**
 * A task in words.
 *
 * Owns which sentence, icon and action go with which status. Refuses the engine's rules: an action shown here may still
 * be refused, and then the refusal is shown.
 */
import type { Phase, Status, TaskView } from "../api/bindings";
import { isolated, t } from "$messages/messages";
import { joined, partOfWhole, percent, rate, size, timeLeft, wait } from "./format";
import { troubleWords } from "./trouble";

export type Action =
  | "pause"
  | "resume"
  | "cancel"
  | "retry"
  | "sign-in"
  | "new-address"
  | "open"
  | "show-in-folder"
  | "answer"
  | "remove";
export type Tone = "plain" | "good" | "warn" | "bad";

const ACTIONS: Record<Status, readonly Action[]> = {
  enqueued: ["pause", "cancel", "remove"],
  running: ["pause", "cancel", "remove"],
  waiting_to_retry: ["retry", "pause", "cancel", "remove"],
  paused: ["resume", "cancel", "remove"],
  complete: ["open", "show-in-folder", "remove"],
  not_found: ["retry", "remove"],
  failed: ["retry", "remove"],
  canceled: ["retry", "remove"],
};

/** Failures that an address from elsewhere may end: the link has expired, or the file has moved. */
const ADDRESS_HELPS: readonly string[] = [
  "http.401",
  "http.403",
  "http.404",
  "http.410",
  "http.changed",
  "auth.required",
  "net.refused",
];

/** In bytes a second; less is shown as 0.0 kB/s. */
const LEAST_SPEED = 50;

/** Where it goes: a file here, a file there, or an answer that is kept. */
export type Kind = "download" | "upload" | "request";

export function kindOfTask({ kind }: Pick<TaskView, "kind">): Kind {
  return kind === "upload" || kind === "request" ? kind : "download";
}

/** Buttons of a row, in order; the first is what Enter does. */
export function actionsOf(task: TaskView): readonly Action[] {
  if (task.held) return ["resume", "cancel", "remove"];
  const kind = kindOfTask(task);
  if (kind === "request" && task.status === "complete") return ["answer", "remove"];
  // a short exchange cannot be stopped half way
  if (kind === "request" && task.status === "running") return ["cancel", "remove"];
  if (wantsLogin(task))
    return kind === "download"
      ? ["sign-in", "retry", "new-address", "remove"]
      : ["sign-in", "retry", "remove"];
  if (wantsAddress(task)) return ["retry", "new-address", "remove"];
  return ACTIONS[task.status];
}

/** The server, or the way to it, asks who is there. */
function wantsLogin({ status, category }: TaskView): boolean {
  return status === "failed" && category === "auth.required";
}

/** Only a file that is fetched may be found elsewhere. */
function wantsAddress(task: TaskView): boolean {
  const { status, category } = task;
  if (kindOfTask(task) !== "download") return false;
  return (
    status === "not_found" ||
    (status === "failed" && category !== undefined && ADDRESS_HELPS.includes(category))
  );
}

/** Whether a pause would lose what has come so far; the reason in words. */
export function pauseTrouble(task: TaskView): string | undefined {
  if (task.pausable !== false || task.status !== "running") return undefined;
  return t(kindOfTask(task) === "upload" ? "pause-loses-upload" : "pause-loses");
}

/** What Space does. */
export function toggleOf(task: TaskView): "pause" | "resume" | undefined {
  const actions = actionsOf(task);
  if (actions.includes("pause")) return "pause";
  return actions.includes("resume") ? "resume" : undefined;
}

const TONES: Record<Status, Tone> = {
  enqueued: "plain",
  running: "plain",
  waiting_to_retry: "warn",
  paused: "plain",
  complete: "good",
  not_found: "bad",
  failed: "bad",
  canceled: "plain",
};

export function toneOf(task: TaskView): Tone {
  const stopped = task.status === "paused" && task.category !== undefined;
  return stopped ? "warn" : TONES[task.status];
}

const ICONS = {
  enqueued: "clock",
  running: "arrow-down",
  waiting_to_retry: "clock",
  paused: "paused",
  complete: "done",
  not_found: "trouble",
  failed: "trouble",
  canceled: "canceled",
} as const satisfies Record<Status, string>;

/** Which way the bytes of a running task go. */
const WAYS = { download: "arrow-down", upload: "arrow-up", request: "exchange" } as const satisfies Record<
  Kind,
  string
>;

export function iconOf(task: TaskView): (typeof ICONS)[Status] | (typeof WAYS)[Kind] | "held" {
  if (task.held) return "held";
  return task.status === "running" ? WAYS[kindOfTask(task)] : ICONS[task.status];
}

/** One or two words for the status. */
export function statusWord(task: TaskView): string {
  if (task.held) return t("status-held");
  if (task.status === "running" && task.phase !== undefined) return phaseWord(task, task.phase);
  return t(`status-${task.status}`);
}

function phaseWord(task: TaskView, phase: Phase): string {
  const kind = kindOfTask(task);
  return phase === "transferring" && kind !== "download" ? t(`phase-${phase}-${kind}`) : t(`phase-${phase}`);
}

/** How much is there, 0 to 1; absent when nobody knows. */
export function shareOf(task: TaskView): number | undefined {
  return task.total > 0 ? Math.min(1, task.received / task.total) : undefined;
}

/** The share in words, for the bar. */
export function progressWords(task: TaskView): string {
  const share = shareOf(task);
  return share === undefined ? t("progress-unknown", { size: size(task.received) }) : percent(share);
}

/** The quiet second line: how far, how fast, how long, or why not. `now` is asked only where time matters. */
export function secondLine(task: TaskView, now: () => number): string {
  return joined([...saying(task, now), place(task)]);
}

/** The other end, and what is done there where that is not a download. */
function place(task: TaskView): string {
  switch (kindOfTask(task)) {
    case "download":
      return task.host;
    case "upload":
      return t("to-host", { host: isolated(task.host) });
    case "request":
      return t("request-to", { method: task.method ?? "none", host: isolated(task.host) });
  }
}

function saying(task: TaskView, now: () => number): (string | undefined)[] {
  switch (task.status) {
    case "running":
      return running(task);
    case "enqueued":
      return [troubleWords(task) ?? waitingWords(task, now), amount(task)];
    case "paused":
      return [troubleWords(task), amount(task)];
    case "waiting_to_retry":
      return [nextTry(task, now), troubleWords(task)];
    case "complete":
      return [task.received > 0 ? size(task.received) : undefined];
    case "not_found":
    case "failed":
    case "canceled":
      return [troubleWords(task) ?? amount(task)];
  }
}

/** What a queued task waits for; a place among those that run, and its first start, go without saying. */
function waitingWords(task: TaskView, now: () => number): string | undefined {
  const reason = task.waiting_for;
  switch (reason) {
    case "host": {
      const seconds = secondsTo(task, now) ?? 0;
      return seconds > 1 ? t("waiting-host", { time: wait(seconds) }) : t("waiting-host-soon");
    }
    case "queue":
    case "network":
    case "siblings":
      return t(`waiting-${reason}`);
    case "start":
    case "slot":
    case undefined:
      return undefined;
  }
}

function running(task: TaskView): (string | undefined)[] {
  if (task.phase !== undefined && task.phase !== "transferring")
    return [phaseWord(task, task.phase), amount(task)];
  if (kindOfTask(task) === "request") return [amount(task), task.message];
  // of a speed that is shown as none, no time follows that means anything
  const moves = task.bytes_per_second >= LEAST_SPEED;
  const left = moves && task.seconds_left !== undefined ? timeLeft(task.seconds_left) : undefined;
  return [amount(task), rate(task.bytes_per_second), left, task.message];
}

function amount(task: TaskView): string | undefined {
  if (task.total > 0) return task.received > 0 ? partOfWhole(task.received, task.total) : size(task.total);
  return task.received > 0 ? size(task.received) : undefined;
}

/** When a waiting task is tried again. */
export function nextTry(task: TaskView, now: () => number): string | undefined {
  const seconds = secondsTo(task, now);
  if (seconds === undefined) return undefined;
  return seconds > 1 ? t("retry-in", { time: wait(seconds) }) : t("retry-soon");
}

function secondsTo({ retry_at }: TaskView, now: () => number): number | undefined {
  return retry_at === undefined ? undefined : Math.ceil((retry_at - now()) / 1000);
}
