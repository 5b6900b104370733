import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

function sideBar(page: Page) {
  return page.getByRole("navigation", { name: "Filters" });
}

/** Opens the menu of a group by keyboard alone. */
async function menuOf(page: Page, group: string) {
  const button = sideBar(page).getByRole("button", { name: new RegExp(`Group .${group}.: more`) });
  await button.focus();
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu");
  await expect(menu.getByRole("menuitem").first()).toBeFocused();
  return { button, menu };
}

test("a group says that its queue is on hold, and its menu lets it go on", async ({ page }) => {
  await open(page, "kinds");
  await expect(sideBar(page)).toContainText("On hold");
  await expect(row(page, "symphony")).toContainText("Its queue is on hold");
  await menuOf(page, "Music");
  await page.keyboard.press("Enter");
  expect(await asked(page, "resume_queue")).toEqual([{ group: "Music" }]);
  await expect(row(page, "symphony")).toHaveAttribute("data-status", "running");
  await expect(sideBar(page)).not.toContainText("On hold");
  await expect(page.getByRole("status")).toHaveText("The queue goes on");
});

test("the menu of a group is walked with arrows and left with Escape", async ({ page }) => {
  await open(page, "kinds");
  const { button, menu } = await menuOf(page, "Photos");
  await expect(menu.getByRole("menuitem")).toHaveText([
    "Hold queue",
    /^Rename…/,
    "Limits…",
    "Pause all",
    "Resume all",
  ]);
  await page.keyboard.press("ArrowUp");
  await expect(menu.getByRole("menuitem", { name: "Resume all" })).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await expect(menu.getByRole("menuitem", { name: "Rename…" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();
});

test("the menu of a group leads to what holds for it", async ({ page }) => {
  await open(page, "kinds");
  const entry = sideBar(page).getByRole("button", { name: "Photos", exact: true });
  await expect(entry).toContainText("Limit 500 KiB/s · 2 at once");
  const { menu } = await menuOf(page, "Photos");
  await menu.getByRole("menuitem", { name: "Limits…" }).click();
  const dialog = page.getByRole("dialog", { name: "Groups and queues" });
  await expect(dialog.getByRole("heading", { level: 3, name: "Photos" })).toBeVisible();
  const rate = dialog.getByRole("textbox", { name: "Speed limit", exact: true });
  await rate.fill("fast");
  await rate.blur();
  await expect(dialog).toContainText("Write a speed such as");
  await rate.fill("2M");
  await rate.blur();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  expect(await asked(page, "set_group")).toEqual([{ group: "Photos", limit_rate: 2 << 20 }]);
  await expect(entry).toContainText("Limit 2 MiB/s");
});

test("the group on show has its menu above the list, also where the side bar is narrow", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 680 });
  await open(page, "kinds");
  await sideBar(page).getByRole("button", { name: "Photos", exact: true }).click();
  const main = page.getByRole("main");
  await expect(main).toContainText("Limit 500 KiB/s · 2 at once");
  await main.getByRole("button", { name: /Group .Photos.: more/ }).click();
  await page.getByRole("menuitem", { name: "Pause all" }).click();
  expect(await asked(page, "pause")).toEqual([{ group: "Photos" }]);
});

test("the whole queue is held and let go, in words", async ({ page }) => {
  await open(page, "kinds");
  const hold = page.getByRole("button", { name: "Hold queue" });
  await expect(hold).toHaveAttribute("aria-pressed", "false");
  await hold.click();
  expect(await asked(page, "pause_queue")).toEqual([{}]);
  await expect(hold).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("contentinfo")).toContainText("Queue on hold");
  await expect(row(page, "survey-south")).toContainText("Its queue is on hold");
  await hold.click();
  await expect(hold).toHaveAttribute("aria-pressed", "false");
  await expect(page.getByRole("contentinfo")).not.toContainText("Queue on hold");
});
