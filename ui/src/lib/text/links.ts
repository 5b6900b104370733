/**
 * Links in text.
 *
 * Owns what counts as a link in pasted or dropped text. Refuses to touch one: an address is handed on letter by letter,
 * since decoding or encoding it again breaks signed links. One that begins with the name of its host gets https.
 */

const LINK = /https?:\/\/[^\s<>"]+/gi;
/** A line that is an address but for its beginning: the name of a host, and something on it. */
const BARE = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d{1,5})?\/[^\s<>"]+$/i;
/** What ends a sentence, not an address. */
const SENTENCE_END = /[.,;:!?'’”]+$/;

export interface Found {
  /** Each address once, in order. */
  links: string[];
  /** How many were there more than once. */
  repeated: number;
  /** Lines without any. */
  others: string[];
}

export function linksIn(text: string): Found {
  const links = new Set<string>();
  const others: string[] = [];
  let all = 0;
  for (const line of text.split(/[\r\n]+/).map((raw) => raw.trim())) {
    const found = linksOfLine(line);
    all += found.length;
    found.forEach((link) => links.add(link));
    if (found.length === 0 && line !== "") others.push(line);
  }
  return { links: [...links], repeated: all - links.size, others };
}

function linksOfLine(line: string): string[] {
  // as a browser and the command take it
  if (BARE.test(line)) return [`https://${line}`];
  const found = [...line.matchAll(LINK)].map(([link]) => link);
  const [only] = found;
  const inProse = found.length !== 1 || only !== line;
  return found.map((link) => (inProse ? withoutProse(link) : link)).filter((link) => URL.canParse(link));
}

/** Takes off a full stop, and a bracket that was opened before the address. */
function withoutProse(link: string): string {
  const bare = link.replace(SENTENCE_END, "");
  const last = bare.at(-1);
  const opening = last === ")" ? "(" : last === "]" ? "[" : undefined;
  if (opening === undefined || bare.split(opening).length >= bare.split(last ?? "").length) return bare;
  return withoutProse(bare.slice(0, -1));
}

/** What a browser or file manager lets go over the window. */
export interface Carried {
  getData(type: string): string;
}

/** The links of a drop, one a line; plain text as it is when it holds none. */
export function linksOfDrop(carried: Carried): string {
  const plain = carried.getData("text/plain");
  const ways = [
    () => uriList(carried.getData("text/uri-list")),
    () => everySecondLine(carried.getData("text/x-moz-url")),
    () => anchors(carried.getData("text/html")),
    () => linksIn(plain).links,
  ];
  for (const way of ways) {
    const links = way().filter((line) => /^https?:\/\//i.test(line));
    if (links.length > 0) return links.join("\n");
  }
  return plain.trim();
}

/** RFC 2483: one a line, comments begin with `#`. */
function uriList(text: string): string[] {
  return text.split(/[\r\n]+/).filter((line) => line !== "" && !line.startsWith("#"));
}

/** Address and title take turns. */
function everySecondLine(text: string): string[] {
  return text.split(/\r?\n/).filter((_, at) => at % 2 === 0);
}

/** The parser makes a document that runs and loads nothing. */
function anchors(html: string): string[] {
  if (html === "") return [];
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("a[href]")].map((anchor) => anchor.getAttribute("href") ?? "");
}
