/**
 * What a pretended task can be told where it is.
 *
 * Owns the refusals and their words.
 */
import type { Refusal, Status, TaskView } from "../api/bindings";
import { refusal } from "./refusal";

export const MAY: Record<"pause" | "resume" | "cancel" | "retry", readonly Status[]> = {
  pause: ["running", "enqueued", "waiting_to_retry"],
  resume: ["paused", "enqueued"],
  cancel: ["running", "enqueued", "waiting_to_retry", "paused"],
  retry: ["failed", "not_found", "canceled", "waiting_to_retry"],
};

export function objection(name: keyof typeof MAY, view: TaskView): Refusal | undefined {
  if (!MAY[name].includes(view.status))
    return refusal("not_possible", `“${view.name}” cannot do that where it is now.`);
  if (name === "pause" && view.pausable === false)
    return refusal(
      "not_pausable",
      "The server cannot continue this file, so a pause would lose what is here.",
    );
  return undefined;
}
