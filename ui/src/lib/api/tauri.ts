/**
 * The program behind the page when it runs in Haul's window.
 *
 * Owns the names of commands and events that the shell answers and sends. Refuses to hold state: the window is rebuilt
 * from the engine each time it opens.
 */
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen, type UnlistenFn } from "@tauri-apps/api/event";
import type { Answer, Backend, CallName, Dragged, LocalFile, Request, Stop, Told } from "./backend";
import type { Configure, Tick } from "./bindings";

export function open(): Backend {
  return new Window();
}

class Window implements Backend {
  call<K extends CallName>(name: K, request: Request<K>): Promise<Answer<K>> {
    return invoke<Answer<K>>(name, { with: request });
  }

  async ticks(onTick: (tick: Tick) => void): Promise<Stop> {
    const channel = new Channel<Tick>();
    channel.onmessage = onTick;
    await invoke("ticks", { onTick: channel });
    return () => {
      channel.onmessage = () => undefined;
    };
  }

  drawn(): Promise<void> {
    return invoke("drawn");
  }

  async listen(told: Told): Promise<Stop> {
    const ends: UnlistenFn[] = await Promise.all([
      listen<{ text: string; refused?: string[]; files?: LocalFile[] }>("dropped", ({ payload }) =>
        told.dropped(payload.text, payload.refused ?? [], payload.files ?? []),
      ),
      listen<Dragged | null>("dragged", ({ payload }) =>
        told.dragged(payload !== null && payload.files + payload.links > 0 ? payload : undefined),
      ),
      listen("close-asked", () => told.closeAsked()),
      listen<{ text?: string } | null>("add-asked", ({ payload }) => told.addAsked(payload?.text ?? "")),
      listen<{ text: string }>("copied", ({ payload }) => told.copied(payload.text)),
      listen<{ task: number }>("show-task", ({ payload }) => told.showTask(payload.task)),
    ]);
    return () => ends.forEach((end) => end());
  }

  openFile(task: number): Promise<void> {
    return invoke("open_file", { task });
  }

  carryFiles(tasks: readonly number[]): Promise<void> {
    return invoke("carry_files", { tasks });
  }

  chooseFiles(): Promise<LocalFile[]> {
    return invoke("choose_files");
  }

  async chooseFolder(): Promise<string | undefined> {
    return (await invoke<string | null>("choose_folder")) ?? undefined;
  }

  exportSettings(): Promise<boolean> {
    return invoke("export_settings");
  }

  async importSettings(): Promise<Configure | undefined> {
    return (await invoke<Configure | null>("import_settings")) ?? undefined;
  }

  showInFolder(task: number): Promise<void> {
    return invoke("show_in_folder", { task });
  }

  minimize(): Promise<void> {
    return invoke("minimize");
  }

  quit(): Promise<void> {
    return invoke("quit");
  }
}
