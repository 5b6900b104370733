/**
 * Pretended totals, disks and speeds over time.
 *
 * Owns numbers that look like a week of use. Rule kept here: the same moment and the same task give the same line.
 */
import type { HostActivity, ListQuery, Speeds, Statistics, TaskRef, TaskView } from "../api/bindings";
import type { World } from "./world";

const SECOND = 1000;
const KEPT_SECONDS = 300;
const GB = 1_000_000_000;
const EVERYTHING: ListQuery = {
  filter: "all",
  by: "added",
  sort: "descending",
  offset: 0,
  count: 1000,
};

export function statisticsOf(world: World): Statistics {
  const views = world.list(EVERYTHING).rows;
  const freeSpace = world.overview().free_space ?? 0;
  const running = views.filter(({ status }) => status === "running");
  const done = views.filter(({ status, kind }) => status === "complete" && kind === "download");
  const came = done.reduce((sum, { received }) => sum + received, 0);
  const idle = views.length === 0;
  return {
    today: {
      received: came + (idle ? 0 : 1_284_000_000),
      sent: idle ? 0 : 48_200_000,
      fetched: done.length,
      uploaded: idle ? 0 : 3,
    },
    all_time: {
      received: came + (idle ? 0 : 812 * GB),
      sent: idle ? 0 : 31 * GB,
      fetched: done.length + (idle ? 0 : 4210),
      uploaded: idle ? 0 : 188,
    },
    ...(idle ? {} : { since: "2026-03-02" }),
    folders: [
      { folder: "/home/ada/Downloads", free: freeSpace, size: 500 * GB, tasks: running.length },
      ...(running.length > 2
        ? [{ folder: "/mnt/archive/films", free: 91 * GB, size: 4000 * GB, tasks: 1 }]
        : []),
    ],
    hosts: hostsOf(running),
  };
}

function hostsOf(running: readonly TaskView[]): HostActivity[] {
  const hosts = new Map<string, HostActivity>();
  for (const { host, lanes, bytes_per_second } of running) {
    const of = hosts.get(host) ?? { host, tasks: 0, connections: 0, bytes_per_second: 0 };
    of.tasks += 1;
    of.connections += Math.max(1, lanes?.length ?? 1);
    of.bytes_per_second += bytes_per_second;
    hosts.set(host, of);
  }
  return [...hosts.values()].toSorted((one, other) => one.host.localeCompare(other.host));
}

/** The line of a task, or of all. */
export function speedsOf(world: World, ref: TaskRef | undefined, now: number): Speeds {
  if (ref === undefined) return lineOf(world.tick().bytes_per_second, 1, now);
  const { status, bytes_per_second, id } = world.show(ref);
  return lineOf(status === "running" ? bytes_per_second : 0, id, now);
}

/** A line that ends now, at this rate. */
function lineOf(rate: number, seed: number, now: number): Speeds {
  if (rate === 0) return { at: [], bytes_per_second: [] };
  const last = Math.floor(now / SECOND);
  const seconds = Array.from({ length: KEPT_SECONDS }, (_, at) => last - KEPT_SECONDS + 1 + at);
  return {
    at: seconds.map((second) => second * SECOND),
    bytes_per_second: seconds.map((second, at) =>
      Math.round(rate * swell(second, seed) * Math.min(1, (at + 8) / 40)),
    ),
  };
}

function swell(second: number, seed: number): number {
  return (
    0.85 +
    0.12 * Math.sin(second / 9 + seed) +
    0.06 * Math.sin(second * 1.7 + seed) +
    0.04 * Math.sin(second * 3.1)
  );
}
