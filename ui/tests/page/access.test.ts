import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Scenario } from "../../src/lib/mock/scenarios";
import { expect, open, row, test } from "./window";

interface View {
  name: string;
  scenario: Scenario;
  /** Seen when the view is ready. */
  ready: string | RegExp;
  act?: (page: Page) => Promise<void>;
}

const VIEWS: View[] = [
  { name: "list", scenario: "few", ready: "debian", act: (page) => row(page, "symphony").click() },
  {
    name: "table",
    scenario: "failing",
    ready: "Status",
    act: async (page) => {
      await page.getByRole("button", { name: "Table", exact: true }).click();
      await page.locator("[aria-rowindex='2']").click();
    },
  },
  {
    name: "columns",
    scenario: "few",
    ready: "Priority",
    act: async (page) => {
      await page.getByRole("button", { name: "Table", exact: true }).click();
      await page.getByRole("button", { name: "Columns" }).click();
    },
  },
  {
    name: "removal that can be taken back",
    scenario: "few",
    ready: "Undo",
    act: async (page) => {
      await row(page, "slides.pdf").click();
      await page.keyboard.press("Delete");
    },
  },
  {
    name: "menu of a row",
    scenario: "few",
    ready: "Copy the address",
    act: (page) => row(page, "live-export").click({ button: "right" }),
  },
  {
    name: "several rows at once",
    scenario: "few",
    ready: "2 selected",
    act: async (page) => {
      await row(page, "symphony").click();
      await page.keyboard.press("Shift+ArrowDown");
    },
  },
  {
    name: "all kinds",
    scenario: "kinds",
    ready: "Coast survey 2026",
    act: (page) => row(page, "harbour-dawn").click(),
  },
  {
    name: "menu of a group",
    scenario: "kinds",
    ready: "Limits…",
    act: async (page) => {
      await page.getByRole("button", { name: "Photos", exact: true }).click();
      await page
        .getByRole("main")
        .getByRole("button", { name: /Group .Photos.: more/ })
        .click();
    },
  },
  {
    name: "batch",
    scenario: "kinds",
    ready: "all or nothing",
    act: (page) =>
      row(page, "survey-east")
        .getByRole("button", { name: /Show all of/ })
        .click(),
  },
  {
    name: "answer to a request",
    scenario: "kinds",
    ready: "markup stays text",
    act: (page) => row(page, "status.json").dblclick(),
  },
  {
    name: "queue on hold",
    scenario: "kinds",
    ready: "Queue on hold",
    act: (page) => page.getByRole("button", { name: "Hold queue" }).click(),
  },
  {
    name: "upload form",
    scenario: "kinds",
    ready: "harbour-dawn-0142.jpg",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("tab", { name: "Upload" }).click();
      await page.getByRole("button", { name: "Choose files…" }).click();
      await page.getByText("More options").last().click();
      await expect(page.getByLabel("After a break")).toBeVisible();
    },
  },
  {
    name: "upload form without files",
    scenario: "kinds",
    ready: "Choose files, or drop them here.",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("tab", { name: "Upload" }).click();
    },
  },
  {
    name: "preview",
    scenario: "full",
    ready: "wants a user name and password",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page
        .getByRole("textbox", { name: "URLs" })
        .fill(
          "https://a.example/[1-40].zip\nhttps://club.example/m.zip\nhttps://a.example/report.pdf\ncurl -k https://a.example/x\nmagnet:?x",
        );
      const grid = page.getByRole("grid", { name: "What will be downloaded" });
      await grid.getByRole("row").first().focus();
      await page.keyboard.press("Space");
      await page.keyboard.press("End");
      await page.keyboard.press("F2");
    },
  },
  {
    name: "request form",
    scenario: "kinds",
    ready: "This is no JSON.",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("tab", { name: "Requests" }).click();
      await page.getByLabel("Method").selectOption("POST");
      await page.getByRole("textbox", { name: "Body" }).fill("{");
      await page.getByText("Sign-in, cookies, proxy").last().click();
      await page.getByText("More options").last().click();
    },
  },
  { name: "list of trouble", scenario: "failing", ready: "driver.run" },
  { name: "full disk", scenario: "full", ready: "Changes cannot be saved now" },
  { name: "first run", scenario: "empty", ready: "Nothing here yet" },
  {
    name: "empty search",
    scenario: "few",
    ready: "Nothing matches",
    act: (page) => page.getByRole("searchbox").fill("zebra"),
  },
  { name: "lost engine", scenario: "gone", ready: "Try again" },
  { name: "loading", scenario: "loading", ready: "None active" },
  {
    name: "details",
    scenario: "few",
    ready: "4 parts left to fetch",
    act: async (page) => {
      await row(page, "debian").click();
      await page.keyboard.press("Alt+Enter");
      await expect(page.getByRole("img", { name: "Speed over time" })).toBeVisible();
    },
  },
  ...(["Source", "Options", "Log"] as const).map((tab): View => ({
    name: `details, ${tab}`,
    scenario: "few",
    ready: { Source: "Redirected to", Options: "Only over WiFi", Log: "Added in this window" }[tab],
    act: async (page) => {
      await row(page, "debian").click();
      await page.keyboard.press("Alt+Enter");
      await page.getByRole("tab", { name: tab }).click();
    },
  })),
  {
    name: "details of a finished file, at the right",
    scenario: "few",
    ready: "SHA-256, checked",
    act: async (page) => {
      await row(page, "handbook").click();
      await page.keyboard.press("Alt+Enter");
      // On a narrow window they stay below.
      if ((page.viewportSize()?.width ?? 0) > 720) {
        await page.getByRole("button", { name: "Details at the right" }).click();
      }
    },
  },
  {
    name: "overview",
    scenario: "few",
    ready: "download.blender.example",
    act: (page) => page.getByRole("button", { name: "Overview" }).click(),
  },
  {
    name: "add dialog",
    scenario: "few",
    ready: "Start later",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page
        .getByRole("textbox", { name: "URLs" })
        .fill("https://example.org/one\nhttps://example.org/two\nno");
      await page.getByLabel("Add as one batch").check();
      await page.getByText("More options").click();
      await page.getByText("Sign-in, cookies, proxy").click();
      await page.getByText("Rarely needed").click();
    },
  },
  {
    name: "new address",
    scenario: "long",
    ready: "They stay, and Haul goes on",
    act: async (page) => {
      await row(page, "Complete collected").click();
      await page.keyboard.press("Alt+Enter");
      await page
        .getByRole("region", { name: "Details" })
        .getByRole("button", { name: "New address…" })
        .click();
    },
  },
  {
    name: "sign in",
    scenario: "failing",
    ready: "Goes into the password store",
    act: (page) => row(page, "sensor-log").dblclick(),
  },
  {
    name: "details of a failure",
    scenario: "failing",
    ready: "auth.required",
    act: async (page) => {
      await row(page, "members-only").click();
      await page.keyboard.press("Alt+Enter");
    },
  },
  {
    name: "remove dialog",
    scenario: "kinds",
    ready: "the whole batch is called off",
    act: async (page) => {
      await row(page, "survey-east").click();
      await page.keyboard.press("Delete");
    },
  },
  { name: "shortcuts", scenario: "few", ready: "In the list", act: (page) => page.keyboard.press("F1") },
  {
    name: "closing",
    scenario: "few",
    ready: "Minimized, Haul goes on",
    act: (page) => page.evaluate(() => window.haulMock?.told?.closeAsked()),
  },
];

const SCREENS = [
  { colorScheme: "light", width: 1000 },
  { colorScheme: "dark", width: 1000 },
  { colorScheme: "light", width: 640 },
] as const;

for (const { colorScheme, width } of SCREENS) {
  for (const { name, scenario, ready, act } of VIEWS) {
    test(`axe finds nothing wrong with: ${name}, ${colorScheme}, ${width} px`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 680 });
      await open(page, scenario);
      await act?.(page);
      await expect(page.getByText(ready).first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    });
  }
}
