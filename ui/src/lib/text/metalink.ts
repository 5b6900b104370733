/**
 * Metalink files (RFC 5854, and the older version 3).
 *
 * Owns what such a file says of each of its files. Refuses everything but http and https. Rules kept here: the parser
 * makes a document that runs and loads nothing; a path in a name is left out, so that no file leaves its folder.
 */

/** A file, and where it is to be had. */
export interface MetalinkFile {
  url: string;
  mirrors: string[];
  name: string | undefined;
  size: number | undefined;
  /** As `sha-256=HEX`. */
  checksum: string | undefined;
}

/** Whether the text is such a file. */
export function isMetalink(text: string): boolean {
  return /^\ufeff?\s*<(?:\?xml|metalink)/i.test(text) && /<metalink[\s>]/i.test(text.slice(0, 4096));
}

/** Its files; nothing where it cannot be read. */
export function metalinkFiles(text: string): MetalinkFile[] {
  const page = new DOMParser().parseFromString(text.replace(/^\ufeff/, "").trimStart(), "text/xml");
  if (page.getElementsByTagName("parsererror").length > 0) return [];
  return [...page.getElementsByTagName("file")].flatMap((file) => fileOf(file) ?? []);
}

function fileOf(file: Element): MetalinkFile | undefined {
  const addresses = [...file.getElementsByTagName("url")]
    .map((element) => ({ url: textOf(element), rank: rankOf(element) }))
    .filter(({ url }) => /^https?:\/\//i.test(url) && URL.canParse(url))
    .sort((one, other) => one.rank - other.rank)
    .map(({ url }) => url);
  const [url, ...mirrors] = [...new Set(addresses)];
  if (url === undefined) return undefined;
  const size = textOf(file.getElementsByTagName("size")[0]);
  const name = (file.getAttribute("name") ?? "").split(/[/\\]/).at(-1) ?? "";
  return {
    url,
    mirrors,
    name: name === "" || name === "." || name === ".." ? undefined : name,
    size: /^\d{1,15}$/.test(size) && Number(size) > 0 ? Number(size) : undefined,
    checksum: checksumOf(file),
  };
}

function textOf(element: Element | undefined): string {
  return element?.textContent.trim() ?? "";
}

/** Version 4 counts from 1 on; in version 3 the preferred one has the highest number. */
function rankOf(url: Element): number {
  const priority = Number(url.getAttribute("priority") ?? "NaN");
  if (Number.isFinite(priority)) return priority;
  const preference = Number(url.getAttribute("preference") ?? "NaN");
  return Number.isFinite(preference) ? 1000 - preference : 1_000_000;
}

/** The strongest first; those of pieces belong to pieces. */
const DIGESTS = [
  ["sha-512", /^sha-?512$/i, 128],
  ["sha-256", /^sha-?256$/i, 64],
  ["sha-1", /^sha-?1$/i, 40],
  ["md5", /^md5$/i, 32],
] as const;

function checksumOf(file: Element): string | undefined {
  const hashes = [...file.getElementsByTagName("hash")].filter(
    ({ parentElement }) => parentElement?.localName !== "pieces",
  );
  for (const [name, type, length] of DIGESTS) {
    const hash = hashes.find((element) => type.test(element.getAttribute("type") ?? ""));
    const hex = textOf(hash).toLowerCase();
    if (hex.length === length && /^[0-9a-f]+$/.test(hex)) return `${name}=${hex}`;
  }
  return undefined;
}
