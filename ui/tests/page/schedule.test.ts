import type { Page } from "@playwright/test";
import { asked, expect, open, test } from "./window";

async function schedule(page: Page) {
  await open(page, "few");
  await page
    .getByRole("contentinfo")
    .getByRole("button", { name: /^Speed limit/ })
    .click();
  await page.getByRole("menuitem", { name: "Schedule…" }).click();
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await expect(dialog.getByRole("grid", { name: "The week by hours" })).toBeVisible();
  return dialog;
}

async function written(page: Page): Promise<string[]> {
  const all = (await asked(page, "set")) as { key: string; value: string }[];
  return all.filter(({ key }) => key === "limit_schedule").map(({ value }) => value);
}

test("hours are painted with the keyboard and read as rules", async ({ page }) => {
  const dialog = await schedule(page);
  const cell = (name: string) => dialog.getByRole("gridcell", { name });
  await cell("Monday 00:00 to 01:00: As usual").focus();
  for (let hour = 0; hour < 8; hour += 1) await page.keyboard.press("ArrowRight");
  await expect(cell("Monday 08:00 to 09:00: As usual")).toBeFocused();
  for (let hour = 0; hour < 2; hour += 1) await page.keyboard.press("Shift+ArrowRight");
  for (let day = 0; day < 4; day += 1) await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Space");
  await expect(dialog.getByRole("list", { name: "Rules" })).toContainText("Weekdays 08:00–11:00: 1 MB/s");
  await expect(cell("Friday 10:00 to 11:00: 1 MB/s")).toBeFocused();
  await dialog.getByRole("button", { name: "Remove Weekdays 08:00–11:00: 1 MB/s" }).click();
  await expect(dialog).toContainText("No rule: the speed limit holds at all times.");
  expect(await written(page)).toEqual(["mon-fri 08:00-11:00 1MB", ""]);
});

test("hours are painted with the mouse, and wiped", async ({ page }) => {
  const dialog = await schedule(page);
  const drag = async (from: string, to: string) => {
    await dialog.getByRole("gridcell", { name: from }).hover();
    await page.mouse.down();
    await dialog.getByRole("gridcell", { name: to }).hover();
    await page.mouse.up();
  };
  await dialog.getByLabel("Paint with").selectOption("No limit");
  await drag("Saturday 00:00 to 01:00", "Sunday 23:00 to 00:00".replace("00:00", "24:00"));
  await expect(dialog.getByRole("list", { name: "Rules" })).toContainText("Weekend 00:00–24:00: No limit");
  await dialog.getByLabel("Paint with").selectOption("As usual");
  await drag("Sunday 00:00 to 01:00", "Sunday 11:00 to 12:00");
  await expect
    .poll(() => written(page))
    .toEqual(["sat,sun 00:00-24:00 off", "sat 00:00-24:00 off; sun 12:00-24:00 off"]);
});

test("a rule is added in words; what is wrong with it, or goes against another, is said", async ({
  page,
}) => {
  const dialog = await schedule(page);
  const add = dialog.getByRole("button", { name: "Add", exact: true });
  await dialog.getByLabel("Days").selectOption("Every day");
  await dialog.getByLabel("From", { exact: true }).fill("22:00");
  await dialog.getByLabel("To", { exact: true }).fill("25:00");
  await expect(dialog).toContainText("Write times such as 08:00");
  await expect(add).toBeDisabled();
  await dialog.getByLabel("To", { exact: true }).fill("22:00");
  await expect(dialog).toContainText("The end has to be another time");
  await dialog.getByLabel("To", { exact: true }).fill("06:30");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("list", { name: "Rules" })).toContainText("Every day 22:00–06:30: 1 MB/s");
  await dialog.getByLabel("Limit", { exact: true }).fill("");
  await expect(dialog).toContainText("It covers part of “Every day 22:00–06:30: 1 MB/s”");
  await dialog.getByLabel("Days").selectOption("Friday");
  await add.click();
  await expect(dialog.getByRole("list", { name: "Rules" })).toContainText("Friday 22:00–06:30: No limit");
  expect((await written(page)).at(-1)).toBe("mon-thu,sat,sun 22:00-06:30 1MB; fri 22:00-06:30 off");
});

test("rules that overlap, and what cannot be read, are told", async ({ page }) => {
  await open(page, "few");
  const keep = (value: string) =>
    page.evaluate((value) => window.haulMock?.call("set", { key: "limit_schedule", value }), value);
  await keep("daily 12:00-13:00 off; mon-sun 08:00-18:00 100K");
  await page.keyboard.press("Control+,");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("button", { name: "Limits" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Some rules overlap");
  await page.keyboard.press("Escape");
  await keep("at night");
  await page.keyboard.press("Control+,");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("button", { name: "Limits" }).click();
  await expect(dialog).toContainText("What is kept cannot be read");
});

test("the status line says the limit that holds, and changes it", async ({ page }) => {
  await open(page, "few");
  const button = page.getByRole("contentinfo").getByRole("button", { name: /^Speed limit/ });
  await expect(button).toHaveText("No limit");
  await button.click();
  await expect(page.getByRole("menuitemradio", { name: "No limit" })).toHaveAttribute("aria-checked", "true");
  await page.getByRole("menuitemradio", { name: "5 MB/s" }).click();
  await expect(button).toHaveText("Limit 5 MB/s");
  await expect(page.getByRole("status").first()).toHaveText("Speed limit 5 MB/s");
  await button.click();
  await page.getByRole("menuitem", { name: "Other limit…" }).click();
  const dialog = page.getByRole("dialog", { name: "Speed limit" });
  await dialog.getByRole("textbox").fill("750 kB/s");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(button).toHaveText("Limit 750 kB/s");
  await page.evaluate(() =>
    window.haulMock?.call("set", { key: "limit_schedule", value: "daily 00:00-24:00 1MB" }),
  );
  await button.click();
  await page.getByRole("menuitemradio", { name: "No limit" }).click();
  await expect(button).toHaveText("1 MB/s by schedule");
  expect(await asked(page, "set")).toEqual([
    { key: "limit_rate", value: "5MB" },
    { key: "limit_rate", value: "750KB" },
    { key: "limit_schedule", value: "daily 00:00-24:00 1MB" },
    { key: "limit_rate", value: "" },
  ]);
});
