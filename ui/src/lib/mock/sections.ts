/**
 * Pretended tasks in sections.
 *
 * Owns their order and what is said of each. Refuses to filter and to sort: the world does.
 */
import type {
  BatchView,
  SectionBy,
  SectionKey,
  SectionsPage,
  SectionsQuery,
  SectionView,
  Status,
  TaskView,
} from "../api/bindings";
import type { World } from "./world";

const STATUSES: readonly Status[] = [
  "running",
  "waiting_to_retry",
  "enqueued",
  "paused",
  "failed",
  "not_found",
  "canceled",
  "complete",
];
const OVER: readonly Status[] = ["failed", "not_found", "canceled"];

export function sectionsOf(world: World, { by, list, windows }: SectionsQuery): SectionsPage {
  const rows = world.rows(list);
  const { batches } = world.batches.all();
  const { version, counts } = world.tick();
  const all = new Map<string, { of: SectionKey; tasks: TaskView[] }>();
  for (const row of rows) {
    const of = keyOf(by, row);
    const word = JSON.stringify(of);
    const found = all.get(word) ?? { of, tasks: [] };
    found.tasks.push(row);
    all.set(word, found);
  }
  const sections = [...all.values()]
    .map(({ of, tasks }) => viewOf(of, tasks, batches))
    .toSorted((one, other) => compare(one.of, other.of));
  return {
    version,
    counts,
    matching: rows.length,
    sections,
    windows: windows.map(({ of, offset, count }) =>
      structuredClone((all.get(JSON.stringify(of))?.tasks ?? []).slice(offset, offset + count)),
    ),
  };
}

function keyOf(by: SectionBy, { group, batch, status }: TaskView): SectionKey {
  if (by === "group") return { group };
  if (by === "status") return { status };
  return batch === undefined ? "rest" : { batch };
}

function compare(one: SectionKey, other: SectionKey): number {
  if (one === "rest") return 1;
  if (other === "rest") return -1;
  if ("group" in one && "group" in other) return one.group < other.group ? -1 : 1;
  if ("batch" in one && "batch" in other) return other.batch - one.batch;
  if ("status" in one && "status" in other)
    return STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status);
  return 0;
}

function viewOf(of: SectionKey, tasks: readonly TaskView[], batches: readonly BatchView[]): SectionView {
  const count = (...statuses: Status[]) => tasks.filter(({ status }) => statuses.includes(status)).length;
  const share = (task: TaskView) =>
    task.status === "complete" || OVER.includes(task.status) ? 1 : (task.progress ?? 0);
  const name = of !== "rest" && "batch" in of ? batches.find(({ id }) => id === of.batch)?.name : undefined;
  const view: SectionView = {
    of,
    tasks: tasks.length,
    active: count("running", "waiting_to_retry"),
    queued: count("enqueued"),
    paused: count("paused"),
    finished: count("complete"),
    failed: count("failed", "not_found", "canceled"),
    progress: tasks.reduce((sum, task) => sum + Math.max(0, share(task)), 0) / tasks.length,
  };
  if (name !== undefined) view.name = name;
  if (of === "rest") return view;
  view.received = tasks.reduce((sum, { received }) => sum + received, 0);
  if (tasks.every(({ total }) => total > 0)) view.total = tasks.reduce((sum, { total }) => sum + total, 0);
  return view;
}
