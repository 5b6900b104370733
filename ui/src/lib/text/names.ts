/**
 * File names made fit for the screen.
 *
 * Owns how a name is split so that its end is never cut, and what of it would fool the eye. Rule kept here: the parts
 * together are the name.
 */

/** Marks that turn text around: with them `photo<RLO>gpj.exe` would look like `photoexe.jpg`. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
/** `.gz` after `.tar` belongs together. */
const EXTENSION = /(?:\.tar)?\.[^.\s/]{1,12}$/i;
/** Scripts whose letters join; a cut between them would change their shape. */
const PLAIN = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{P}\p{N}\p{Z}\p{S}]+$/u;
const KEPT_BEFORE_EXTENSION = 6;

/** The name without what cannot be seen. */
export function visible(name: string): string {
  return name.replace(TURNING, "").replace(CONTROL, "\ufffd");
}

/** The part that may be shortened, and the end that may not. */
export function split(name: string): { head: string; tail: string } {
  const shown = visible(name);
  const extension = EXTENSION.exec(shown)?.[0] ?? "";
  const stem = shown.slice(0, shown.length - extension.length);
  if (stem === "") return { head: shown, tail: "" };
  const letters = [...stem];
  const kept = letters.slice(-KEPT_BEFORE_EXTENSION).join("");
  if (letters.length <= 2 * KEPT_BEFORE_EXTENSION || !PLAIN.test(kept))
    return { head: stem, tail: extension };
  return { head: stem.slice(0, stem.length - kept.length), tail: kept + extension };
}

export type FileKind =
  "archive" | "disc" | "film" | "music" | "picture" | "text" | "program" | "code" | "file";

const KINDS: Record<Exclude<FileKind, "file">, string> = {
  archive: "zip gz tgz xz txz bz2 zst 7z rar tar lz4 lzma cab",
  disc: "iso img dmg vhd vmdk qcow2 bin",
  film: "mp4 mkv webm avi mov m4v mpg mpeg ts ogv",
  music: "mp3 flac ogg opus m4a wav aac wma",
  picture: "jpg jpeg png gif webp avif svg tif tiff bmp heic raw",
  text: "pdf txt md doc docx odt rtf epub html htm csv xls xlsx ods ppt pptx odp",
  program: "deb rpm exe msi appimage flatpak snap apk jar pkg",
  code: "js json xml py rs c h cpp go java sh toml yaml yml sql patch",
};

const KIND_OF = new Map(
  Object.entries(KINDS).flatMap(([kind, list]) => list.split(" ").map((end) => [end, kind as FileKind])),
);

export function kindOf(name: string): FileKind {
  const end = /\.([^.]+)$/.exec(name)?.[1];
  return KIND_OF.get(end?.toLowerCase() ?? "") ?? "file";
}
