/**
 * From the add form to the call.
 *
 * Owns how the fields become downloads. Refuses to judge addresses or names: the engine does, and says why. Rule kept
 * here: what was not said is not sent.
 */
import type { Add, Header, NewBatch, NewDownload } from "$lib/api/bindings";

export interface Form {
  links: readonly string[];
  folder: string;
  name: string;
  checksum: string;
  group: string;
  priority: string;
  lanes: string;
  later: boolean;
  /** The links are one batch. */
  together: boolean;
  batchName: string;
  atomic: boolean;
  headers: string;
  secretHeaders: string;
  mirrors: string;
  checksumFrom: string;
  size: string;
  maxSeconds: string;
  strict: boolean;
  decode: boolean;
  allowDowngrade: boolean;
  unmarked: boolean;
}

/** What is wrong with a field: its message and what goes into it. */
export type Troubles = Partial<
  Record<keyof Form, { message: string; args: Record<string, string | number> }>
>;

/** Takes the server's name. */
const SERVERS_NAME = "?";
const MOST_LANES = 32;

/** A form in which nothing is said but the folder. */
export function blank(folder: string): Omit<Form, "links"> {
  return {
    folder,
    name: "",
    checksum: "",
    group: "",
    priority: "",
    lanes: "",
    later: false,
    together: false,
    batchName: "",
    atomic: false,
    headers: "",
    secretHeaders: "",
    mirrors: "",
    checksumFrom: "",
    size: "",
    maxSeconds: "",
    strict: false,
    decode: false,
    allowDowngrade: false,
    unmarked: false,
  };
}

/** The fields that cannot become a request. */
export function troublesOf(form: Omit<Form, "links">): Troubles {
  const troubles: Troubles = {};
  for (const field of ["headers", "secretHeaders"] as const) {
    const { bad } = headersOf(form[field]);
    if (bad !== undefined) troubles[field] = { message: "add-headers-bad", args: { text: bad } };
  }
  const most = { lanes: MOST_LANES, size: Number.MAX_SAFE_INTEGER, maxSeconds: Number.MAX_SAFE_INTEGER };
  for (const [field, to] of Object.entries(most) as [keyof typeof most, number][]) {
    const value = numberOf(form[field]);
    if (value === undefined || (value >= 1 && value <= to)) continue;
    troubles[field] =
      field === "lanes" ? { message: "add-lanes-bad", args: {} } : { message: "add-number-bad", args: {} };
  }
  return troubles;
}

export function requestOf(form: Form): Add {
  const downloads = form.links.map((url) => downloadOf(url, form));
  const batch = batchOf(form);
  return batch === undefined ? { downloads } : { downloads, batch };
}

function batchOf({ links, together, batchName, atomic }: Form): NewBatch | undefined {
  if (!together || links.length < 2) return undefined;
  return present({ name: said(batchName), atomic: atomic || undefined });
}

function downloadOf(url: string, form: Form): NewDownload {
  const one = form.links.length === 1;
  return {
    url,
    name: (one && said(form.name)) || SERVERS_NAME,
    conflict: "rename",
    headers: headersOf(form.headers).headers,
    query: [],
    trust: "checked",
    start: form.later ? "later" : "now",
    ...(one ? ofOneFile(form) : {}),
    ...present({
      folder: said(form.folder),
      group: said(form.group),
      priority: numberOf(form.priority),
      lanes: numberOf(form.lanes),
      secret_headers: some(headersOf(form.secretHeaders).headers),
      checksum_from: said(form.checksumFrom),
      max_seconds: numberOf(form.maxSeconds),
      strict: form.strict || undefined,
      decode: form.decode || undefined,
      allow_downgrade: form.allowDowngrade || undefined,
      private: form.unmarked || undefined,
    }),
  };
}

/** What can only be true of one file. */
function ofOneFile(form: Form): Partial<NewDownload> {
  return present({
    checksum: said(form.checksum),
    mirrors: some(linesOf(form.mirrors)),
    size: numberOf(form.size),
  });
}

/** The headers of the lines, and the first line that is none. */
export function headersOf(text: string): { headers: Header[]; bad: string | undefined } {
  const lines = linesOf(text);
  const bad = lines.find((line) => line.indexOf(":") < 1);
  const headers = lines
    .filter((line) => line.indexOf(":") >= 1)
    .map((line) => {
      const colon = line.indexOf(":");
      return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
    });
  return { headers, bad };
}

export function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

export function said(text: string): string | undefined {
  return text.trim() || undefined;
}

/** 0, which fits nowhere, for what is no whole number. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : 0;
}

export function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
