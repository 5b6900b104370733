import { asked, expect, open, row, test } from "./window";
import type { ListQuery } from "../../src/lib/api/bindings";

const MANY = 10_000;

test("ten thousand rows cost a screenful, in the page and in what is asked", async ({ page }) => {
  await open(page, "many", { count: MANY });
  const grid = page.getByRole("grid", { name: "Tasks" });
  await expect(grid).toHaveAttribute("aria-rowcount", String(MANY));
  for (const share of [0.1, 0.35, 0.5, 0.82, 1]) {
    await grid.evaluate((element, part) => (element.scrollTop = element.scrollHeight * part), share);
    await expect(page.locator("[data-task-id]").first()).toBeVisible();
    expect(await page.getByRole("row").count()).toBeLessThan(100);
  }
  await expect(page.locator(`[aria-rowindex='${MANY}'][data-task-id='1']`)).toBeVisible();
  const queries = (await asked(page, "list")) as ListQuery[];
  expect(Math.max(...queries.map(({ count }) => count))).toBeLessThan(50);
  const last = queries.at(-1);
  expect(last?.offset).toBeGreaterThan(MANY - 50);
});

test("a hundred thousand rows can be gone through from end to end by keyboard", async ({ page }) => {
  await open(page, "many", { count: 100_000 });
  await expect(page.locator("[aria-rowindex='1'][data-task-id]")).toBeVisible();
  await page.getByRole("grid").focus();
  await page.keyboard.press("End");
  const last = page.locator("[aria-rowindex='100000'][data-task-id='1']");
  await expect(last).toBeInViewport();
  await expect(last).toBeFocused();
  await expect(last).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Home");
  await expect(page.locator("[aria-rowindex='1'][data-task-id]")).toBeFocused();
});

test("the row with the keyboard stays in the page when it is scrolled away", async ({ page }) => {
  await open(page, "many", { count: MANY });
  await row(page, `0${MANY - 1}.`.slice(-6))
    .first()
    .click();
  const focused = page.locator("[role=row]:focus");
  const index = await focused.getAttribute("aria-rowindex");
  await page.getByRole("grid").evaluate((element) => (element.scrollTop = 200_000));
  await expect(page.locator("[aria-rowindex='3572'][data-task-id]")).toBeAttached();
  await expect(focused).toHaveAttribute("aria-rowindex", index ?? "");
});

test("rows that are looked at stay where they are when others arrive above", async ({ page }) => {
  await open(page, "many", { count: 500 });
  await expect(page.locator("[data-task-id]").first()).toBeVisible();
  const grid = page.getByRole("grid");
  await grid.evaluate((element) => (element.scrollTop = 5600));
  const watched = page.locator("[aria-rowindex='105'][data-task-id]");
  await expect(watched).toBeVisible();
  const id = await watched.getAttribute("data-task-id");
  const before = await watched.boundingBox();
  await page.evaluate(() => {
    const download = {
      conflict: "rename" as const,
      headers: [],
      query: [],
      trust: "checked" as const,
      start: "now" as const,
    };
    return window.haulMock?.call("add", {
      downloads: ["https://example.org/1", "https://example.org/2"].map((url) => ({ url, ...download })),
    });
  });
  const same = page.locator(`[data-task-id='${id}']`);
  await expect(same).toHaveAttribute("aria-rowindex", "107");
  await expect.poll(async () => (await same.boundingBox())?.y).toBe(before?.y);
});

test("everything can be chosen without fetching it", async ({ page }) => {
  await open(page, "many", { count: MANY });
  await expect(page.locator("[data-task-id]").first()).toBeVisible();
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+a");
  await expect(page.getByText("10,000 selected")).toBeVisible();
  await page.keyboard.press("Space");
  await expect.poll(async () => await asked(page, "pause")).toEqual(["all"]);
});

test("a stretch that was never on screen can be chosen", async ({ page }) => {
  await open(page, "many", { count: 3000 });
  await expect(page.locator("[data-task-id]").first()).toBeVisible();
  await page.getByRole("grid").focus();
  await page.keyboard.press("Shift+End");
  await expect(page.getByText("3,000 selected")).toBeVisible();
});
