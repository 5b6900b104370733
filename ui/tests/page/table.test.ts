/** The table: columns that are chosen, sorted by and resized, and remembered. */
import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

const heads = (page: Page) => page.getByRole("columnheader");
const headOf = (page: Page, name: string) => heads(page).filter({ hasText: name });

async function openTable(page: Page) {
  await open(page, "few");
  await page.getByRole("button", { name: "Table", exact: true }).click();
  await expect(heads(page).first()).toBeVisible();
}

test("the list is a table on demand, with the columns that have room", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 680 });
  await openTable(page);
  await expect(heads(page)).toHaveText(
    ["Name", "Status", "Progress", "Size", "Speed", "Time left", "Server"].map((word) =>
      word === "Server" ? "Host" : word,
    ),
  );
  const debian = row(page, "debian-13.2.0");
  await expect(debian).toContainText("702 MB");
  await expect(debian).toContainText("11.4 MB/s");
  await expect(debian.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "42");
  await expect(row(page, "nightly-build").getByText("Start over")).toBeVisible();
  await page.setViewportSize({ width: 720, height: 680 });
  await expect(headOf(page, "Host")).toHaveCount(0);
  await expect(headOf(page, "Status")).toBeVisible();
  const wide = await page.getByRole("grid").evaluate((grid) => grid.scrollWidth - grid.clientWidth);
  expect(wide).toBe(0);
});

test("a press on a head asks the engine for that order, and another for its reverse", async ({ page }) => {
  await openTable(page);
  await headOf(page, "Name").getByRole("button").click();
  await expect(headOf(page, "Name")).toHaveAttribute("aria-sort", "ascending");
  await expect(page.locator("[aria-rowindex='1']")).toContainText("benchmark-data");
  await headOf(page, "Name").getByRole("button").press("Enter");
  await expect(headOf(page, "Name")).toHaveAttribute("aria-sort", "descending");
  await expect(page.locator("[aria-rowindex='1']")).not.toContainText("benchmark-data");
  await headOf(page, "Size").getByRole("button").click();
  expect((await asked(page, "list")).at(-1)).toMatchObject({ by: "size", sort: "descending" });
  await expect(headOf(page, "Speed").getByRole("button")).toHaveCount(0);
  await expect(headOf(page, "Size").getByRole("button")).toBeFocused();
});

test("columns are chosen and resized, with the keyboard too, and all of it is remembered", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1400, height: 680 });
  await openTable(page);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Host", checked: true }).click();
  await expect(headOf(page, "Host")).toHaveCount(0);
  await page.getByRole("button", { name: "Columns" }).press("Enter");
  await page.getByRole("menuitemcheckbox", { name: "Priority", checked: false }).click();
  await expect(headOf(page, "Priority")).toBeVisible();
  const edge = page.getByRole("separator", { name: "Width of Status" });
  const before = Number(await edge.getAttribute("aria-valuenow"));
  await edge.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(edge).toHaveAttribute("aria-valuenow", String(before + 32));
  const box = await edge.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 3, (box?.y ?? 0) + 5);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 43, (box?.y ?? 0) + 5, { steps: 4 });
  await page.mouse.up();
  await expect(edge).toHaveAttribute("aria-valuenow", String(before + 72));
  await headOf(page, "Name").getByRole("button").click();
  await page.reload();
  await expect(headOf(page, "Priority")).toBeVisible();
  await expect(headOf(page, "Host")).toHaveCount(0);
  await expect(headOf(page, "Name")).toHaveAttribute("aria-sort", "ascending");
  await expect(edge).toHaveAttribute("aria-valuenow", String(before + 72));
});

test("the filter of what waits stands in the order of the queue, and each filter keeps its own", async ({
  page,
}) => {
  await open(page, "few");
  await page.getByRole("button", { name: "Queued" }).click();
  await expect(page.getByLabel("Sort by")).toHaveValue("queue");
  await page.getByRole("button", { name: "Failed" }).click();
  await expect(page.getByLabel("Sort by")).toHaveValue("newest");
  await page.getByLabel("Sort by").selectOption("Name");
  await page.getByRole("button", { name: "Queued" }).click();
  await expect(page.getByLabel("Sort by")).toHaveValue("queue");
  await page.getByRole("button", { name: "Failed" }).click();
  await expect(page.getByLabel("Sort by")).toHaveValue("name");
});

test("rows of the table are chosen, opened and removed like any other", async ({ page }) => {
  await openTable(page);
  await row(page, "debian-13.2.0").click();
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.locator("[aria-selected=true]")).toHaveCount(2);
  await page.keyboard.press("End");
  await expect(page.locator("[aria-rowindex='12']")).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Home");
  await expect(page.locator("[aria-rowindex='1']")).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Space");
  await expect(row(page, "debian-13.2.0")).toHaveAttribute("data-status", "paused");
  await row(page, "slides.pdf").hover();
  await row(page, "slides.pdf").getByRole("button", { name: "Remove" }).click();
  await expect(row(page, "slides.pdf")).toHaveCount(0);
});

for (const layout of ["rows", "table"]) {
  test(`going through ten thousand costs a screenful at a time, as ${layout}`, async ({ page }) => {
    await open(page, "many", { count: 10_000 });
    if (layout === "table") await page.getByRole("button", { name: "Table", exact: true }).click();
    const grid = page.getByRole("grid", { name: "Tasks" });
    await expect(page.locator("[data-task-id]").first()).toBeVisible();
    const most = await grid.evaluate(async (element) => {
      let rows = 0;
      for (let step = 0; step <= 8; step += 1) {
        element.scrollTop = (element.scrollHeight * step) / 8;
        if (step % 4 === 0) window.haulMock?.advance(250);
        await new Promise(requestAnimationFrame);
        rows = Math.max(rows, element.querySelectorAll("[role=row]").length);
      }
      return rows;
    });
    expect(most).toBeLessThan(60);
    const queries = (await asked(page, "list")) as { count: number }[];
    expect(Math.max(...queries.map(({ count }) => count))).toBeLessThan(60);
    expect(queries.length).toBeLessThan(40);
  });
}
