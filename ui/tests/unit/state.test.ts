import { describe, expect, it, vi } from "vitest";
import type { NewDownload } from "../../src/lib/api/bindings";
import { Mock } from "../../src/lib/mock/backend";
import { Pull } from "../../src/lib/state/pull";
import { live, patch } from "../../src/lib/state/live.svelte";
import { Selection } from "../../src/lib/state/selection.svelte";
import { Session } from "../../src/lib/state/session.svelte";
import { TaskList } from "../../src/lib/state/task-list.svelte";

/** Frames that come when the test says so. */
function frames() {
  const waiting: (() => void)[] = [];
  const around = {
    isHidden: false,
    frame: (then: () => void) => void waiting.push(then),
    hidden: () => around.isHidden,
  };
  return { around, waiting, next: () => waiting.shift()?.() };
}

async function listOf(count: number) {
  const backend = new Mock("many", count);
  const list = new TaskList();
  await list.pull(backend, undefined);
  return { backend, list, selection: new Selection(list, backend) };
}

describe("a pull", () => {
  it("makes one of many wishes, and never flies twice at once", async () => {
    const { around, waiting, next } = frames();
    let land: () => void = () => undefined;
    const job = vi.fn(() => new Promise<void>((resolve) => (land = resolve)));
    const pull = new Pull(job, around);
    pull.ask();
    pull.ask();
    expect(waiting).toHaveLength(1);
    next();
    pull.ask();
    pull.ask();
    expect(waiting).toHaveLength(0);
    land();
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    next();
    expect(job).toHaveBeenCalledTimes(2);
  });

  it("waits while nobody looks, and goes on afterwards", () => {
    const { around, waiting } = frames();
    const pull = new Pull(async () => undefined, around);
    around.isHidden = true;
    pull.ask();
    expect(waiting).toHaveLength(0);
    around.isHidden = false;
    pull.wake();
    expect(waiting).toHaveLength(1);
  });
});

describe("a patch", () => {
  it("touches what differs, drops what is gone and leaves the rest alone", () => {
    const lane = { start: 0, end: 10, done: 1 };
    const row = live<{ name: string; lanes?: (typeof lane)[]; message?: string }>({
      name: "a",
      lanes: [lane],
      message: "m",
    });
    const lanes = row.lanes;
    patch(row, { name: "a", lanes: [{ ...lane, done: 5 }] });
    expect(row.lanes).toBe(lanes);
    expect(row).toEqual({ name: "a", lanes: [{ ...lane, done: 5 }] });
  });
});

describe("the list", () => {
  it("asks for the rows on screen alone", async () => {
    const { backend, list } = await listOf(500);
    list.look({ first: 200, count: 20, top: 204 });
    await list.pull(backend, undefined);
    expect(backend.asked.at(-1)?.request).toMatchObject({ offset: 200, count: 20 });
    expect(list.idAt(200)).toBe(300);
    expect(list.idAt(199)).toBeUndefined();
  });

  it("keeps a row the same object from pull to pull", async () => {
    const { backend, list } = await listOf(20);
    const before = list.row(20);
    backend.advance(1000);
    await list.pull(backend, undefined);
    expect(list.row(20)).toBe(before);
  });

  it("forgets rows that left the screen but for the one that is kept", async () => {
    const { backend, list } = await listOf(500);
    list.look({ first: 200, count: 20, top: 204 });
    await list.pull(backend, 500);
    expect(list.row(500)).toBeDefined();
    expect(list.row(499)).toBeUndefined();
  });

  it("throws an answer to an old question away", async () => {
    const { backend, list } = await listOf(50);
    const old = list.pull(backend, undefined);
    list.ask({ filter: "failed" });
    expect(await old).toBeUndefined();
  });

  it("says how far rows moved when others arrive above them", async () => {
    const { backend, list } = await listOf(500);
    list.look({ first: 100, count: 30, top: 105 });
    await list.pull(backend, undefined);
    const moved = vi.fn();
    list.onShift = moved;
    await backend.call("add", {
      downloads: [
        {
          url: "https://example.org/x",
          conflict: "rename",
          headers: [],
          query: [],
          trust: "checked",
          start: "now",
        },
      ],
    });
    await list.pull(backend, undefined);
    expect(moved).toHaveBeenCalledWith(1);
  });

  it("finds a task wherever it is", async () => {
    const { backend, list } = await listOf(2500);
    expect(await list.find(backend, 1)).toBe(2499);
    expect(await list.find(backend, 9999)).toBeUndefined();
  });
});

describe("the choice", () => {
  it("stays with the task when its row moves", async () => {
    const { backend, list, selection } = await listOf(20);
    selection.choose(3);
    const chosen = selection.task;
    await backend.call("remove", { tasks: { tasks: [20] }, file: "keep", removal: "for_good" });
    await list.pull(backend, selection.task);
    selection.settle();
    expect([selection.cursor, selection.task]).toEqual([2, chosen]);
  });

  it("stays with its task when more rows come before it than are loaded", async () => {
    const { backend, list, selection } = await listOf(200);
    const place = list.rows().findIndex(({ status }) => status === "enqueued");
    selection.choose(place);
    const chosen = selection.task ?? 0;
    const url = (at: number) => `https://example.org/${at}`;
    const downloads = Array.from({ length: 60 }, (_, at): NewDownload => {
      return { url: url(at), conflict: "rename", headers: [], query: [], trust: "checked", start: "now" };
    });
    await list.pull(backend, chosen);
    selection.settle();
    await backend.call("add", { downloads });
    await backend.call("pause", { tasks: [chosen] });
    await list.pull(backend, chosen);
    selection.settle();
    expect([selection.cursor, selection.task, selection.has(chosen)]).toEqual([place + 60, chosen, true]);
    expect(list.row(chosen)?.status).toBe("paused");
    list.look({ first: 50, count: 40, top: 55 });
    await list.pull(backend, chosen);
    selection.settle();
    expect([selection.cursor, list.idAt(place + 60)]).toEqual([place + 60, chosen]);
  });

  it("goes to the next row when its task is removed", async () => {
    const { backend, list, selection } = await listOf(20);
    selection.choose(3);
    await backend.call("remove", { tasks: { tasks: [17] }, file: "keep", removal: "for_good" });
    await list.pull(backend, selection.task);
    selection.settle();
    expect([selection.cursor, selection.task, selection.has(16)]).toEqual([3, 16, true]);
  });

  it("of everything is told in one word, and of everything but one task by task", async () => {
    const { selection } = await listOf(20);
    selection.everything();
    expect(await selection.target()).toBe("all");
    selection.toggle(0);
    expect(selection.size).toBe(19);
    expect(await selection.target()).toEqual({ tasks: Array.from({ length: 19 }, (_, at) => 19 - at) });
  });

  it("of everything in a filter names the tasks of the filter", async () => {
    const { backend, list, selection } = await listOf(40);
    list.ask({ filter: "failed" });
    await list.pull(backend, undefined);
    selection.everything();
    const failed = list.rows().map(({ id }) => id);
    expect(failed.length).toBeGreaterThan(0);
    expect(await selection.target()).toEqual({ tasks: failed });
  });

  it("between two rows fetches what was never on screen", async () => {
    const { list, selection } = await listOf(200);
    selection.choose(0);
    expect(list.idAt(150)).toBeUndefined();
    await selection.through(150);
    expect(selection.size).toBe(151);
  });
});

describe("a session", () => {
  async function begin() {
    const { around, next, waiting } = frames();
    const backend = new Mock("few", 0);
    const session = new Session(backend, around);
    const frame = async () => {
      await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
      next();
    };
    await session.start();
    await frame();
    await vi.waitFor(() => expect(session.overview).toBeDefined());
    return { backend, session, frame };
  }

  it("shows the counts and speed of the last tick at once", async () => {
    const { backend, session } = await begin();
    await backend.call("pause", "all");
    expect(session.counts.paused).toBeGreaterThan(1);
    session.stop();
  });

  it("says that the program is gone, and finds it again", async () => {
    const { backend, session, frame } = await begin();
    backend.gone = true;
    await session.command("pause", "all");
    expect(session.lost?.code).toBe("gone");
    backend.gone = false;
    await session.start();
    await frame();
    await vi.waitFor(() => expect(session.lost).toBeUndefined());
    session.stop();
  });

  it("hears of notes that begin and end while nothing else happens", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    const { backend, session, frame } = await begin();
    for (const notes of [["The list cannot be saved."], []]) {
      backend.note(...notes);
      vi.advanceTimersByTime(6000);
      await frame();
      await vi.waitFor(() => expect(session.overview?.notes).toEqual(notes));
    }
    session.stop();
    vi.useRealTimers();
  });

  it("changes a task and leaves alone what is not named", async () => {
    const { backend, session } = await begin();
    expect(await session.edit(12, { limit_rate: 512_000 })).toBe("");
    expect(backend.asked.findLast(({ name }) => name === "edit")?.request).toEqual({
      task: 12,
      limit_rate: 512_000,
      url: null,
      lanes: null,
      metered: null,
      requires_wifi: null,
      name: null,
      folder: null,
      group: null,
      retry: false,
    });
    expect(await session.edit(12, { url: "no address" })).toContain("not an address");
    session.stop();
  });

  it("keeps a login before it tries again", async () => {
    const { backend, session } = await begin();
    const login = { place: "https://ci.example.dev", user: "ada", password: "x" };
    expect(await session.signIn(3, login)).toBe("");
    const calls = backend.asked.map(({ name }) => name).filter((name) => name !== "list" && name !== "show");
    expect(calls.slice(-2)).toEqual(["set_credential", "retry"]);
    expect(await session.signIn(5, login)).toContain("cannot do that");
    session.stop();
  });

  it("says each reason of a refusal once", async () => {
    const { session } = await begin();
    await session.command("pause", { tasks: [10, 10] });
    expect(session.refused).toBe("The server cannot continue this file, so a pause would lose what is here.");
    session.stop();
  });
});
