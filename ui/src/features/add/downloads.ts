/**
 * From the form for downloads to the call.
 *
 * Owns how the fields become downloads. Refuses to judge addresses or names: the engine does, and says why. Rule kept
 * here: what was not said is not sent.
 */
import type { Add, NewBatch, NewDownload } from "$lib/api/bindings";
import type { Wanted } from "$lib/text/pasted";
import { rateOf } from "$lib/text/rates";
import { type Common, commonOf, commonTroubles, nothingInCommon } from "./common";
import { linesOf, numberOf, present, said, some } from "./lines";
import { type Troubles, wrong } from "./troubles";

export interface Downloading extends Common {
  folder: string;
  name: string;
  checksum: string;
  lanes: string;
  limitRate: string;
  /** The links are one batch. */
  together: boolean;
  batchName: string;
  atomic: boolean;
  mirrors: string;
  checksumFrom: string;
  size: string;
  strict: boolean;
  decode: boolean;
  allowDowngrade: boolean;
  unmarked: boolean;
}

/** Takes the server's name. */
const SERVERS_NAME = "?";
const MOST_LANES = 32;

/** A form in which nothing is said but the folder. */
export function nothingDownloaded(folder: string): Downloading {
  return {
    ...nothingInCommon(),
    folder,
    name: "",
    checksum: "",
    lanes: "",
    limitRate: "",
    together: false,
    batchName: "",
    atomic: false,
    mirrors: "",
    checksumFrom: "",
    size: "",
    strict: false,
    decode: false,
    allowDowngrade: false,
    unmarked: false,
  };
}

/** The fields that cannot become a download. */
export function downloadTroubles(form: Downloading): Troubles<Downloading> {
  const troubles: Troubles<Downloading> = commonTroubles(form);
  const lanes = numberOf(form.lanes) ?? 1;
  if (lanes < 1 || lanes > MOST_LANES) troubles.lanes = wrong("add-lanes-bad");
  if (numberOf(form.size) === 0) troubles.size = wrong("add-number-bad");
  if (rateOf(form.limitRate) === undefined) troubles.limitRate = wrong("details-limit-bad");
  return troubles;
}

export function downloadsOf(all: readonly Wanted[], form: Downloading): Add {
  const downloads = all.map((wanted) => downloadOf(wanted, form, all.length === 1));
  const batch = batchOf(all, form);
  return batch === undefined ? { downloads } : { downloads, batch };
}

function batchOf(all: readonly Wanted[], form: Downloading): NewBatch | undefined {
  if (!form.together || all.length < 2) return undefined;
  return present({ name: said(form.batchName), atomic: form.atomic || undefined });
}

/** What was typed into the form goes before what came with the address. */
function downloadOf(wanted: Wanted, form: Downloading, one: boolean): NewDownload {
  const common: Partial<NewDownload> = commonOf(form);
  const secrets = [...(wanted.secretHeaders ?? []), ...(common.secret_headers ?? [])];
  return {
    url: wanted.url,
    conflict: "rename",
    query: [],
    trust: "checked",
    start: "now",
    ...ofAddress(wanted),
    ...common,
    headers: [...(wanted.headers ?? []), ...(common.headers ?? [])],
    ...(secrets.length > 0 ? { secret_headers: secrets } : {}),
    name: (one && said(form.name)) || wanted.name || SERVERS_NAME,
    ...(one ? ofOneFile(form) : {}),
    ...present({
      folder: said(wanted.folder ?? form.folder),
      lanes: numberOf(form.lanes),
      limit_rate: rateOf(form.limitRate) || undefined,
      checksum_from: said(form.checksumFrom),
      strict: form.strict || undefined,
      decode: form.decode || undefined,
      allow_downgrade: form.allowDowngrade || undefined,
      private: form.unmarked || undefined,
    }),
  };
}

/** What came with the address. */
function ofAddress({ method, user, body, proxy, limitRate, checksum, size, mirrors, folder }: Wanted) {
  return present({
    method,
    user,
    body: body === undefined ? undefined : { text: body },
    proxy,
    limit_rate: limitRate,
    checksum,
    size,
    mirrors,
    folder,
  });
}

/** What can only be true of one file. */
function ofOneFile(form: Downloading): Partial<NewDownload> {
  return present({
    checksum: said(form.checksum),
    mirrors: some(linesOf(form.mirrors)),
    size: numberOf(form.size),
  });
}
