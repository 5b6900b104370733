/**
 * What a pasted digest says of a known one.
 *
 * Owns reading digests as people copy them. Refuses to compute any. Rule kept here: two digests are called equal only when they
 * are of one algorithm and letter by letter the same.
 */
const NAMES: Record<string, string> = {
  md5: "MD5",
  "sha-1": "SHA-1",
  "sha-224": "SHA-224",
  "sha-256": "SHA-256",
  "sha-384": "SHA-384",
  "sha-512": "SHA-512",
  crc32: "CRC32",
  crc32c: "CRC32C",
};

/** Algorithms by the number of their hexadecimal digits. */
const BY_LENGTH: Record<number, string> = {
  8: "CRC32",
  32: "MD5",
  40: "SHA-1",
  56: "SHA-224",
  64: "SHA-256",
  96: "SHA-384",
  128: "SHA-512",
};

export interface Split {
  /** The algorithm, as people write it. */
  name: string;
  hex: string;
}

export type Verdict =
  | { is: "none" | "equal" | "different"; args?: Record<string, string> }
  | { is: "other" | "unreadable"; args: Record<string, string> };

/** The two sides of `algorithm=hex`. */
export function split(digest: string): Split {
  const at = digest.indexOf("=");
  const [algorithm, hex] = at < 0 ? ["", digest] : [digest.slice(0, at), digest.slice(at + 1)];
  return { name: NAMES[algorithm.toLowerCase()] ?? algorithm, hex };
}

/** Compares whatever was pasted, such as a line of a file of sums, with a known digest. */
export function compared(known: string, pasted: string): Verdict {
  if (pasted.trim() === "") return { is: "none" };
  const { name, hex } = split(known);
  const found = hexIn(pasted);
  const other = BY_LENGTH[found.length];
  if (other === undefined) return { is: "unreadable", args: {} };
  if (found.length !== hex.length) return { is: "other", args: { other, name } };
  return { is: found === hex.toLowerCase() ? "equal" : "different", args: {} };
}

/** The longest run of hexadecimal digits, also where blanks or colons stand between them. */
function hexIn(text: string): string {
  const lower = text.toLowerCase();
  const closed = lower.match(/[0-9a-f]+/g) ?? [];
  const longest = closed.reduce((one, other) => (other.length > one.length ? other : one), "");
  if (BY_LENGTH[longest.length] !== undefined && longest.length > 8) return longest;
  const spaced = lower.replace(/[\s:-]/g, "");
  return /^[0-9a-f]+$/.test(spaced) ? spaced : longest;
}
