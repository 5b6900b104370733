/**
 * The states of the window that are worth looking at.
 *
 * Owns the tasks of each; `?scenario=` in the address chooses one.
 */
import type { Status } from "../api/bindings";
import { chance, pick } from "./chance";
import { KINDS } from "./kinds";
import type { Sketch } from "./task";

export const FEW: Sketch[] = [
  {
    name: "debian-13.2.0-amd64-netinst.iso",
    host: "cdimage.debian.example",
    megabytes: 702,
    share: 0.42,
    rate: 11.4,
  },
  {
    name: "Blender-5.0.1-linux-x64.tar.xz",
    host: "download.blender.example",
    megabytes: 381,
    share: 0.87,
    rate: 6.2,
    lanes: 8,
  },
  {
    name: "live-export.csv",
    host: "reports.example.com",
    unknownTotal: true,
    megabytes: 900,
    share: 0.02,
    rate: 0.8,
    lanes: 1,
    pausable: false,
  },
  {
    name: "symphony-no-7.flac",
    host: "archive.example.org",
    status: "waiting_to_retry",
    megabytes: 64,
    share: 0.31,
    message: "The server is busy and asked to wait.",
    category: "http.503",
    retryInSeconds: 42,
    code: 503,
  },
  {
    name: "field-recordings-2026.zip",
    host: "sounds.example.net",
    status: "paused",
    megabytes: 2140,
    share: 0.55,
    group: "Music",
  },
  {
    name: "harbour-timelapse-4k.mp4",
    host: "media.example.net",
    status: "enqueued",
    megabytes: 1890,
    group: "Video",
  },
  { name: "slides.pdf", host: "talks.example.org", status: "enqueued", held: true, megabytes: 4.1 },
  { name: "handbook.epub", host: "books.example.org", status: "complete", megabytes: 3.4, group: "Books" },
  { name: "portrait-0142.jpg", host: "photos.example.com", status: "complete", megabytes: 12.7 },
  {
    name: "nightly-build.deb",
    host: "ci.example.dev",
    status: "failed",
    megabytes: 88,
    share: 0.7,
    category: "http.changed",
    code: 412,
    message: "The server now offers a different file. Start over, or keep what is here?",
  },
  {
    name: "old-manual.pdf",
    host: "legacy.example.org",
    status: "not_found",
    megabytes: 1,
    code: 404,
    message: "The server has no file at this address. Check it, or ask its owner.",
  },
  { name: "benchmark-data.tar.gz", host: "data.example.edu", status: "canceled", megabytes: 5200 },
];

const LONG: Sketch[] = [
  {
    name: "Minutes of the extraordinary general meeting of the harbour preservation society, second revised and enlarged edition with appendices A to Q (final, signed).tar.gz",
    host: "a-very-long-host-name-that-nobody-would-type.downloads.region-7.storage.example.org",
    megabytes: 8123,
    share: 0.62,
    rate: 0.031,
    lanes: 32,
  },
  {
    name: "Complete collected correspondence of the lighthouse keepers with the ministry of inland waterways, volume twenty-three.pdf",
    host: "another-very-long-host-name-for-members-only.library.region-7.storage.example.org",
    status: "failed",
    megabytes: 310,
    share: 0.4,
    category: "auth.required",
    code: 401,
    message:
      "another-very-long-host-name-for-members-only.library.region-7.storage.example.org wants a user name and password. Give them, then retry.",
  },
  { name: `${"x".repeat(240)}.part01.rar`, megabytes: 1, share: 0.5, status: "paused" },
  {
    name: "no-extension-but-a-name-that-goes-on-and-on-and-on-until-the-window-ends-and-then-some-more",
    status: "failed",
    megabytes: 10,
    message:
      "The disk refused to write: the file would be larger than what this file system can hold, which is 4 GiB on FAT. Choose a folder on another disk, then retry.",
    category: "disk.file_too_large",
  },
  { name: "short.txt", status: "complete", megabytes: 0.0004 },
];

const RTL: Sketch[] = [
  {
    name: "تقرير المبيعات السنوي للربع الثالث من عام ٢٠٢٦.pdf",
    host: "تقارير.example",
    megabytes: 18,
    share: 0.64,
    rate: 1.4,
  },
  { name: "מדריך למשתמש גרסה 3.docx", status: "complete", megabytes: 2.2 },
  {
    name: "فيلم وثائقي عن الميناء القديم (1080p) مع ترجمة كاملة للحوار بين البحارة وسكان المدينة القديمة.mkv",
    status: "paused",
    megabytes: 3400,
    share: 0.2,
  },
  { name: "invoice\u202egpj.exe", status: "complete", megabytes: 0.9 },
  {
    name: "日本語のとても長いファイル名とその説明と補足事項をすべて含んだ最終版の報告書.tar.gz",
    status: "enqueued",
    megabytes: 60,
  },
];

const HOSTILE: Sketch[] = [
  { name: "<img src=x onerror=alert(1)>.png", megabytes: 10, share: 0.4 },
  { name: "<script>document.title='owned'</script>.html", status: "complete", megabytes: 1 },
  {
    name: "a&lt;b&gt;.txt",
    status: "failed",
    megabytes: 1,
    message: "<b onmouseover=alert(1)>The server said so.</b>",
  },
  { name: "line\nbreak\u0007.txt", status: "paused", megabytes: 1, share: 0.1, group: "<i>group</i>" },
];

const FAILING: Sketch[] = [
  {
    name: "backup-2026-11.tar.zst",
    host: "vault.example.org",
    status: "failed",
    megabytes: 940,
    share: 0.93,
    category: "integrity.checksum",
    message: "The file arrived whole but its digest is not the one you gave. Retry, or check the digest.",
  },
  {
    name: "driver.run",
    host: "gpu.example.com",
    status: "failed",
    megabytes: 300,
    category: "tls.cert",
    message: "The server’s certificate has expired, so nothing was sent. Try later, or ask who runs it.",
  },
  {
    name: "members-only.zip",
    host: "club.example.net",
    status: "failed",
    megabytes: 20,
    share: 0.4,
    category: "auth.required",
    code: 401,
    message: "club.example.net wants a user name and password. Give them, then retry.",
  },
  {
    name: "lecture-14.mp4",
    host: "stream.example.edu",
    status: "failed",
    megabytes: 840,
    share: 0.61,
    category: "http.403",
    code: 403,
    message: "stream.example.edu refuses this address (status 403). Check it, or ask its owner.",
  },
  {
    name: "sensor-log.csv",
    scheme: "http",
    host: "192.168.4.20:8080",
    status: "failed",
    megabytes: 3,
    category: "auth.required",
    code: 401,
    message:
      "192.168.4.20 wants the stored password over unencrypted http, so it was not sent. Use https, or allow it.",
  },
  {
    name: "weather-grid.nc",
    host: "climate.example.edu",
    status: "waiting_to_retry",
    megabytes: 410,
    share: 0.4,
    retryInSeconds: 8,
    message: "The connection broke off.",
    category: "net.reset",
  },
];

const FULL: Sketch[] = [
  {
    name: "photo-archive-2019.zip",
    status: "paused",
    megabytes: 41_000,
    share: 0.77,
    category: "disk.full",
    message: "The disk is full. It goes on by itself as soon as 9.4 GB are free.",
  },
  {
    name: "photo-archive-2020.zip",
    status: "enqueued",
    megabytes: 38_000,
    message: "Waits for room on the disk.",
  },
];

const OFFLINE: Sketch[] = FEW.slice(0, 3).map((sketch) => ({
  ...sketch,
  status: "waiting_to_retry",
  message: "There is no network. It goes on by itself when there is one.",
  category: "net.offline",
}));

const ENDS = ["iso", "zip", "mp4", "pdf", "tar.gz", "flac", "jpg", "deb", "json"] as const;
const WORDS = ["harbour", "lantern", "meadow", "orbit", "quarry", "saffron", "tundra", "violet"] as const;
const HOSTS = ["cdn.example.org", "mirror.example.net", "files.example.com"] as const;

/** `count` tasks of all kinds; the newest run. */
export function many(count: number): Sketch[] {
  const roll = chance(7);
  return Array.from({ length: count }, (_, at): Sketch => {
    const status = statusOf(at, roll());
    return {
      name: `${pick(WORDS, roll)}-${String(count - at).padStart(5, "0")}.${pick(ENDS, roll)}`,
      host: pick(HOSTS, roll),
      status,
      megabytes: 1 + Math.floor(roll() * 4000),
      share: roll() * 0.9,
      rate: 0.2 + roll() * 5,
      ...(status === "failed"
        ? { message: "The connection broke off too often.", category: "net.reset" }
        : {}),
      ...(at % 7 === 0 ? { group: pick(["Books", "Music", "Video"], roll) } : {}),
    };
  });
}

function statusOf(at: number, roll: number): Status {
  if (at < 3) return "running";
  if (roll < 0.5) return "complete";
  if (roll < 0.8) return "enqueued";
  return roll < 0.92 ? "paused" : "failed";
}

export const SCENARIOS = {
  empty: () => [],
  few: () => FEW,
  many: (count: number) => many(count),
  long: () => LONG,
  rtl: () => RTL,
  hostile: () => HOSTILE,
  kinds: () => [...KINDS],
  failing: () => FAILING,
  full: () => FULL,
  offline: () => OFFLINE,
  loading: () => FEW,
  gone: () => FEW,
} as const satisfies Record<string, (count: number) => Sketch[]>;

export type Scenario = keyof typeof SCENARIOS;

export function isScenario(name: string): name is Scenario {
  return Object.hasOwn(SCENARIOS, name);
}
