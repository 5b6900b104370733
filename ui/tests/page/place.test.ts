/** Another name, folder or group for a task, and another name for a group. */
import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Name and place" });

async function openPlace(page: Page, name: string): Promise<void> {
  await row(page, name).click({ position: { x: 200, y: 12 } });
  await page.keyboard.press("F2");
  await expect(dialog(page)).toBeVisible();
}

test("F2 on a row changes the name of its file, but not the end that says what it is", async ({ page }) => {
  await open(page, "few");
  await openPlace(page, "handbook");
  await page.keyboard.type("manual");
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(row(page, "manual.epub")).toBeVisible();
  expect(await asked(page, "edit")).toMatchObject([{ name: "manual.epub", folder: null, group: null }]);
});

test("a name that is taken is told where it was typed", async ({ page }) => {
  await open(page, "few");
  await openPlace(page, "handbook");
  await dialog(page).getByRole("textbox", { name: "File name" }).fill("portrait-0142.jpg");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("alert")).toContainText("the name is taken");
  await expect(dialog(page)).toBeVisible();
});

test("a finished file goes to a chosen folder and another group", async ({ page }) => {
  await open(page, "few");
  await row(page, "handbook").click({ button: "right", position: { x: 200, y: 12 } });
  await page.getByRole("menuitem", { name: "Rename or move…" }).click();
  await dialog(page).getByRole("button", { name: "Choose…" }).click();
  await expect(dialog(page).getByRole("textbox", { name: "Folder" })).toHaveValue("/home/ada/Films");
  await dialog(page).getByRole("textbox", { name: "Group" }).fill("books");
  await dialog(page).getByRole("button", { name: "Change" }).click();
  await expect(page.getByRole("navigation", { name: "Filters" }).getByText("books")).toBeVisible();
  expect(await asked(page, "edit")).toMatchObject([
    { name: null, folder: "/home/ada/Films", group: "books" },
  ]);
});

test("the folder of what is fetched already stays, and why is said", async ({ page }) => {
  await open(page, "few");
  await openPlace(page, "debian-13.2.0");
  await expect(dialog(page).getByRole("textbox", { name: "Folder" })).toBeDisabled();
  await expect(dialog(page)).toContainText("lies in this folder");
});

test("F2 on a group gives it another name, and the list stays with it", async ({ page }) => {
  await open(page, "few");
  const filters = page.getByRole("navigation", { name: "Filters" });
  const entry = filters.getByRole("button").filter({ hasText: "Music" }).first();
  await entry.click();
  await entry.press("F2");
  const rename = page.getByRole("dialog", { name: "Rename group" });
  await rename.getByRole("textbox", { name: "Name" }).fill("Serien");
  await page.keyboard.press("Enter");
  await expect(rename).toBeHidden();
  await expect(filters.getByRole("button", { name: "Serien", exact: true })).toHaveAttribute(
    "aria-current",
    "true",
  );
  expect(await asked(page, "rename_group")).toEqual([{ group: "Music", to: "Serien" }]);
});

test("what names no group belongs to one that keeps its name", async ({ page }) => {
  await open(page, "few");
  const entry = page
    .getByRole("navigation", { name: "Filters" })
    .getByRole("button", { name: "default", exact: true });
  await entry.press("F2");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
