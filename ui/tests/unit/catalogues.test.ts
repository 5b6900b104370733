import { describe, expect, it } from "vitest";
import { ENGLISH, LANGUAGES } from "../../src/messages/languages";
import { filesOf, messagesOf } from "./catalogue";
import { asked, shellTexts } from "./sources";

const english = messagesOf(ENGLISH);
const others = Object.keys(LANGUAGES).filter((language) => language !== ENGLISH);

/** What is wrong with the forms of a count; exact numbers may be chosen by in any language. */
function wrongForms(language: string, forms: readonly string[]): string[] {
  const named = forms.filter((form) => !/^\d+$/.test(form));
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return [
    ...wanted.filter((form) => !named.includes(form)).map((form) => `lacks ${form}`),
    ...named.filter((form) => !(wanted as string[]).includes(form)).map((form) => `has no ${form}`),
  ];
}

describe.each(others)("the messages in %s", (language) => {
  const messages = messagesOf(language);

  it("lack none that English has", () => {
    expect([...english.keys()].filter((key) => !messages.has(key))).toEqual([]);
  });

  it("have none that English lacks", () => {
    expect([...messages.keys()].filter((key) => !english.has(key))).toEqual([]);
  });

  it("stand in the same files", () => {
    expect(filesOf(language)).toEqual(filesOf(ENGLISH));
  });

  it("show the same arguments as in English, and choose by no others", () => {
    const wrong = [...messages].filter(([key, { shown, choices }]) => {
      const original = english.get(key);
      const known = [...(original?.shown ?? []), ...(original?.choices ?? []).map(({ on }) => on)];
      return String(shown) !== String(original?.shown) || choices.some(({ on }) => !known.includes(on));
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(others)("counts in %s", (language) => {
  it("have the plural forms of the language and no others", () => {
    const wrong = [...messagesOf(language)].flatMap(([key, { choices }]) =>
      choices
        .filter(({ on }) => on === "count")
        .flatMap((choice) => wrongForms(language, choice.forms))
        .map((what) => `${key} ${what}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the sources of the window", () => {
  const { keys, texts } = asked();
  const known = [...english.keys()];

  it("ask for no message that does not exist", () => {
    const missing = [...keys].filter(([key]) => !known.some((each) => new RegExp(`^${key}$`).test(each)));
    expect(missing).toEqual([]);
  });

  it("leave no message unasked for", () => {
    const shell = shellTexts();
    const patterns = [...keys.keys()].filter((key) => key !== "[\\w-]+").map((key) => new RegExp(`^${key}$`));
    const dead = known.filter(
      (key) => !texts.has(key) && !shell.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(dead).toEqual([]);
  });
});
