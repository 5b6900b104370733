/**
 * A window in which everything that Haul does stands side by side: uploads, requests, batches, groups.
 *
 * Owns the tasks of the scenario `kinds`, and what is said of its groups and batches.
 */
import type { Sketch } from "./task";
import type { World } from "./world";

const PHOTOS = 1;
const DATASET = 2;

export const KINDS: readonly Sketch[] = [
  {
    name: "harbour-dawn-0142.jpg",
    kind: "upload",
    method: "POST",
    host: "photos.example.com",
    megabytes: 12.7,
    share: 0.58,
    rate: 1.2,
    pausable: true,
    group: "Photos",
    batch: PHOTOS,
  },
  {
    name: "A very long name of a film about moving files between computers that do not trust each other (final cut).mp4",
    kind: "upload",
    method: "PUT",
    host: "media.example.net",
    megabytes: 890,
    share: 0.31,
    rate: 3.1,
    pausable: false,
  },
  {
    name: "status.json",
    kind: "request",
    method: "GET",
    host: "api.example.org",
    status: "complete",
    megabytes: 0.000164,
    response: {
      code: 200,
      reason: "OK",
      headers: [
        { name: "content-type", value: "application/json; charset=utf-8" },
        { name: "x-request-id", value: "7f3a-91" },
      ],
      mime: "application/json",
      charset: "utf-8",
      body: '{\n  "state": "ready",\n  "note": "<b>markup stays text</b>",\n  "queue": 3\n}\n',
    },
  },
  {
    name: "measurements",
    kind: "request",
    method: "POST",
    host: "climate.example.edu",
    status: "running",
    megabytes: 0.01,
  },
  {
    name: "survey-north.csv",
    host: "data.example.edu",
    status: "enqueued",
    megabytes: 44,
    share: 1,
    batch: DATASET,
    waitsFor: "siblings",
  },
  {
    name: "survey-east.csv",
    host: "data.example.edu",
    megabytes: 61,
    share: 0.4,
    batch: DATASET,
  },
  {
    name: "survey-south.csv",
    host: "data.example.edu",
    status: "enqueued",
    megabytes: 38,
    batch: DATASET,
    waitsFor: "slot",
  },
  {
    name: "symphony-no-7.flac",
    host: "archive.example.org",
    status: "enqueued",
    megabytes: 64,
    group: "Music",
    waitsFor: "queue",
  },
  {
    name: "atlas.pmtiles",
    host: "maps.example.org",
    status: "enqueued",
    megabytes: 4100,
    waitsFor: "network",
    message: "This network is metered. It goes on by itself on another one.",
  },
  {
    name: "harbour-dusk-0143.jpg",
    kind: "upload",
    method: "POST",
    host: "photos.example.com",
    status: "complete",
    megabytes: 11.2,
    group: "Photos",
    batch: PHOTOS,
    response: {
      code: 201,
      reason: "Created",
      headers: [{ name: "location", value: "https://photos.example.com/p/0143" }],
      mime: "text/html",
      body: "<h1>Stored</h1><p>Thank you.</p>",
    },
  },
  {
    name: "harbour-night-0144.jpg",
    kind: "upload",
    method: "POST",
    host: "photos.example.com",
    status: "failed",
    megabytes: 9.8,
    group: "Photos",
    batch: PHOTOS,
    category: "http.413",
    code: 413,
    message: "photos.example.com takes no file of this size (status 413). Send a smaller one.",
  },
  { name: "debian-13.2.0-amd64-netinst.iso", host: "cdimage.debian.example", megabytes: 702, share: 0.42 },
];

/** What is said of the groups and batches before anybody looks. */
export function sayOf(world: World, now: number): void {
  world.batches.add({ name: "Harbour photos" }, now);
  world.batches.add({ name: "Coast survey 2026", atomic: true }, now);
  world.groups.hold("Music", true);
  world.groups.set({ group: "Photos", limit_rate: 500 << 10, max_running: 2 });
}
