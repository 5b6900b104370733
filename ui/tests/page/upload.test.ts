import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

const CHOSEN = [
  "/home/ada/Pictures/harbour-dawn-0142.jpg",
  "/home/ada/Documents/lighthouse-survey.pdf",
] as const;

async function uploadDialog(page: Page) {
  await page.keyboard.press("Control+n");
  await page.getByRole("tab", { name: "Upload" }).click();
  const dialog = page.getByRole("dialog", { name: "Upload files" });
  return {
    dialog,
    choose: dialog.getByRole("button", { name: "Choose files…" }),
    address: dialog.getByRole("textbox", { name: "Address" }),
    upload: dialog.getByRole("button", { name: "Upload", exact: true }),
    options: dialog.getByText("More options"),
  };
}

test("chosen files are listed with their sizes and go in one form", async ({ page }) => {
  await open(page, "kinds");
  const { dialog, choose, address, upload } = await uploadDialog(page);
  await expect(upload).toBeDisabled();
  await choose.click();
  await expect(dialog.getByRole("listitem")).toHaveText([
    /harbour-dawn-0142\.jpg\s*12\.7 MB/,
    /\.pdf\s*3\.4 MB/,
  ]);
  await expect(dialog).toContainText("2 files, 16.1 MB");
  await address.fill("photos.example.com/in");
  await dialog.getByLabel("Fields of the form").fill("album=Summer=2026\nno field");
  await expect(dialog).toContainText("This line is no name=value: no field");
  await expect(upload).toBeDisabled();
  await dialog.getByLabel("Fields of the form").fill("album=Summer=2026");
  await page.keyboard.press("Shift+Tab");
  await upload.click();
  await expect(dialog).toHaveCount(0);
  expect(await asked(page, "upload")).toEqual([
    {
      uploads: [
        {
          url: "photos.example.com/in",
          files: CHOSEN.map((path) => ({ path })),
          form: "multipart",
          method: "POST",
          by: "window",
          fields: [{ name: "album", value: "Summer=2026" }],
        },
      ],
    },
  ]);
  await expect(page.getByRole("status")).toHaveText("1 upload added");
  await expect(row(page, "harbour-dawn-0142").first()).toContainText("photos.example.com");
});

test("files that go as they are go one by one, with what was said under the options", async ({ page }) => {
  await open(page, "empty");
  const { dialog, choose, address, upload, options } = await uploadDialog(page);
  await choose.click();
  await address.fill("https://media.example.net/store");
  await dialog.getByLabel("As they are").check();
  await expect(dialog.getByLabel("Fields of the form")).toHaveCount(0);
  await options.last().click();
  await dialog.getByLabel("After a break").selectOption("tus");
  await dialog.getByLabel("Method").selectOption("PUT");
  await dialog.getByLabel("Group").last().fill("Photos");
  await dialog.getByLabel("Speed limit").last().fill("1M");
  await upload.click();
  const common = {
    url: "https://media.example.net/store",
    form: "binary",
    method: "PUT",
    by: "window",
    resume: "tus",
    group: "Photos",
    limit_rate: 1 << 20,
  };
  expect(await asked(page, "upload")).toEqual([
    { uploads: CHOSEN.map((path) => ({ ...common, files: [{ path }] })) },
  ]);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
});

test("a file can be left out again", async ({ page }) => {
  await open(page, "empty");
  const { dialog, choose } = await uploadDialog(page);
  await choose.click();
  await dialog.getByRole("button", { name: /Leave out .*lighthouse/ }).click();
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await choose.click();
  await expect(dialog.getByRole("listitem")).toHaveCount(2);
});

test("dropped files are offered for upload, and nothing is sent by itself", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  await page.evaluate(() => window.haulMock?.told?.dragged({ files: 1, links: 0 }));
  await expect(page.getByText("Drop to upload")).toBeVisible();
  await page.evaluate(() => {
    const file = { path: "/home/ada/notes.odt", name: "notes.odt", bytes: 48_200 };
    window.haulMock?.told?.dropped("", [], [file]);
  });
  await expect(page.getByText("Drop to upload")).toHaveCount(0);
  const dialog = page.getByRole("dialog", { name: "Upload files" });
  await expect(dialog.getByRole("listitem")).toContainText("notes.odt");
  await expect(dialog.getByRole("textbox", { name: "Address" })).toBeFocused();
  expect(await asked(page, "upload")).toEqual([]);
});

test("files that arrive while links are typed wait in their own tab", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+n");
  await page.getByRole("textbox", { name: "URLs" }).fill("https://example.org/one");
  await page.evaluate(() => {
    const file = { path: "/home/ada/notes.odt", name: "notes.odt", bytes: 48_200 };
    window.haulMock?.told?.dropped("", [], [file]);
  });
  await expect(page.getByRole("tab", { name: "Upload" })).toHaveAttribute("aria-selected", "true");
  await page.getByRole("tab", { name: "Upload" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("textbox", { name: "URLs" })).toHaveValue("https://example.org/one");
});

test("several links can be one batch that comes all or not at all", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+n");
  const dialog = page.getByRole("dialog", { name: "Add downloads" });
  const urls = dialog.getByRole("textbox", { name: "URLs" });
  await urls.fill("https://example.org/one");
  await expect(dialog.getByLabel("Add as one batch")).toHaveCount(0);
  await urls.fill("https://example.org/one https://example.org/two");
  await dialog.getByLabel("Add as one batch").check();
  await dialog.getByLabel("Name of the batch").fill("Pair");
  await dialog.getByLabel("All or nothing").check();
  await dialog.getByRole("button", { name: "Download", exact: true }).click();
  await expect
    .poll(() => asked(page, "add"))
    .toMatchObject([{ batch: { name: "Pair", atomic: true }, downloads: [{}, {}] }]);
  await expect(row(page, "two").first()).toContainText("Pair");
});
