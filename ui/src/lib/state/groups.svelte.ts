/**
 * What is said of the groups and of the whole queue.
 *
 * Owns the answer that was given last. Refuses to know tasks: how many there are comes with every tick.
 */
import type { Backend } from "../api/backend";
import type { GroupView } from "../api/bindings";

export class Groups {
  all = $state.raw<GroupView[]>([]);
  /** Whether the waiting tasks of all groups are held. */
  queuePaused = $state(false);

  named(name: string | undefined): GroupView | undefined {
    return this.all.find(({ group }) => group === name);
  }

  async pull(backend: Backend): Promise<void> {
    const { groups, queue_paused } = await backend.call("groups", {});
    this.all = groups;
    this.queuePaused = queue_paused;
  }

  /** Holds a queue, or lets it go on: that of a group, or that of all. */
  async hold(backend: Backend, paused: boolean, group?: string): Promise<void> {
    await backend.call(paused ? "pause_queue" : "resume_queue", group === undefined ? {} : { group });
    await this.pull(backend);
  }
}
