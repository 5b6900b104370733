import { beforeEach, describe, expect, it } from "vitest";
import { lineOf, scaleOf } from "../../src/components/chart";
import { compared, split } from "../../src/features/details/digest";
import { linesOf } from "../../src/features/details/log";
import type { LogEntry, LogWord } from "../../src/lib/api/bindings";
import { connectionsOf, stretchesOf } from "../../src/lib/words/parts";
import { LEAST, Panes } from "../../src/lib/state/panes.svelte";

const SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const KNOWN = `sha-256=${SHA}`;

describe("a pasted digest", () => {
  it.each([
    ["as it is", SHA],
    ["in capitals, with blanks around", `  ${SHA.toUpperCase()}\n`],
    ["as a line of sha256sum", `${SHA}  file.bin`],
    ["with its algorithm", `SHA256: ${SHA}`],
    ["in pairs", SHA.match(/../g)?.join(":") ?? ""],
  ])("is equal %s", (_, pasted) => expect(compared(KNOWN, pasted).is).toBe("equal"));

  it("is different when one letter is", () =>
    expect(compared(KNOWN, SHA.replace("9f", "9e")).is).toBe("different"));

  it("of another algorithm is told by its length, and not called different", () =>
    expect(compared(KNOWN, "d41d8cd98f00b204e9800998ecf8427e")).toEqual({
      is: "other",
      args: { other: "MD5", name: "SHA-256" },
    }));

  it("that is none says so, and nothing says nothing", () => {
    expect(compared(KNOWN, "not a digest").is).toBe("unreadable");
    expect(compared(KNOWN, "  ").is).toBe("none");
  });

  it("is named as people write it", () => expect(split(KNOWN)).toEqual({ name: "SHA-256", hex: SHA }));
});

describe("a line over time", () => {
  const seconds = (...at: number[]) => at.map((second) => second * 1000);

  it("is a minute wide while there is less, and five minutes then", () => {
    expect(lineOf(seconds(970, 999), [1, 2], 1_000_000)).toMatchObject({ from: 940, to: 1000 });
    expect(lineOf(seconds(900, 999), [1, 2], 1_000_000)).toMatchObject({ from: 700, to: 1000 });
  });

  it("lies on the ground where nothing is known, before, between and after", () => {
    const { x, y } = lineOf(seconds(960, 961, 980, 981), [5, 6, 7, 8], 1_000_000);
    expect(x).toEqual([940.5, 959, 960, 961, 961.5, 979, 980, 981, 981.5, 1000]);
    expect(y).toEqual([0, 0, 5, 6, 0, 0, 7, 8, 0, 0]);
    expect(x.every((moment, at) => at === 0 || moment > (x[at - 1] ?? 0))).toBe(true);
  });

  it("has a round number at its top", () => {
    expect([0, 1001, 4_900_000, 51, 7e9].map((most) => scaleOf([most]))).toEqual([
      1000, 2000, 5e6, 1000, 1e10,
    ]);
  });
});

describe("the log", () => {
  const told = (...log: LogEntry[]) => linesOf({ log, added_by: "command" }).map(({ words }) => words);

  it("stands with the last first, and says who added it", () => {
    const added = { at: 1, what: "added" } as const;
    expect(told(added, { at: 2, what: "edited", detail: "limit, lanes" })).toEqual([
      "Changed: speed limit, connections",
      "Added with the haul command",
    ]);
  });

  it("has a sentence for every word", () => {
    const all: Record<LogWord, true> = {
      added: true,
      started: true,
      redirected: true,
      no_parts: true,
      begun_anew: true,
      verified: true,
      command_begun: true,
      sealed: true,
      stopped: true,
      resumed: true,
      paused: true,
      paused_by_haul: true,
      waits: true,
      edited: true,
      completed: true,
      not_found: true,
      failed: true,
      canceled: true,
    };
    const words = Object.keys(all) as LogWord[];
    expect(
      told(...words.map((what) => ({ at: 1, what, detail: "limit" }))).every((line) => line !== ""),
    ).toBe(true);
  });

  it("keeps what was said there as text of its own", () => {
    const [line] = linesOf({ log: [{ at: 1, what: "failed", detail: "<b>no</b>" }] });
    expect(line).toMatchObject({ words: "Failed", detail: "<b>no</b>", tone: "bad" });
  });
});

describe("parts", () => {
  const lanes = [
    { start: 0, end: 50, done: 20, bytes_per_second: 1_500_000 },
    { start: 50, end: 100, done: 60 },
  ];

  it("are marked where a connection is", () => {
    expect(stretchesOf({ total: 100, received: 30, lanes }).map(({ live, title }) => [live, title])).toEqual([
      [true, "20 of 50 B · 1.5 MB/s"],
      [false, "10 of 50 B"],
    ]);
    expect(connectionsOf({ total: 100, lanes })).toEqual([
      { start: 0, where: "0%", there: "20 of 50 B", speed: "1.5 MB/s" },
    ]);
  });

  it("are one where nobody names them", () => {
    expect(stretchesOf({ total: 100, received: 30 })).toEqual([
      { from: 0, to: 1, done: 0.3, live: false, title: "" },
    ]);
  });
});

describe("the panes", () => {
  beforeEach(() => localStorage.clear());

  it("are where they were left, each side with its own size", () => {
    const panes = new Panes();
    panes.size = 300;
    panes.side = "right";
    panes.size = 500;
    const again = new Panes();
    expect([again.side, again.size]).toEqual(["right", 500]);
    again.side = "below";
    expect(again.size).toBe(300);
    again.size = 1;
    expect(again.size).toBe(LEAST);
  });

  it.each(["nothing", '{"side":"up","below":"x"}', "[]"])("are as at the beginning after %s", (found) => {
    localStorage.setItem("haul.details", found);
    expect([new Panes().side, new Panes().size]).toEqual(["below", 264]);
  });
});
