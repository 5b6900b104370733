/**
 * Everything about one pretended task.
 *
 * Owns what the server of each kind would have said.
 */
import type { Details, LogEntry, Response } from "../api/bindings";
import type { MockTask } from "./task";

export function detailsOf(task: MockTask): Details {
  const { view } = task;
  const details: Details = {
    ...structuredClone(view),
    metadata: "",
    metered: "as_set",
    requires_wifi: false,
    retries_left: 5,
    redirects: [],
    added_by: "window",
    log: logOf(task),
  };
  const answered = view.kind !== "request" || view.status === "complete";
  const response = (answered ? task.response : undefined) ?? usual(task);
  if (response !== undefined) details.response = response;
  if (view.kind !== "download") return details;
  details.validator = `"5f3a-${view.id.toString(16)}-62f1"`;
  details.redirects = [
    `https://edge-3.${view.host}/signed/${encodeURIComponent(view.name)}?expires=1790000000&sig=Zm9v%2BYmFy%3D`,
  ];
  return details;
}

/** A file that comes; what is sent has no answer before its end. */
function usual({ view, code }: MockTask): Response | undefined {
  if (view.kind !== "download" && view.status !== "complete") return undefined;
  return {
    code: code ?? (view.kind === "download" ? 206 : 201),
    headers: [
      { name: "content-length", value: String(view.total) },
      { name: "accept-ranges", value: "bytes" },
      { name: "last-modified", value: "Fri, 20 Nov 2026 08:11:00 GMT" },
    ],
    mime: "application/octet-stream",
  };
}

/** What would have happened until now. */
function logOf({ view }: MockTask): LogEntry[] {
  const { created, kind, status, message, category, host, name } = view;
  const at = (seconds: number) => created + seconds * 1000;
  const log: LogEntry[] = [{ at: created, what: "added" }];
  if (status === "enqueued") return log;
  log.push({ at: at(1), what: "started" });
  if (kind === "download")
    log.push({
      at: at(1.4),
      what: "redirected",
      detail: `https://edge-3.${host}/signed/${encodeURIComponent(name)}`,
    });
  if (view.pausable === false && kind === "download") log.push({ at: at(1.4), what: "no_parts" });
  const why = {
    ...(message === undefined ? {} : { detail: message }),
    ...(category === undefined ? {} : { category }),
  };
  if (status === "waiting_to_retry")
    log.push({
      at: at(30),
      what: "waits",
      ...why,
      ...(view.retry_at === undefined ? {} : { until: view.retry_at }),
    });
  if (status === "paused")
    log.push({ at: at(40), what: "edited", detail: "limit, lanes" }, { at: at(48), what: "paused" });
  if (status === "failed") log.push({ at: at(52), what: "failed", ...why });
  if (status === "not_found") log.push({ at: at(2), what: "not_found" });
  if (status === "canceled") log.push({ at: at(20), what: "canceled" });
  if (status === "complete") {
    if (view.digest !== undefined) log.push({ at: at(54), what: "verified", detail: view.digest });
    log.push({ at: at(55), what: "completed" });
  }
  return log;
}
