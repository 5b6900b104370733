/**
 * What is set.
 *
 * Owns the settings as they were told last. Refuses to know what they mean. Rule kept here: what was saved is asked for
 * again, so that window and command never show different ones for long.
 */
import type { Backend } from "../api/backend";
import type { Settings } from "../api/bindings";

export class Preferences {
  all = $state.raw<Settings>();

  async pull(backend: Backend): Promise<void> {
    this.all = await backend.call("settings", {});
  }

  /** Saves one, and gives back what is kept. */
  async save(backend: Backend, key: keyof Settings, value: string): Promise<string> {
    const kept = await backend.call("set", { key, value });
    await this.pull(backend);
    return kept.value;
  }
}
