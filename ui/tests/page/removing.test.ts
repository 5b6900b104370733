/** What leaves the list can be brought back, and nobody is asked for what can. */
import { asked, expect, open, row, test } from "./window";

const strip = (page: import("@playwright/test").Page) => page.getByRole("region", { name: "Removed" });

test("a removed download is offered back at once, and comes back as it was", async ({ page }) => {
  await open(page, "few");
  const task = row(page, "debian-13.2.0");
  const below = await row(page, "Blender").boundingBox();
  await task.hover();
  await task.getByRole("button", { name: "Remove" }).click();
  await expect(task).toHaveCount(0);
  await expect(strip(page)).toContainText(/debian-13.2.0-amd64-netinst.iso. removed/);
  await strip(page).getByRole("button", { name: "Undo" }).click();
  await expect(task).toHaveAttribute("data-status", "running");
  await expect(strip(page)).toHaveCount(0);
  expect(await row(page, "Blender").boundingBox()).toEqual(below);
  expect(await asked(page, "remove")).toEqual([
    { tasks: { tasks: [12] }, file: "keep", removal: "set_aside" },
  ]);
  expect(await asked(page, "bring_back")).toEqual([{ tasks: [12] }]);
});

test("Shift+Delete takes the file to the trash, and Ctrl+Z brings both back", async ({ page }) => {
  await open(page, "few");
  await row(page, "handbook").click();
  await page.keyboard.press("Shift+Delete");
  await expect(row(page, "handbook")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(row(page, "handbook")).toBeVisible();
  expect(await asked(page, "remove")).toMatchObject([{ file: "trash", removal: "set_aside" }]);
});

test("several are brought back together, the last removal alone, and text keeps an undo of its own", async ({
  page,
}) => {
  await open(page, "few");
  await row(page, "slides.pdf").click();
  await page.keyboard.press("Delete");
  await expect(row(page, "slides.pdf")).toHaveCount(0);
  await row(page, "debian-13.2.0").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Delete");
  await expect(strip(page)).toContainText("2 removed");
  await page.getByRole("searchbox").focus();
  await page.keyboard.press("Control+z");
  await expect(strip(page)).toBeVisible();
  await page.getByRole("searchbox").press("Escape");
  await page.keyboard.press("Control+z");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  await expect(row(page, "slides.pdf")).toHaveCount(0);
});

test("the offer goes by itself", async ({ page }) => {
  await page.clock.install();
  await open(page, "few");
  await row(page, "slides.pdf").click();
  await page.keyboard.press("Delete");
  await expect(strip(page)).toBeVisible();
  await page.clock.runFor(16_000);
  await expect(strip(page)).toHaveCount(0);
  await page.keyboard.press("Control+z");
  expect(await asked(page, "bring_back")).toEqual([]);
});

test("who would call off a whole batch is asked first", async ({ page }) => {
  await open(page, "kinds");
  await row(page, "survey-east").click();
  await page.keyboard.press("Delete");
  const dialog = page.getByRole("dialog", { name: "Remove this download?" });
  await expect(dialog).toContainText("the whole batch is called off");
  expect(await asked(page, "remove")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(row(page, "survey-east")).toHaveCount(0);
});

test("a removal of many is asked about", async ({ page }) => {
  await open(page, "many", { count: 500 });
  await expect(page.locator("[data-task-id]").first()).toBeVisible();
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  const dialog = page.getByRole("dialog", { name: "Remove 500 downloads?" });
  await dialog.getByLabel("Move the files to the trash too").check();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(strip(page)).toContainText("500 removed");
  expect(await asked(page, "remove")).toEqual([{ tasks: "all", file: "trash", removal: "set_aside" }]);
});
