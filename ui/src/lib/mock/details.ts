/**
 * Everything about one pretended task.
 *
 * Owns what the server of each kind would have said.
 */
import type { Details, Response } from "../api/bindings";
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
