/**
 * The program behind the page when there is none.
 *
 * Owns the choice of scenario by address: `?scenario=NAME`, `&count=N` for `many`, `&clock=held` to stand still,
 * `&language=TAG` for the setting.
 * Page tests reach it as `window.haulMock`: what was asked, and levers for what happens outside.
 */
import type { Answer, Backend, CallName, LocalFile, Request, Stop, Told } from "../api/backend";
import type { Calls, Configure, Tick } from "../api/bindings";
import { SYSTEM } from "$messages/languages";
import { teachPretended } from "./languages";
import { isScenario, SCENARIOS, type Scenario } from "./scenarios";
import { sayOf } from "./kinds";
import { Looks, surveyOf } from "./looks";
import { Logins } from "./logins";
import { FILES } from "./files";
import { refusal } from "./refusal";
import { sectionsOf } from "./sections";
import { FILE_OF_SETTINGS } from "./settings";
import { speedsOf, statisticsOf } from "./statistics";
import { World } from "./world";

const STEP_MS = 250;
const MANY = 10_000;
const PLENTY_OF_SPACE = 214_000_000_000;

export interface Asked {
  name: string;
  request: unknown;
}

export class Mock implements Backend {
  readonly asked: Asked[] = [];
  told: Told | undefined;
  /** Lets go of what is carried. */
  letGo: () => void = () => undefined;
  gone: boolean;
  readonly #world: World;
  readonly #logins = new Logins();
  readonly looks = new Looks();
  readonly #silent: boolean;
  #onTick: (tick: Tick) => void = () => undefined;

  constructor(scenario: Scenario, count: number) {
    const notes =
      scenario === "full"
        ? [
            "Changes cannot be saved now: the disk of the database is full. Downloads that run go on, and nothing new begins; Haul saves everything by itself as soon as it can.",
          ]
        : [];
    this.#world = new World(
      SCENARIOS[scenario](count),
      Date.now(),
      scenario === "full" ? 12_400_000 : PLENTY_OF_SPACE,
      notes,
    );
    if (scenario === "kinds") sayOf(this.#world, Date.now());
    this.gone = scenario === "gone";
    this.#silent = scenario === "loading";
  }

  /** Lets time pass. */
  advance(milliseconds: number): void {
    this.#world.step(milliseconds);
    if (!this.gone) this.#onTick(this.#world.tick());
  }

  /** Sets the language. */
  speak(language: string): void {
    this.#world.settings.set({ key: "language", value: language });
  }

  /** Says other things about the database from now on. */
  note(...notes: string[]): void {
    this.#world.notes = notes;
  }

  async call<K extends CallName>(name: K, request: Request<K>): Promise<Answer<K>> {
    this.asked.push({ name, request: structuredClone(request) });
    await Promise.resolve();
    if (this.#silent) return new Promise(() => undefined);
    if (name === "look") await this.looks.pass();
    this.#reach();
    const answer = structuredClone(this.#answers[name](request));
    if (
      ![
        "list",
        "sections",
        "show",
        "overview",
        "statistics",
        "speeds",
        "settings",
        "setting",
        "credentials",
        "groups",
        "finished",
        "batch",
        "batches",
        "look",
        "survey",
      ].includes(name)
    )
      this.#onTick(this.#world.tick());
    return answer;
  }

  async ticks(onTick: (tick: Tick) => void): Promise<Stop> {
    this.asked.push({ name: "ticks", request: {} });
    this.#reach();
    this.#onTick = onTick;
    return () => (this.#onTick = () => undefined);
  }

  async drawn(): Promise<void> {
    this.asked.push({ name: "drawn", request: {} });
  }

  async listen(told: Told): Promise<Stop> {
    this.asked.push({ name: "listen", request: {} });
    this.told = told;
    return () => (this.told = undefined);
  }

  async openFile(task: number): Promise<void> {
    this.asked.push({ name: "open_file", request: { task } });
  }

  /** A person who never lets go, until {@link letGo}. */
  async carryFiles(tasks: readonly number[]): Promise<void> {
    this.asked.push({ name: "carry_files", request: { tasks } });
    await new Promise<void>((done) => (this.letGo = done));
  }

  async chooseFiles(): Promise<LocalFile[]> {
    this.asked.push({ name: "choose_files", request: {} });
    return [...FILES];
  }

  async chooseFolder(): Promise<string | undefined> {
    this.asked.push({ name: "choose_folder", request: {} });
    return "/home/ada/Films";
  }

  async exportSettings(): Promise<boolean> {
    this.asked.push({ name: "export_settings", request: {} });
    return true;
  }

  async importSettings(): Promise<Configure | undefined> {
    this.asked.push({ name: "import_settings", request: {} });
    return FILE_OF_SETTINGS;
  }

  async showInFolder(task: number): Promise<void> {
    this.asked.push({ name: "show_in_folder", request: { task } });
  }

  async minimize(): Promise<void> {
    this.asked.push({ name: "minimize", request: {} });
  }

  async quit(): Promise<void> {
    this.asked.push({ name: "quit", request: {} });
  }

  #reach(): void {
    if (this.gone) {
      throw refusal(
        "gone",
        "Haul does not answer: connection refused. Start it with `haul daemon` or open the window.",
      );
    }
  }

  readonly #answers: { [K in CallName]: (request: Calls[K]["request"]) => Calls[K]["answer"] } = {
    add: (request) => this.#world.add(request),
    request: (request) => this.#world.request(request),
    size: () => ({ bytes: 6207471 }),
    look: (request) => this.looks.look(request),
    survey: (request) => surveyOf(request, this.#world),
    upload: (request) => this.#world.upload(request),
    list: (request) => this.#world.list(request),
    sections: (request) => sectionsOf(this.#world, request),
    show: ({ task }) => this.#world.show(task),
    batch: ({ batch }) => this.#world.batches.show(batch),
    batches: () => this.#world.batches.all(),
    pause: (request) => this.#world.change("pause", request),
    resume: (request) => this.#world.change("resume", request),
    cancel: (request) => this.#world.change("cancel", request),
    retry: (request) => this.#world.change("retry", request),
    remove: ({ tasks }) => this.#world.remove(tasks),
    bring_back: (request) => this.#world.bringBack(request),
    configure: ({ items }) => this.#world.settings.configure(items),
    clean_up: () => ({ removed: [] }),
    reschedule: () => ({ rescheduled: [], failed: [] }),
    mail: () => ({ ended: [] }),
    seen: () => ({}),
    prioritize: ({ tasks }) => ({
      changed: typeof tasks === "object" && "tasks" in tasks ? tasks.tasks.map(Number) : [],
      refused: [],
    }),
    reorder: (request) => this.#world.reorder(request),
    pause_queue: ({ group }) => this.#world.hold(group, true),
    resume_queue: ({ group }) => this.#world.hold(group, false),
    groups: () => this.#world.groups.all(),
    set_group: (request) => this.#world.groups.set(request),
    rename_group: ({ group, to }) => this.#world.groups.rename(group, to),
    forget_group: ({ group }) => this.#world.groups.forget(group),
    reset: ({ group }) => ({ canceled: this.#world.change("cancel", { group }).changed.length }),
    finished: () => ({ finished: false }),
    move_to: ({ task, to, below }) => {
      const { id, name } = this.#world.show(task);
      return { id, path: ["/home/ada", to, below, name].filter(Boolean).join("/") };
    },
    edit: (request) => this.#world.edit(request),
    press: () => ({ changed: [], refused: [] }),
    overview: () => this.#world.overview(),
    statistics: () => statisticsOf(this.#world),
    speeds: ({ task }) => speedsOf(this.#world, task, Date.now()),
    settings: () => this.#world.settings.all(),
    setting: ({ key }) => this.#world.settings.get(key),
    set: (request) => this.#world.settings.set(request),
    credentials: () => ({ credentials: this.#logins.all() }),
    set_credential: (request) => this.#logins.set(request),
    forget_credential: (request) => {
      this.#logins.forget(request);
      return {};
    },
  };
}

declare global {
  interface Window {
    haulMock?: Mock;
  }
}

export function open(): Backend {
  const address = new URLSearchParams(location.search);
  const scenario = address.get("scenario") ?? "few";
  if (!isScenario(scenario)) throw new Error(`There is no scenario ${scenario}.`);
  const mock = new Mock(scenario, Number(address.get("count") ?? MANY));
  teachPretended();
  mock.speak(address.get("language") ?? SYSTEM);
  window.haulMock = mock;
  if (address.get("clock") !== "held") setInterval(() => mock.advance(STEP_MS), STEP_MS);
  return mock;
}
