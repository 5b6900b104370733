import { afterEach, describe, expect, it } from "vitest";
import { chosen, directionOf, LANGUAGES, numbersOf } from "../../src/messages/languages";
import { t } from "../../src/messages/messages";
import { speak, teach } from "../../src/messages/tongue.svelte";
import { partOfWhole, rate, when } from "../../src/lib/words/format";

const SPOKEN = Object.keys(LANGUAGES);

afterEach(() => speak("en", ["en-GB"]));

describe("the language of the window", () => {
  it.each([
    ["system", ["de-AT", "en"], "de"],
    ["system", ["fr-FR", "es-MX"], "es"],
    ["system", ["zh-Hans-SG"], "zh-CN"],
    ["system", ["zh"], "zh-CN"],
    ["system", ["zh-TW", "fr"], "en"],
    ["system", ["C", "not a language"], "en"],
    ["system", [], "en"],
    ["de", ["es"], "de"],
    ["tlh", ["es"], "es"],
  ])("set to %s for a reader of %s is %s", (choice, wishes, language) => {
    expect(chosen(choice, wishes, SPOKEN)).toBe(language);
  });

  it("counts as people do in the reader's country, where that speaks it", () => {
    expect(numbersOf("de", ["en-GB", "de-CH"])).toBe("de-CH");
    expect(numbersOf("de", ["en-GB"])).toBe("de");
  });

  it.each([
    ["de", "ltr"],
    ["zh-CN", "ltr"],
    ["ar-XB", "rtl"],
    ["he", "rtl"],
  ])("%s is written %s", (language, direction) => {
    expect(directionOf(language)).toBe(direction);
  });

  it("holds for words, numbers and plurals at once", () => {
    speak("de", ["de-DE"]);
    expect(document.documentElement.lang).toBe("de");
    expect(t("add-found", { count: 2 })).toBe("2 Links");
    expect(rate(1_400_000)).toBe("1,4 MB/s");
    expect(partOfWhole(4_200_000, 10_000_000)).toBe("4,2 von 10 MB");
    expect(when(Date.UTC(2026, 10, 21, 12))).toContain("21.11.2026");
  });

  it.each([
    [1, "1 descarga añadida"],
    [2, "2 descargas añadidas"],
    [1_000_000, "1.000.000 de descargas añadidas"],
  ])("has the plural of Spanish for %d", (count, words) => {
    speak("es", ["es-ES"]);
    expect(t("add-done", { count })).toBe(words);
  });

  it("falls back to English for a message that it lacks", () => {
    teach("de-x-bare", (text) => text);
    speak("zh-CN", []);
    expect(() => t("no-such-key")).toThrow("no-such-key");
    expect(t("add-done", { count: 1 })).toBe("已添加 1 个下载");
  });

  it("that is pretended is English, bent", () => {
    teach("en-XA", (text) => text.toUpperCase());
    speak("en-XA", []);
    expect(t("remove-title", { count: 3 })).toBe("REMOVE 3 DOWNLOADS?");
  });
});
