/**
 * From the form for downloads to the call.
 *
 * Owns how the fields become downloads. Refuses to judge addresses or names: the engine does, and says why. Rule kept
 * here: what was not said is not sent.
 */
import type { Add, NewBatch, NewDownload } from "$lib/api/bindings";
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

export function downloadsOf(links: readonly string[], form: Downloading): Add {
  const downloads = links.map((url) => downloadOf(url, form, links.length === 1));
  const batch = batchOf(links, form);
  return batch === undefined ? { downloads } : { downloads, batch };
}

function batchOf(links: readonly string[], form: Downloading): NewBatch | undefined {
  if (!form.together || links.length < 2) return undefined;
  return present({ name: said(form.batchName), atomic: form.atomic || undefined });
}

function downloadOf(url: string, form: Downloading, one: boolean): NewDownload {
  return {
    url,
    name: (one && said(form.name)) || SERVERS_NAME,
    conflict: "rename",
    headers: [],
    query: [],
    trust: "checked",
    start: "now",
    ...commonOf(form),
    ...(one ? ofOneFile(form) : {}),
    ...present({
      folder: said(form.folder),
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

/** What can only be true of one file. */
function ofOneFile(form: Downloading): Partial<NewDownload> {
  return present({
    checksum: said(form.checksum),
    mirrors: some(linesOf(form.mirrors)),
    size: numberOf(form.size),
  });
}
