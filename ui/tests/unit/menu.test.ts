import { describe, expect, it } from "vitest";
import { placeAt, widthOf, type MenuItem } from "../../src/components/menu";
import type { TaskView } from "../../src/lib/api/bindings";
import { helpOf } from "../../src/lib/words/help";
import { togetherOf } from "../../src/lib/words/offers";
import { taskOf } from "../../src/lib/mock/task";

const ITEMS: MenuItem[] = ["one", "two", "three"].map((name) => ({
  name,
  icon: "pause",
  act: () => undefined,
}));
const ROOM = { width: 800, height: 600 };
const at = (x: number, y: number) => placeAt({ left: x, top: y, bottom: y }, ITEMS, ROOM);

describe("a menu", () => {
  it("opens below its spot, above it where there is no room, and never outside the window", () => {
    expect(at(100, 100)).toEqual({ x: 100, y: 104 });
    expect(at(100, 590).y).toBeLessThan(490);
    expect(at(790, 100).x).toBe(800 - widthOf(ITEMS) - 4);
    const low = placeAt({ left: 0, top: 20, bottom: 20 }, ITEMS, { width: 300, height: 110 });
    expect(low).toEqual({ x: 4, y: 4 });
  });
});

const task = (sketch: Partial<TaskView>): TaskView => ({
  ...taskOf(1, { name: "a.zip" }, 0).view,
  ...sketch,
});

describe("the one thing that helps", () => {
  it.each([
    ["auth.required", "sign-in"],
    ["http.404", "new-address"],
    ["http.changed", "retry"],
    ["disk.exists", "elsewhere"],
    ["disk.full", "elsewhere"],
    ["net.reset", "retry"],
  ])("for a download that failed with %s is %s", (category, action) => {
    expect(helpOf(task({ status: "failed", category }))?.action).toBe(action);
  });

  it("is nothing where nothing is wrong, and another place only for what is fetched", () => {
    for (const status of ["enqueued", "running", "paused", "complete", "canceled"] as const)
      expect(helpOf(task({ status }))).toBeUndefined();
    expect(helpOf(task({ status: "paused", category: "disk.full" }))?.action).toBe("elsewhere");
    expect(helpOf(task({ kind: "upload", status: "failed", category: "disk.full" }))?.action).toBe("retry");
    expect(helpOf(task({ kind: "upload", status: "not_found" }))?.action).toBe("retry");
  });
});

describe("what is offered for several", () => {
  it("fits at least one of them, and is everything while some are out of sight", () => {
    const ended = [task({ status: "complete" }), task({ status: "failed" })];
    expect(togetherOf(ended, 2)).toEqual(["retry"]);
    expect(togetherOf(ended, 3)).toEqual(["pause", "resume", "retry", "cancel"]);
  });
});
