import { asked, expect, open, row, test } from "./window";

test("the list names its rows, their tasks and their statuses", async ({ page }) => {
  await open(page, "few");
  const grid = page.getByRole("grid", { name: "Tasks" });
  await expect(grid).toHaveAttribute("aria-rowcount", "12");
  const debian = row(page, "debian-13.2.0");
  await expect(debian).toHaveAttribute("data-status", "running");
  await expect(debian).toHaveAttribute("data-task-id", "12");
  await expect(debian).toHaveAttribute("aria-rowindex", "1");
  await expect(debian).toContainText("295 of 702 MB · 11.4 MB/s · 36 s left · cdimage.debian.example");
  await expect(row(page, "nightly-build")).toContainText("The server now offers a different file.");
  await expect(row(page, "slides.pdf")).toContainText("Not started");
});

test("a bar tells its value in a number and in words, and has no number while the end is unknown", async ({
  page,
}) => {
  await open(page, "few");
  const known = row(page, "debian-13.2.0").getByRole("progressbar");
  await expect(known).toHaveAttribute("aria-valuenow", "42");
  await expect(known).toHaveAttribute("aria-valuetext", "42%");
  const unknown = row(page, "live-export").getByRole("progressbar");
  await expect(unknown).not.toHaveAttribute("aria-valuenow");
  await expect(unknown).toHaveAttribute("aria-valuetext", "18 MB so far");
});

test("numbers move in the row that is there already", async ({ page }) => {
  await open(page, "few");
  const debian = row(page, "debian-13.2.0");
  await expect(debian).toContainText("42%");
  await debian.evaluate((element) => element.setAttribute("data-seen", "yes"));
  await page.evaluate(() => window.haulMock?.advance(10_000));
  await expect(debian).not.toContainText("42%");
  await expect(debian).toHaveAttribute("data-seen", "yes");
});

test("filters show their part of the list and how many there are", async ({ page }) => {
  await open(page, "few");
  const filters = page.getByRole("navigation", { name: "Filters" });
  await expect(filters.getByRole("button").filter({ hasText: /\S/ })).toHaveText([
    "Overview",
    "All 12",
    "Active 4",
    "Queued 2",
    "Paused 1",
    "Finished 2",
    "Failed 3",
    "Books 1",
    "default 9",
    "Music 1",
    "Video 1",
  ]);
  await filters.getByRole("button", { name: "Failed" }).click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "3");
  await expect(row(page, "benchmark-data")).toHaveAttribute("data-status", "canceled");
  await filters.getByRole("button", { name: "Music", exact: true }).click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "1");
  await expect(row(page, "field-recordings")).toBeVisible();
  expect((await asked(page, "list")).at(-1)).toMatchObject({ filter: "all", group: "Music" });
});

test("search asks the engine, and Escape takes the text away", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+f");
  const search = page.getByRole("searchbox", { name: "Search" });
  await expect(search).toBeFocused();
  await search.pressSequentially("iso");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "1");
  await search.fill("zebra");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await search.press("Escape");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "12");
});

test("the list can be put into another order", async ({ page }) => {
  await open(page, "few");
  await page.getByLabel("Sort by").selectOption("Name");
  await expect(page.locator("[aria-rowindex='1']")).toContainText("benchmark-data");
  expect((await asked(page, "list")).at(-1)).toMatchObject({ by: "name", sort: "ascending" });
});

test("text from outside stays text", async ({ page }) => {
  await open(page, "hostile");
  await expect(row(page, "<img src=x onerror=alert(1)>.png")).toBeVisible();
  await expect(row(page, "<script>document.title='owned'</script>.html")).toBeVisible();
  await expect(row(page, "<b onmouseover=alert(1)>The server said so.</b>")).toBeVisible();
  await expect(page.getByRole("button", { name: "<i>group</i>", exact: true })).toBeVisible();
  await row(page, "<img").click();
  await page.keyboard.press("Alt+Enter");
  await expect(page.getByRole("region", { name: "Details" })).toContainText("<img src=x");
  await expect(page).toHaveTitle("Haul");
  expect(await page.locator("img, main script, main b[onmouseover]").count()).toBe(0);
});

test("a name that turns itself around shows its true end", async ({ page }) => {
  await open(page, "rtl");
  await expect(row(page, "invoicegpj.exe")).toBeVisible();
});

test("the end of a long name is not cut", async ({ page }) => {
  await open(page, "long");
  const end = row(page, "Minutes of the").getByText("igned).tar.gz", { exact: true });
  const [box, cell] = [
    await end.boundingBox(),
    await row(page, "Minutes of the").getByRole("gridcell").nth(1).boundingBox(),
  ];
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((cell?.x ?? 0) + (cell?.width ?? 0) + 1);
  expect(box?.width).toBeGreaterThan(40);
});

test("an engine that does not answer is named, and asked again", async ({ page }) => {
  await open(page, "gone");
  await expect(page.getByRole("alert")).toContainText("does not answer");
  await page.evaluate(() => {
    if (window.haulMock) window.haulMock.gone = false;
  });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(row(page, "debian-13.2.0")).toBeVisible();
});

test("an engine that comes back is found without being asked for", async ({ page }) => {
  await open(page, "gone");
  await expect(page.getByRole("alert")).toBeVisible();
  await page.evaluate(() => {
    if (window.haulMock) window.haulMock.gone = false;
  });
  await expect(row(page, "debian-13.2.0")).toBeVisible({ timeout: 10_000 });
});

test("a page that cannot be seen asks for nothing", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
  });
  const before = (await asked(page, "list")).length;
  await page.evaluate(async () => {
    for (let step = 0; step < 8; step += 1) {
      window.haulMock?.advance(250);
      await new Promise(requestAnimationFrame);
    }
  });
  expect((await asked(page, "list")).length).toBe(before);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: false, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect.poll(async () => (await asked(page, "list")).length).toBeGreaterThan(before);
});
