import { render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Bar from "../../src/components/Bar.svelte";
import MiddleText from "../../src/components/MiddleText.svelte";
import { heightOf, HIGHEST, scrollFor, windowOf, type Measure } from "../../src/components/window-of";
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
