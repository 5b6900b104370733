import { render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Bar from "../../src/components/Bar.svelte";
import MiddleText from "../../src/components/MiddleText.svelte";
import { heightOf, HIGHEST, scrollFor, windowOf, type Measure } from "../../src/components/window-of";
import { blank, headersOf, requestOf, troublesOf } from "../../src/features/add/request";
import { moved } from "../../src/features/list/moves";

const measure: Measure = { count: 1000, rowHeight: 56, room: 560, spare: 4 };

describe("the window of a list", () => {
  it("draws what is seen and a few rows around it", () => {
    expect(windowOf(0, measure)).toEqual({ top: 0, first: 0, end: 14, lift: 0 });
    expect(windowOf(5600, measure)).toEqual({ top: 100, first: 96, end: 114, lift: 0 });
  });

  it("never goes beyond the last row", () => {
    expect(windowOf(1_000_000, measure)).toMatchObject({ top: 990, end: 1000 });
    expect(windowOf(0, { ...measure, count: 0 })).toMatchObject({ first: 0, end: 0 });
  });

  it("reaches the last of ten million rows", () => {
    const huge = { ...measure, count: 10_000_000 };
    expect(heightOf(huge)).toBe(HIGHEST);
    const bottom = HIGHEST - huge.room;
    const shown = windowOf(bottom, huge);
    expect(shown.end).toBe(huge.count);
    const lastRowOnScreen = (huge.count - 1) * huge.rowHeight - shown.lift - bottom;
    expect(lastRowOnScreen).toBeCloseTo(huge.room - huge.rowHeight);
  });

  it("scrolls no farther than needed to show a row", () => {
    expect(scrollFor(5, 0, measure)).toBe(0);
    expect(scrollFor(10, 0, measure)).toBe(56);
    expect(scrollFor(3, 5600, measure)).toBe(168);
  });
});

describe("keys in a list", () => {
  it.each([
    ["ArrowDown", -1, 0],
    ["ArrowDown", 4, 5],
    ["ArrowDown", 99, 99],
    ["ArrowUp", 0, 0],
    ["ArrowUp", -1, 0],
    ["PageDown", 4, 14],
    ["PageUp", 4, 0],
    ["Home", 50, 0],
    ["End", 50, 99],
    ["x", 4, undefined],
  ])("%s at %d goes to %s", (key, cursor, goal) => {
    expect(moved(key, { count: 100, cursor, page: 10 })).toBe(goal);
  });

  it("moves nothing in an empty list", () => {
    expect(moved("End", { count: 0, cursor: -1, page: 10 })).toBeUndefined();
  });
});

describe("the add form", () => {
  const FORM = { ...blank(""), links: ["https://example.org/a"] };

  it("takes the server's name, and asks for nothing that was not said", () => {
    expect(requestOf(FORM).downloads).toEqual([
      {
        url: "https://example.org/a",
        name: "?",
        conflict: "rename",
        headers: [],
        query: [],
        trust: "checked",
        start: "now",
      },
    ]);
  });

  it("gives a name and a checksum to one link only", () => {
    const links = ["https://example.org/a", "https://example.org/b"];
    const downloads = requestOf({ ...FORM, links, name: "x", checksum: "md5=1" }).downloads;
    expect(downloads.map(({ name, checksum }) => [name, checksum])).toEqual([
      ["?", undefined],
      ["?", undefined],
    ]);
  });

  it("sends everything that was said, under the engine's names", () => {
    const [download] = requestOf({
      ...FORM,
      lanes: "4",
      mirrors: " https://b.example/a \n\nhttps://c.example/a",
      checksumFrom: ".sha256",
      size: "1000",
      maxSeconds: "60",
      secretHeaders: "Authorization: Bearer x",
      strict: true,
      decode: true,
      allowDowngrade: true,
      unmarked: true,
    }).downloads;
    expect(download).toMatchObject({
      lanes: 4,
      mirrors: ["https://b.example/a", "https://c.example/a"],
      checksum_from: ".sha256",
      size: 1000,
      max_seconds: 60,
      secret_headers: [{ name: "Authorization", value: "Bearer x" }],
      strict: true,
      decode: true,
      allow_downgrade: true,
      private: true,
    });
  });

  it("gives other addresses and a size to one link only", () => {
    const links = ["https://example.org/a", "https://example.org/b"];
    const [first] = requestOf({ ...FORM, links, mirrors: "https://b.example/a", size: "5" }).downloads;
    expect([first?.mirrors, first?.size]).toEqual([undefined, undefined]);
  });

  it.each([
    ["lanes", "33"],
    ["lanes", "0"],
    ["lanes", "many"],
    ["size", "-1"],
    ["size", "1.5"],
    ["maxSeconds", "0"],
    ["secretHeaders", "no colon"],
  ] as const)("does not take %s to be %s", (field, text) => {
    expect(Object.keys(troublesOf({ ...FORM, [field]: text }))).toEqual([field]);
  });

  it("has nothing against an empty form", () => {
    expect(troublesOf(FORM)).toEqual({});
  });

  it("reads header lines and names the first that is none", () => {
    expect(headersOf("A: b: c\n\nX-Y:z\r\nnope\n: no name")).toEqual({
      headers: [
        { name: "A", value: "b: c" },
        { name: "X-Y", value: "z" },
      ],
      bad: "nope",
    });
  });
});

describe("components", () => {
  it("a bar of unknown end has words but no number", async () => {
    const { rerender } = render(Bar, { label: "file", words: "18 MB so far", share: undefined });
    const bar = screen.getByRole("progressbar", { name: "file" });
    expect(bar.getAttribute("aria-valuetext")).toBe("18 MB so far");
    expect(bar.hasAttribute("aria-valuenow")).toBe(false);
    await rerender({ label: "file", words: "42%", share: 0.429 });
    expect(bar.getAttribute("aria-valuenow")).toBe("42");
  });

  it("a text with a kept end can be read and copied as one", () => {
    render(MiddleText, { head: "a long <b>name</b>", tail: "01.iso" });
    expect(screen.getByTitle("a long <b>name</b>01.iso").textContent).toBe("a long <b>name</b>01.iso");
  });
});
