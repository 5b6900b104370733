/** Pictures of every state, for people to judge; they land in `shots/`. */
import { DETAILS } from "./details-states";
import { DIALOG_STATES } from "./dialog-states";
import { LIST_STATES } from "./list-states";
import { expect, open, row, type State, test } from "./window";

const STATES: State[] = [
  { name: "few", scenario: "few" },
  {
    name: "selected",
    scenario: "few",
    act: async (page) => {
      await row(page, "Blender").click();
      await row(page, "symphony").click({ modifiers: ["Control"] });
    },
  },
  ...LIST_STATES,
  { name: "hover", scenario: "few", act: (page) => row(page, "handbook").hover() },
  {
    name: "details",
    scenario: "few",
    act: async (page) => {
      await row(page, "Blender").click();
      await page.keyboard.press("Alt+Enter");
      await expect(page.getByRole("region", { name: "Details" })).toContainText("parts left");
      await expect(page.getByRole("img", { name: "Speed over time" })).toBeVisible();
    },
  },
  ...DETAILS,
  { name: "empty", scenario: "empty" },
  {
    name: "empty-search",
    scenario: "few",
    act: async (page) => {
      await page.getByRole("searchbox").fill("zebra");
      await expect(page.getByText("Nothing matches")).toBeVisible();
    },
  },
  { name: "kinds", scenario: "kinds" },
  {
    name: "batch",
    scenario: "kinds",
    act: async (page) => {
      await row(page, "survey-east")
        .getByRole("button", { name: /Show all of/ })
        .click();
      await expect(page.getByText("all or nothing")).toBeVisible();
    },
  },
  {
    name: "upload",
    scenario: "kinds",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("tab", { name: "Uploads" }).click();
      await page.getByRole("button", { name: "Choose files…" }).click();
    },
  },
  {
    name: "request",
    scenario: "kinds",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("tab", { name: "Requests" }).click();
      await page.getByLabel("Method").selectOption("POST");
      await page.getByRole("textbox", { name: "Address" }).fill("https://api.example.org/v1/jobs");
      await page.getByRole("textbox", { name: "Body" }).fill('{\n  "kind": "survey",\n  "year": 2026\n}');
    },
  },
  {
    name: "preview-three",
    scenario: "few",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      const text =
        "https://cdimage.example/debian-13.2.iso\nhttps://books.example.org/files/handbook.epub\nhttps://a.example/missing.zip";
      await page.getByRole("textbox", { name: "URLs" }).fill(text);
      await expect(page.getByText("status 404")).toBeVisible();
      await expect(page.getByText("On the list already").first()).toBeVisible();
    },
  },
  {
    name: "preview-many",
    scenario: "few",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page
        .getByRole("textbox", { name: "URLs" })
        .fill("https://photos.example.com/harbour/[0001-2000].jpg");
      await expect(page.getByText("whose size is known")).toBeVisible();
    },
  },
  {
    name: "preview-errors",
    scenario: "full",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      const text =
        "https://a.example/A very long name of a film about moving files between computers that do not trust each other (final cut).mkv\nhttps://club.example/members.zip\nmagnet:?xt=urn:btih:0\ncurl -k https://a.example/x.zip\nnot a link".replaceAll(
          " ",
          (space, at: number) => (at < 130 ? "%20" : space),
        );
      await page.getByRole("textbox", { name: "URLs" }).fill(text);
      await expect(page.getByText("wants a user name").first()).toBeVisible();
    },
  },
  {
    name: "preview-curl",
    scenario: "few",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.evaluate(() =>
        window.haulMock?.told?.dropped(
          "curl 'https://a.example/export.csv?id=7' -H 'accept: text/csv' -b 'session=1' --data-raw '{}'",
          [],
          [],
        ),
      );
      await expect(page.getByText("kept unseen")).toBeVisible();
    },
  },
  {
    name: "add-access",
    scenario: "few",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("textbox", { name: "URLs" }).fill("https://example.org/one.iso");
      await page.getByText("More options").click();
      await page.getByText("Sign-in, cookies, proxy").click();
      await page.getByLabel("Password").fill("x");
      await page.getByText("Rarely needed").scrollIntoViewIfNeeded();
    },
  },
  { name: "many", scenario: "many" },
  { name: "long", scenario: "long" },
  { name: "rtl", scenario: "rtl" },
  { name: "hostile", scenario: "hostile" },
  { name: "failing", scenario: "failing" },
  { name: "full", scenario: "full" },
  { name: "offline", scenario: "offline" },
  { name: "loading", scenario: "loading" },
  { name: "gone", scenario: "gone" },
  {
    name: "lost",
    scenario: "few",
    act: async (page) => {
      await page.evaluate(() => {
        window.haulMock?.advance(250);
        if (window.haulMock) window.haulMock.gone = true;
      });
      await row(page, "slides").hover();
      await row(page, "slides").getByRole("button", { name: "Resume" }).click();
      await expect(page.getByRole("alert")).toContainText("does not answer");
    },
  },
  ...DIALOG_STATES,
];

for (const scheme of ["light", "dark"] as const) {
  for (const [width, height] of [
    [1000, 680],
    [640, 480],
  ] as const) {
    for (const { name, scenario, act } of STATES) {
      test(`the state ${name} at ${width}x${height} in ${scheme} is drawn`, async ({ page }) => {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        await page.setViewportSize({ width, height });
        await open(page, scenario);
        if (scenario !== "loading" && scenario !== "gone")
          await expect(page.getByRole("grid")).toHaveAttribute("aria-busy", "false");
        await act?.(page);
        await page.screenshot({ path: `shots/${name}-${width}-${scheme}.png` });
      });
    }
  }
}
