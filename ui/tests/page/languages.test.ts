import { FluentResource } from "@fluent/bundle";
import type { Page } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import { expect, open, row, test } from "./window";

const WORDS = [
  ["de-DE", "de", "Aufgaben", "Hinzufügen", /noch \d+ s/],
  ["es-MX", "es", "Tareas", "Añadir", /quedan \d+ s/],
  ["zh-CN", "zh-CN", "任务", "添加", /剩余 \d+ 秒/],
] as const;

for (const [locale, lang, tasks, add, left] of WORDS) {
  test.describe(`on a desktop in ${locale}`, () => {
    test.use({ locale });

    test(`m184 the window speaks ${lang} from its first word`, async ({ page }) => {
      await open(page, "few", { tasks });
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page.getByRole("button", { name: add, exact: true })).toBeVisible();
      await expect(row(page, "debian")).toContainText(left);
      const overlaps = await page.getByRole("row").evaluateAll((rows) =>
        rows.flatMap((each) => {
          const [words, status] = [each.querySelector(".words"), each.querySelector(".status")];
          const room =
            (status?.getBoundingClientRect().left ?? 0) - (words?.getBoundingClientRect().right ?? 0);
          return room >= 0 ? [] : [status?.textContent];
        }),
      );
      expect(overlaps).toEqual([]);
    });
  });
}

/** Messages that are one text without anything in it. */
function plainMessages(): string[] {
  return readdirSync("src/messages/en")
    .flatMap((file) => new FluentResource(readFileSync(`src/messages/en/${file}`, "utf8")).body)
    .flatMap(({ value }) => (typeof value === "string" ? [value] : []));
}

/** Everything that the page says. */
async function said(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said: string[] = [];
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) said.push(nodes.currentNode.textContent?.trim() ?? "");
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      for (const name of ["aria-label", "title", "placeholder"]) said.push(element.getAttribute(name) ?? "");
    return said.filter((text) => text !== "");
  });
}

test("another language holds at once and everywhere, and is spoken first the next time", async ({ page }) => {
  await open(page, "few");
  await row(page, "debian").click();
  await page.keyboard.press("Alt+Enter");
  await page.keyboard.press("Control+,");
  const settings = page.getByRole("dialog");
  await settings.getByRole("button", { name: "Appearance" }).click();
  await settings.getByLabel("Language").selectOption("Deutsch");
  await expect(page.getByRole("dialog", { name: "Einstellungen" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("grid", { name: "Aufgaben" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Sortieren nach" })).toContainText("Neueste zuerst");
  expect(await page.evaluate(() => localStorage.getItem("language"))).toBe("de");
});

const PLACES: [string, (page: Page) => Promise<void>][] = [
  ["list and details", (page) => page.keyboard.press("Alt+Enter")],
  ["settings", (page) => page.keyboard.press("Control+,")],
  ["shortcuts", (page) => page.keyboard.press("F1")],
  ["remove", (page) => page.keyboard.press("Delete")],
];

for (const [name, act] of PLACES) {
  test(`nothing stays in English when another language is chosen: ${name}`, async ({ page }) => {
    const english = plainMessages();
    await open(page, "few");
    await row(page, "debian").click();
    await act(page);
    expect((await said(page)).filter((text) => english.includes(text)).length).toBeGreaterThan(10);
    await page.evaluate(() => window.haulMock?.speak("en-XA"));
    await page.evaluate(() => window.haulMock?.advance(250));
    await expect(page.locator("html")).toHaveAttribute("lang", "en-XA", { timeout: 15_000 });
    expect((await said(page)).filter((text) => english.includes(text))).toEqual([]);
  });
}
