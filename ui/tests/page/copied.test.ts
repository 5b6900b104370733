import { asked, expect, open, test } from "./window";

const LINKS = "https://example.org/<b>one</b>.iso\nhttps://example.org/two.iso";

test("f157 copied links are offered as text and added only when the person says so", async ({ page }) => {
  await open(page, "few");
  await page.evaluate((text) => window.haulMock?.told?.copied(text), LINKS);
  const offer = page.getByRole("status").filter({ hasText: "2 links were copied" });
  await expect(offer).toContainText("https://example.org/<b>one</b>.iso");
  await page.getByRole("button", { name: "Add…" }).click();
  await expect(offer).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "URLs" })).toHaveValue(LINKS);
  expect(await asked(page, "add")).toEqual([]);
});

test("f157 an offer that is not wanted goes and comes again with the next copy", async ({ page }) => {
  await open(page, "few");
  const offer = page.getByRole("status").filter({ hasText: "copied" });
  await page.evaluate(() => window.haulMock?.told?.copied("https://example.org/one.iso"));
  await expect(offer).toContainText("A link was copied");
  await page.getByRole("button", { name: "Not now" }).click();
  await expect(offer).toHaveCount(0);
  await page.evaluate(() => window.haulMock?.told?.copied("https://example.org/two.iso"));
  await expect(offer).toContainText("two.iso");
});
