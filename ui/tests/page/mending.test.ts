/** What helps a download that cannot go on, and what can be changed while it does. */
import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

const NOTHING = {
  limit_rate: null,
  url: null,
  lanes: null,
  metered: null,
  requires_wifi: null,
  name: null,
  folder: null,
  group: null,
  retry: false,
};

async function details(page: Page, name: string) {
  await row(page, name).click();
  await page.keyboard.press("Alt+Enter");
  return page.getByRole("region", { name: "Details" });
}

test("a new address keeps what is there and tries again", async ({ page }) => {
  await open(page, "failing");
  const task = row(page, "lecture-14");
  await task.hover();
  await task.getByRole("button", { name: "New address…" }).click();
  const dialog = page.getByRole("dialog", { name: "New address" });
  await expect(dialog).toContainText("refuses this address");
  await expect(dialog).toContainText("512 MB are here already");
  const field = dialog.getByLabel("Address of the same file");
  await expect(field).toBeFocused();
  await expect(dialog.getByRole("button", { name: "Use and try again" })).toBeDisabled();
  await field.fill("nowhere");
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("This is not an address.");
  await field.fill("https://mirror.example.org/lecture-14.mp4");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(task).toHaveAttribute("data-status", "running");
  const id = Number(await task.getAttribute("data-task-id"));
  expect((await asked(page, "edit")).at(-1)).toEqual({
    ...NOTHING,
    task: id,
    url: "https://mirror.example.org/lecture-14.mp4",
    retry: true,
  });
});

test("signing in keeps the login for that server alone, and tries again", async ({ page }) => {
  await open(page, "failing");
  const task = row(page, "members-only");
  await task.dblclick();
  const dialog = page.getByRole("dialog", { name: "Sign in" });
  await expect(dialog).toContainText("https://club.example.net");
  await expect(dialog.getByLabel("User name")).toBeFocused();
  await expect(dialog.getByLabel("Password")).toHaveAttribute("type", "password");
  await expect(dialog.getByLabel("Send it over unencrypted http")).toHaveCount(0);
  await dialog.getByLabel("User name").fill("ada");
  await dialog.getByLabel("Password").fill("difference engine");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(task).toHaveAttribute("data-status", "running");
  expect(await asked(page, "set_credential")).toEqual([
    {
      place: "https://club.example.net",
      proxy: false,
      user: "ada",
      password: "difference engine",
      allow_http: false,
    },
  ]);
  const id = Number(await task.getAttribute("data-task-id"));
  expect(await asked(page, "retry")).toEqual([{ tasks: [id] }]);
  await expect(page.locator("body")).not.toContainText("difference engine");
});

test("a password over open http needs a word of its own", async ({ page }) => {
  await open(page, "failing");
  await row(page, "sensor-log").dblclick();
  const dialog = page.getByRole("dialog", { name: "Sign in" });
  await expect(dialog).toContainText("http://192.168.4.20:8080");
  await dialog.getByLabel("User name").fill("ada");
  await dialog.getByLabel("Password").fill("x");
  await dialog.getByLabel("Send it over unencrypted http").check();
  await dialog.getByRole("button", { name: "Sign in and try again" }).click();
  await expect.poll(() => asked(page, "set_credential")).toMatchObject([{ allow_http: true }]);
});

test("a login for the proxy that asks goes to the proxy", async ({ page }) => {
  await open(page, "failing");
  const panel = await details(page, "members-only");
  await panel.getByRole("button", { name: "Sign in…" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in" });
  await dialog.getByLabel("It is the proxy that asks").check();
  await dialog.getByLabel("User name").fill("ada");
  await expect(dialog.getByRole("button", { name: "Sign in and try again" })).toBeDisabled();
  await dialog.getByLabel("Proxy", { exact: true }).fill("http://proxy.example:3128");
  await dialog.getByRole("button", { name: "Sign in and try again" }).click();
  await expect
    .poll(() => asked(page, "set_credential"))
    .toMatchObject([{ place: "http://proxy.example:3128", proxy: true }]);
});

test("a running download gets another limit and other connections", async ({ page }) => {
  await open(page, "few");
  const panel = await details(page, "Blender");
  await panel.getByRole("tab", { name: "Options" }).click();
  const limit = panel.getByLabel("Speed limit");
  await limit.fill("fast");
  await limit.blur();
  await expect(panel).toContainText("Write a speed such as 500K or 2M.");
  await limit.fill("500K");
  await limit.press("Enter");
  await expect.poll(() => asked(page, "edit")).toEqual([{ ...NOTHING, task: 11, limit_rate: 512_000 }]);
  await expect(limit).toHaveValue("500K");
  const connections = panel.getByLabel("Connections");
  await connections.fill("33");
  await connections.blur();
  await expect(panel).toContainText("A whole number, 1 to 32.");
  await connections.fill("4");
  await connections.blur();
  await expect.poll(() => asked(page, "edit")).toHaveLength(2);
  await connections.fill("");
  await connections.blur();
  await expect
    .poll(() => asked(page, "edit"))
    .toMatchObject([{ limit_rate: 512_000 }, { lanes: 4 }, { lanes: 0 }]);
});

test("the parts of a file are drawn and told", async ({ page }) => {
  await open(page, "long");
  const panel = await details(page, "Minutes of the");
  await expect(panel.getByRole("progressbar", { name: "Parts" })).toHaveAttribute(
    "aria-valuetext",
    /^62%, \d+ parts left to fetch$/,
  );
});

test("a download that waits counts down in its row and in its details", async ({ page }) => {
  await page.clock.setFixedTime("2026-11-21T10:00:00Z");
  await open(page, "failing");
  await expect(row(page, "weather-grid")).toContainText("Tries again in 8 s");
  const panel = await details(page, "weather-grid");
  await expect(panel).toContainText("Tries again in 8 s");
  await page.clock.setFixedTime("2026-11-21T10:00:03Z");
  await expect(row(page, "weather-grid")).toContainText("Tries again in 5 s");
  await expect(panel).toContainText("Tries again in 5 s");
});

test("a note about the database goes when it ends, and comes back when it begins again", async ({ page }) => {
  await page.clock.install();
  await open(page, "full");
  const note = page.getByRole("alert").filter({ hasText: "Changes cannot be saved now" });
  await expect(note).toBeVisible();
  await note.getByRole("button", { name: "Dismiss" }).click();
  await expect(note).toHaveCount(0);
  const told = (...notes: string[]) => page.evaluate((given) => window.haulMock?.note(...given), notes);
  await told("The list of downloads was damaged.");
  await page.clock.runFor(6000);
  await expect(page.getByRole("alert")).toContainText("was damaged");
  await told();
  await page.clock.runFor(6000);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await told("The list of downloads was damaged.");
  await page.clock.runFor(6000);
  await expect(page.getByRole("alert")).toContainText("was damaged");
});

test("stored logins can be forgotten, and show no password", async ({ page }) => {
  await open(page, "few");
  await page.getByRole("button", { name: "Settings" }).click();
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await dialog
    .getByRole("navigation", { name: "Sections" })
    .getByRole("button", { name: "Credentials" })
    .click();
  await expect(dialog).toContainText("https://vault.example.org");
  await dialog.getByRole("button", { name: "Forget the login for https://vault.example.org" }).click();
  await expect(dialog).not.toContainText("https://vault.example.org");
  expect(await asked(page, "forget_credential")).toEqual([
    { place: "https://vault.example.org", proxy: false },
  ]);
});
