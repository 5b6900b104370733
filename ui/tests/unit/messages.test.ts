import { describe, expect, it } from "vitest";
import { SECTIONS } from "../../src/features/settings/fields";
import { LIST_KEYS, WINDOW_KEYS } from "../../src/lib/words/keys";
import { isolated, t } from "../../src/messages/messages";

describe("messages", () => {
  it("a key that does not exist is a mistake and not a text", () => {
    expect(() => t("no-such-key")).toThrow("no-such-key");
  });

  it("count", () => {
    expect(["0", "1", "2"].map((count) => t("add-found", { count: Number(count) }))).toEqual([
      "No link yet",
      "1 link",
      "2 links",
    ]);
  });

  it("keep right-to-left text inside a sentence to itself", () => {
    expect(t("empty-search", { text: isolated("ملف") })).toBe("Nothing matches “\u2068ملف\u2069”");
  });

  it("exist for every setting and every shortcut", () => {
    const keys = [
      ...SECTIONS.flatMap(({ title, note, fields, part }) => [
        title,
        ...(note === undefined ? [] : [note]),
        ...(part === undefined ? [] : [`settings-${part}-words`]),
        ...fields.flatMap(([key, control]) => [
          `set-${key}`,
          `set-${key}-hint`,
          ...(control.is === "choice"
            ? control.of.filter((word) => !control.names?.[word]).map((word) => `set-${key}-${word}`)
            : []),
          ...("unit" in control ? [control.unit] : []),
        ]),
      ]),
      ...[...Object.keys(LIST_KEYS), ...Object.keys(WINDOW_KEYS)].map((key) => `keys-${key}`),
    ];
    for (const key of keys) expect(t(key)).not.toBe("");
  });
});
