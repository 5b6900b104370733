/**
 * Pretended groups.
 *
 * Owns what was said of them. Its counts come from whoever has the tasks.
 */
import type { GroupCount, Groups as AllGroups, GroupView, QueueState, SetGroup } from "../api/bindings";

type Said = Omit<Partial<GroupView>, "group">;

export class Groups {
  readonly #counts: () => GroupCount[];
  #said = new Map<string, Said>([["films", { limit_rate: 2 << 20, weight: 30 }]]);
  #paused = false;

  constructor(counts: () => GroupCount[]) {
    this.#counts = counts;
  }

  all(): AllGroups {
    const names = new Set([...this.#said.keys(), ...this.#counts().map(({ group }) => group)]);
    return { groups: [...names].toSorted().map((name) => this.#view(name)), queue_paused: this.#paused };
  }

  set({ group, ...changes }: SetGroup): GroupView {
    const before = this.#said.get(group) ?? {};
    const named = Object.entries(changes).filter(([, value]) => value !== null);
    const taken = new Set(Object.keys(changes));
    const kept = Object.entries(before).filter(([key]) => !taken.has(key));
    this.#said.set(group, Object.fromEntries([...kept, ...named]));
    return this.#view(group);
  }

  forget(group: string): Record<string, never> {
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
    const tasks = this.#counts().find((count) => count.group === group)?.tasks ?? 0;
    return {
      group,
      weight: 10,
      queue_paused: false,
      start_interval: 0,
      described: this.#said.has(group),
      tasks,
      running: 0,
      enqueued: tasks,
      waiting_to_retry: 0,
      paused: 0,
      complete: 0,
      failed: 0,
      bytes_per_second: 0,
      ...this.#said.get(group),
    };
  }
}
