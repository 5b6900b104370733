/**
 * What would be downloaded, before it is.
 *
 * Owns the rows, which of them are ticked, and what is known of them. Refuses to decide about a name: the engine gives a
 * number to one that is taken. Rule kept here: nobody has to wait for any of it.
 */
import { SvelteMap, SvelteSet } from "svelte/reactivity";
import type { Look, NewDownload, NewRequest, Surveyed } from "$lib/api/bindings";
import type { Wanted } from "$lib/text/pasted";
import { Looker } from "./looker";
import { present } from "./lines";
import { byFolder, counted, isPlain, nameIn } from "./rows";
import type { Ways } from "./ways";

export type Known = Look | "asking";

/** What is worth saying of a row. */
export type Remark = "listed" | "taken" | "twin";

/** The sum of what is known. */
export interface Sum {
  files: number;
  /** Those whose size is known. */
  known: number;
  bytes: number;
}

export class Preview {
  rows = $state.raw<readonly Wanted[]>([]);
  /** Where files go that have no folder of their own. */
  folder = $state("");
  /** A single file's name, where somebody typed one. */
  name = $state("");
  /** Grows when answers are out of date. */
  round = $state(0);
  readonly #unticked = new SvelteSet<string>();
  readonly #folders = new SvelteMap<string, string>();
  readonly #looks = new SvelteMap<string, Known>();
  #listed = new SvelteSet<string>();
  /** By folder; a text says why it cannot be used. */
  readonly #surveys = new SvelteMap<string, Surveyed | string>();
  readonly #names = $derived(counted(this.rows.map((row) => this.nameOf(row))));
  readonly #looker: Looker<string>;
  #requests: (row: Wanted) => NewDownload;

  constructor(
    private readonly ways: Pick<Ways, "look" | "survey">,
    requests: (row: Wanted) => NewDownload,
  ) {
    this.#requests = requests;
    this.#looker = new Looker(
      (url) => this.ways.look(this.#question(url)),
      (url, known) => this.#looks.set(url, known),
    );
  }

  /** The rows that are ticked, with the folders that were given to them. */
  readonly wanted = $derived(
    this.rows
      .filter(({ url }) => !this.#unticked.has(url))
      .map((row) => {
        const folder = this.#folders.get(row.url);
        return folder === undefined ? row : { ...row, folder };
      }),
  );

  readonly sum = $derived.by((): Sum => {
    const sizes = this.wanted.map((row) => this.sizeOf(row) ?? -1).filter((size) => size >= 0);
    return {
      files: this.wanted.length,
      known: sizes.length,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
    };
  });

  /** Those rows that are on the list already. */
  readonly listed = $derived(this.rows.filter(({ url }) => this.#listed.has(url)));

  ticked(url: string): boolean {
    return !this.#unticked.has(url);
  }

  tick(url: string, ticked: boolean): void {
    if (ticked) this.#unticked.delete(url);
    else this.#unticked.add(url);
  }

  tickAll(ticked: boolean): void {
    this.rows.forEach(({ url }) => this.tick(url, ticked));
  }

  folderOf(url: string): string {
    return this.#folders.get(url) ?? this.folder;
  }

  putInto(url: string, folder: string): void {
    const own = folder.trim();
    if (own === "" || own === this.folder) this.#folders.delete(url);
    else this.#folders.set(url, own);
  }

  hasOwnFolder(url: string): boolean {
    return this.#folders.has(url);
  }

  known(url: string): Known | undefined {
    return this.#looks.get(url);
  }

  nameOf(row: Wanted): string {
    const known = this.#looks.get(row.url);
    const typed = this.rows.length === 1 ? this.name.trim() : "";
    return typed || row.name || (typeof known === "object" ? known.name : undefined) || nameIn(row.url);
  }

  sizeOf(row: Wanted): number | undefined {
    const known = this.#looks.get(row.url);
    if (row.size !== undefined) return row.size;
    return typeof known === "object" && known.bytes >= 0 ? known.bytes : undefined;
  }

  remarksOf(row: Wanted): Remark[] {
    const name = this.nameOf(row);
    const survey = this.#surveys.get(this.folderOf(row.url));
    return [
      ...(this.#listed.has(row.url) ? (["listed"] as const) : []),
      ...(typeof survey === "object" && survey.taken.includes(name) ? (["taken"] as const) : []),
      ...((this.#names.get(name) ?? 0) > 1 ? (["twin"] as const) : []),
    ];
  }

  /** Free bytes where most of it goes. */
  get free(): number | undefined {
    const survey = this.#surveys.get(this.folder);
    return typeof survey === "object" ? survey.free : undefined;
  }

  /** Why nothing can go into a folder. */
  troubleOf(folder: string): string {
    const survey = this.#surveys.get(folder);
    return typeof survey === "string" ? survey : "";
  }

  /** Asks for what is on the screen. A request that is more than a plain one is not made twice. */
  look(rows: readonly Wanted[]): void {
    this.#looker.want(rows.filter((row) => isPlain(row)).map(({ url }) => url));
  }

  /** What failed is asked again: what lets somebody in may be another now. */
  lookAgain(): void {
    this.round += 1;
    for (const [url, known] of this.#looks) {
      if (known === "asking" || known.why === undefined) continue;
      this.#looks.delete(url);
      this.#looker.forget(url);
    }
  }

  /** Asks which addresses are on the list. */
  async surveyList(): Promise<void> {
    const urls = this.rows.map(({ url }) => url);
    const found = await this.ways.survey({ urls }).catch(() => undefined);
    if (found === undefined) return;
    this.#listed.clear();
    found.listed.forEach((url) => this.#listed.add(url));
  }

  /** Asks about the folders, and which names are taken there. */
  async surveyFolders(): Promise<void> {
    const rows = this.rows.map((row) => ({ folder: this.folderOf(row.url), name: this.nameOf(row) }));
    for (const [folder, names] of byFolder(rows, this.folder)) {
      const asked = { ...(folder === "" ? {} : { folder }), names };
      const found = await this.ways.survey(asked).catch((error: unknown) => String((error as Error).message));
      this.#surveys.set(folder, found);
    }
  }

  end(): void {
    this.#looker.end();
  }

  /** The first request of a download, without what only a download has. */
  #question(url: string): NewRequest {
    const row = this.rows.find((each) => each.url === url) ?? { url };
    const { headers, secret_headers, user, auth, proxy, cookies, allow_downgrade } = this.#requests(row);
    return { url, ...present({ headers, secret_headers, user, auth, proxy, cookies, allow_downgrade }) };
  }
}
