/**
 * What somebody pasted, dropped or opened as a list.
 *
 * Owns the way from any such text to files to have: addresses in prose, lists, `curl` lines, Metalink, addresses that stand
 * for many. Refuses torrents and magnets, in words. Rules kept here: an address is handed on letter by letter; what comes
 * with it besides stays with it; what cannot be taken is named, and never taken half.
 */
import { type Carried, CURL, curlAt, type NotTaken } from "./curl";
import { linksIn } from "./links";
import { isMetalink, metalinkFiles } from "./metalink";
import { countOf, expanded, MOST_LINKS } from "./patterns";

/** What is known of a file beside its address. */
export interface Extra extends Partial<Carried> {
  checksum?: string;
  size?: number;
  mirrors?: string[];
  /** A folder of its own. */
  folder?: string;
}

export type Extras = ReadonlyMap<string, Extra>;

export const NO_EXTRAS: Extras = new Map();

/** Both; the later word holds. */
export function joinedExtras(one: Extras, other: Extras): Extras {
  return new Map([...one, ...other]);
}

export function withoutExtra(extras: Extras, url: string): Extras {
  return new Map([...extras].filter(([key]) => key !== url));
}

/** A file to have. */
export interface Wanted extends Extra {
  url: string;
}

/** A text in which only plain lines are left, and what was taken out of it. */
export interface TakenUp {
  text: string;
  /** The same without what cannot be taken. */
  plain: string;
  extras: Extras;
  refused: readonly NotTaken[];
}

export interface Pasted {
  wanted: Wanted[];
  /** How many were there more than once. */
  repeated: number;
  /** Lines without an address. */
  others: string[];
  magnets: number;
  /** Addresses that stand for many, with how many. */
  patterns: { link: string; count: number }[];
  /** How many that makes in all. */
  count: number;
}

/** Whether addresses that look so stand for many. */
export type Patterns = "filled" | "literal";

/** Takes the lines apart that say more than an address. What cannot be taken stays where it is. */
export function takenUp(text: string): TakenUp {
  if (isMetalink(text)) return ofMetalink(text);
  const extras = new Map<string, Extra>();
  const refused: NotTaken[] = [];
  let kept = "";
  let plain = "";
  let at = 0;
  CURL.lastIndex = 0;
  for (let found = CURL.exec(text); found !== null; found = CURL.exec(text)) {
    const { end, line } = curlAt(text, found.index + found[0].length);
    const before = text.slice(at, found.index);
    if ("why" in line) {
      refused.push(line);
      kept += before + text.slice(found.index, end);
      plain += before;
    } else {
      kept += before + line.url;
      plain += before + line.url;
      extras.set(line.url, line.carried);
    }
    at = end;
    CURL.lastIndex = Math.max(end, CURL.lastIndex);
  }
  const [whole, rest] = [kept, plain].map((begun) => listed(begun + text.slice(at), extras));
  return { text: whole ?? "", plain: rest ?? "", extras, refused };
}

/** The files that the lines stand for. `extras` belong to addresses. */
export function wantedIn(text: string, extras: Extras, patterns: Patterns): Pasted {
  const found = linksIn(text);
  const many = found.links
    .filter((link) => !extras.has(link))
    .map((link) => ({ link, count: countOf(link) }))
    .filter(({ count }) => count > 1);
  const filled = patterns === "filled" ? new Set(many.map(({ link }) => link)) : new Set<string>();
  const count = many.reduce(
    (sum, one) => sum + (filled.has(one.link) ? one.count - 1 : 0),
    found.links.length,
  );
  const all =
    count > MOST_LINKS ? [] : found.links.flatMap((link) => (filled.has(link) ? expanded(link) : link));
  const links = filled.size === 0 ? all : [...new Set(all)];
  const magnets = found.others.filter((line) => /^magnet:/i.test(line));
  return {
    wanted: links.map((url) => ({ url, ...extras.get(url) })),
    repeated: found.repeated + (all.length - links.length),
    others: found.others.filter((line) => !magnets.includes(line) && !/^#/.test(line)),
    magnets: magnets.length,
    patterns: many,
    count,
  };
}

/** Whether it is a torrent by its name: Haul fetches that file, and not what it stands for. */
export function isTorrent(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.toLowerCase().endsWith(".torrent");
}

/** The text of a list file: an address may come without its scheme, remarks begin with `#`. */
export function listText(text: string): string {
  if (isMetalink(text)) return text;
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  return lines
    .filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"))
    .map((line) => (BARE.test(line) ? `https://${line}` : line))
    .join("\n");
}

/** A host with a dot in it, perhaps a port and a path, and perhaps fields after it. */
const BARE = /^(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,}(?::\d+)?(?:\/[^\s]*)?(?:\t.*)?$/u;
/** An address, and after a tab each a name and a digest. */
const FIELDS = /^(https?:\/\/[^\s]+)\t([^\t]*)(?:\t([^\t]*))?$/i;

/** The lines without their fields, which go into `extras`. */
function listed(text: string, extras: Map<string, Extra>): string {
  if (!text.includes("\t")) return text;
  const lines = text.split("\n").map((line) => {
    const [, url, name = "", checksum = ""] = FIELDS.exec(line.trimEnd()) ?? [];
    if (url === undefined) return line;
    const said = {
      ...(name.trim() === "" ? {} : { name: name.trim() }),
      ...(checksum.trim() === "" ? {} : { checksum: checksum.trim() }),
    };
    if (Object.keys(said).length > 0) extras.set(url, { ...extras.get(url), ...said });
    return url;
  });
  return lines.join("\n");
}

function ofMetalink(text: string): TakenUp {
  const files = metalinkFiles(text);
  const extras = new Map<string, Extra>();
  for (const { url, mirrors, name, size, checksum } of files) {
    extras.set(url, {
      ...(mirrors.length > 0 ? { mirrors } : {}),
      ...(name === undefined ? {} : { name }),
      ...(size === undefined ? {} : { size }),
      ...(checksum === undefined ? {} : { checksum }),
    });
  }
  if (files.length === 0) return { text, plain: "", extras, refused: [{ why: "none", option: "metalink" }] };
  const plain = files.map(({ url }) => url).join("\n");
  return { text: plain, plain, extras, refused: [] };
}
