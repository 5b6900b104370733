/**
 * Pretended groups.
 *
 * Owns what was said of them. Their counts come from whoever has the tasks.
 */
import type { Groups as AllGroups, GroupView, QueueState, SetGroup, Status, TaskView } from "../api/bindings";
import { refusal } from "./refusal";

type Said = Omit<Partial<GroupView>, "group">;

export class Groups {
  readonly #views: () => TaskView[];
  #said = new Map<string, Said>();
  #paused = false;

  constructor(views: () => TaskView[]) {
    this.#views = views;
  }

  all(): AllGroups {
    const names = new Set([...this.#said.keys(), ...this.#views().map(({ group }) => group)]);
    return { groups: [...names].toSorted().map((name) => this.#view(name)), queue_paused: this.#paused };
  }

  /** Whether waiting tasks of the group do not begin. */
  holds(group: string): boolean {
    return this.#paused || (this.#said.get(group)?.queue_paused ?? false);
  }

  set({ group, ...changes }: SetGroup): GroupView {
    const before = this.#said.get(group) ?? {};
    const named = Object.entries(changes).filter(([, value]) => value !== null);
    const taken = new Set(Object.keys(changes));
    const kept = Object.entries(before).filter(([key]) => !taken.has(key));
    this.#said.set(group, Object.fromEntries([...kept, ...named]));
    return this.#view(group);
  }

  rename(group: string, to: string): GroupView {
    if (this.#said.has(to) || this.#views().some((view) => view.group === to))
      throw refusal("not_possible", `There is a group "${to}" already; choose another name.`);
    this.#said.set(to, this.#said.get(group) ?? {});
    this.#said.delete(group);
    for (const view of this.#views()) if (view.group === group) view.group = to;
    return this.#view(to);
  }

  forget(group: string): Record<string, never> {
    const live: Status[] = ["running", "enqueued", "waiting_to_retry", "paused"];
    if (this.#views().some((view) => view.group === group && live.includes(view.status)))
      throw refusal("not_possible", `"${group}" has tasks that are not done.`);
    this.#said.delete(group);
    return {};
  }

  hold(group: string | undefined, paused: boolean): QueueState {
    if (group === undefined) {
      this.#paused = paused;
      return { paused };
    }
    this.#said.set(group, { ...this.#said.get(group), queue_paused: paused });
    return { group, paused };
  }

  #view(group: string): GroupView {
    const tasks = this.#views().filter((view) => view.group === group);
    const of = (...statuses: Status[]) => tasks.filter(({ status }) => statuses.includes(status)).length;
    return {
      group,
      weight: 10,
      queue_paused: false,
      start_interval: 0,
      metered: "as_set",
      described: this.#said.has(group),
      tasks: tasks.length,
      running: of("running"),
      enqueued: of("enqueued"),
      waiting_to_retry: of("waiting_to_retry"),
      paused: of("paused"),
      complete: of("complete"),
      failed: of("failed", "not_found", "canceled"),
      bytes_per_second: tasks.reduce((sum, task) => sum + task.bytes_per_second, 0),
      ...this.#said.get(group),
    };
  }
}
