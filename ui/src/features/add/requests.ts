/**
 * From the form for requests to the call.
 *
 * Owns how the fields become a request. Refuses to change a body: text goes letter by letter, and JSON is only looked at.
 * Rule kept here: what was not said is not sent.
 */
import type { Header, Method, NewRequest } from "$lib/api/bindings";
import { type Common, commonOf, commonTroubles, nothingInCommon } from "./common";
import { fieldsOf, isAddress } from "./lines";
import { type Troubles, wrong } from "./troubles";

export type Content = "json" | "form" | "text";

export interface Asking extends Common {
  method: Method;
  url: string;
  content: Content;
  body: string;
}

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const satisfies readonly Method[];
export const CONTENTS = ["json", "form", "text"] as const satisfies readonly Content[];

const TYPES: Record<Content, string> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  text: "text/plain; charset=utf-8",
};

/** A form in which nothing is said. */
export function nothingAsked(): Asking {
  return { ...nothingInCommon(), method: "GET", url: "", content: "json", body: "" };
}

/** Whether requests of the method carry something. */
export function hasBody(method: Method): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** The fields that cannot become a request. */
export function requestTroubles(form: Asking): Troubles<Asking> {
  const troubles: Troubles<Asking> = commonTroubles(form);
  const url = form.url.trim();
  if (url !== "" && !isAddress(url)) troubles.url = wrong("request-url-bad");
  if (!hasBody(form.method) || form.body.trim() === "") return troubles;
  const badField = fieldsOf(form.body).bad;
  if (form.content === "json" && !isJson(form.body)) troubles.body = wrong("request-json-bad");
  if (form.content === "form" && badField !== undefined)
    troubles.body = wrong("upload-fields-bad", { text: badField });
  return troubles;
}

export function requestOf(form: Asking): NewRequest {
  const common = commonOf(form);
  const request: NewRequest = {
    url: form.url.trim(),
    method: form.method,
    by: "window",
    ...common,
  };
  if (!hasBody(form.method)) return request;
  const text = form.content === "form" ? encoded(form.body) : form.body;
  // A server that expects a body is told that it is empty; one that deletes expects none.
  if (text.trim() === "") return form.method === "DELETE" ? request : { ...request, body: { text: "" } };
  const headers = withType(request.headers ?? [], TYPES[form.content]);
  return { ...request, headers, body: { text } };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** As a web page would send them. */
function encoded(body: string): string {
  const pairs = fieldsOf(body).headers.map(({ name, value }): [string, string] => [name, value]);
  return new URLSearchParams(pairs).toString();
}

/** A type that was written by hand goes before. */
function withType(headers: Header[], type: string): Header[] {
  const said = headers.some(({ name }) => name.toLowerCase() === "content-type");
  return said ? headers : [{ name: "Content-Type", value: type }, ...headers];
}
