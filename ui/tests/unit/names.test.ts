import { describe, expect, it } from "vitest";
import { kindOf, split, visible } from "../../src/lib/text/names";

describe("names", () => {
  it.each([
    ["a-rather-long-name-of-a-file.iso", "a-rather-long-name-of-", "a-file.iso".slice(0)],
    ["some-very-long-archive.part01.tar.gz", "some-very-long-archive.", "part01.tar.gz"],
    ["short.txt", "short", ".txt"],
    [".bashrc", ".bashrc", ""],
    ["README", "README", ""],
    ["التقرير السنوي للمبيعات.pdf", "التقرير السنوي للمبيعات", ".pdf"],
  ])("%s keeps its end", (name, head, tail) => {
    const parts = split(name);
    expect(parts.head + parts.tail).toBe(name);
    expect(parts.tail.endsWith(tail.slice(-4))).toBe(true);
    expect(parts.head.startsWith(head.slice(0, 5))).toBe(true);
  });

  it("is not cut inside letters that join", () => {
    expect(split("التقرير السنوي للمبيعات.pdf").tail).toBe(".pdf");
  });

  it("is not cut inside a character of two halves", () => {
    const { head, tail } = split("holiday 🏖️🏖️🏖️🏖️🏖️🏖️🏖️🏖️ pictures 🏝🏝🏝🏝🏝🏝🏝🏝.zip");
    expect(head.isWellFormed() && tail.isWellFormed()).toBe(true);
  });

  it("shows what a turned name really ends with", () => {
    expect(visible("invoice\u202egpj.exe")).toBe("invoicegpj.exe");
    expect(visible("two\nlines\u0007")).toBe("two\ufffdlines\ufffd");
  });

  it.each([
    ["a.ISO", "disc"],
    ["a.tar.gz", "archive"],
    ["a.mkv", "film"],
    ["a.flac", "music"],
    ["a.webp", "picture"],
    ["a.pdf", "text"],
    ["a.deb", "program"],
    ["a.json", "code"],
    ["a.unheard-of", "file"],
    ["a", "file"],
  ])("%s is drawn as %s", (name, kind) => {
    expect(kindOf(name)).toBe(kind);
  });
});
