import { describe, expect, it } from "vitest";
import {
  against,
  DAY,
  overlap,
  painted,
  rulesOf,
  rulesOfWeek,
  textOf,
  USUAL,
  WEEK,
  weekOf,
} from "../../src/lib/text/schedule";

function again(text: string): string {
  return textOf(rulesOfWeek(weekOf(rulesOf(text) ?? [])));
}

describe("limits by time", () => {
  it.each([
    "",
    "mon-fri 08:00-18:00 1MB",
    "daily 22:00-06:00 off",
    "daily 00:00-24:00 500K",
    "mon-wed,fri 08:30-12:15 2MB",
    "sat,sun 00:00-24:00 off",
    "sun 23:00-01:00 1MB",
    "mon 00:00-24:00 1MB; tue 00:00-10:00 1MB",
  ])("that say %s say so again", (text) => {
    expect(again(text)).toBe(text);
  });

  it("where rules overlap the first one holds, and what is written has none that do", () => {
    const text = "daily 12:00-13:00 off; mon-sun 08:00-18:00 100K";
    expect(overlap(rulesOf(text) ?? [])).toBe(true);
    const written = again(text);
    expect(written).toBe("daily 08:00-12:00 100K; daily 12:00-13:00 off; daily 13:00-18:00 100K");
    expect(overlap(rulesOf(written) ?? [])).toBe(false);
    expect(weekOf(rulesOf(written) ?? [])).toEqual(weekOf(rulesOf(text) ?? []));
  });

  it("hours are painted and wiped", () => {
    const days = [true, false, false, false, false, false, false];
    const week = painted(Array(WEEK).fill(USUAL), { days, from: 8 * 60, until: 9 * 60 }, 1_000_000);
    expect(textOf(rulesOfWeek(week))).toBe("mon 08:00-09:00 1MB");
    const less = painted(week, { days, from: 8 * 60, until: 8 * 60 + 30 }, USUAL);
    expect(textOf(rulesOfWeek(less))).toBe("mon 08:30-09:00 1MB");
    expect(rulesOfWeek(painted(less, { days, from: 0, until: DAY }, USUAL))).toEqual([]);
  });

  it("a rule is told what it goes against", () => {
    const rules = rulesOf("mon-fri 08:00-18:00 1MB; sat 10:00-12:00 2MB") ?? [];
    const [rule] = rulesOf("fri 17:00-20:00 off") ?? [];
    expect(rule && textOf(against(rules, rule))).toBe("mon-fri 08:00-18:00 1MB");
  });

  it.each([
    "08:00-18:00 1M",
    "mon 8-18 1M",
    "mon 08:00-08:00 1M",
    "mon 24:00-08:00 1M",
    "mon 08:60-09:00 1M",
    "someday 08:00-09:00 1M",
    "mon 08:00-09:00 fast",
    "mon 08:00-25:00 1M",
    "mon 08:00-09:00 1M more",
    "mon-tue-wed 08:00-09:00 1M",
  ])("%s is no schedule", (text) => {
    expect(rulesOf(text)).toBeUndefined();
  });
});
