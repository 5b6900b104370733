/**
 * The one thing that helps a task that does not go on.
 *
 * Owns which trouble asks for which action, and what the action is called there. Refuses to try anything by itself. Rule
 * kept here: at most one is offered, and none where waiting is all there is.
 */
import type { TaskView } from "../api/bindings";
import { kindOfTask, type Action } from "./task";

/** `elsewhere` adds the address once more, to another folder or under another name. */
export type HelpAction = Extract<Action, "retry" | "sign-in" | "new-address"> | "elsewhere";

export interface Help {
  action: HelpAction;
  /** The message with its words. */
  words: string;
}

const NOW: Help = { action: "retry", words: "help-now" };
const AGAIN: Help = { action: "retry", words: "help-again" };
const OVER: Help = { action: "retry", words: "help-over" };
const SIGN_IN: Help = { action: "sign-in", words: "sign-in" };
const ADDRESS: Help = { action: "new-address", words: "new-address" };
const FOLDER: Help = { action: "elsewhere", words: "help-folder" };
const NAME: Help = { action: "elsewhere", words: "help-name" };

/** What helps a download; everything else is tried again. */
const DOWNLOADS: Readonly<Record<string, Help>> = {
  "auth.required": SIGN_IN,
  "http.401": ADDRESS,
  "http.403": ADDRESS,
  "http.404": ADDRESS,
  "http.410": ADDRESS,
  "net.dns_nxdomain": ADDRESS,
  "http.changed": OVER,
  "integrity.checksum": OVER,
  "integrity.size": OVER,
  "disk.exists": NAME,
  "disk.file_too_large": FOLDER,
  "disk.full": FOLDER,
  "disk.offline": FOLDER,
  "disk.path": FOLDER,
  "disk.permission": FOLDER,
  "disk.read_only": FOLDER,
};

export function helpOf(task: TaskView): Help | undefined {
  switch (task.status) {
    case "waiting_to_retry":
      return NOW;
    case "not_found":
      return kindOfTask(task) === "download" ? ADDRESS : AGAIN;
    case "failed":
      return ofTrouble(task) ?? AGAIN;
    case "paused":
      return task.category === undefined ? undefined : ofTrouble(task);
    case "enqueued":
    case "running":
    case "complete":
    case "canceled":
      return undefined;
  }
}

function ofTrouble(task: TaskView): Help | undefined {
  const { category = "" } = task;
  if (kindOfTask(task) !== "download") return category === "auth.required" ? SIGN_IN : undefined;
  return DOWNLOADS[category];
}
