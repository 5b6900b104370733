import type { Page } from "@playwright/test";
import { asked, expect, open, test } from "./window";

async function dialog(page: Page, text = "") {
  await page.keyboard.press("Control+n");
  const box = page.getByRole("dialog", { name: "Add downloads" });
  const urls = box.getByRole("textbox", { name: "URLs" });
  if (text !== "") await urls.fill(text);
  return {
    box,
    urls,
    grid: box.getByRole("grid", { name: "What will be downloaded" }),
    row: (name: string) => box.getByRole("row").filter({ hasText: name }),
    folder: box.getByRole("textbox", { name: "Folder", exact: true }),
    download: box.getByRole("button", { name: "Download", exact: true }),
  };
}

/** Text that came from the clipboard, as the field sees it. */
async function pasteInto(page: Page, text: string) {
  await page.getByRole("textbox", { name: "URLs" }).evaluate((field, given) => {
    const area = field as HTMLTextAreaElement;
    area.setRangeText(given, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
  }, text);
}

function added(page: Page) {
  return expect.poll(() => asked(page, "add"));
}

test("what servers say of the files stands beside them, and nobody has to wait for it", async ({ page }) => {
  await open(page, "few");
  const { box, grid, row, download } = await dialog(
    page,
    "https://a.example/data.zip\nhttps://a.example/missing.iso\nhttps://a.example/stream",
  );
  await expect(row("data.zip")).toContainText("application/zip");
  await expect(row("data.zip")).toContainText(/\d MB|\d GB/);
  await expect(row("missing.iso")).toContainText("The server has no file at this address (status 404).");
  await expect(row("live.csv")).toContainText("size unknown");
  await expect(grid).toHaveAttribute("aria-rowcount", "3");
  await expect(box).toContainText(/3 files, .* in the 1 whose size is known/);
  await expect(box).toContainText("214 GB free");
  await download.click();
  await added(page).toMatchObject([{ downloads: [{}, {}, {}] }]);
});

test("Enter downloads before any server has answered, and closing asks nothing more", async ({ page }) => {
  await open(page, "few");
  await page.evaluate(() => {
    if (window.haulMock) window.haulMock.looks.held = true;
  });
  const { box, row, download } = await dialog(page, "https://a.example/[1-50].zip");
  await expect(row("1.zip").first()).toContainText("asking…");
  await expect.poll(async () => (await asked(page, "look")).length).toBe(4);
  await download.focus();
  await page.keyboard.press("Enter");
  await expect(box).toHaveCount(0);
  await page.evaluate(() => window.haulMock?.looks.release());
  await expect(page.getByRole("grid", { name: "Tasks" })).toHaveAttribute("aria-rowcount", "62");
  expect((await asked(page, "look")).length).toBe(4);
});

test("at most four servers are asked at once, and only about what is on the screen", async ({ page }) => {
  await open(page, "empty");
  const { grid } = await dialog(page, "https://a.example/[0001-2000].zip");
  await expect(grid).toHaveAttribute("aria-rowcount", "2000");
  await expect(grid.getByRole("row").first()).toContainText(/MB|GB/);
  expect(await grid.getByRole("row").count()).toBeLessThan(30);
  expect(await page.evaluate(() => window.haulMock?.looks.most)).toBeLessThanOrEqual(4);
  await grid.getByRole("row").first().focus();
  await page.keyboard.press("End");
  await expect(grid.getByRole("row").filter({ hasText: "2000.zip" })).toContainText(/MB|GB/);
  expect((await asked(page, "look")).length).toBeLessThan(60);
});

test("rows are unticked by keyboard, and what is unticked stays", async ({ page }) => {
  await open(page, "few");
  const { box, grid, row, download } = await dialog(page, "https://a.example/{one,two,three}.zip");
  await grid.getByRole("row").first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(row("two.zip")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(row("two.zip").getByRole("checkbox")).not.toBeChecked();
  await expect(box).toContainText("2 files");
  await box.getByRole("button", { name: "Tick all" }).click();
  await box.getByRole("button", { name: "Untick all" }).click();
  await expect(download).toBeDisabled();
  await row("three.zip").getByRole("checkbox").check();
  await row("three.zip").focus();
  await page.keyboard.press("Enter");
  await added(page).toMatchObject([{ downloads: [{ url: "https://a.example/three.zip" }] }]);
});

test("what is on the list, taken in the folder or there twice is said, and can be left out", async ({
  page,
}) => {
  await open(page, "few");
  const listed = "https://books.example.org/files/handbook.epub";
  const { box, row } = await dialog(
    page,
    [
      listed,
      "https://a.example/report.pdf",
      "https://a.example/x/same.zip",
      "https://b.example/same.zip",
    ].join("\n"),
  );
  await expect(row("handbook.epub")).toContainText("On the list already");
  await expect(row("report.pdf")).toContainText("The name is taken, so it gets a number");
  await expect(row("same.zip").first()).toContainText("Same name as another here");
  await box.getByRole("button", { name: "Leave out the one on the list" }).click();
  await expect(row("handbook.epub").getByRole("checkbox")).not.toBeChecked();
  await expect(box).toContainText("3 files");
});

test("a file goes into a folder of its own, and the folders are offered the next time", async ({ page }) => {
  await open(page, "few");
  const { grid, row, folder, download } = await dialog(page, "https://a.example/{one,two}.zip");
  await folder.fill("/srv/files");
  await grid.getByRole("row").first().focus();
  await page.keyboard.press("F2");
  const own = grid.getByRole("textbox", { name: /Folder of .*one\.zip/ });
  await expect(own).toHaveValue("/srv/files");
  await own.fill("/srv/other");
  await page.keyboard.press("Enter");
  await expect(row("one.zip")).toContainText(/Into .*\/srv\/other/);
  await download.click();
  await added(page).toMatchObject([{ downloads: [{ folder: "/srv/other" }, { folder: "/srv/files" }] }]);
  const again = await dialog(page, "https://a.example/three.zip");
  await again.box.getByRole("button", { name: "Last folders" }).click();
  await page.getByRole("menuitem", { name: "/srv/other" }).click();
  await expect(again.folder).toHaveValue("/srv/other");
});

test("a folder that no download goes to is refused while it is typed", async ({ page }) => {
  await open(page, "few");
  const { box, folder, urls } = await dialog(page, "https://a.example/one.zip");
  await folder.fill("/etc/cron.d");
  await expect(box.getByText("Choose another one.").last()).toBeVisible();
  await expect(folder).toHaveAttribute("aria-invalid", "true");
  await expect(urls).toHaveValue("https://a.example/one.zip");
});

test("more than the disk has room for is said before it begins", async ({ page }) => {
  await open(page, "full");
  const { box } = await dialog(page, "https://a.example/big.iso");
  await expect(box).toContainText(/only 12\.4 MB free/);
});

test("a refusal is asked again as soon as somebody says who they are", async ({ page }) => {
  await open(page, "few");
  const { box, row } = await dialog(page, "https://club.example/members.zip");
  await expect(row("members.zip")).toContainText("wants a user name and password");
  await box.getByText("More options").click();
  await box.getByText("Sign-in, cookies, proxy").click();
  await box.getByLabel("User name").fill("ada");
  await expect(row("members.zip")).toContainText(/MB|GB/);
  const looks = (await asked(page, "look")) as { user?: string }[];
  expect(looks.at(-1)?.user).toBe("ada:");
});

test("a copied curl command becomes a download, and its secrets leave the screen", async ({ page }) => {
  await open(page, "few");
  const { box, urls, download } = await dialog(page);
  await pasteInto(
    page,
    `curl 'https://a.example/export?id=7' \\\n  -H 'accept: text/csv' \\\n  -b 'session=s3cr3t' \\\n  -H 'authorization: Bearer t0k3n' \\\n  --data-raw '{"all":true}' --compressed -o export.csv`,
  );
  await expect(urls).toHaveValue("https://a.example/export?id=7");
  await expect(box).toContainText(
    "goes as its command says: POST · 2 headers · 2 secrets, kept unseen · a body of 12 characters",
  );
  expect(await page.content()).not.toMatch(/s3cr3t|t0k3n/);
  await download.click();
  await added(page).toMatchObject([
    {
      downloads: [
        {
          url: "https://a.example/export?id=7",
          name: "export.csv",
          body: { text: '{"all":true}' },
          headers: [{ name: "accept" }, { name: "Content-Type" }],
          secret_headers: [
            { name: "Cookie", value: "session=s3cr3t" },
            { name: "authorization", value: "Bearer t0k3n" },
          ],
        },
      ],
    },
  ]);
  expect(await asked(page, "look"), "a POST is not made to find out a size").toEqual([]);
});

test("a command that trusts anybody is refused with words, and stays to be mended", async ({ page }) => {
  await open(page, "few");
  const { box, urls, download } = await dialog(page);
  await pasteInto(page, "curl -k https://a.example/x.zip");
  await expect(box.getByRole("alert")).toContainText("which would trust any server");
  await expect(download).toBeDisabled();
  await urls.fill("curl https://a.example/x.zip");
  await expect(download).toBeEnabled();
});

test("patterns say how many they are, and can be meant literally", async ({ page }) => {
  await open(page, "few");
  const { box, urls, grid, download } = await dialog(page, "https://a.example/[001-100].jpg");
  await expect(box.getByLabel("Fill in the patterns: 100 links")).toBeChecked();
  await expect(grid).toHaveAttribute("aria-rowcount", "100");
  await urls.fill("https://a.example/[1-99999].jpg");
  await expect(box.getByRole("alert")).toContainText("Narrow the pattern to 10,000 at most");
  await expect(download).toBeDisabled();
  await box.getByLabel(/Fill in the patterns/).uncheck();
  await download.click();
  await added(page).toMatchObject([{ downloads: [{ url: "https://a.example/[1-99999].jpg" }] }]);
});

test("magnets and torrents are answered politely", async ({ page }) => {
  await open(page, "few");
  const { box, grid } = await dialog(page, "magnet:?xt=urn:btih:0\nhttps://a.example/x.torrent");
  await expect(box).toContainText("1 magnet link is left out: it needs a BitTorrent program.");
  await expect(box).toContainText("1 link is a torrent: Haul fetches that small file");
  await expect(grid).toHaveAttribute("aria-rowcount", "1");
});

test("lists are opened: remarks are passed over, Metalink brings names, sizes and mirrors", async ({
  page,
}) => {
  await open(page, "few");
  const { box, urls, row, download } = await dialog(page);
  const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  const input = box.locator("input[type=file]");
  await input.setInputFiles(
    file("list.txt", "# mine\na.example/one.zip\nhttps://a.example/two.zip\tsecond.zip\n"),
  );
  await expect(urls).toHaveValue("https://a.example/one.zip\nhttps://a.example/two.zip");
  await expect(row("second.zip")).toBeVisible();
  const meta = `<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="f.iso"><size>5000000</size>
    <url priority="1">https://c.example/f</url><url priority="2">https://d.example/f</url></file></metalink>`;
  await input.setInputFiles(file("f.meta4", meta));
  await expect(row("f.iso")).toContainText("5 MB");
  await input.setInputFiles(file("film.torrent", "d8:announce"));
  await expect(box.getByRole("alert")).toContainText("is a torrent");
  await download.click();
  await added(page).toMatchObject([
    {
      downloads: [
        {},
        { name: "second.zip" },
        { name: "f.iso", size: 5000000, mirrors: ["https://d.example/f"] },
      ],
    },
  ]);
});

test("what was refused stays, with what came along", async ({ page }) => {
  await open(page, "few");
  const { box, urls, download } = await dialog(page);
  await pasteInto(page, "curl https://a.example/one.zip -H 'X-Api-Key: 7'\nhttps://a.example/two.zip");
  await page.evaluate(() => {
    if (window.haulMock) window.haulMock.gone = true;
  });
  await download.click();
  await expect(box.getByRole("alert")).toContainText("Haul does not answer");
  await expect(urls).toHaveValue("https://a.example/one.zip\nhttps://a.example/two.zip");
  await expect(box).toContainText("1 secret, kept unseen");
});
