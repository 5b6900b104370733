/**
 * What pretended servers and disks say before anything is added.
 *
 * Owns the answers, which follow from the address alone, and a lever that holds them back. Refuses real servers.
 */
import type { Look, NewRequest, Survey, Surveyed } from "../api/bindings";
import { refusal } from "./refusal";
import type { World } from "./world";

const TYPES: Record<string, string> = {
  iso: "application/x-iso9660-image",
  zip: "application/zip",
  pdf: "application/pdf",
  jpg: "image/jpeg",
};
const MB = 1_000_000;
/** A name that every folder of the mock has. */
const TAKEN = "report.pdf";

export class Looks {
  /** Answers wait until this is taken back. */
  held = false;
  /** Questions that were open at once, at most. */
  most = 0;
  #open = 0;
  #waiting: (() => void)[] = [];

  /** Lets all that wait go on. */
  release(): void {
    this.held = false;
    this.#waiting.splice(0).forEach((go) => go());
  }

  async pass(): Promise<void> {
    this.#open += 1;
    this.most = Math.max(this.most, this.#open);
    if (this.held) await new Promise<void>((go) => this.#waiting.push(go));
    this.#open -= 1;
  }

  look({ url, user }: NewRequest): Look {
    const { host, pathname } = new URL(url);
    if (host.startsWith("club.") && user === undefined)
      return { bytes: -1, why: `${host} wants a user name and password. Give them, then retry.` };
    if (pathname.includes("missing"))
      return { bytes: -1, why: "The server has no file at this address (status 404). Check it." };
    const last = pathname.split("/").at(-1) ?? "";
    const mime = TYPES[last.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    if (pathname.includes("stream")) return { bytes: -1, name: "live.csv", mime: "text/csv" };
    const digits = [...url].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 4000, 7);
    return {
      bytes: (digits + 1) * MB,
      name: decodeURIComponent(last) || "download",
      mime,
      etag: `"${digits}"`,
    };
  }
}

/** What the folder of some downloads and the list of `world` are like. */
export function surveyOf({ folder = "", urls = [], names = [] }: Survey, world: World): Surveyed {
  if (folder.startsWith("/etc"))
    throw refusal(
      "disk",
      `${folder} is a folder that programs run or trust without asking. Choose another one.`,
    );
  const { rows } = world.list({ filter: "all", by: "added", sort: "descending", offset: 0, count: 0 });
  const known = new Set(rows.map(({ url }) => url));
  return {
    folder: folder || "/home/ada/Downloads",
    free: world.overview().free_space ?? 0,
    listed: urls.filter((url) => known.has(url)),
    taken: names.filter((name) => name === TAKEN),
  };
}
