import { asked, expect, open, row, test } from "./window";

test("a download is found, paused, resumed and removed by keyboard alone", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("Blender");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "1");
  await page.keyboard.press("Enter");
  const task = row(page, "Blender");
  await expect(task).toBeFocused();
  await page.keyboard.press("Space");
  await expect(task).toHaveAttribute("data-status", "paused");
  await page.keyboard.press("Enter");
  await expect(task).toHaveAttribute("data-status", "running");
  await page.keyboard.press("Delete");
  await expect(task).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(task).toHaveAttribute("data-status", "running");
});

test("Enter opens a finished file and retries a failed one, Shift+Enter shows it", async ({ page }) => {
  await open(page, "few");
  await row(page, "handbook").click();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Enter");
  await expect.poll(async () => await asked(page, "show_in_folder")).toEqual([{ task: 5 }]);
  expect(await asked(page, "open_file")).toEqual([{ task: 5 }]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(row(page, "nightly-build")).toHaveAttribute("data-status", "running");
});

test("several are chosen with Shift and Ctrl, and acted on together", async ({ page }) => {
  await open(page, "few");
  await row(page, "debian-13.2.0").click();
  await page.keyboard.press("Shift+ArrowDown");
  await row(page, "symphony").click({ modifiers: ["Control"] });
  await expect(page.getByText("3 selected")).toBeVisible();
  await expect(page.locator("[aria-selected=true]")).toHaveCount(3);
  await page.keyboard.press("Delete");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "9");
  expect(await asked(page, "remove")).toEqual([
    { tasks: { tasks: [12, 11, 9] }, file: "keep", removal: "set_aside" },
  ]);
});

test("Shift and a click choose the stretch between", async ({ page }) => {
  await open(page, "few");
  await row(page, "Blender").click();
  await row(page, "slides.pdf").click({ modifiers: ["Shift"] });
  await expect(page.locator("[aria-selected=true]")).toHaveCount(6);
});

test("a row's buttons are reached with Tab and worked with Space", async ({ page }) => {
  await open(page, "few");
  await row(page, "debian-13.2.0").click();
  await page.keyboard.press("Tab");
  await expect(row(page, "debian-13.2.0").getByRole("button", { name: "Pause" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(row(page, "debian-13.2.0")).toHaveAttribute("data-status", "canceled");
});

test("the row after a removed one takes its place", async ({ page }) => {
  await open(page, "few");
  await row(page, "slides.pdf").click();
  await page.keyboard.press("Delete");
  await expect(row(page, "handbook")).toBeFocused();
  await expect(row(page, "handbook")).toHaveAttribute("aria-selected", "true");
});

test("every shortcut of the window does its thing", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  for (const [keys, title] of [
    ["Control+n", "Add downloads"],
    ["Control+,", "Settings"],
    ["F1", "Keyboard shortcuts"],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(page.getByRole("dialog", { name: title })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await page.keyboard.press("Control+q");
  await expect.poll(async () => await asked(page, "quit")).toHaveLength(1);
});

test("the keyboard goes back where it was when a dialog closes", async ({ page }) => {
  await open(page, "few");
  await row(page, "slides.pdf").click();
  await page.keyboard.press("F1");
  await page.keyboard.press("Escape");
  await expect(row(page, "slides.pdf")).toBeFocused();
});

test("an arrow finds the list while nothing has the keyboard, and a command does nothing to a row nobody chose", async ({
  page,
}) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Space");
  expect(await asked(page, "remove")).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "debian-13.2.0")).toBeFocused();
  await page.keyboard.press("Control+n");
  await page.keyboard.press("Escape");
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "Blender")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(row(page, "Blender")).toHaveAttribute("data-status", "paused");
});
