/** What is done with rows: their menu, several at once, the one thing that helps, and the order of the queue. */
import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

const menu = (page: Page) => page.getByRole("menu", { name: /What to do with/ });

async function entries(page: Page): Promise<string[]> {
  await expect(menu(page)).toBeVisible();
  return menu(page).getByRole("menuitem").locator("span").allTextContents();
}

test("a right click on a row offers what fits it, and does it", async ({ page }) => {
  await open(page, "few");
  await row(page, "debian-13.2.0").click({ button: "right" });
  expect(await entries(page)).toEqual([
    "Pause",
    "Cancel",
    "Details",
    "Rename or move…",
    "Copy the address",
    "Add it again elsewhere…",
    "Remove",
    "Remove with file",
  ]);
  await menu(page).getByRole("menuitem", { name: "Pause" }).click();
  await expect(menu(page)).toBeHidden();
  await expect(row(page, "debian-13.2.0")).toHaveAttribute("data-status", "paused");
});

for (const keys of ["Shift+F10", "ContextMenu"]) {
  test(`${keys} opens the menu at the row, and Escape gives the keyboard back to it`, async ({ page }) => {
    await open(page, "few");
    const task = row(page, "handbook");
    await task.click();
    await page.keyboard.press(keys);
    await expect(menu(page).getByRole("menuitem", { name: "Open" })).toBeFocused();
    const [place, box] = [await menu(page).boundingBox(), await task.boundingBox()];
    expect(place?.x).toBeGreaterThanOrEqual(box?.x ?? 0);
    expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(680);
    await page.keyboard.press("ArrowDown");
    await expect(menu(page).getByRole("menuitem", { name: "Show in folder" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(menu(page)).toBeHidden();
    await expect(task).toBeFocused();
    await expect(task).toHaveAttribute("aria-selected", "true");
  });
}

test("a pause that would lose what is there is locked in the menu too, with the reason", async ({ page }) => {
  await open(page, "few");
  await row(page, "live-export").click({ button: "right" });
  const pause = menu(page).getByRole("menuitem", { name: "Pause" });
  await expect(pause).toHaveAttribute("aria-disabled", "true");
  await expect(pause).toHaveAttribute("title", /a pause would lose/);
  await pause.click({ force: true });
  expect(await asked(page, "pause")).toEqual([]);
});

test("a right click on one of several keeps the choice, and the menu is about all of them", async ({
  page,
}) => {
  await open(page, "few");
  await row(page, "debian-13.2.0").click();
  await row(page, "symphony").click({ modifiers: ["Control"] });
  await row(page, "debian-13.2.0").click({ button: "right" });
  expect(await entries(page)).toEqual([
    "Pause",
    "Retry",
    "Cancel",
    "Copy the addresses",
    "Remove",
    "Remove with file",
  ]);
  await menu(page).getByRole("menuitem", { name: "Cancel" }).click();
  await expect.poll(() => asked(page, "cancel")).toEqual([{ tasks: [12, 9] }]);
});

test("several that are chosen have a bar of their own, and no row moves for it", async ({ page }) => {
  await open(page, "few");
  const task = row(page, "Blender");
  await task.click();
  const before = await task.boundingBox();
  await row(page, "symphony").click({ modifiers: ["Control"] });
  const bar = page.getByRole("toolbar", { name: "Selected downloads" });
  await expect(bar).toContainText("2 selected");
  expect(await task.boundingBox()).toEqual(before);
  await bar.getByRole("button", { name: "Pause" }).click();
  await expect.poll(() => asked(page, "pause")).toEqual([{ tasks: [11, 9] }]);
  await bar.getByRole("button", { name: "Select none" }).click();
  await expect(bar).toHaveCount(0);
  await expect(page.locator("[aria-selected=true]")).toHaveCount(1);
});

test("rows are chosen one by one with Ctrl, the arrows and Space, and Escape leaves one", async ({
  page,
}) => {
  await open(page, "few");
  await row(page, "debian-13.2.0").click();
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.press("Control+Space");
  await expect(page.locator("[aria-selected=true]")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(page.locator("[aria-selected=true]")).toHaveCount(1);
});

test("Ctrl+C puts the addresses of what is chosen on the clipboard", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "few");
  await row(page, "debian-13.2.0").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+c");
  await expect(page.getByRole("status")).toContainText("2 addresses are on the clipboard.");
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text.split("\n")).toHaveLength(2);
  expect(text).toContain("https://cdimage.debian.example/files/debian-13.2.0-amd64-netinst.iso");
});

for (const { scenario, name, words } of [
  { scenario: "failing", name: "backup-2026", words: "Start over" },
  { scenario: "failing", name: "driver.run", words: "Try again" },
  { scenario: "failing", name: "members-only", words: "Sign in…" },
  { scenario: "failing", name: "lecture-14", words: "New address…" },
  { scenario: "failing", name: "weather-grid", words: "Try now" },
  { scenario: "long", name: "no-extension", words: "Another folder…" },
] as const) {
  test(`${name} is told why it stopped, and offered the one thing that helps: ${words}`, async ({ page }) => {
    await open(page, scenario);
    const help = row(page, name).getByText(words, { exact: true });
    await expect(help).toBeVisible();
    await expect(row(page, name).locator(".line button")).toHaveCount(1);
  });
}

test("what waits to be tried again counts down, and Try now tries it", async ({ page }) => {
  await open(page, "failing");
  const task = row(page, "weather-grid");
  await expect(task).toContainText("Tries again in");
  await task.getByText("Try now").click();
  await expect(task).toHaveAttribute("data-status", "running");
  await expect(task.getByText("Try now")).toHaveCount(0);
});

test("where the place is the trouble, the same address is added elsewhere", async ({ page }) => {
  await open(page, "long");
  await row(page, "no-extension").getByText("Another folder…").click();
  await expect(page.getByRole("dialog", { name: "Add downloads" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "URLs" })).toHaveValue(/no-extension-but-a-name/);
});

async function openQueue(page: Page) {
  await open(page, "many", { count: 40 });
  await page.getByRole("button", { name: "Queued" }).click();
  await page.getByLabel("Sort by").selectOption("Order of the queue");
  await expect(page.locator("[aria-rowindex='3'][data-status=enqueued]")).toBeVisible();
}

const idAt = (page: Page, place: number) =>
  page.locator(`[aria-rowindex='${place}']`).getAttribute("data-task-id").then(Number);

test("Alt and the arrows move a row in the queue, and the keyboard goes with it", async ({ page }) => {
  await openQueue(page);
  const [first, second] = [await idAt(page, 1), await idAt(page, 2)];
  await page.locator("[aria-rowindex='1']").click();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page.locator(`[data-task-id='${first}']`)).toHaveAttribute("aria-rowindex", "2");
  await expect(page.locator(`[data-task-id='${first}']`)).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.locator(`[data-task-id='${second}']`)).toHaveAttribute("aria-rowindex", "2");
  expect(await asked(page, "reorder")).toEqual([
    { tasks: [first], to: "down" },
    { tasks: [first], to: "up" },
  ]);
});

test("a row is dragged to another place in the queue, and shows where it would stand", async ({ page }) => {
  await openQueue(page);
  const [first, third] = [await idAt(page, 1), await idAt(page, 3)];
  const goal = await page.locator("[aria-rowindex='3']").boundingBox();
  await page.locator("[aria-rowindex='1']").hover({ position: { x: 300, y: 20 } });
  await page.mouse.down();
  await page.mouse.move(400, (goal?.y ?? 0) + 50, { steps: 4 });
  await expect(page.locator("[aria-rowindex='3']")).toHaveClass(/after/);
  await page.mouse.up();
  await expect(page.locator(`[data-task-id='${first}']`)).toHaveAttribute("aria-rowindex", "3");
  expect(await asked(page, "reorder")).toEqual([{ tasks: [first], to: { after: third } }]);
});

test("Escape puts a dragged row back", async ({ page }) => {
  await openQueue(page);
  await page.locator("[aria-rowindex='1']").hover({ position: { x: 300, y: 20 } });
  await page.mouse.down();
  await page.mouse.move(400, 300, { steps: 4 });
  await expect(page.locator(".row.before, .row.after")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(page.locator(".row.before, .row.after")).toHaveCount(0);
  await page.mouse.up();
  expect(await asked(page, "reorder")).toEqual([]);
});

test("several are moved to the top together, in the order in which they stand", async ({ page }) => {
  await openQueue(page);
  const ids = [await idAt(page, 3), await idAt(page, 4)];
  await page.locator("[aria-rowindex='3']").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+F10");
  await menu(page).getByRole("menuitem", { name: "Move to the top" }).click();
  await expect(page.locator(`[data-task-id='${ids[0]}']`)).toHaveAttribute("aria-rowindex", "1");
  expect(await asked(page, "reorder")).toEqual([{ tasks: ids, to: "first" }]);
});
