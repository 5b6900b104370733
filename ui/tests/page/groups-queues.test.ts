import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { asked, expect, open, test } from "./window";

async function groups(page: Page) {
  await open(page, "kinds");
  await page.keyboard.press("Control+,");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("button", { name: "Limits" }).click();
  await page.getByRole("button", { name: "Groups and queues…" }).click();
  const dialog = page.getByRole("dialog", { name: "Groups and queues" });
  await expect(dialog).toBeVisible();
  return dialog;
}

function choose(page: Page, group: string) {
  return page
    .getByRole("dialog")
    .getByRole("navigation")
    .getByRole("button", { name: group, exact: true })
    .click();
}

test("what holds for a group is said field by field, and taken back", async ({ page }) => {
  const dialog = await groups(page);
  await choose(page, "Photos");
  const most = dialog.getByLabel("At once", { exact: true });
  await expect(most).toHaveValue("2");
  await most.fill("");
  await most.blur();
  await expect(dialog).toContainText("Saved");
  await dialog.getByLabel("Weight", { exact: true }).fill("30");
  await dialog.getByLabel("Weight", { exact: true }).blur();
  const rate = dialog.getByRole("textbox", { name: "Speed limit", exact: true });
  await rate.fill("2 MB/s");
  await rate.blur();
  await expect(dialog).toContainText("2 MB/s ≈ 7.2 GB an hour");
  await rate.fill("");
  await rate.blur();
  await dialog.getByLabel("Metered networks", { exact: true }).selectOption("Wait for another");
  await dialog.getByRole("button", { name: "Choose…" }).click();
  await expect(dialog.getByLabel("Folder", { exact: true })).toHaveValue("/home/ada/Films");
  expect(await asked(page, "set_group")).toEqual([
    { group: "Photos", max_running: null },
    { group: "Photos", weight: 30 },
    { group: "Photos", limit_rate: 2_000_000 },
    { group: "Photos", limit_rate: null },
    { group: "Photos", metered: "refused" },
    { group: "Photos", folder: "/home/ada/Films" },
  ]);
});

test("a group is made, held, let go and forgotten", async ({ page }) => {
  const dialog = await groups(page);
  await dialog.getByRole("textbox", { name: "New group" }).fill("Films");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { level: 3, name: "Films" })).toBeVisible();
  await expect(dialog.getByRole("status")).toContainText("is there");
  await dialog.getByRole("button", { name: "Hold queue" }).click();
  await expect(dialog).toContainText("The queue is on hold: what waits does not begin");
  await dialog.getByRole("button", { name: "Go on with queue" }).click();
  await expect(dialog.getByRole("button", { name: "Hold queue" })).toBeVisible();
  await dialog.getByRole("button", { name: "Forget" }).click();
  await expect(dialog.getByRole("navigation").getByRole("button", { name: "Films" })).toHaveCount(0);
  expect(await asked(page, "forget_group")).toEqual([{ group: "Films" }]);
});

test("a group that still has something to do is not forgotten, and the reason is said", async ({ page }) => {
  const dialog = await groups(page);
  await choose(page, "Photos");
  await dialog.getByRole("button", { name: "Forget" }).click();
  await expect(dialog.getByRole("alert")).toContainText("not done");
  await expect(dialog.getByRole("heading", { level: 3, name: "Photos" })).toBeVisible();
});

for (const [colorScheme, width] of [
  ["light", 1000],
  ["dark", 640],
] as const) {
  test(`axe finds nothing wrong with groups and queues, ${colorScheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const dialog = await groups(page);
    await page.setViewportSize({ width, height: 680 });
    await expect(dialog.getByRole("slider")).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include("dialog").analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}

test("a group gets another name where its limits are, unless another has it", async ({ page }) => {
  const dialog = await groups(page);
  await choose(page, "default");
  await expect(dialog.getByRole("button", { name: "Rename…" })).toHaveCount(0);
  await choose(page, "Photos");
  await dialog.getByRole("button", { name: "Rename…" }).click();
  const name = dialog.getByRole("textbox", { name: "Name", exact: true });
  await expect(name).toBeFocused();
  await name.fill("Music");
  await name.press("Enter");
  await expect(dialog).toContainText("There is a group");
  await name.fill("Harbour");
  await name.press("Enter");
  await expect(dialog.getByRole("heading", { level: 3, name: "Harbour" })).toBeVisible();
  expect(await asked(page, "rename_group")).toEqual([
    { group: "Photos", to: "Music" },
    { group: "Photos", to: "Harbour" },
  ]);
  await dialog.getByRole("button", { name: "Rename…" }).click();
  await page.keyboard.press("Escape");
  await expect(name).toHaveCount(0);
  await expect(dialog).toBeVisible();
});
