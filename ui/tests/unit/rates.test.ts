import { describe, expect, it } from "vitest";
import { rateAt, rateOf, RATE_STOPS, rateShown, rateText, stopOf } from "../../src/lib/text/rates";

describe("speeds as people write them", () => {
  it.each([
    ["", 0],
    ["off", 0],
    ["0", 0],
    ["500K", 512_000],
    ["1.5m", 1_572_864],
    ["2 M", 2 << 20],
    ["2MB", 2_000_000],
    ["1.1 MB/s", 1_100_000],
    ["300 kb", 300_000],
    ["500 KiB/s", 512_000],
    ["2 M B", undefined],
    ["2 MB/h", undefined],
    ["fast", undefined],
    ["-1", undefined],
  ])("the speed %s is %s bytes a second", (text, bytes) => {
    expect(rateOf(text)).toBe(bytes);
  });

  it.each([1, 1023, 512_000, 1_572_864, 3 * 1024 ** 3, 1_234_567, 7_500_000, ...RATE_STOPS])(
    "%d bytes a second survive as text, in the settings and on screen",
    (bytes) => {
      expect([rateOf(rateText(bytes)), rateOf(rateShown(bytes))]).toEqual([bytes, bytes]);
    },
  );

  it.each([
    [2_000_000, "2MB", "2 MB/s"],
    [2 << 20, "2M", "2 MiB/s"],
    [750_000, "750KB", "750 kB/s"],
    [500_000, "500KB", "500 kB/s"],
    [1_500_000, "1.5MB", "1.5 MB/s"],
    [512_000, "500K", "500 KiB/s"],
    [700, "700", "700 B/s"],
    [0, "", ""],
  ])("%d bytes a second are written %s and shown %s", (bytes, text, shown) => {
    expect([rateText(bytes), rateShown(bytes)]).toEqual([text, shown]);
  });

  it("a slider goes from slow to no limit, and stands where the speed is", () => {
    expect(RATE_STOPS.map((_, stop) => stopOf(rateAt(stop)))).toEqual(RATE_STOPS.map((_, stop) => stop));
    expect([rateAt(RATE_STOPS.length), stopOf(0)]).toEqual([0, RATE_STOPS.length]);
    expect(rateAt(stopOf(1_900_000))).toBe(2_000_000);
  });
});
