/**
 * Pretended files of a person.
 *
 * Owns what the desktop's dialog would give back, and how long each is.
 */
import type { LocalFile } from "../api/backend";
import type { UploadFile } from "../api/bindings";

export const FILES: readonly LocalFile[] = [
  { path: "/home/ada/Pictures/harbour-dawn-0142.jpg", name: "harbour-dawn-0142.jpg", bytes: 12_700_000 },
  { path: "/home/ada/Documents/lighthouse-survey.pdf", name: "lighthouse-survey.pdf", bytes: 3_400_000 },
];

const UNKNOWN_LENGTH = 20_000_000;

export function bytesOf(files: readonly UploadFile[]): number {
  const lengths = files.map(({ path }) => FILES.find((file) => file.path === path)?.bytes ?? UNKNOWN_LENGTH);
  return lengths.reduce((sum, bytes) => sum + bytes, 0);
}
