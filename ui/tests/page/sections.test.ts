/** The list in sections: heads that fold, rows below them, and what is done to a whole section. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

/** Arranges the list by this word of the menu. */
async function arrange(page: Page, by: string) {
  await page.getByRole("button", { name: "Group by" }).click();
  await page.getByRole("menuitemradio", { name: by }).click();
}

const tree = (page: Page) => page.getByRole("treegrid", { name: "Tasks" });
const heads = (page: Page) => tree(page).locator("[role=row][aria-level='1']");
const head = (page: Page, name: string | RegExp) => heads(page).filter({ hasText: name });
const rows = (page: Page) => tree(page).locator("[data-task-id]");
const status = (page: Page) => page.locator("p.unseen[role=status]").first();

test("the list by group has a head for each, its rows below, and says how far it is", async ({ page }) => {
  await open(page, "kinds");
  await arrange(page, "By group");
  await expect(heads(page)).toHaveText([/Music/, /Photos/, /default/]);
  await expect(head(page, "Photos")).toContainText("1 of 3 finished · 1 failed");
  await expect(head(page, "Photos")).toContainText("Limit 500 KiB/s");
  await expect(head(page, "Music")).toContainText("On hold");
  await expect(head(page, "Photos")).toHaveAttribute("aria-setsize", "3");
  await expect(row(page, "harbour-night-0144")).toHaveAttribute("aria-level", "2");
  await expect(row(page, "harbour-night-0144")).toHaveAttribute("aria-posinset", "3");
  await expect(row(page, "harbour-night-0144")).toHaveAttribute("aria-setsize", "3");
});

test("a head folds with a press, with Space, with Enter and with arrows, as a tree does", async ({
  page,
}) => {
  await open(page, "kinds");
  await arrange(page, "By group");
  await head(page, "Photos").click();
  await expect(head(page, "Photos")).toHaveAttribute("aria-expanded", "false");
  await expect(row(page, "harbour-dawn")).toHaveCount(0);
  await expect(status(page)).toContainText("is folded");
  await expect(head(page, "Photos")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "harbour-dawn")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "harbour-dawn")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  await expect(head(page, "Photos")).toBeFocused();
  await expect(page.locator("[aria-selected=true]")).toHaveCount(0);
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, "harbour-dawn")).toHaveCount(0);
  await page.keyboard.press("Space");
  await expect(row(page, "harbour-dawn")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(row(page, "harbour-dawn")).toHaveCount(0);
  await page.keyboard.press("End");
  await expect(rows(page).last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(heads(page).first()).toBeFocused();
});

test("what is folded and how the list is arranged is remembered", async ({ page }) => {
  await open(page, "kinds");
  await arrange(page, "By batch");
  await expect(heads(page)).toHaveText([/Coast survey 2026/, /Harbour photos/, /Not in a batch/]);
  await head(page, "Coast survey").click();
  await page.reload();
  await expect(head(page, "Coast survey")).toHaveAttribute("aria-expanded", "false");
  await expect(row(page, "survey-north")).toHaveCount(0);
  await page.getByRole("button", { name: "Group by" }).click();
  await page.getByRole("menuitem", { name: "Fold all", exact: true }).click();
  await expect(rows(page)).toHaveCount(0);
  await expect(heads(page)).toHaveCount(3);
  await page.getByRole("button", { name: "Group by" }).click();
  await page.getByRole("menuitem", { name: "Unfold all" }).click();
  await expect(row(page, "survey-north")).toBeVisible();
});

test("a stretch across a head chooses the rows on both sides and never the head", async ({ page }) => {
  await open(page, "kinds");
  await arrange(page, "By group");
  await row(page, "symphony").click();
  await row(page, "harbour-dusk").click({ modifiers: ["Shift"] });
  await expect(page.locator("[aria-selected=true]")).toHaveCount(3);
  await expect(page.getByText("3 selected")).toBeVisible();
  await page.keyboard.press("Control+a");
  await expect(page.getByText("12 selected")).toBeVisible();
});

test("a press with Ctrl on a head chooses its rows", async ({ page }) => {
  await open(page, "kinds");
  await arrange(page, "By batch");
  await head(page, "Harbour photos").click({ modifiers: ["Control"] });
  await expect(page.locator("[aria-selected=true]")).toHaveCount(3);
  await expect(page.getByText("3 selected")).toBeVisible();
});

test("too many rows to choose are acted on all together, by what makes the section", async ({ page }) => {
  await open(page, "many", { count: 20_000 });
  await arrange(page, "By status");
  await head(page, "Queued").click({ modifiers: ["Control"] });
  const menu = page.getByRole("menu", { name: "Queued" });
  await expect(menu.getByRole("menuitem", { name: /Select/ })).toHaveCount(0);
  await menu.getByRole("menuitem", { name: /^Pause [\d,]+$/ }).click();
  expect(await asked(page, "pause")).toEqual([{ matching: { status: "enqueued" } }]);
});

test("a section that a filter has cut is acted on by what it shows", async ({ page }) => {
  await open(page, "kinds");
  await arrange(page, "By batch");
  await page.getByRole("button", { name: "Failed", exact: true }).click();
  await expect(heads(page)).toHaveText([/Harbour photos/]);
  await head(page, "Harbour photos").hover();
  await page.getByRole("button", { name: /Retry what failed/ }).click();
  const retried = (await asked(page, "retry")) as { tasks: number[] }[];
  expect(retried).toEqual([{ tasks: [expect.any(Number)] }]);
});

test("a whole group is acted on by its name, from its head", async ({ page }) => {
  await open(page, "kinds");
  await arrange(page, "By group");
  await head(page, "Photos").hover();
  await head(page, "Photos")
    .getByRole("button", { name: /Pause all of/ })
    .click();
  expect(await asked(page, "pause")).toEqual([{ group: "Photos" }]);
  await head(page, "Photos").click({ button: "right" });
  await expect(page.getByRole("menuitem", { name: "Limits…" })).toBeVisible();
  await page.getByRole("menuitem", { name: "Show only these" }).click();
  await expect(page.getByRole("grid", { name: "Tasks" })).toBeVisible();
  await expect(page.locator("[data-task-id]")).toHaveCount(3);
});

for (const layout of ["rows", "table"]) {
  test(`a hundred thousand rows in sections cost a screenful, as ${layout}`, async ({ page }) => {
    await open(page, "many", { count: 100_000 });
    if (layout === "table") await page.getByRole("button", { name: "Table", exact: true }).click();
    await arrange(page, "By status");
    await expect(heads(page).first()).toBeVisible();
    for (const share of [0.2, 0.5, 0.9, 1]) {
      await tree(page).evaluate((element, part) => (element.scrollTop = element.scrollHeight * part), share);
      await expect(rows(page).first()).toBeVisible();
      expect(await page.getByRole("row").count()).toBeLessThan(100);
    }
    const queries = (await asked(page, "sections")) as { windows: { count: number }[] }[];
    const most = Math.max(
      ...queries.map(({ windows }) => windows.reduce((sum, { count }) => sum + count, 0)),
    );
    expect(most).toBeLessThan(60);
  });
}

test("the list in sections has no fault that axe finds, folded and open", async ({ page }) => {
  await open(page, "kinds");
  await arrange(page, "By group");
  await head(page, "Photos").click();
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations).toEqual([]);
});
