import { describe, expect, it } from "vitest";
import type { Phase, Status, TaskView } from "../../src/lib/api/bindings";
import { partOfWhole, percent, rate, size, timeLeft, wait } from "../../src/lib/words/format";
import { commandOf, LIST_KEYS, printed, WINDOW_KEYS } from "../../src/lib/words/keys";
import { partsOf, partsWords, stretchesOf } from "../../src/lib/words/parts";
import { actionsOf, progressWords, secondLine, statusWord, toggleOf } from "../../src/lib/words/task";
import { FEW } from "../../src/lib/mock/scenarios";
import { taskOf } from "../../src/lib/mock/task";
import { linksIn } from "../../src/lib/text/links";
import { isUnencrypted, serverOf } from "../../src/lib/text/places";

const NOW = Date.UTC(2026, 10, 21);

function task(change: Partial<TaskView>): TaskView {
  return {
    ...taskOf(1, { name: "a.iso", status: "paused", megabytes: 10, share: 0.42 }, NOW).view,
    ...change,
  };
}

describe("numbers", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [999_949, "1,000 kB"],
    [999_950, "1 MB"],
    [4_249_000, "4.2 MB"],
    [214_000_000_000, "214 GB"],
    [3_200_000_000_000_000, "3,200 TB"],
  ])("%d bytes are %s", (bytes, words) => {
    expect(size(bytes)).toBe(words);
  });

  it("a part is told in the unit of the whole", () => {
    expect(partOfWhole(4_200_000, 10_000_000)).toBe("4.2 of 10 MB");
    expect(partOfWhole(900_000, 2_100_000_000)).toBe("0.0 of 2.1 GB");
    expect(partOfWhole(12, 40)).toBe("12 of 40 B");
  });

  it.each([
    [0, "0 kB/s"],
    [31_000, "31.0 kB/s"],
    [1_400_000, "1.4 MB/s"],
    [125_000_000, "125 MB/s"],
  ])("%d bytes a second are %s", (bytes, words) => {
    expect(rate(bytes)).toBe(words);
  });

  it.each([
    [0, "1 s left"],
    [59, "59 s left"],
    [170, "3 min left"],
    [3569, "59 min left"],
    [3599, "1 h 0 min left"],
    [7500, "2 h 5 min left"],
    [97_200, "1 d 3 h left"],
  ])("%d seconds are %s", (seconds, words) => {
    expect(timeLeft(seconds)).toBe(words);
  });

  it.each([
    [12, "12 s"],
    [119, "119 s"],
    [121, "3 min"],
    [3600, "1 h 0 min"],
    [9001, "2 h 31 min"],
  ])("a wait of %d seconds is %s", (seconds, words) => {
    expect(wait(seconds)).toBe(words);
  });

  it("never says 100% before the end", () => {
    expect(percent(0.9999)).toBe("99%");
    expect(percent(1)).toBe("100%");
  });
});

describe("a task in words", () => {
  it("tells how far, how fast and how long while it runs", () => {
    const running = task({
      status: "running",
      phase: "transferring",
      bytes_per_second: 1_400_000,
      seconds_left: 170,
      host: "example.org",
    });
    expect(secondLine(running, () => NOW)).toBe("4.2 of 10 MB · 1.4 MB/s · 3 min left · example.org");
  });

  it("tells the reason and the next try while it waits", () => {
    const waiting = task({
      status: "waiting_to_retry",
      message: "The server is busy.",
      retry_at: NOW + 41_500,
      host: "h",
    });
    expect(secondLine(waiting, () => NOW)).toBe("Tries again in 42 s · The server is busy. · h");
    expect(secondLine(waiting, () => NOW + 60_000)).toBe("Tries again in a moment · The server is busy. · h");
  });

  it("says that a held task was not started, and offers to start it", () => {
    const held = task({ status: "enqueued", held: true });
    expect(statusWord(held)).toBe("Not started");
    expect(actionsOf(held)[0]).toBe("resume");
    expect(toggleOf(held)).toBe("resume");
  });

  it.each<[Status, string | undefined]>([
    ["enqueued", "pause"],
    ["running", "pause"],
    ["waiting_to_retry", "pause"],
    ["paused", "resume"],
    ["complete", undefined],
    ["not_found", undefined],
    ["failed", undefined],
    ["canceled", undefined],
  ])("Space on %s means %s", (status, action) => {
    expect(toggleOf(task({ status }))).toBe(action);
  });

  it.each<[Status, string]>([
    ["paused", "resume"],
    ["complete", "open"],
    ["not_found", "retry"],
    ["failed", "retry"],
    ["canceled", "retry"],
  ])("Enter on %s means %s", (status, action) => {
    expect(actionsOf(task({ status }))[0]).toBe(action);
  });

  it.each(["http.401", "http.403", "http.404", "http.410", "http.changed", "net.refused"])(
    "offers a new address to what failed with %s",
    (category) => {
      expect(actionsOf(task({ status: "failed", category }))).toEqual(["retry", "new-address", "remove"]);
    },
  );

  it("offers a new address to what was not found, and none where it would not help", () => {
    expect(actionsOf(task({ status: "not_found" }))).toContain("new-address");
    expect(actionsOf(task({ status: "failed", category: "disk.io" }))).toEqual(["retry", "remove"]);
    expect(actionsOf(task({ status: "complete", category: "http.403" }))).not.toContain("new-address");
  });

  it("offers to sign in first where that is what is missing", () => {
    const actions = actionsOf(task({ status: "failed", category: "auth.required" }));
    expect(actions).toEqual(["sign-in", "retry", "new-address", "remove"]);
  });

  it("every status of every scenario row has words", () => {
    for (const sketch of FEW) expect(statusWord(taskOf(1, sketch, NOW).view)).not.toBe("");
  });

  it.each<[Phase, string]>([
    ["connecting", "Connecting"],
    ["transferring", "Downloading"],
    ["verifying", "Checking the file"],
    ["processing", "Finishing up"],
    ["placing", "Moving into place"],
  ])("a task that is %s says: %s", (phase, words) => {
    expect(statusWord(task({ status: "running", phase }))).toBe(words);
  });

  it("has no percentage while the end is unknown", () => {
    expect(progressWords(task({ total: -1, received: 18_000_000 }))).toBe("18 MB so far");
  });

  it("shows lanes where they are in the file", () => {
    const lanes = [
      { start: 50, end: 100, done: 75 },
      { start: 0, end: 50, done: 50 },
    ];
    expect(partsOf({ total: 100, lanes })).toEqual([
      { from: 0, to: 0.5, done: 0.5 },
      { from: 0.5, to: 1, done: 0.75 },
    ]);
    expect(partsOf({ total: -1, lanes: [{ start: 0, end: null, done: 5 }] })).toEqual([]);
  });

  it("draws parts that are there and touch as one", () => {
    const whole = (start: number, end: number) => ({ start, end, done: end });
    const lanes = [whole(20, 30), { start: 30, end: 90, done: 45 }, whole(0, 20), whole(90, 100)];
    const shown = stretchesOf({ total: 100, lanes });
    expect(shown.map(({ from, to, title }) => [from, to, title])).toEqual([
      [0, 0.3, "30 B"],
      [0.3, 0.9, "15 of 60 B"],
      [0.9, 1, "10 B"],
    ]);
    expect(partsWords({ total: 100, received: 55, lanes })).toBe("55%, 1 part left to fetch");
  });
});

describe("keys", () => {
  const press = (
    key: string,
    held: Partial<Record<"ctrlKey" | "shiftKey" | "altKey" | "metaKey", boolean>> = {},
  ) => ({
    key,
    ctrlKey: false,
    shiftKey: false,
    altKey: false,
    metaKey: false,
    ...held,
  });

  it("tells chords of one key apart", () => {
    expect(commandOf(LIST_KEYS, press("Enter"))).toBe("primary");
    expect(commandOf(LIST_KEYS, press("Enter", { shiftKey: true }))).toBe("reveal");
    expect(commandOf(LIST_KEYS, press("Enter", { altKey: true }))).toBe("details");
    expect(commandOf(LIST_KEYS, press("a"))).toBeUndefined();
    expect(commandOf(LIST_KEYS, press("a", { ctrlKey: true }))).toBe("all");
  });

  it("knows a letter with caps lock on", () => {
    expect(commandOf(WINDOW_KEYS, press("N", { ctrlKey: true }))).toBe("add");
  });

  it("prints what stands on the keys", () => {
    expect(printed(LIST_KEYS.toggle)).toEqual(["Space"]);
    expect(printed(LIST_KEYS.reveal)).toEqual(["Shift", "Enter"]);
    expect(printed(WINDOW_KEYS.settings)).toEqual(["Ctrl", ","]);
  });
});

describe("links", () => {
  const SIGNED = "https://b.example.org/a%20b%2Fc.iso?X-Sig=x%2By%3D&e=1%2C2#p%20q";

  it.each([
    ["alone", SIGNED, SIGNED],
    ["at the end of a sentence", "See https://example.org/a.", "https://example.org/a"],
    ["alone with a full stop that belongs to it", "https://example.org/a.", "https://example.org/a."],
    ["in brackets", "(see https://example.org/a)", "https://example.org/a"],
    ["with brackets of its own", "see https://example.org/a_(b)", "https://example.org/a_(b)"],
    ["in angle brackets", "<https://example.org/a>", "https://example.org/a"],
    ["in capitals", "HTTPS://EXAMPLE.ORG/A", "HTTPS://EXAMPLE.ORG/A"],
    ["in Markdown", "[x](https://example.org/a)", "https://example.org/a"],
    [
      "without its beginning",
      "files.example.org:8443/a%2Fb.zip?x=1",
      "https://files.example.org:8443/a%2Fb.zip?x=1",
    ],
  ])("a link %s is found as it is", (_, text, link) => {
    expect(linksIn(text).links).toEqual([link]);
  });

  it.each([
    "a.zip",
    "and/or",
    "3.5/4.0",
    "see example.org/a",
    "magnet:?xt=1",
    "user@example.org/a",
    "C:\\a.b/c",
  ])("%s is no link", (text) => {
    expect(linksIn(text).links).toEqual([]);
  });

  it("names lines without links and counts repeats", () => {
    const found = linksIn(
      "https://example.org/a\r\nftp://example.org/b\n\nhttps://example.org/a https://example.org/c\nhttps://\n",
    );
    expect(found).toEqual({
      links: ["https://example.org/a", "https://example.org/c"],
      repeated: 1,
      others: ["ftp://example.org/b", "https://"],
    });
  });
});

describe("places", () => {
  it("are the server of an address, with its port", () => {
    expect(serverOf("https://files.example.org:8443/a?sig=1")).toBe("https://files.example.org:8443");
    expect(serverOf("not an address")).toBe("not an address");
  });

  it("over http are open to all", () => {
    expect(["http://a", "HTTP://a", "https://a"].map(isUnencrypted)).toEqual([true, true, false]);
  });
});
