import { asked, expect, open, row, test } from "./window";

test("uploads and requests stand beside downloads and say what they are", async ({ page }) => {
  await open(page, "kinds");
  const upload = row(page, "harbour-dawn");
  await expect(upload.getByRole("img", { name: "Upload" })).toBeVisible();
  await expect(upload).toContainText("to ");
  await expect(upload).toContainText("photos.example.com");
  const request = row(page, "status.json");
  await expect(request.getByRole("img", { name: "Request" })).toBeVisible();
  await expect(request).toContainText("GET request to");
  await expect(request).toContainText("Finished");
  await expect(row(page, "debian").getByRole("img", { name: "Download" })).toBeAttached();
});

for (const [name, reason] of [
  ["survey-north.csv", "waits for the others of its batch"],
  ["symphony-no-7.flac", "Its queue is on hold"],
  ["atlas.pmtiles", "This network is metered"],
] as const) {
  test(`${name} says why it does not begin`, async ({ page }) => {
    await open(page, "kinds");
    await expect(row(page, name)).toContainText(reason);
  });
}

test("an upload is paused only where its server can go on with it", async ({ page }) => {
  await open(page, "kinds");
  const able = row(page, "harbour-dawn");
  await able.hover();
  await able.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(able).toHaveAttribute("data-status", "paused");
  const unable = row(page, "A very long name of a film");
  await unable.hover();
  const pause = unable.getByRole("button", { name: "Pause", exact: true });
  await expect(pause).toBeDisabled();
  await expect(pause).toHaveAttribute("title", /begin it again/);
});

test("a request has no file to open, and Enter shows its answer as text", async ({ page }) => {
  await open(page, "kinds");
  const request = row(page, "status.json");
  await expect(request.getByRole("button", { name: "Open" })).toHaveCount(0);
  await expect(request.getByRole("button", { name: "Show in folder" })).toHaveCount(0);
  await request.click();
  await page.keyboard.press("Enter");
  const details = page.getByRole("region", { name: "Details" });
  await expect(details).toContainText("200 OK · application/json · utf-8");
  await expect(details).toContainText('"note": "<b>markup stays text</b>"');
  await expect(details.locator("dd b")).toHaveCount(0);
  await details.getByRole("tab", { name: "Source" }).click();
  await expect(details).toContainText("x-request-id: 7f3a-91");
});

test("removing an upload leaves the person's own file alone", async ({ page }) => {
  await open(page, "kinds");
  await row(page, "harbour-dusk").click();
  await page.keyboard.press("Delete");
  await expect.poll(() => asked(page, "remove")).toMatchObject([{ file: "keep" }]);
});

test("a batch shows its own tasks, how far they are, and acts on all of them", async ({ page }) => {
  await open(page, "kinds");
  await row(page, "survey-east")
    .getByRole("button", { name: /Show all of/ })
    .click();
  await expect(page.getByRole("heading", { name: "Coast survey 2026" })).toBeVisible();
  const grid = page.getByRole("grid", { name: "Tasks" });
  await expect(grid).toHaveAttribute("aria-rowcount", "3");
  const head = page.getByRole("region", { name: "Batch Coast survey 2026" });
  await expect(head).toContainText("0 of 3 finished · all or nothing");
  await head.getByRole("button", { name: "Cancel the batch" }).click();
  expect(await asked(page, "cancel")).toEqual([{ batch: 2 }]);
  await expect(head).toContainText("Failed · 0 of 3 finished · 3 failed");
  await expect(head.getByRole("button", { name: "Try the batch again" })).toBeVisible();
  await head.getByRole("button", { name: "Show all" }).click();
  await expect(grid).toHaveAttribute("aria-rowcount", "12");
});

test("everything chosen in a batch is named by the batch", async ({ page }) => {
  await open(page, "kinds");
  await row(page, "harbour-dawn")
    .getByRole("button", { name: /Show all of/ })
    .click();
  await expect(page.getByRole("region", { name: "Batch Harbour photos" })).toContainText("1 failed");
  await row(page, "harbour-dawn").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Space");
  await expect.poll(() => asked(page, "pause")).toEqual([{ batch: 1 }]);
});
