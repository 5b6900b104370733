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
    ready: "Redirected to",
    act: async (page) => {
      await row(page, "debian").click();
      await page.keyboard.press("Alt+Enter");
    },
  },
  {
    name: "add dialog",
    scenario: "few",
    ready: "Start later",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("textbox", { name: "URLs" }).fill("https://example.org/one\nnot a link");
      await page.getByText("More options").click();
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
    ready: "Redirected to",
    act: async (page) => {
      await row(page, "members-only").click();
      await page.keyboard.press("Alt+Enter");
    },
  },
  {
    name: "remove dialog",
    scenario: "few",
    ready: "It leaves the list",
    act: async (page) => {
      await row(page, "debian").click();
      await page.keyboard.press("Delete");
    },
  },
  {
    name: "settings",
    scenario: "few",
    ready: "Changes take effect at once",
    act: (page) => page.keyboard.press("Control+,"),
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
