import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/styles/tokens.css", "utf8");
const TOKENS = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name ?? "", { light: light ?? "", dark: dark ?? "" }],
  ),
);

const TEXT = 4.5;
const SHAPE = 3;
const SURFACES = ["page", "side-back", "raised", "hover", "side-hover", "chosen"];

/** Every pair of colours that meet on screen, and the contrast that WCAG 2.2 AA wants of it. */
const PAIRS: [front: string, back: string, least: number][] = [
  ...SURFACES.flatMap((back): [string, string, number][] => [
    ["ink", back, TEXT],
    ["quiet", back, TEXT],
  ]),
  ...["page", "hover", "chosen"].flatMap((back): [string, string, number][] => [
    ["good", back, TEXT],
    ["warn", back, TEXT],
    ["bad", back, TEXT],
  ]),
  ["ink", "bad-back", TEXT],
  ["ink", "warn-back", TEXT],
  ["bad", "bad-back", TEXT],
  ["warn", "warn-back", TEXT],
  ["bad", "raised", TEXT],
  ["accent", "raised", TEXT],
  ["accent", "page", TEXT],
  ["accent", "chosen", SHAPE],
  ["accent", "side-back", SHAPE],
  ["accent", "track", SHAPE],
  ["on-accent", "accent", TEXT],
  ["on-accent", "accent-hover", TEXT],
  ["edge", "page", SHAPE],
  ["edge", "raised", SHAPE],
  ["edge", "side-back", SHAPE],
];

describe.each(["light", "dark"] as const)("in %s", (theme) => {
  it.each(PAIRS)("%s can be read on %s at %d to 1", (front, back, least) => {
    expect(contrast(colour(front, theme), colour(back, theme))).toBeGreaterThanOrEqual(least);
  });
});

function colour(name: string, theme: "light" | "dark"): string {
  const token = TOKENS.get(name);
  if (!token) throw new Error(`There is no colour ${name}.`);
  return token[theme];
}

/** WCAG 2.2, relative luminance. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
