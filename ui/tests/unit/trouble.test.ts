import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { troubleLines, troubleWords } from "../../src/lib/words/trouble";
import { knows } from "../../src/messages/messages";
import { speak } from "../../src/messages/tongue.svelte";

const REFUSED = { category: "net.refused", message: "Nothing listens at example.org:81." };

/** Every category but those of a status, as the engine spells them. */
const NAMED = [
  ...readFileSync("../crates/model/src/fault.rs", "utf8").matchAll(/^ {4}\w+ = "([\w.]+)",$/gm),
].map(([, category]) => category ?? "");

afterEach(() => speak("en"));

describe("what went wrong", () => {
  it("is the engine's sentence for who reads English", () => {
    expect(troubleWords(REFUSED)).toBe(REFUSED.message);
    expect(troubleLines(REFUSED)).toEqual([REFUSED.message]);
  });

  it("is the category in another language, with the sentence in the details", () => {
    speak("de");
    expect(troubleWords(REFUSED)).toBe("Der Server nimmt keine Verbindungen an");
    expect(troubleLines(REFUSED)).toEqual(["Der Server nimmt keine Verbindungen an", REFUSED.message]);
    expect(troubleWords({ category: "http.503", message: "Busy." })).toBe("Der Server antwortete mit 503");
  });

  it("is the sentence where the category is of a newer program, and nothing where nothing is wrong", () => {
    speak("es");
    expect(troubleWords({ category: "net.of_tomorrow", message: "New." })).toBe("New.");
    expect(troubleWords({})).toBeUndefined();
  });

  it("has a line for every category that the engine has", () => {
    expect(NAMED.length).toBeGreaterThan(40);
    expect(NAMED.filter((category) => !knows(`category-${category.replace(/[._]/g, "-")}`))).toEqual([]);
  });
});
