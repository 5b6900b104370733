/**
 * Which pretended tasks a question is about.
 *
 * Owns filters, order and counts. Refuses to change a task.
 */
import type { Counts, Filter, ListQuery, Status, TaskView } from "../api/bindings";
import type { Queue } from "./queue";

const FILTERS: Record<Filter, readonly Status[] | undefined> = {
  all: undefined,
  active: ["running", "waiting_to_retry"],
  queued: ["enqueued"],
  paused: ["paused"],
  finished: ["complete"],
  failed: ["failed", "not_found", "canceled"],
};

/** Whether the question is about this row. */
export function fits(query: ListQuery, view: TaskView): boolean {
  const text = query.search?.toLowerCase();
  return (
    (FILTERS[query.filter]?.includes(view.status) ?? true) &&
    (query.status === undefined || view.status === query.status) &&
    (query.group === undefined || view.group === query.group) &&
    (query.ids === undefined || query.ids.map(Number).includes(view.id)) &&
    (query.batch === undefined || view.batch === query.batch) &&
    (text === undefined || `${view.name} ${view.url}`.toLowerCase().includes(text))
  );
}

export function countsOf(views: readonly TaskView[]): Counts {
  const of = (filter: Filter) => views.filter((view) => FILTERS[filter]?.includes(view.status)).length;
  const groups = new Map<string, number>();
  views.forEach(({ group }) => groups.set(group, (groups.get(group) ?? 0) + 1));
  return {
    all: views.length,
    active: of("active"),
    queued: of("queued"),
    paused: of("paused"),
    finished: of("finished"),
    failed: of("failed"),
    groups: [...groups]
      .map(([group, tasks]) => ({ group, tasks }))
      .sort((a, b) => a.group.localeCompare(b.group)),
  };
}

export function order({ by, sort }: ListQuery, queue: Queue): (one: TaskView, other: TaskView) => number {
  const sign = sort === "ascending" ? 1 : -1;
  const compare: Record<ListQuery["by"], (one: TaskView, other: TaskView) => number> = {
    added: (one, other) => one.id - other.id,
    queue: (one, other) => queue.compare(one, other),
    name: (one, other) => one.name.localeCompare(other.name),
    size: (one, other) => one.total - other.total,
    status: (one, other) => one.status.localeCompare(other.status),
    host: (one, other) => one.host.localeCompare(other.host),
    group: (one, other) => one.group.localeCompare(other.group) || one.status.localeCompare(other.status),
    priority: (one, other) => one.priority - other.priority,
    finished: (one, other) => (one.finished ?? 0) - (other.finished ?? 0),
  };
  return (one, other) => sign * (compare[by](one, other) || one.id - other.id);
}
