import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

/** A signed address that any decoding would break. */
const SIGNED = "https://bucket.example.org/a%20b%2Fc.iso?X-Sig=x%2By%3D&e=1%2C2#p%20q";

async function paste(page: Page, text: string) {
  await page.evaluate((given) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", given);
    (document.activeElement ?? document.body).dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

async function drop(page: Page, carried: Record<string, string>) {
  await page.evaluate((given) => {
    const dataTransfer = new DataTransfer();
    Object.entries(given).forEach(([type, value]) => dataTransfer.setData(type, value));
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, carried);
}

function addDialog(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Add downloads" });
  return {
    dialog,
    urls: dialog.getByRole("textbox", { name: "URLs" }),
    folder: dialog.getByRole("textbox", { name: "Folder" }),
    download: dialog.getByRole("button", { name: "Download" }),
  };
}

test("pasting anywhere opens the dialog with the text, and Enter downloads it unharmed", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  await paste(page, `Look here: ${SIGNED}\nand nothing there`);
  const { dialog, download, folder } = addDialog(page);
  await expect(dialog).toContainText("1 link");
  await expect(dialog).toContainText("Not a link:");
  await expect(folder).toHaveValue("/home/ada/Downloads");
  await expect(download).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  expect(await asked(page, "add")).toEqual([
    {
      by: "window",
      downloads: [
        {
          url: SIGNED,
          name: "?",
          conflict: "rename",
          headers: [],
          query: [],
          trust: "checked",
          start: "now",
          folder: "/home/ada/Downloads",
        },
      ],
    },
  ]);
  await expect(page.getByRole("status")).toHaveText("1 download added");
});

test("a real Ctrl+V outside any field opens the dialog", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "few");
  await row(page, "slides.pdf").click();
  await page.evaluate((text) => navigator.clipboard.writeText(text), SIGNED);
  await page.keyboard.press("Control+v");
  await expect(addDialog(page).urls).toHaveValue(SIGNED);
});

for (const [what, carried] of Object.entries({
  "a list of addresses": { "text/uri-list": `# a comment\r\n${SIGNED}\r\n`, "text/plain": "something else" },
  "Firefox's own kind": {
    "text/x-moz-url": `${SIGNED}\nThe title of the page`,
    "text/plain": "something else",
  },
  "a piece of a page": {
    "text/html": `<p>See <a href="${SIGNED.replaceAll("&", "&amp;")}">this</a><script>alert(1)</script></p>`,
  },
  "plain text": { "text/plain": `the file is at ${SIGNED}` },
})) {
  test(`a drop of ${what} keeps the address letter by letter`, async ({ page }) => {
    await open(page, "empty");
    await expect(page.getByText("Nothing here yet")).toBeVisible();
    await drop(page, carried);
    const { download } = addDialog(page);
    await expect(download).toBeFocused();
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => (await asked(page, "add")) as { downloads: { url: string }[] }[])
      .toMatchObject([{ downloads: [{ url: SIGNED }] }]);
    await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "1");
  });
}

test("while something is dragged over the window it says what will happen", async ({ page }) => {
  await open(page, "few");
  await page.evaluate(() =>
    document.body.dispatchEvent(new DragEvent("dragenter", { bubbles: true, cancelable: true })),
  );
  await expect(page.getByText("Drop to add")).toBeVisible();
  await page.evaluate(() => document.body.dispatchEvent(new DragEvent("dragleave", { bubbles: true })));
  await expect(page.getByText("Drop to add")).toHaveCount(0);
});

test("links that arrive while the dialog is open join the others", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+n");
  const { urls, dialog } = addDialog(page);
  await urls.fill("https://example.org/one");
  await page.evaluate((text) => window.haulMock?.told?.dropped(text, [], []), SIGNED);
  await expect(urls).toHaveValue(`https://example.org/one\n${SIGNED}`);
  await expect(dialog).toContainText("2 links");
});

test("dropped files without links are named", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  await page.evaluate(() => window.haulMock?.told?.dropped("", ["photo.jpg", "notes.odt"], []));
  await expect(page.getByRole("alert")).toContainText("photo.jpg");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the shell may speak as soon as it ticks: the page listens first", async ({ page }) => {
  await open(page, "few");
  await expect(row(page, "debian-13.2.0")).toBeVisible();
  const order = await page.evaluate(() => window.haulMock?.asked.map(({ name }) => name));
  expect(order?.indexOf("listen")).toBeGreaterThanOrEqual(0);
  expect(order?.indexOf("listen")).toBeLessThan(order?.indexOf("ticks") ?? -1);
});

test("more options reach the engine, and a name only goes with one link", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+n");
  const { dialog, urls, folder, download } = addDialog(page);
  await expect(download).toBeDisabled();
  await urls.fill("https://example.org/one");
  await folder.fill("/srv/files");
  await dialog.getByText("More options").click();
  await dialog.getByLabel("File name").fill("other.iso");
  await dialog.getByLabel("Checksum", { exact: true }).fill("sha-256=abc");
  await dialog.getByLabel("Group").fill("Music");
  await dialog.getByLabel("Priority").selectOption("2");
  await dialog
    .getByLabel("Header lines", { exact: true })
    .fill("Referer: https://example.org/\nno colon here");
  await expect(dialog).toContainText("This line has no colon: no colon here");
  await expect(download).toBeDisabled();
  await dialog.getByLabel("Header lines", { exact: true }).fill("Referer: https://example.org/");
  await dialog.getByLabel("Start later").check();
  await download.click();
  expect(await asked(page, "add")).toMatchObject([
    {
      downloads: [
        {
          url: "https://example.org/one",
          folder: "/srv/files",
          name: "other.iso",
          checksum: "sha-256=abc",
          group: "Music",
          priority: 2,
          headers: [{ name: "Referer", value: "https://example.org/" }],
          start: "later",
        },
      ],
    },
  ]);
  await expect(row(page, "other.iso")).toContainText("Not started");
  await page.keyboard.press("Control+n");
  await urls.fill("https://example.org/one https://example.org/two");
  await dialog.getByText("More options").click();
  await expect(dialog.getByLabel("File name")).toBeDisabled();
});

test("what is rarely needed has a place of its own, and reaches the engine", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+n");
  const { dialog, urls, download } = addDialog(page);
  await urls.fill("https://example.org/one.iso");
  await dialog.getByText("More options").click();
  await expect(dialog.getByLabel("Other addresses of the same file")).toBeHidden();
  await dialog.getByLabel("Connections").fill("99");
  await expect(dialog).toContainText("A whole number, 1 to 32.");
  await expect(download).toBeDisabled();
  await dialog.getByLabel("Connections").fill("12");
  await dialog.getByText("Rarely needed").click();
  await dialog.getByLabel("Other addresses of the same file").fill("https://mirror.example.net/one.iso");
  await dialog.getByLabel("File with the checksum").fill(".sha256");
  await dialog.getByLabel("Size in bytes").fill("734003200");
  await dialog.getByLabel("Time limit in seconds").fill("600");
  await dialog.getByLabel("Speed limit").fill("2M");
  for (const rule of [
    "Fail instead of starting over",
    "Unpack gzip",
    "Follow to unencrypted http",
    "Do not mark the file",
  ]) {
    await dialog.getByLabel(rule).check();
  }
  await download.click();
  await expect
    .poll(() => asked(page, "add"))
    .toMatchObject([
      {
        downloads: [
          {
            lanes: 12,
            mirrors: ["https://mirror.example.net/one.iso"],
            checksum_from: ".sha256",
            size: 734003200,
            max_seconds: 600,
            limit_rate: 2 << 20,
            strict: true,
            decode: true,
            allow_downgrade: true,
            private: true,
          },
        ],
      },
    ]);
});

test("what lets somebody in goes with the secrets, and is typed unseen", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+n");
  const { dialog, urls, download } = addDialog(page);
  await urls.fill("https://club.example.net/members.zip");
  await dialog.getByText("More options").click();
  await dialog.getByText("Sign-in, cookies, proxy").click();
  await dialog.getByLabel("Password").fill("open sesame");
  await expect(dialog).toContainText("Give a user name with the password.");
  await expect(download).toBeDisabled();
  await dialog.getByLabel("User name").fill("ada");
  await expect(dialog.getByLabel("Password")).toHaveAttribute("type", "password");
  await expect(dialog.getByLabel("Access token")).toHaveAttribute("type", "password");
  await dialog.getByLabel("Cookies", { exact: true }).fill("session=1f3a; theme=dark");
  await dialog.getByLabel("Secret header lines").fill("X-Api-Key: abc");
  await dialog.getByLabel("Proxy").fill("socks5h://127.0.0.1:1080");
  await download.click();
  await expect
    .poll(() => asked(page, "add"))
    .toMatchObject([
      {
        downloads: [
          {
            headers: [],
            user: "ada:open sesame",
            secret_headers: [
              { name: "X-Api-Key", value: "abc" },
              { name: "Cookie", value: "session=1f3a; theme=dark" },
            ],
            proxy: "socks5h://127.0.0.1:1080",
          },
        ],
      },
    ]);
});

test("when nobody takes the downloads the dialog says why and keeps what was typed", async ({ page }) => {
  await open(page, "few");
  await page.keyboard.press("Control+n");
  const { dialog, urls, download } = addDialog(page);
  await urls.fill("https://example.org/one");
  await page.evaluate(() => {
    if (window.haulMock) window.haulMock.gone = true;
  });
  await download.click();
  await expect(dialog.getByRole("alert")).toContainText("Haul does not answer");
  await expect(urls).toHaveValue("https://example.org/one");
  await page.evaluate(() => {
    if (window.haulMock) window.haulMock.gone = false;
  });
  await download.click();
  await expect(dialog).toHaveCount(0);
  expect(await asked(page, "add")).toHaveLength(2);
});
