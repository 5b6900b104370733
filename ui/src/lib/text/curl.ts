/**
 * A `curl` line as a download.
 *
 * Owns which of its options say something about a download, which mean nothing to one, and which cannot be had. Rules kept
 * here: an option that is not known is named and refused, never passed over; what lets somebody in is kept apart from the
 * plain headers.
 */
import type { Header, Method } from "../api/bindings";
import { rateOf } from "./rates";
import { commandAt } from "./shell";

/** What the line says beside the address. */
export interface Carried {
  method?: Method;
  headers: Header[];
  secretHeaders: Header[];
  /** `user:password`. */
  user?: string;
  body?: string;
  name?: string;
  proxy?: string;
  limitRate?: number;
}

/** Why a line cannot be taken: a message, and the option it is about. */
export interface NotTaken {
  why:
    | "insecure"
    | "file"
    | "form"
    | "head"
    | "method"
    | "option"
    | "several"
    | "none"
    | "variable"
    | "unclosed"
    | "windows";
  option: string;
}

export interface CurlLine {
  url: string;
  carried: Carried;
}

export interface Read {
  /** Where the text of the command ends. */
  end: number;
  line: CurlLine | NotTaken;
}

/** Where a command begins: at the start of a line, perhaps after a prompt. */
export const CURL = /^[ \t]*(?:[$#%] +)?curl(?:\.exe)?[ \t]+/gim;

/** Reads the command whose options begin at `start`. */
export function curlAt(text: string, start: number): Read {
  const { words, end, fault } = commandAt(text, start);
  const said = text.slice(start, end);
  if (/\^["\r\n]/.test(said)) return { end, line: { why: "windows", option: "" } };
  if (fault !== undefined) return { end, line: { why: fault, option: "" } };
  return { end, line: lineOf(words) };
}

type Take = (into: Draft, value: string, option: string) => NotTaken | undefined;

interface Draft {
  urls: string[];
  carried: Carried;
  data: string[];
  asQuery: boolean;
}

const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"] satisfies Method[];

/** Options that say how curl behaves, or what Haul does anyway. */
const IDLE =
  "--compressed --location --silent --show-error --fail --fail-with-body --verbose --include --progress-bar --globoff --http1.0 --http1.1 --http2 --http3 --remote-name --remote-header-name --remote-name-all --create-dirs --no-buffer --ipv4 --ipv6 --no-progress-meter --tr-encoding --path-as-is --basic --anyauth --remote-time --remove-on-error --parallel";
/** The same, with a word after them. */
const IDLE_WITH_WORD =
  "--retry --retry-delay --retry-max-time --connect-timeout --max-time --cookie-jar --write-out --dump-header --max-redirs --output-dir --continue-at --keepalive-time --speed-limit --speed-time --stderr --trace";

const SHORT: Record<string, string> = {
  H: "--header",
  X: "--request",
  d: "--data",
  b: "--cookie",
  u: "--user",
  A: "--user-agent",
  e: "--referer",
  o: "--output",
  x: "--proxy",
  r: "--range",
  G: "--get",
  k: "--insecure",
  F: "--form",
  T: "--upload-file",
  I: "--head",
  K: "--config",
  E: "--cert",
  L: "--location",
  s: "--silent",
  S: "--show-error",
  f: "--fail",
  v: "--verbose",
  i: "--include",
  "#": "--progress-bar",
  g: "--globoff",
  O: "--remote-name",
  J: "--remote-header-name",
  N: "--no-buffer",
  R: "--remote-time",
  Z: "--parallel",
  "0": "--http1.0",
  "4": "--ipv4",
  "6": "--ipv6",
  m: "--max-time",
  c: "--cookie-jar",
  w: "--write-out",
  D: "--dump-header",
  C: "--continue-at",
};

const refuse =
  (why: NotTaken["why"]): Take =>
  (_into, _value, option) => ({ why, option });

const header =
  (name: string): Take =>
  ({ carried }, value) =>
    void addHeader(carried, { name, value });

const data: Take = ({ data: all }, value, option) =>
  value.startsWith("@") ? { why: "file", option } : void all.push(value);

/** Options with a word after them. */
const WITH_WORD: Record<string, Take> = {
  "--url": ({ urls }, value) => void urls.push(value),
  "--header": ({ carried }, value, option) =>
    value.startsWith("@") ? { why: "file", option } : takeHeader(carried, value),
  "--request": ({ carried }, value) => takeMethod(carried, value),
  "--data": data,
  "--data-ascii": data,
  "--data-binary": data,
  "--data-raw": ({ data: all }, value) => void all.push(value),
  "--data-urlencode": ({ data: all }, value, option) =>
    /^[^=]*@/.test(value) ? { why: "file", option } : void all.push(encoded(value)),
  "--json": ({ data: all, carried }, value, option) => {
    if (value.startsWith("@")) return { why: "file", option };
    all.push(value);
    for (const name of ["Content-Type", "Accept"]) {
      if (!has(carried, name)) carried.headers.push({ name, value: "application/json" });
    }
    return undefined;
  },
  "--cookie": ({ carried }, value, option) =>
    value.includes("=") ? void addHeader(carried, { name: "Cookie", value }) : { why: "file", option },
  "--user": ({ carried }, value) => void (carried.user = value.includes(":") ? value : `${value}:`),
  "--oauth2-bearer": ({ carried }, value) =>
    void carried.secretHeaders.push({ name: "Authorization", value: `Bearer ${value}` }),
  "--user-agent": header("User-Agent"),
  "--referer": header("Referer"),
  "--range": ({ carried }, value) => void carried.headers.push({ name: "Range", value: `bytes=${value}` }),
  "--output": ({ carried }, value) => {
    const name = value.split("/").at(-1) ?? "";
    if (name !== "" && name !== "-") carried.name = name;
    return undefined;
  },
  "--proxy": ({ carried }, value) => void (carried.proxy = value),
  "--limit-rate": ({ carried }, value, option) => {
    const rate = rateOf(value);
    if (rate === undefined) return { why: "option", option };
    if (rate > 0) carried.limitRate = rate;
    return undefined;
  },
  "--form": refuse("form"),
  "--form-string": refuse("form"),
  "--upload-file": refuse("form"),
  "--config": refuse("file"),
  "--cert": refuse("file"),
  "--netrc-file": refuse("file"),
};

/** Options that stand alone. */
const ALONE: Record<string, Take> = {
  "--get": (into) => void (into.asQuery = true),
  "--insecure": refuse("insecure"),
  "--head": refuse("head"),
  "--next": refuse("several"),
};

for (const option of IDLE.split(" ")) ALONE[option] = () => undefined;
for (const option of IDLE_WITH_WORD.split(" ")) WITH_WORD[option] = () => undefined;

function lineOf(words: string[]): CurlLine | NotTaken {
  const draft: Draft = { urls: [], carried: { headers: [], secretHeaders: [] }, data: [], asQuery: false };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const trouble =
      word.startsWith("-") && word !== "-" ? takeOption(draft, word, rest) : void draft.urls.push(word);
    if (trouble !== undefined) return trouble;
  }
  return finished(draft);
}

/** Takes an option, and the word after it where it has one. Short ones may stand together, with their word attached. */
function takeOption(draft: Draft, word: string, rest: string[]): NotTaken | undefined {
  if (word.startsWith("--")) return takeNamed(draft, word, word, () => rest.shift());
  for (let at = 1; at < word.length; at += 1) {
    const option = `-${word[at]}`;
    const name = SHORT[word[at] ?? ""] ?? option;
    if (WITH_WORD[name] !== undefined) {
      const attached = word.slice(at + 1);
      return takeNamed(draft, name, option, () => (attached === "" ? rest.shift() : attached));
    }
    const trouble = takeNamed(draft, name, option, () => undefined);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function takeNamed(
  draft: Draft,
  name: string,
  option: string,
  word: () => string | undefined,
): NotTaken | undefined {
  const alone = Object.hasOwn(ALONE, name) ? ALONE[name] : undefined;
  if (alone !== undefined) return alone(draft, "", option);
  const take = Object.hasOwn(WITH_WORD, name) ? WITH_WORD[name] : undefined;
  const value = take === undefined ? undefined : word();
  return take === undefined || value === undefined ? { why: "option", option } : take(draft, value, option);
}

function finished({ urls, carried, data: all, asQuery }: Draft): CurlLine | NotTaken {
  const [given, ...more] = urls;
  if (given === undefined) return { why: "none", option: "" };
  if (more.length > 0) return { why: "several", option: "" };
  const url = addressOf(given);
  if (url === undefined) return { why: "none", option: "" };
  if (all.length === 0) return { url, carried };
  const body = all.join("&");
  if (asQuery) return { url: `${url}${url.includes("?") ? "&" : "?"}${body}`, carried };
  if (!has(carried, "Content-Type"))
    carried.headers.push({ name: "Content-Type", value: "application/x-www-form-urlencoded" });
  return { url, carried: { ...carried, body } };
}

/** Without the backslashes that keep curl from seeing patterns; as with curl, what has no scheme is http. */
function addressOf(given: string): string | undefined {
  const bare = given.replace(/\\([[\]{}])/g, "$1");
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `http://${bare}`;
  return /^https?:/i.test(url) && URL.canParse(url) ? url : undefined;
}

function takeMethod(carried: Carried, value: string): NotTaken | undefined {
  const method = value.toUpperCase();
  if (!METHODS.includes(method)) return { why: "method", option: value };
  carried.method = method as Method;
  return undefined;
}

/** `Name: value`; `Name;` is sent empty, and `Name:` is not sent at all. */
function takeHeader(carried: Carried, line: string): undefined {
  const colon = line.indexOf(":");
  if (colon > 0) {
    const value = line.slice(colon + 1).trim();
    if (value !== "") addHeader(carried, { name: line.slice(0, colon).trim(), value });
  } else if (line.trimEnd().endsWith(";")) {
    addHeader(carried, { name: line.trimEnd().slice(0, -1), value: "" });
  }
  return undefined;
}

/** What belongs to one connection or one moment of the browser's, and would break a download. */
const OF_THE_BROWSER =
  /^(?:host|content-length|connection|accept-encoding|te|upgrade|transfer-encoding|if-.*|:.*|proxy-.*|keep-alive)$/i;
const SECRET = /^(?:authorization|cookie)$|token|secret|api-?key|auth|session|csrf|xsrf|password/i;

function addHeader(carried: Carried, header: Header): void {
  if (OF_THE_BROWSER.test(header.name)) return;
  (SECRET.test(header.name) ? carried.secretHeaders : carried.headers).push(header);
}

function has({ headers, secretHeaders }: Carried, name: string): boolean {
  return [...headers, ...secretHeaders].some((header) => header.name.toLowerCase() === name.toLowerCase());
}

/** `name=content`, of which the content is encoded; `=content` and plain content have no name. */
function encoded(value: string): string {
  const equals = value.indexOf("=");
  if (equals < 0) return encodeURIComponent(value);
  const name = value.slice(0, equals);
  return `${name === "" ? "" : `${name}=`}${encodeURIComponent(value.slice(equals + 1))}`;
}
