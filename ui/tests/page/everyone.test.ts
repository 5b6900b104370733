import type { Page } from "@playwright/test";
import { expect, open, row, test } from "./window";

test("m183 what finished is said once, politely, and not at every tick", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian")).toBeVisible();
  const said = page.locator("p[role=status]").first();
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const place = document.querySelector("p[role=status]");
    if (place === null) throw new Error("Nothing is said on this page.");
    new MutationObserver(() => place.textContent && heard.push(place.textContent)).observe(place, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  // the first look at the counts is no news
  await page.waitForFunction(
    () =>
      (window.haulMock?.asked.filter(({ request }) => JSON.stringify(request).includes("not_found")).length ??
        0) > 0,
  );
  await page.evaluate(() => window.haulMock?.advance(60_000));
  await page.evaluate(() => window.haulMock?.advance(60_000));
  await expect(said).toHaveText(/^\d+ tasks? finished$/);
  expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toHaveLength(1);
});

test("a row says its whole name, its state and what is so of it", async ({ page }) => {
  await open(page, "few");
  const name = /^debian-13\.2\.0-amd64-netinst\.iso · Downloading · 295 of 702 MB/;
  await expect(page.getByRole("row", { name })).toBeVisible();
});

/** Everything that Tab comes to, once round. */
async function tabbed(page: Page): Promise<string[]> {
  const names: string[] = [];
  for (let at = 0; at < 60; at += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const on = document.activeElement;
      if (on === null || on === document.body) return "";
      const label = on instanceof HTMLInputElement ? on.labels?.[0]?.textContent : on.textContent;
      return on.getAttribute("aria-label") ?? label?.trim() ?? "";
    });
    if (name !== "" && names[0] === name) break;
    if (name !== "") names.push(name);
  }
  return names;
}

/** Every control that can be seen and used, except those of rows where the keyboard is not. */
async function controls(page: Page): Promise<string[]> {
  return page.locator("button:visible, input:visible, select:visible").evaluateAll((all) =>
    all
      .filter((each) => !each.matches(":disabled, [tabindex='-1']"))
      .map((each) => {
        const label = each instanceof HTMLInputElement ? each.labels?.[0]?.textContent : each.textContent;
        return each.getAttribute("aria-label") ?? label?.trim() ?? "";
      }),
  );
}

for (const [name, act] of [
  ["list", async () => undefined],
  ["details", (page: Page) => page.keyboard.press("Alt+Enter")],
] as const) {
  test(`m181 Tab comes to every control of the window: ${name}`, async ({ page }) => {
    await open(page, "few");
    await row(page, "debian").click();
    await act(page);
    const wanted = await controls(page);
    const reached = await tabbed(page);
    expect(wanted.filter((each) => !reached.includes(each))).toEqual([]);
  });
}

const OPENED: [string, (page: Page) => Promise<void>][] = [
  ["list", async () => undefined],
  ["details", (page) => page.keyboard.press("Alt+Enter")],
  ["add dialog", (page) => page.keyboard.press("Control+n")],
  ["settings", (page) => page.keyboard.press("Control+,")],
  ["what was removed", (page) => page.keyboard.press("Delete")],
  ["palette", (page) => page.keyboard.press("Control+k")],
  ["shortcuts", (page) => page.keyboard.press("F1")],
];

/** Controls outside of rows that are cut off, although they were scrolled to; looked at together, so that none goes meanwhile. */
async function lost(page: Page): Promise<string[]> {
  const dialog = page.getByRole("dialog");
  const place = (await dialog.count()) > 0 ? dialog : page.locator(".window");
  return place.evaluate((element) =>
    [...element.querySelectorAll("button, input, select")]
      .filter(
        (each) => each.checkVisibility({ visibilityProperty: true }) && each.closest("[role=row]") === null,
      )
      .filter((each) => {
        each.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
        const { left, right, top, bottom } = each.getBoundingClientRect();
        return left < -1 || right > innerWidth + 1 || top < -1 || bottom > innerHeight + 1;
      })
      .map((each) => `${each.tagName} ${each.ariaLabel ?? each.textContent}`),
  );
}

const ROOMS = [
  { name: "at 200 %", size: { width: 500, height: 340 }, language: "system", tasks: "Tasks" },
  {
    name: "in a small window in German",
    size: { width: 640, height: 480 },
    language: "de",
    tasks: "Aufgaben",
  },
  { name: "from right to left", size: { width: 1000, height: 680 }, language: "ar-XB", tasks: /./ },
] as const;

for (const { name, size, language, tasks } of ROOMS) {
  for (const [view, act] of OPENED) {
    test(`m184 no control is out of reach ${name}: ${view}`, async ({ page }) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ reducedMotion: "reduce" });
      await open(page, "few", { language, tasks });
      await row(page, "debian").click();
      await act(page);
      expect(await lost(page)).toEqual([]);
      const across = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(across).toBeLessThanOrEqual(0);
    });
  }
}

test("m184 from right to left the window stands on its other side", async ({ page }) => {
  await open(page, "few", { language: "ar-XB", tasks: /./ });
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  const filters = await page.getByRole("navigation").boundingBox();
  const main = await page.getByRole("main").boundingBox();
  expect(filters?.x ?? 0).toBeGreaterThan(main?.x ?? 0);
  const label = page.getByRole("navigation").getByText("Books", { exact: true });
  const [text, icon] = await label.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const picture = element.closest("button")?.querySelector("svg")?.getBoundingClientRect().left ?? 0;
    return [range.getBoundingClientRect().right, picture];
  });
  expect(Math.abs((icon ?? 0) - (text ?? 0))).toBeLessThan(24);
});

test("m183 nothing moves where the desktop says so", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, "few");
  await expect(row(page, "debian")).toBeVisible();
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});

test("m183 with colours forced by the desktop what is chosen is still to be seen", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await open(page, "few");
  await row(page, "debian").click();
  const outline = await row(page, "debian").evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(outline).toBe("solid");
  await page.keyboard.press("Control+k");
  const first = page.getByRole("dialog").getByRole("option").first();
  expect(await first.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
});
