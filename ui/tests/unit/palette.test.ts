import { describe, expect, it } from "vitest";
import { sectionsOf } from "../../src/features/palette/entries";
import { fitOf } from "../../src/lib/text/rank";
import type { Command } from "../../src/lib/words/command";

function command(id: string, section: Command["section"] = "window"): Command {
  return { id, name: id, icon: "plus", section, act: () => undefined };
}

describe("what is typed", () => {
  const best = (typed: string, names: string[]) =>
    names
      .map((name) => ({ name, fit: fitOf(typed, name) }))
      .filter(({ fit }) => fit !== undefined)
      .toSorted((one, other) => (other.fit?.weight ?? 0) - (one.fit?.weight ?? 0))[0]?.name;

  it.each([
    ["pause", ["Pause all", "Pause"], "Pause"],
    ["pa", ["Resume all", "Pause all"], "Pause all"],
    ["sn", ["Show: Finished", "Sort: Name"], "Sort: Name"],
    ["OFFN", ["Show: Finished", "Öffnen"], "Öffnen"],
    ["文件", ["添加", "在文件夹中显示"], "在文件夹中显示"],
    ["pau", ["Show group: default"], undefined],
    ["ause", ["Pause"], "Pause"],
  ])("%s among %j finds %s", (typed, names, name) => {
    expect(best(typed, names)).toBe(name);
  });

  it("is shown in the name, letter by letter", () => {
    const [section] = sectionsOf([command("Pause all")], "pall", []);
    expect(section?.entries[0]?.stretches).toEqual([
      { text: "P", typed: true },
      { text: "ause ", typed: false },
      { text: "all", typed: true },
    ]);
  });
});

describe("the palette while nothing is typed", () => {
  it("shows what was used last first and each command once", () => {
    const sections = sectionsOf([command("a"), command("b"), command("c", "go")], " ", ["c", "gone"]);
    expect(sections.map(({ title, entries }) => [title, entries.map((entry) => entry.command.id)])).toEqual([
      ["palette-recent", ["c"]],
      ["palette-window", ["a", "b"]],
    ]);
  });
});
