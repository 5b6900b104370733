/**
 * What the page may ask of the program.
 *
 * Owns the one interface that the window and the mock answer, and what an error looks like. Refuses to know how a call
 * travels. Rule kept here: names and types of the calls come from the generated table alone.
 */
import type { Calls, Configure, Refusal, Tick } from "./bindings";

export type CallName = keyof Calls;
export type Request<K extends CallName> = Calls[K]["request"];
export type Answer<K extends CallName> = Calls[K]["answer"];

/** Undoes a subscription. */
export type Stop = () => void;

/** A file of this computer that a person chose or dropped. */
export interface LocalFile {
  path: string;
  name: string;
  bytes: number;
}

/** What is dragged over the window. */
export interface Dragged {
  files: number;
  links: number;
}

/** What the program tells the page without being asked. */
export interface Told {
  /** Text with links was dropped on the window, maybe with files to send, and others that are neither. */
  dropped(text: string, refused: readonly string[], files: readonly LocalFile[]): void;
  /** Something hangs over the window, or no longer does. */
  dragged(over: Dragged | undefined): void;
  /** The window shall close, and no tray icon would keep the program reachable. */
  closeAsked(): void;
  /** The tray, or a second start, wants downloads added. */
  addAsked(text: string): void;
  /** Links were copied elsewhere; the setting `watch_clipboard` is on. */
  copied(text: string): void;
  /** A notification was clicked. */
  showTask(task: number): void;
}

export interface Backend {
  /** Answers a call, or rejects with a {@link Refusal}. */
  call<K extends CallName>(name: K, request: Request<K>): Promise<Answer<K>>;
  /** Says that something changed, at most four times a second. */
  ticks(onTick: (tick: Tick) => void): Promise<Stop>;
  /** Says that the first rows can be seen. */
  drawn(): Promise<void>;
  /** Listens to the rest of the program. */
  listen(told: Told): Promise<Stop>;
  /** Opens the file of a finished task with the desktop's program for it. */
  openFile(task: number): Promise<void>;
  /** Lets the person drag the files of finished tasks to another program; done when they are let go. */
  carryFiles(tasks: readonly number[]): Promise<void>;
  /** Lets the person choose files; none when they think better of it. */
  chooseFiles(): Promise<LocalFile[]>;
  /** Lets the person choose a folder; nothing when they think better of it. */
  chooseFolder(): Promise<string | undefined>;
  /** Lets the person choose a place and writes all settings there; whether it was done. */
  exportSettings(): Promise<boolean>;
  /** Lets the person choose a file of settings, and reads it; nothing when they think better of it. */
  importSettings(): Promise<Configure | undefined>;
  /** Shows the file in the file manager. */
  showInFolder(task: number): Promise<void>;
  /** Puts the window out of the way; transfers go on. */
  minimize(): Promise<void>;
  /** Stops transfers cleanly and ends the program. */
  quit(): Promise<void>;
}

/** Reads whatever a call was rejected with. */
export function refusalOf(error: unknown): Refusal {
  if (typeof error === "object" && error !== null && "code" in error && "message" in error) {
    return error as Refusal;
  }
  return { code: "internal", message: error instanceof Error ? error.message : String(error) };
}
