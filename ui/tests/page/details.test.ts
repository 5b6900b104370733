/** Everything about one task, and the whole in numbers. */
import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

const SHA = `${"3f9a1c".repeat(10)}beef`;

async function details(page: Page, name: string, tab = "Summary") {
  await row(page, name).click();
  await page.keyboard.press("Alt+Enter");
  const region = page.getByRole("region", { name: "Details" });
  await region.getByRole("tab", { name: tab }).click();
  return region;
}

/** Lets a quarter of a second pass in the pretended engine, and waits until the page has asked for what is so then. */
async function step(page: Page) {
  const shows = async () => (await asked(page, "show")).length;
  const before = await shows();
  await page.evaluate(() => window.haulMock?.advance(250));
  await expect.poll(shows).toBeGreaterThan(before);
}

test("the summary draws every part, marks those with a connection and says how fast each is", async ({
  page,
}) => {
  await open(page, "few");
  const region = await details(page, "debian");
  await expect(region.getByRole("progressbar", { name: "Parts" })).toHaveAttribute("aria-valuenow", "42");
  const connections = region.getByRole("table", { name: "Connections" });
  await expect(connections.getByRole("row")).toHaveCount(5);
  await expect(connections.getByRole("row").nth(1)).toContainText(/from 0%.*of 176 MB.*MB\/s/);
  await expect(region.getByRole("img", { name: /^Speed over time: 11.4 MB\/s now/ })).toBeVisible();
});

test("nothing jumps while numbers change", async ({ page }) => {
  await open(page, "few");
  const region = await details(page, "debian");
  const chart = region.getByRole("img", { name: "Speed over time" });
  await expect(chart.locator("canvas")).toBeVisible();
  const places = () =>
    Promise.all(
      [
        region,
        region.getByRole("tablist"),
        region.getByRole("progressbar"),
        chart,
        region.getByRole("table"),
        region.locator("dl"),
      ].map((each) => each.boundingBox()),
    );
  const before = await places();
  for (let round = 0; round < 6; round += 1) await step(page);
  expect(await places()).toEqual(before);
  await expect(region.getByRole("table", { name: "Connections" }).getByRole("row")).toHaveCount(5);
});

test("the pointer on the line says how fast it was then", async ({ page }) => {
  await open(page, "few");
  const region = await details(page, "debian");
  const chart = region.getByRole("img", { name: "Speed over time" });
  await expect(chart.locator("canvas")).toBeVisible();
  await chart.hover({ position: { x: 120, y: 40 } });
  await expect(region.getByText(/MB\/s at \d/)).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(region.getByText(/MB\/s now, .* at most/)).toBeVisible();
});

test("a pasted digest is compared in words", async ({ page }) => {
  await open(page, "few");
  const region = await details(page, "handbook");
  const field = region.getByRole("textbox", { name: "Compare with" });
  await field.fill(`${SHA.toUpperCase()}  handbook.epub`);
  await expect(region.getByRole("status")).toHaveText("Equal: this is the same digest.");
  await field.fill(SHA.replace("beef", "bee0"));
  await expect(region.getByRole("status")).toHaveText(/^Different/);
  await field.fill("d41d8cd98f00b204e9800998ecf8427e");
  await expect(region.getByRole("status")).toHaveText("This is MD5; only SHA-256 is known of this file.");
});

test("a digest is copied without its algorithm", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "few");
  const region = await details(page, "handbook");
  await region.getByRole("button", { name: "Copy digest" }).click();
  await expect(region.getByRole("status")).toHaveText("Copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(SHA);
});

test("the source names the way, what proves the file unchanged, and the headers", async ({ page }) => {
  await open(page, "few");
  const region = await details(page, "handbook", "Source");
  await expect(region).toContainText("https://edge-3.books.example.org/signed/handbook.epub");
  await expect(region).toContainText('"5f3a-');
  await expect(region).toContainText("accept-ranges: bytes");
});

test("the log says in plain words what happened, the last first", async ({ page }) => {
  await open(page, "failing");
  const region = await details(page, "lecture-14", "Log");
  const entries = region.getByRole("list", { name: "Log" }).getByRole("listitem");
  await expect(entries).toHaveText([
    /Failed.*refuses this address/,
    /Redirected to .*edge-3/,
    /Started: asks the server/,
    /Added in this window/,
  ]);
});

test("priority and networks are set while it runs", async ({ page }) => {
  await open(page, "few");
  const region = await details(page, "Blender", "Options");
  await region.getByLabel("Priority").selectOption("0 (first)");
  await region.getByLabel("On a metered network").selectOption("waits");
  await region.getByLabel("Only over WiFi or cable").check();
  await expect.poll(() => asked(page, "prioritize")).toEqual([{ tasks: { tasks: [11] }, priority: 0 }]);
  await expect
    .poll(() => asked(page, "edit"))
    .toMatchObject([
      { task: 11, metered: "refused" },
      { task: 11, requires_wifi: true },
    ]);
});

test("the details go to the right and are there again after a new start", async ({ page }) => {
  await open(page, "few");
  let region = await details(page, "Blender");
  await region.getByRole("button", { name: "Details at the right" }).click();
  const beside = await region.boundingBox();
  const list = await page.getByRole("grid", { name: "Tasks" }).boundingBox();
  expect(beside?.x).toBeGreaterThanOrEqual((list?.x ?? 0) + (list?.width ?? 0));
  await open(page, "few");
  region = await details(page, "Blender");
  expect(await region.boundingBox()).toEqual(beside);
  await region.getByRole("button", { name: "Details below" }).click();
  expect((await region.boundingBox())?.width).toBeGreaterThan(700);
});

test("in a narrow window the details lie below, and go back to the right when there is room", async ({
  page,
}) => {
  await open(page, "few");
  const region = await details(page, "Blender");
  await region.getByRole("button", { name: "Details at the right" }).click();
  const beside = await region.boundingBox();
  await page.setViewportSize({ width: 640, height: 680 });
  const grid = page.getByRole("grid", { name: "Tasks" });
  await expect.poll(async () => (await region.boundingBox())?.width).toBe((await grid.boundingBox())?.width);
  await expect(region.getByRole("button", { name: "Details below" })).toHaveCount(0);
  await page.setViewportSize({ width: 1000, height: 680 });
  await expect.poll(() => region.boundingBox()).toEqual(beside);
});

test("the edge of the details is moved by keys, by the mouse and back", async ({ page }) => {
  await open(page, "few");
  const region = await details(page, "Blender");
  const edge = region.getByRole("separator", { name: "Size of the details" });
  const height = async () => (await region.boundingBox())?.height;
  await expect(edge).toHaveAttribute("aria-valuenow", "264");
  await edge.focus();
  await page.keyboard.press("ArrowUp");
  await expect(edge).toHaveAttribute("aria-valuenow", "280");
  expect(await height()).toBe(280);
  await page.keyboard.press("Home");
  await expect(edge).toHaveAttribute("aria-valuenow", "160");
  const box = await edge.boundingBox();
  const [x, y] = [(box?.x ?? 0) + 200, (box?.y ?? 0) + 3];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 100, { steps: 3 });
  await page.mouse.up();
  await expect(edge).toHaveAttribute("aria-valuenow", "260");
  await edge.dblclick();
  await expect(edge).toHaveAttribute("aria-valuenow", "264");
});

test("the overview shows the whole in numbers, and a filter leads back to the list", async ({ page }) => {
  await open(page, "few");
  const filters = page.getByRole("navigation", { name: "Filters" });
  await filters.getByRole("button", { name: "Overview" }).click();
  const overview = page.getByRole("main", { name: "Overview" });
  await expect(overview.getByRole("region", { name: "Today" })).toContainText("2 downloads finished");
  await expect(overview.getByRole("region", { name: "Since" })).toContainText("812 GB");
  await expect(overview.getByRole("region", { name: "Space" })).toContainText("214 GB free of 500 GB");
  const host = overview.getByRole("row", { name: /download.blender.example/ });
  await expect(host.getByRole("cell")).toHaveText(["1", "8", "6.2 MB/s"]);
  await expect(
    overview.getByRole("img", { name: /^Speed of all over time/ }).locator("canvas"),
  ).toBeVisible();
  await expect(filters.getByRole("button", { name: "Overview" })).toHaveAttribute("aria-current", "true");
  await filters.getByRole("button", { name: "Paused" }).click();
  await expect(overview).toHaveCount(0);
  await expect(row(page, "field-recordings")).toBeVisible();
});

test("while nobody looks at the numbers, they are not asked for", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian")).toBeVisible();
  expect([await asked(page, "statistics"), await asked(page, "speeds")]).toEqual([[], []]);
});

for (const locale of ["C", "en-GB"]) {
  test(`the speed is drawn on a desktop in ${locale}, a language or none`, async ({ page }) => {
    await page.addInitScript((named) => {
      Object.defineProperty(navigator, "language", { value: named, configurable: true });
      Object.defineProperty(navigator, "languages", { value: [named], configurable: true });
    }, locale);
    await open(page, "few");
    const region = await details(page, "Blender");
    await expect(region.locator("canvas")).toBeVisible();
  });
}
