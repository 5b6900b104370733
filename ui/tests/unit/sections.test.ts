import { beforeEach, describe, expect, it } from "vitest";
import type { SectionView } from "../../src/lib/api/bindings";
import { Mock } from "../../src/lib/mock/backend";
import { ListLook } from "../../src/lib/state/look.svelte";
import { Layout } from "../../src/lib/state/sections.svelte";
import { Selection } from "../../src/lib/state/selection.svelte";
import { arrangementOf, TaskList } from "../../src/lib/state/task-list.svelte";
import { sectionName, sectionWords } from "../../src/lib/words/section";

function section(group: string, tasks: number, more: Partial<SectionView> = {}): SectionView {
  const none = { active: 0, queued: tasks, paused: 0, finished: 0, failed: 0, progress: 0 };
  return { of: { group }, tasks, ...none, ...more };
}

const laid = (sections: SectionView[], ...folded: string[]) =>
  new Layout(sections, (word) => folded.includes(word));

/** A list by status, of so many pretended tasks. */
async function byStatus(count: number) {
  const backend = new Mock("many", count);
  const list = new TaskList();
  const selection = new Selection(list, backend);
  list.ask({ arranged: "status" });
  await list.pull(backend, undefined);
  return { backend, list, selection };
}

beforeEach(() => localStorage.clear());

describe("the places of a list in sections", () => {
  const three = [section("a", 3), section("b", 2), section("c", 1)];

  it("are a head and a row each, and a head alone where it is folded", () => {
    expect(laid(three).count).toBe(9);
    expect(laid(three, "group b").count).toBe(7);
  });

  it("are found from both sides", () => {
    const layout = laid(three, "group a");
    for (let place = 0; place < layout.count; place += 1) {
      const spot = layout.at(place);
      const word = spot && `group ${(spot.section.of as { group: string }).group}`;
      expect(layout.placeOf(word ?? "", spot?.offset)).toBe(place);
    }
    expect(layout.placeOf("group a", 0)).toBeUndefined();
    expect([layout.at(-1), layout.at(layout.count)]).toEqual([undefined, undefined]);
  });

  it("on screen are rows of sections, and nothing is asked for heads", () => {
    expect(laid(three).windows(2, 4)).toEqual([
      { of: { group: "a" }, offset: 1, count: 2 },
      { of: { group: "b" }, offset: 0, count: 1 },
    ]);
    expect(laid(three, "group b").windows(0, 100)).toEqual([
      { of: { group: "a" }, offset: 0, count: 3 },
      { of: { group: "c" }, offset: 0, count: 1 },
    ]);
    expect(laid(three).windows(0, 1)).toEqual([]);
  });
});

describe("a list in sections", () => {
  it("asks for its rows with its sections, and keeps both of one answer", async () => {
    const { backend, list } = await byStatus(200);
    expect(list.places).toBe(list.matching + list.sections.layout.sections.length);
    expect(list.headAt(0)?.of).toEqual({ status: "running" });
    expect(list.row(list.idAt(1))?.status).toBe("running");
    expect(backend.asked.filter(({ name }) => name === "list")).toEqual([]);
  });

  it("is not arranged by what it shows one of", () => {
    const { question } = new TaskList();
    expect(arrangementOf({ ...question, arranged: "group" })).toBe("group");
    expect(arrangementOf({ ...question, arranged: "group", group: "a" })).toBeUndefined();
    expect(arrangementOf({ ...question, arranged: "batch", batch: 1 })).toBeUndefined();
    expect(arrangementOf({ ...question, arranged: "status", filter: "paused" })).toBeUndefined();
    expect(arrangementOf({ ...question, arranged: "status", filter: "failed" })).toBe("status");
  });

  it("keeps rows in sight when a section above them is folded", async () => {
    const { backend, list } = await byStatus(200);
    const [first, second] = list.sections.layout.sections;
    if (!first || !second) throw new Error("the pretended tasks have several statuses");
    const top = first.tasks + 3;
    list.look({ first: top - 2, count: 20, top });
    await list.pull(backend, undefined);
    const watched = list.idAt(top);
    const shifts: number[] = [];
    list.onShift = (places) => shifts.push(places);
    backend.call("pause", { tasks: [list.sections.ids()[0] ?? 0] });
    await list.pull(backend, undefined);
    const moved = shifts.reduce((sum, each) => sum + each, 0);
    expect(list.idAt(top + moved)).toBe(watched);
  });

  it("finds a task in a folded section and unfolds that", async () => {
    const { backend, list } = await byStatus(120);
    list.sections.fold(list.sections.layout.sections, true);
    expect(list.places).toBe(list.sections.layout.sections.length);
    const place = await list.find(backend, 1);
    await list.pull(backend, undefined);
    const spot = list.spotAt(place ?? -1);
    expect(spot && list.sections.isFolded(spot.section)).toBe(false);
    list.look({ first: place ?? 0, count: 3, top: place ?? 0 });
    await list.pull(backend, undefined);
    expect(list.idAt(place ?? -1)).toBe(1);
  });
});

describe("a choice in sections", () => {
  it("never has a head in it, whatever way it was made", async () => {
    const { list, selection } = await byStatus(60);
    selection.choose(0);
    expect([selection.size, selection.cursor, selection.task]).toEqual([0, 0, undefined]);
    selection.toggle(0);
    expect(selection.size).toBe(0);
    const running = list.headAt(0)?.tasks ?? 0;
    await selection.through(running + 2);
    expect(selection.size).toBe(running + 1);
  });

  it("of a stretch that was never on screen has the rows that are not folded", async () => {
    const { list, selection } = await byStatus(3000);
    const { sections } = list.sections.layout;
    const folded = sections[1];
    if (!folded) throw new Error("the pretended tasks have several statuses");
    list.sections.fold([folded], true);
    selection.choose(0);
    await selection.through(list.places - 1);
    expect(selection.size).toBe(3000 - folded.tasks);
  });

  it("stays on its head when sections above it go", async () => {
    const { backend, list, selection } = await byStatus(200);
    const place = 1 + (list.headAt(0)?.tasks ?? 0);
    const before = list.headAt(place)?.of;
    selection.choose(place);
    await backend.call("cancel", { matching: { status: "running" } });
    await list.pull(backend, undefined);
    selection.settle();
    expect(list.headAt(selection.cursor)?.of).toEqual(before);
  });
});

describe("what is remembered of sections", () => {
  it("is the arrangement and each fold", async () => {
    new ListLook().arrange("batch");
    expect(new ListLook().arranged).toBe("batch");
    const { list } = await byStatus(60);
    list.sections.fold(list.sections.layout.sections.slice(0, 1), true);
    const again = await byStatus(60);
    expect(again.list.sections.layout.sections.map((each) => again.list.sections.isFolded(each))).toEqual([
      true,
      ...again.list.sections.layout.sections.slice(1).map(() => false),
    ]);
  });

  it("makes no trouble where it is nonsense", () => {
    localStorage.setItem("folds", "{]");
    localStorage.setItem("list", JSON.stringify({ arranged: "moon" }));
    expect(new ListLook().arranged).toBeUndefined();
    expect(new TaskList().sections.layout.count).toBe(0);
  });
});

describe("a section in words", () => {
  it("says how many have finished and failed, and how much is there", () => {
    const films = section("films", 4, { finished: 2, failed: 1, received: 2_000_000, total: 8_000_000 });
    expect(sectionWords(films, undefined)).toBe("2 of 4 finished · 1 failed · 2.0 of 8 MB");
    expect(sectionWords(section("films", 4, { received: 2_000_000 }), undefined)).toBe(
      "0 of 4 finished · 2 MB",
    );
  });

  it("has the name of what makes it", () => {
    expect(sectionName(section("films", 1))).toBe("films");
    expect(sectionName({ ...section("", 1), of: { batch: 7 } })).toBe("Batch 7");
    expect(sectionName({ ...section("", 1), of: { batch: 7 }, name: "Harbour" })).toBe("Harbour");
    expect(sectionName({ ...section("", 1), of: "rest" })).toBe("Not in a batch");
    expect(sectionName({ ...section("", 1), of: { status: "paused" } })).toBe("Paused");
  });
});
