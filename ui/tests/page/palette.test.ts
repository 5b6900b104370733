import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

const palette = (page: Page) => page.getByRole("dialog", { name: "Commands" });
const field = (page: Page) => palette(page).getByRole("combobox", { name: "Commands" });
const options = (page: Page) => palette(page).getByRole("option");

test("m181 the palette opens with its keys, finds by a few letters and does what Enter says", async ({
  page,
}) => {
  await open(page, "few");
  await expect(row(page, "debian")).toBeVisible();
  await page.keyboard.press("Control+Shift+P");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette(page)).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("sort nam");
  await expect(options(page)).toHaveText([/Sort: Name/]);
  await page.keyboard.press("Enter");
  await expect(palette(page)).toHaveCount(0);
  await expect(page.getByRole("combobox", { name: "Sort by" })).toHaveValue("name");
});

test("the palette acts on what is chosen, and offers nothing for it while nothing is", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian")).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(options(page).filter({ hasText: /^Pause$/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await row(page, "debian").click();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("pause");
  await page.keyboard.press("Enter");
  await expect(row(page, "debian")).toHaveAttribute("data-status", "paused");
  await expect(row(page, "debian")).toBeFocused();
});

test("what was used last comes first the next time", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("hold");
  await page.keyboard.press("Enter");
  await expect.poll(async () => await asked(page, "pause_queue")).toHaveLength(1);
  await page.keyboard.press("Control+k");
  const used = palette(page).getByRole("group", { name: "Used last" });
  await expect(used.getByRole("option")).toHaveText([/Go on with queue/]);
});

test("a section of the settings is found by its name", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("settings proxies");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("dialog", { name: "Settings" }).getByLabel("Proxy", { exact: true }),
  ).toBeVisible();
});

test("the arrow keys go round, and the field says where they are", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+k");
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  const last = options(page).last();
  await expect(last).toHaveAttribute("aria-selected", "true");
  await expect(last).toBeInViewport();
  await expect(field(page)).toHaveAttribute(
    "aria-activedescendant",
    (await last.getAttribute("id")) ?? "none",
  );
  await page.keyboard.press("ArrowDown");
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await field(page).fill("zzzz");
  await expect(palette(page).getByText("No command fits “")).toBeVisible();
});

for (const scenario of ["few", "failing", "kinds"] as const) {
  test(`m181 whatever a button of a row or the toolbar does, the palette does too: ${scenario}`, async ({
    page,
  }) => {
    await open(page, scenario);
    const rows = page.getByRole("row");
    await expect(rows.nth(2)).toBeVisible();
    const missing = new Set<string>();
    for (let at = 0; at < (await rows.count()); at += 1) {
      await rows.nth(at).click({ position: { x: 120, y: 8 } });
      const buttons = rows.nth(at).getByRole("gridcell", { name: "Actions" }).getByRole("button");
      const names = await buttons.evaluateAll((all) =>
        all.map((each) => each.getAttribute("aria-label") ?? ""),
      );
      const bar = page.getByRole("banner").getByRole("button");
      names.push(
        ...(await bar.evaluateAll((all) => all.map((each) => each.getAttribute("aria-label") ?? ""))),
      );
      await page.keyboard.press("Control+k");
      const offered = (await options(page).allInnerTexts()).map((text) => text.split("\n")[0]?.trim());
      for (const name of names) if (name !== "" && !offered.includes(name)) missing.add(name);
      await page.keyboard.press("Escape");
    }
    expect([...missing]).toEqual([]);
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing wrong with the palette in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await open(page, "few");
    await row(page, "debian").click();
    await page.keyboard.press("Control+k");
    await field(page).fill("pa");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}
