/** Files that leave the list with the pointer. */
import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

/** Takes the row that the pointer is on along, and holds it. */
async function pull(page: Page, name: string): Promise<void> {
  await row(page, name).hover({ position: { x: 200, y: 12 } });
  await page.mouse.down();
  await page.mouse.move(500, 400, { steps: 4 });
}

const veil = (page: Page) => page.getByText("Drop to add");

/** Something hangs over the window, as far as the page is told. */
const hangsOver = (page: Page) =>
  page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/uri-list", "file:///home/ada/handbook.pdf");
    return document.body.dispatchEvent(
      new DragEvent("dragenter", { bubbles: true, cancelable: true, dataTransfer: data }),
    );
  });

for (const layout of ["rows", "table"])
  test(`the file of a finished row is taken out of the window, as ${layout}`, async ({ page }) => {
    await open(page, "few");
    if (layout === "table") await page.getByRole("button", { name: "Table", exact: true }).click();
    await pull(page, "handbook");
    await expect.poll(async () => (await asked(page, "carry_files")).length).toBe(1);
    const id = Number(await row(page, "handbook").getAttribute("data-task-id"));
    expect(await asked(page, "carry_files")).toEqual([{ tasks: [id] }]);
  });

test("a row without a finished file stays where it is", async ({ page }) => {
  await open(page, "few");
  await pull(page, "debian-13.2.0");
  await page.mouse.up();
  await row(page, "symphony").click();
  expect(await asked(page, "carry_files")).toEqual([]);
});

test("what was taken out of the window is nothing new that comes in", async ({ page }) => {
  await open(page, "few");
  await pull(page, "handbook");
  await expect.poll(async () => (await asked(page, "carry_files")).length).toBe(1);
  expect(await hangsOver(page)).toBe(true);
  await expect(veil(page)).toBeHidden();
  await page.evaluate(() => window.haulMock?.letGo());
  await expect.poll(() => hangsOver(page)).toBe(false);
  await expect(veil(page)).toBeVisible();
});

test("one of several that are chosen takes the finished ones along, and a click chooses it alone", async ({
  page,
}) => {
  await open(page, "few");
  const finished = page.locator("[data-status=complete]");
  const ids = await finished.evaluateAll((rows) =>
    rows.map((row) => Number(row.getAttribute("data-task-id"))),
  );
  expect(ids.length).toBeGreaterThan(1);
  await row(page, "debian-13.2.0").click();
  for (const one of await finished.all()) await one.click({ modifiers: ["Control"] });
  await pull(page, "handbook");
  await expect.poll(() => asked(page, "carry_files")).toEqual([{ tasks: ids }]);
  await page.mouse.up();
  await expect(page.locator("[aria-selected=true]")).toHaveCount(ids.length + 1);
  await page.evaluate(() => window.haulMock?.letGo());
  await row(page, "handbook").click({ position: { x: 200, y: 12 } });
  await expect(page.locator("[aria-selected=true]")).toHaveCount(1);
});
