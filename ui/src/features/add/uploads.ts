/**
 * From the upload form to the call.
 *
 * Owns how files and fields become uploads. Refuses to open a file: the engine does, and says why it cannot. Rules kept
 * here: what was not said is not sent; files that are sent as they are go one by one.
 */
import type { LocalFile } from "$lib/api/backend";
import type { Method, NewUpload, Resume, UploadForm, Uploads } from "$lib/api/bindings";
import { rateOf } from "$lib/text/rates";
import { type Common, commonOf, commonTroubles, nothingInCommon } from "./common";
import { fieldsOf, isAddress, present, said, some } from "./lines";
import { type Troubles, wrong } from "./troubles";

export interface Uploading extends Common {
  files: readonly LocalFile[];
  url: string;
  form: UploadForm;
  /** `name=value`, one a line. */
  fields: string;
  /** Name of the field that holds a file. */
  field: string;
  method: Method;
  resume: Resume;
  limitRate: string;
  /** The uploads are one batch. */
  together: boolean;
  batchName: string;
}

/** Methods that send a file. */
export const METHODS = ["POST", "PUT", "PATCH"] as const satisfies readonly Method[];
export const RESUMES = ["never", "draft", "tus"] as const satisfies readonly Resume[];

/** A form in which nothing is said. */
export function nothingUploaded(files: readonly LocalFile[]): Uploading {
  return {
    ...nothingInCommon(),
    files,
    url: "",
    form: "multipart",
    fields: "",
    field: "",
    method: "POST",
    resume: "never",
    limitRate: "",
    together: false,
    batchName: "",
  };
}

/** The fields that cannot become an upload. */
export function uploadTroubles(form: Uploading): Troubles<Uploading> {
  const troubles: Troubles<Uploading> = commonTroubles(form);
  const url = form.url.trim();
  if (url !== "" && !isAddress(url)) troubles.url = wrong("upload-url-bad");
  const badField = fieldsOf(form.fields).bad;
  if (form.form === "multipart" && badField !== undefined)
    troubles.fields = wrong("upload-fields-bad", { text: badField });
  if (rateOf(form.limitRate) === undefined) troubles.limitRate = wrong("details-limit-bad");
  return troubles;
}

export function uploadsOf(form: Uploading): Uploads {
  const { files } = form;
  if (form.form === "multipart") return { uploads: [uploadOf(files, form)] };
  const uploads = files.map((file) => uploadOf([file], form));
  return form.together && uploads.length > 1
    ? { uploads, batch: present({ name: said(form.batchName) }) }
    : { uploads };
}

function uploadOf(files: readonly LocalFile[], form: Uploading): NewUpload {
  const multipart = form.form === "multipart";
  const field = multipart ? said(form.field) : undefined;
  return {
    url: form.url.trim(),
    files: files.map(({ path }) => (field === undefined ? { path } : { path, field })),
    form: form.form,
    method: form.method,
    by: "window",
    ...commonOf(form),
    ...present({
      fields: multipart ? some(fieldsOf(form.fields).headers) : undefined,
      resume: form.resume === "never" ? undefined : form.resume,
      limit_rate: rateOf(form.limitRate) || undefined,
    }),
  };
}

/** Both lists, each path once. */
export function joinedFiles(one: readonly LocalFile[], other: readonly LocalFile[]): LocalFile[] {
  return [...one, ...other.filter(({ path }) => !one.some((each) => each.path === path))];
}
