import { asked, expect, open, row, test } from "./window";

for (const { name, file, command, becomes } of [
  { name: "Pause", file: "debian-13.2.0", command: "pause", becomes: "paused" },
  { name: "Cancel", file: "Blender", command: "cancel", becomes: "canceled" },
  { name: "Resume", file: "field-recordings", command: "resume", becomes: "running" },
  { name: "Resume", file: "slides.pdf", command: "resume", becomes: "running" },
  { name: "Retry", file: "nightly-build", command: "retry", becomes: "running" },
]) {
  test(`${name} on ${file} makes it ${becomes}`, async ({ page }) => {
    await open(page, "few");
    const task = row(page, file);
    await task.hover();
    await task.getByRole("button", { name, exact: true }).click();
    await expect(task).toHaveAttribute("data-status", becomes);
    const id = Number(await task.getAttribute("data-task-id"));
    expect(await asked(page, command)).toEqual([{ tasks: [id] }]);
  });
}

test("a finished file is opened and shown", async ({ page }) => {
  await open(page, "few");
  const task = row(page, "handbook.epub");
  await task.hover();
  await task.getByRole("button", { name: "Open", exact: true }).click();
  await task.getByRole("button", { name: "Show in folder" }).click();
  await expect.poll(async () => await asked(page, "open_file")).toEqual([{ task: 5 }]);
  expect(await asked(page, "show_in_folder")).toEqual([{ task: 5 }]);
});

test("a pause that would lose what is there is not offered", async ({ page }) => {
  await open(page, "few");
  const task = row(page, "live-export");
  await task.hover();
  await expect(task.getByRole("button", { name: "Pause" })).toBeDisabled();
});

test("what the engine refuses is said in its own words", async ({ page }) => {
  await open(page, "few");
  await row(page, "live-export").click();
  await page.keyboard.press("Space");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("a pause would lose what is here");
  await alert.getByRole("button", { name: "Dismiss" }).click();
  await expect(alert).toHaveCount(0);
});

test("the toolbar pauses and resumes all", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  await page.getByRole("button", { name: "Pause all" }).click();
  await expect(page.locator("[data-status=running]")).toHaveCount(1);
  await page.getByRole("button", { name: "Resume all" }).click();
  await expect(row(page, "debian-13.2.0")).toHaveAttribute("data-status", "running");
  expect([await asked(page, "pause"), await asked(page, "resume")]).toEqual([["all"], ["all"]]);
});

test("details show what is known of a task, and follow the choice", async ({ page }) => {
  await open(page, "few");
  await row(page, "nightly-build").click();
  await page.getByRole("button", { name: "Details" }).click();
  const details = page.getByRole("region", { name: "Details" });
  await expect(details).toContainText("http.changed");
  await expect(details).toContainText("412");
  await expect(row(page, "nightly-build")).toBeInViewport();
  await row(page, "symphony").click();
  await expect(details).toContainText("503");
  await details.getByRole("button", { name: "Close details" }).click();
  await expect(details).toHaveCount(0);
});

test("a setting takes effect at once, and a refused one says why", async ({ page }) => {
  await open(page, "few");
  await page.getByRole("button", { name: "Settings" }).click();
  const dialog = page.getByRole("dialog", { name: "Settings" });
  const sections = dialog.getByRole("navigation", { name: "Sections" });
  await sections.getByRole("button", { name: "Queue" }).click();
  await dialog.getByLabel("Downloads at once", { exact: true }).fill("4");
  await dialog.getByLabel("Downloads at once", { exact: true }).blur();
  await sections.getByRole("button", { name: "Notifications" }).click();
  await dialog.getByLabel("A click opens the file").check();
  await expect
    .poll(async () => await asked(page, "set"))
    .toEqual([
      { key: "max_running", value: "4" },
      { key: "notify_tap_opens", value: "true" },
    ]);
  await sections.getByRole("button", { name: "Queue" }).click();
  await dialog.getByLabel("Downloads at once", { exact: true }).fill("5000");
  await dialog.getByLabel("Downloads at once", { exact: true }).blur();
  await expect(dialog).toContainText("Downloads at once has to be between 1 and 1000");
});

test("closing without a tray asks, and says what still runs", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  await page.evaluate(() => window.haulMock?.told?.closeAsked());
  const dialog = page.getByRole("dialog", { name: "Keep Haul running?" });
  await expect(dialog).toContainText("4 downloads are active.");
  await dialog.getByRole("button", { name: "Minimize" }).click();
  await expect.poll(async () => await asked(page, "minimize")).toHaveLength(1);
  await page.evaluate(() => window.haulMock?.told?.closeAsked());
  await dialog.getByRole("button", { name: "Quit" }).click();
  await expect.poll(async () => await asked(page, "quit")).toHaveLength(1);
});

test("a notification's task is shown, however far down it is", async ({ page }) => {
  await open(page, "many", { count: 5000 });
  await expect(page.locator("[data-task-id]").first()).toBeVisible();
  await page.evaluate(() => window.haulMock?.told?.showTask(1234));
  const task = page.locator("[data-task-id='1234']");
  await expect(task).toBeInViewport();
  await expect(task).toHaveAttribute("aria-selected", "true");
});
