/**
 * From the add form to the call.
 *
 * Owns how the fields become downloads. Refuses to judge addresses or names: the engine does, and says why.
 */
import type { Add, Header, NewDownload } from "$lib/api/bindings";

export interface Form {
  links: readonly string[];
  folder: string;
  name: string;
  checksum: string;
  group: string;
  priority: string;
  headers: string;
  later: boolean;
}

/** Takes the server's name. */
const SERVERS_NAME = "?";

export function requestOf(form: Form): Add {
  const { headers } = headersOf(form.headers);
  const one = form.links.length === 1;
  return { downloads: form.links.map((url) => downloadOf(url, form, headers, one)) };
}

function downloadOf(url: string, form: Form, headers: Header[], one: boolean): NewDownload {
  const download: NewDownload = {
    url,
    name: one && form.name.trim() !== "" ? form.name.trim() : SERVERS_NAME,
    conflict: "rename",
    headers,
    query: [],
    trust: "checked",
    start: form.later ? "later" : "now",
  };
  if (form.folder.trim() !== "") download.folder = form.folder.trim();
  if (one && form.checksum.trim() !== "") download.checksum = form.checksum.trim();
  if (form.group.trim() !== "") download.group = form.group.trim();
  if (form.priority !== "") download.priority = Number(form.priority);
  return download;
}

/** The headers of the lines, and the first line that is none. */
export function headersOf(text: string): { headers: Header[]; bad: string | undefined } {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const bad = lines.find((line) => line.indexOf(":") < 1);
  const headers = lines
    .filter((line) => line.indexOf(":") >= 1)
    .map((line) => {
      const colon = line.indexOf(":");
      return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
    });
  return { headers, bad };
}
