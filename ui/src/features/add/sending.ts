/**
 * From the upload form to the call.
 *
 * Owns how files and fields become uploads. Refuses to open a file: the engine does, and says why it cannot. Rules kept
 * here: what was not said is not sent; files that are sent as they are go one by one.
 */
import type { LocalFile } from "$lib/api/backend";
import type { Header, Method, NewUpload, Resume, UploadForm, Uploads } from "$lib/api/bindings";
import { rateOf } from "$lib/text/rates";
import { headersOf, linesOf, present, said, some } from "./request";

export interface Sending {
  files: readonly LocalFile[];
  url: string;
  form: UploadForm;
  /** `name=value`, one a line. */
  fields: string;
  /** Name of the field that holds a file. */
  field: string;
  method: Method;
  resume: Resume;
  group: string;
  limitRate: string;
  headers: string;
  secretHeaders: string;
  later: boolean;
  /** The uploads are one batch. */
  together: boolean;
  batchName: string;
}

/** Methods that send a body. */
export const METHODS = ["POST", "PUT", "PATCH"] as const satisfies readonly Method[];
export const RESUMES = ["never", "draft", "tus"] as const satisfies readonly Resume[];

/** A form in which nothing is said. */
export function nothingSent(files: readonly LocalFile[]): Sending {
  return {
    files,
    url: "",
    form: "multipart",
    fields: "",
    field: "",
    method: "POST",
    resume: "never",
    group: "",
    limitRate: "",
    headers: "",
    secretHeaders: "",
    later: false,
    together: false,
    batchName: "",
  };
}

/** What is wrong with a field: its message and what goes into it. */
export type SendingTroubles = Partial<
  Record<keyof Sending, { message: string; args: Record<string, string> }>
>;

/** The fields that cannot become an upload. */
export function sendingTroubles(sending: Sending): SendingTroubles {
  const troubles: SendingTroubles = {};
  const url = sending.url.trim();
  if (url !== "" && !isAddress(url)) troubles.url = { message: "upload-url-bad", args: {} };
  const badField = fieldsOf(sending.fields).bad;
  if (sending.form === "multipart" && badField !== undefined)
    troubles.fields = { message: "upload-fields-bad", args: { text: badField } };
  for (const field of ["headers", "secretHeaders"] as const) {
    const { bad } = headersOf(sending[field]);
    if (bad !== undefined) troubles[field] = { message: "add-headers-bad", args: { text: bad } };
  }
  if (rateOf(sending.limitRate) === undefined)
    troubles.limitRate = { message: "details-limit-bad", args: {} };
  return troubles;
}

/** As with downloads, an address may come without its scheme. */
function isAddress(url: string): boolean {
  return !/\s/.test(url) && URL.canParse(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`);
}

export function uploadsOf(sending: Sending): Uploads {
  const { files, form } = sending;
  if (form === "multipart") return { uploads: [uploadOf(files, sending)] };
  const uploads = files.map((file) => uploadOf([file], sending));
  return sending.together && uploads.length > 1
    ? { uploads, batch: present({ name: said(sending.batchName) }) }
    : { uploads };
}

function uploadOf(files: readonly LocalFile[], sending: Sending): NewUpload {
  const multipart = sending.form === "multipart";
  const field = multipart ? said(sending.field) : undefined;
  return {
    url: sending.url.trim(),
    files: files.map(({ path }) => (field === undefined ? { path } : { path, field })),
    form: sending.form,
    method: sending.method,
    by: "window",
    ...present({
      fields: multipart ? some(fieldsOf(sending.fields).fields) : undefined,
      resume: sending.resume === "never" ? undefined : sending.resume,
      headers: some(headersOf(sending.headers).headers),
      secret_headers: some(headersOf(sending.secretHeaders).headers),
      group: said(sending.group),
      limit_rate: rateOf(sending.limitRate) || undefined,
      start: sending.later ? ("later" as const) : undefined,
    }),
  };
}

/** The fields of the lines, and the first line that is none. */
export function fieldsOf(text: string): { fields: Header[]; bad: string | undefined } {
  const lines = linesOf(text);
  const fields = lines
    .filter((line) => line.indexOf("=") >= 1)
    .map((line) => ({ name: line.slice(0, line.indexOf("=")), value: line.slice(line.indexOf("=") + 1) }));
  return { fields, bad: lines.find((line) => line.indexOf("=") < 1) };
}

/** Both lists, each path once. */
export function joinedFiles(one: readonly LocalFile[], other: readonly LocalFile[]): LocalFile[] {
  return [...one, ...other.filter(({ path }) => !one.some((each) => each.path === path))];
}
