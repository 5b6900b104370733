import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Counts } from "../../src/lib/api/bindings";
import { Endings } from "../../src/lib/state/endings";

function counts(finished: number, failed = 0): Counts {
  return { all: 100, active: 0, queued: 0, paused: 0, finished, failed, groups: [] };
}

describe("what ended", () => {
  const say = vi.fn();
  let failures = 0;
  const asked = vi.fn(async () => failures);
  let endings: Endings;

  beforeEach(async () => {
    vi.useFakeTimers();
    say.mockClear();
    asked.mockClear();
    failures = 2;
    endings = new Endings(asked, say);
    endings.told(counts(7, 3));
    await vi.advanceTimersByTimeAsync(2_000);
  });

  afterEach(() => vi.useRealTimers());

  it("before the window was there is not said", () => expect(say).not.toHaveBeenCalled());

  it("together is said together, and not at every tick", async () => {
    for (let done = 8; done <= 40; done += 1) endings.told(counts(done, 3));
    expect(say).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(say.mock.calls).toEqual([[{ finished: 33, failed: 0 }]]);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it("because somebody called it off is no failure", async () => {
    endings.told(counts(7, 4));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(say).not.toHaveBeenCalled();
    failures = 3;
    endings.told(counts(7, 5));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(say.mock.calls).toEqual([[{ finished: 0, failed: 1 }]]);
  });

  it("and left the list is not said, and what comes after it is", async () => {
    endings.told(counts(2, 3));
    await vi.advanceTimersByTimeAsync(2_000);
    endings.told(counts(3, 3));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(say.mock.calls).toEqual([[{ finished: 1, failed: 0 }]]);
  });
});
