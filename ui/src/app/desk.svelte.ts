/**
 * What the window has open, and what its buttons and keys do.
 *
 * Owns the one dialog that may be open and the way from an action to a call. Refuses to draw. Rule kept here: whatever a
 * button does, its key does through the same function.
 */
import { tick } from "svelte";
import type { Backend, Dragged, LocalFile, Told } from "$lib/api/backend";
import type {
  Credential,
  Edit,
  FileFate,
  Selection as Target,
  SetCredential,
  TaskView,
} from "$lib/api/bindings";
import { rateText } from "$lib/text/rates";
import { limit } from "$lib/words/format";
import { Session } from "$lib/state/session.svelte";
import { DEFAULT_GROUP } from "$lib/words/group";
import type { Action } from "$lib/words/task";
import { isolated, t } from "$messages/messages";
import type { Kind, Ways } from "../features/add/ways";
import { waysOf } from "./adding";
import { Removing } from "./removing.svelte";

export type Open =
  | { is: "nothing" }
  | { is: "add"; what: Kind; text: string; folder: string; files: readonly LocalFile[] }
  | { is: "groups"; group: string | undefined }
  | { is: "speed" }
  | {
      is: "remove";
      target: Target;
      count: number;
      name: string | undefined;
      filed: boolean;
      file: FileFate;
      together: boolean;
    }
  | { is: "sign-in"; task: TaskView }
  | { is: "new-address"; task: TaskView }
  | { is: "place"; task: TaskView }
  | { is: "group-name"; group: string }
  | { is: "settings"; logins: Credential[]; section: string | undefined }
  | { is: "shortcuts" }
  | { is: "palette" }
  | { is: "closing" };

export class Desk {
  readonly session: Session;
  readonly removing = new Removing(this);
  open = $state.raw<Open>({ is: "nothing" });
  /** What a screen reader is told. */
  said = $state("");
  /** The add dialog, while it is open. */
  adding = $state.raw<{ take(text: string, files?: readonly LocalFile[]): void } | undefined>();
  /** What hangs over the window and may be dropped. */
  dragged = $state.raw<Dragged>();
  /** Files of the list are dragged to another program. */
  carries = $state(false);
  /** Links that were copied elsewhere and are offered, one a line. */
  copied = $state.raw("");
  /** Goes to a row of the list. */
  goTo: (index: number, task: number) => void = () => undefined;

  /** What the add dialog may ask for. */
  readonly ways: Ways;

  constructor(readonly backend: Backend) {
    this.session = new Session(backend);
    this.ways = waysOf(backend, {
      refresh: () => this.session.refresh(),
      say: (words) => void (this.said = words),
      showDetails: (task) => void this.showTask(task).then(() => this.session.showDetails(true)),
    });
  }

  readonly told: Told = {
    dropped: (text, refused, files) => this.dropped(text, refused, files),
    dragged: (dragged) => void (this.dragged = dragged),
    addAsked: (text) => void this.add(text),
    closeAsked: () => void (this.open = { is: "closing" }),
    copied: (text) => void (this.copied = text),
    showTask: (task) => void this.showTask(task),
  };

  /** Tells a screen reader, also when it was told the same before. */
  say(words: string): void {
    this.said = "";
    void tick().then(() => (this.said = words));
  }

  close(): void {
    this.open = { is: "nothing" };
  }

  /** Opens the add dialog, or hands links to the one that is open. */
  async add(text = "", files: readonly LocalFile[] = []): Promise<void> {
    this.copied = "";
    if (this.adding) return this.adding.take(text, files);
    const folder = this.session.overview?.download_folder ?? "";
    const what = text === "" && files.length > 0 ? "upload" : "download";
    this.open = { is: "add", what, text, folder, files };
  }

  /** Holds a queue, or lets it go on: that of a group, or that of all. */
  async holdQueue(paused: boolean, group?: string): Promise<void> {
    const { session } = this;
    if (await session.attempt(() => session.groups.hold(this.backend, paused, group)))
      this.said = t(paused ? "queue-held-said" : "queue-goes-on-said");
  }

  /** Shows what holds for groups, beginning with one. */
  showGroups(group: string | undefined): void {
    this.open = { is: "groups", group };
  }

  /** Bounds the speed of everything together; 0 is no limit. */
  async limitAll(bytes: number): Promise<void> {
    const { session } = this;
    if (!(await session.attempt(async () => void (await session.set("limit_rate", rateText(bytes)))))) return;
    const scheduled = session.overview?.limit.scheduled ? "yes" : "no";
    this.said = t("limit-said", { limit: bytes === 0 ? t("no-limit") : limit(bytes), scheduled });
  }

  /** Shows the tasks of one batch. */
  showBatch(batch: number | undefined): void {
    this.session.ask({ filter: "all", group: undefined, batch, search: "" });
  }

  /** Opens the settings, at a section if one is named. */
  async settings(section?: string): Promise<void> {
    const { session, backend } = this;
    await session.attempt(async () => {
      const [{ credentials }] = await Promise.all([
        backend.call("credentials", {}),
        session.preferences.pull(backend),
      ]);
      this.open = { is: "settings", logins: credentials, section };
    });
  }

  /** Changes a task that is under way; the answer is why it could not be, or nothing. */
  async change(task: number, change: Partial<Omit<Edit, "task">>): Promise<string> {
    return this.session.edit(task, change);
  }

  /** Asks what the file of the one task that is chosen shall be called, and where it shall be. */
  askPlace(): void {
    const { size, known } = this.session.selection;
    const [task] = known;
    if (size === 1 && task !== undefined) this.open = { is: "place", task: $state.snapshot(task) };
  }

  /** Asks what a group shall be called; what names none belongs to one that keeps its name. */
  askGroupName(group: string): void {
    if (group !== DEFAULT_GROUP) this.open = { is: "group-name", group };
  }

  /** Gives a task another name, place or group. */
  async place(task: number, change: Partial<Omit<Edit, "task">>): Promise<string> {
    return this.closing(this.session.edit(task, change));
  }

  /** Gives a group another name, and follows it. */
  async renameGroup(group: string, to: string): Promise<string> {
    return this.closing(this.session.renameGroup(group, to));
  }

  /** Gives a task another address and tries it again with what is there. */
  async newAddress(task: number, url: string): Promise<string> {
    return this.closing(this.session.edit(task, { url, retry: true }));
  }

  /** Keeps a login and tries the task again. */
  async signIn(task: number, login: SetCredential): Promise<string> {
    return this.closing(this.session.signIn(task, login));
  }

  /** Does something with `task`, or with all that are chosen. */
  async act(action: Action, task?: number): Promise<void> {
    const single = task ?? this.session.selection.task;
    switch (action) {
      case "open":
        if (single !== undefined) await this.session.attempt(() => this.backend.openFile(single));
        return;
      case "show-in-folder":
        if (single !== undefined) await this.session.attempt(() => this.backend.showInFolder(single));
        return;
      case "sign-in":
      case "new-address":
        return this.ask(action, single);
      case "answer":
        return this.session.showDetails(true);
      case "remove":
        return this.removing.remove(task, "keep");
      case "pause":
      case "resume":
      case "cancel":
      case "retry":
        return this.command(action, task);
    }
  }

  /** Shows one task in the whole list, wherever it is. */
  async showTask(task: number): Promise<void> {
    this.close();
    this.showBatch(undefined);
    await this.session.attempt(async () => {
      const index = await this.session.list.find(this.backend, task);
      if (index !== undefined) this.goTo(index, task);
    });
  }

  /** Takes the files of finished tasks out of the window. */
  async carry(tasks: readonly number[]): Promise<void> {
    this.carries = true;
    await this.session.attempt(() => this.backend.carryFiles(tasks));
    this.carries = false;
  }

  async quit(): Promise<void> {
    await this.session.attempt(() => this.backend.quit());
  }

  async minimize(): Promise<void> {
    this.close();
    await this.session.attempt(() => this.backend.minimize());
  }

  private dropped(text: string, refused: readonly string[], files: readonly LocalFile[]): void {
    this.dragged = undefined;
    if (text !== "" || files.length > 0) void this.add(text, files);
    if (refused.length > 0)
      this.session.refused = t("drop-refused", { names: refused.map(isolated).join(", ") });
  }

  private async command(name: "pause" | "resume" | "cancel" | "retry", task?: number): Promise<void> {
    const target = await this.target(task);
    if (target !== undefined) await this.session.command(name, target);
  }

  private ask(is: "sign-in" | "new-address", id: number | undefined): void {
    const task = this.session.list.row(id);
    if (task !== undefined) this.open = { is, task: $state.snapshot(task) };
  }

  private async closing(work: Promise<string>): Promise<string> {
    const trouble = await work;
    if (trouble === "") this.close();
    return trouble;
  }

  /** The tasks a command is for; nothing when none is chosen or they cannot be asked for. */
  async target(task?: number): Promise<Target | undefined> {
    if (task !== undefined) return { tasks: [task] };
    const { selection } = this.session;
    if (selection.size === 0) return undefined;
    let target: Target | undefined;
    await this.session.attempt(async () => {
      target = await selection.target();
    });
    return target;
  }
}
