import { describe, expect, it } from "vitest";
import { summaryOf } from "../../src/features/details/facts";
import { downloadsOf, nothingDownloaded } from "../../src/features/add/downloads";
import type { BatchView, Details, GroupView, TaskView, WaitingFor } from "../../src/lib/api/bindings";
import { detailsOf } from "../../src/lib/mock/details";
import { KINDS } from "../../src/lib/mock/kinds";
import { Mock } from "../../src/lib/mock/backend";
import { taskOf, type Sketch } from "../../src/lib/mock/task";
import { Batches } from "../../src/lib/state/batches.svelte";
import { batchName, batchWords, groupWords } from "../../src/lib/words/group";
import { actionsOf, iconOf, pauseTrouble, secondLine, statusWord } from "../../src/lib/words/task";

const NOW = Date.UTC(2026, 10, 21);

function task(sketch: Partial<Sketch>, change: Partial<TaskView> = {}): TaskView {
  return { ...taskOf(1, { name: "a.jpg", megabytes: 10, host: "h", ...sketch }, NOW).view, ...change };
}

describe("an upload in words", () => {
  it("tells where its file goes", () => {
    const upload = task({ kind: "upload", share: 0.42, rate: 1.4 }, { seconds_left: 170 });
    expect(secondLine(upload, () => NOW)).toBe("4.2 of 10 MB · 1.4 MB/s · 3 min left · to \u2068h\u2069");
    expect(statusWord(upload)).toBe("Uploading");
    expect(iconOf(upload)).toBe("arrow-up");
  });

  it("offers its file, and no other address: the file is here", () => {
    expect(actionsOf(task({ kind: "upload", status: "complete" }))).toEqual([
      "open",
      "show-in-folder",
      "remove",
    ]);
    expect(actionsOf(task({ kind: "upload", status: "not_found" }))).toEqual(["retry", "remove"]);
    expect(actionsOf(task({ kind: "upload", status: "failed", category: "auth.required" }))).toEqual([
      "sign-in",
      "retry",
      "remove",
    ]);
  });

  it("says why a pause would lose what was sent, while there is something to lose", () => {
    expect(pauseTrouble(task({ kind: "upload", pausable: false }))).toContain("begin it again");
    expect(pauseTrouble(task({ pausable: false }))).toContain("would lose");
    expect(pauseTrouble(task({ kind: "upload", pausable: true }))).toBeUndefined();
    expect(pauseTrouble(task({ kind: "upload", pausable: false, status: "enqueued" }))).toBeUndefined();
  });
});

describe("a request in words", () => {
  it("tells its method and its server", () => {
    const request = task({ kind: "request", method: "PATCH", status: "complete", megabytes: 0.000_2 });
    expect(secondLine(request, () => NOW)).toBe("200 B · PATCH request to \u2068h\u2069");
  });

  it("has an answer and no file", () => {
    expect(actionsOf(task({ kind: "request", status: "complete" }))).toEqual(["answer", "remove"]);
    expect(actionsOf(task({ kind: "request", status: "running" }))).toEqual(["cancel", "remove"]);
    expect(statusWord(task({ kind: "request", status: "running" }))).toBe("Asking");
  });
});

it.each<[WaitingFor, string]>([
  ["queue", "Its queue is on hold · 10 MB · h"],
  ["network", "Waits for another network · 10 MB · h"],
  ["siblings", "Ready; waits for the others of its batch · 10 MB · h"],
  ["host", "Goes on soon: the server asked to wait · 10 MB · h"],
  ["slot", "10 MB · h"],
  ["start", "10 MB · h"],
])("a task that waits for its %s says: %s", (waitsFor, words) => {
  expect(secondLine(task({ status: "enqueued", waitsFor }), () => NOW)).toBe(words);
});

describe("the details of an answer", () => {
  const said = (sketch: Partial<Sketch>) => {
    const details: Details = detailsOf(taskOf(1, { name: "a", megabytes: 0.001, ...sketch }, NOW));
    return Object.fromEntries(summaryOf(details).map(({ name, lines }) => [name, lines]));
  };

  it("are its status, its headers and its text, line by line", () => {
    const sketch = KINDS.find(({ name }) => name === "status.json");
    expect(said(sketch ?? {})).toMatchObject({
      "details-kind": ["Request · GET"],
      "details-response": ["200 OK · application/json · utf-8"],
      "details-answer": [
        "{",
        '  "state": "ready",',
        '  "note": "<b>markup stays text</b>",',
        '  "queue": 3',
        "}",
      ],
    });
  });

  it("say how long what is no text is, and stop where it would be a book", () => {
    const base64 = btoa("\u0001\u0002\u0003\u0004");
    const response = { code: 200, headers: [] };
    const request = { kind: "request", status: "complete" } as const;
    expect(said({ ...request, response: { ...response, base64 } })["details-answer"]).toEqual([
      "4 B that are no text",
    ]);
    const body = Array.from({ length: 250 }, (_, at) => `line ${at}`).join("\n");
    const lines = said({ ...request, response: { ...response, body } })["details-answer"];
    expect(lines?.slice(-2)).toEqual(["line 199", "… and 50 more lines"]);
    expect(said({ ...request, response })["details-answer"]).toBeUndefined();
  });

  it("name the file of an upload, and no kind for a download", () => {
    expect(said({ kind: "upload", method: "PUT" })).toMatchObject({
      "details-kind": ["Upload · PUT"],
      "details-file": ["/home/ada/a"],
    });
    expect(said({})).not.toHaveProperty("details-kind");
  });
});

describe("a batch", () => {
  const view: BatchView = {
    id: 7,
    atomic: true,
    status: "open",
    size: 5,
    num_succeeded: 2,
    num_failed: 1,
    progress: 0.6,
    created: NOW,
  };

  it("says how far it is, what failed and what it promises", () => {
    expect(batchWords(view)).toBe("2 of 5 finished · 1 failed · all or nothing");
    expect(batchWords({ ...view, status: "withdrawing", atomic: false, num_failed: 0 })).toBe(
      "Being called off · 2 of 5 finished",
    );
    expect([batchName(view), batchName({ ...view, name: "Photos" })]).toEqual(["Batch 7", "Photos"]);
  });

  it("is made of several links only", () => {
    const form = { ...nothingDownloaded("/d"), together: true, batchName: " ", atomic: true };
    expect(downloadsOf([{ url: "https://a" }, { url: "https://b" }], form).batch).toEqual({ atomic: true });
    expect(downloadsOf([{ url: "https://a" }], form)).not.toHaveProperty("batch");
    expect(
      downloadsOf([{ url: "https://a" }, { url: "https://b" }], { ...form, together: false }),
    ).not.toHaveProperty("batch");
  });

  it("is asked for once, but for the one on show, and not when it is forgotten", async () => {
    const backend = new Mock("kinds", 0);
    const batches = new Batches();
    await batches.pull(backend, [], undefined);
    expect(backend.asked).toEqual([]);
    await batches.pull(backend, [1, 99], undefined);
    await batches.pull(backend, [1], 2);
    await batches.pull(backend, [1, 2], 2);
    const asked = backend.asked.map(({ request }) => (request as { batch: number }).batch);
    expect(asked).toEqual([1, 99, 2, 2]);
    expect(batches.named(1)?.name).toBe("Harbour photos");
    expect(batches.named(99)).toBeUndefined();
  });
});

it.each<[Partial<GroupView>, string]>([
  [{}, ""],
  [{ limit_rate: 0, max_running: 0 }, ""],
  [{ queue_paused: true, limit_rate: 500 << 10 }, "On hold · Limit 500 KiB/s"],
  [{ max_running: 2 }, "2 at\u00a0once"],
])("a group with %o says: %s", (said, words) => {
  expect(groupWords({ queue_paused: false, ...said } as GroupView)).toBe(words);
});

it("a task whose server asked to wait says for how long", () => {
  const told = task({ status: "enqueued", waitsFor: "host", retryInSeconds: 58 });
  expect(secondLine(told, () => NOW)).toBe("Goes on in 58 s: the server asked to wait · 10 MB · h");
});

it("a task to which nothing comes tells no time that is left", () => {
  const slow = (bytes: number) =>
    secondLine(task({ share: 0.5 }, { bytes_per_second: bytes, seconds_left: 223_000 }), () => NOW);
  expect(slow(22)).toBe("5.0 of 10 MB · 0.0 kB/s · h");
  expect(slow(2200)).toBe("5.0 of 10 MB · 2.2 kB/s · 2 d 13 h left · h");
});
