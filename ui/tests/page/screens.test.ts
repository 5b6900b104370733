/** The pictures of the tour: every view, light and dark; `cargo xtask screenshots` takes them into docs/screens. */
import type { Page } from "@playwright/test";
import type { Scenario } from "../../src/lib/mock/scenarios";
import { expect, open, type Opening, row, test } from "./window";

interface Screen extends Opening {
  name: string;
  scenario: Scenario;
  /** Seen when the picture may be taken. */
  ready: string | RegExp;
  act?: (page: Page) => Promise<void>;
}

const LINKS = [
  "https://cdimage.debian.example/13.2.0/debian-13.2.0-amd64-netinst.iso",
  "https://download.blender.example/release/Blender-5.0.1-linux-x64.tar.xz",
  "https://books.example.org/handbook.epub",
].join("\n");

async function details(page: Page, name: string) {
  await row(page, name).click();
  await page.keyboard.press("Alt+Enter");
  await expect(page.getByRole("region", { name: "Details" })).toBeVisible();
}

/** Time passes until there is something to see of the speed. */
async function timePasses(page: Page) {
  await page.waitForFunction(() => {
    window.haulMock?.advance(250);
    return (window.haulMock?.asked.filter(({ name }) => name === "show").length ?? 0) > 24;
  });
}

async function adding(page: Page, tab: string) {
  await page.keyboard.press("Control+n");
  await page.getByRole("tab", { name: tab }).click();
}

/** A section of the settings. */
async function section(page: Page, name: string) {
  await page.keyboard.press("Control+,");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("button", { name }).click();
}

async function settings(page: Page, searched: string) {
  await page.keyboard.press("Control+,");
  if (searched !== "") await page.getByRole("searchbox", { name: "Search settings" }).fill(searched);
}

const LIST: Screen[] = [
  { name: "list", scenario: "few", ready: "debian-13.2.0-amd64-netinst.iso" },
  { name: "list-many", scenario: "many", ready: "10,000" },
  { name: "list-kinds", scenario: "kinds", ready: "Coast survey 2026" },
  { name: "list-failing", scenario: "failing", ready: "members-only" },
  { name: "list-long-names", scenario: "long", ready: "Minutes of the" },
  { name: "list-right-to-left", scenario: "rtl", language: "ar-XB", tasks: /./, ready: /./ },
  { name: "first-run", scenario: "empty", ready: "Nothing here yet" },
  { name: "full-disk", scenario: "full", ready: "Changes cannot be saved now" },
  { name: "offline", scenario: "offline", ready: /./ },
  { name: "no-engine", scenario: "gone", ready: "Try again" },
  {
    name: "no-match",
    scenario: "few",
    ready: "Nothing matches",
    act: (page) => page.getByRole("searchbox", { name: "Search" }).fill("zebra"),
  },
  {
    name: "sections-rows",
    scenario: "kinds",
    ready: "Coast survey 2026",
    act: async (page) => {
      await page.getByRole("button", { name: "Group by" }).click();
      await page.getByRole("menuitemradio", { name: "By batch" }).click();
    },
  },
  {
    name: "table",
    scenario: "few",
    ready: "Progress",
    act: (page) => page.getByRole("button", { name: "Table", exact: true }).click(),
  },
  {
    name: "overview",
    scenario: "few",
    ready: "download.blender.example",
    act: async (page) => {
      await page.getByRole("button", { name: "Overview" }).click();
      await expect(page.getByText("at most in the last minutes")).toBeVisible();
    },
  },
  {
    name: "row-menu",
    scenario: "few",
    ready: "Copy the address",
    act: async (page) => {
      await row(page, "symphony").click();
      await page.keyboard.press("Shift+F10");
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
];

const DETAILS: Screen[] = [
  {
    name: "details",
    scenario: "few",
    ready: "Blender",
    act: async (page) => {
      await details(page, "Blender");
      await timePasses(page);
    },
  },
  { name: "details-failing", scenario: "failing", ready: /./, act: (page) => details(page, "members-only") },
  {
    name: "details-log",
    scenario: "few",
    ready: "Started: asks the server",
    act: async (page) => {
      await details(page, "Blender");
      await page.getByRole("tab", { name: "Log" }).click();
    },
  },
  {
    name: "details-empty",
    scenario: "few",
    ready: "Select a download",
    act: (page) => page.getByRole("main").getByRole("button", { name: "Details" }).click(),
  },
];

const DIALOGS: Screen[] = [
  {
    name: "add",
    scenario: "few",
    ready: "3 links",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("textbox", { name: "URLs" }).fill(LINKS);
    },
  },
  {
    name: "add-empty",
    scenario: "empty",
    ready: "Paste or drop anything",
    act: (page) => page.keyboard.press("Control+n"),
  },
  {
    name: "add-upload",
    scenario: "kinds",
    ready: "harbour-dawn-0142.jpg",
    act: async (page) => {
      await adding(page, "Uploads");
      await page.getByRole("button", { name: "Choose files…" }).click();
    },
  },
  { name: "add-request", scenario: "kinds", ready: "Method", act: (page) => adding(page, "Requests") },
  {
    name: "sign-in",
    scenario: "failing",
    ready: "Sign in and try again",
    act: (page) => row(page, "sensor-log").dblclick(),
  },
  {
    name: "remove",
    scenario: "kinds",
    ready: "the whole batch is called off",
    act: async (page) => {
      await row(page, "survey-east").click();
      await page.keyboard.press("Delete");
    },
  },
  {
    name: "removed",
    scenario: "few",
    ready: "Undo",
    act: async (page) => {
      await row(page, "handbook").click();
      await page.keyboard.press("Delete");
    },
  },
  {
    name: "palette",
    scenario: "few",
    ready: "What is selected",
    act: async (page) => {
      await row(page, "debian").click();
      await page.keyboard.press("Control+k");
    },
  },
  { name: "shortcuts", scenario: "few", ready: "In the list", act: (page) => page.keyboard.press("F1") },
  { name: "settings", scenario: "few", ready: "Download folder", act: (page) => settings(page, "") },
  {
    name: "limits",
    scenario: "few",
    ready: "No rule: the speed limit holds at all times.",
    act: async (page) => {
      await section(page, "Limits");
      await page.getByRole("grid", { name: "The week by hours" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "groups",
    scenario: "kinds",
    ready: "Groups and queues",
    act: async (page) => {
      await section(page, "Limits");
      await page.getByRole("button", { name: "Groups and queues…" }).click();
      await expect(page.getByRole("dialog", { name: "Groups and queues" })).toBeVisible();
    },
  },
  { name: "settings-search", scenario: "few", ready: "Speed limit", act: (page) => settings(page, "speed") },
];

const LANGUAGES: Screen[] = [
  { name: "german", scenario: "few", language: "de", tasks: "Aufgaben", ready: "Lädt herunter" },
  { name: "spanish", scenario: "few", language: "es", tasks: "Tareas", ready: "Descargando" },
  { name: "chinese", scenario: "few", language: "zh-CN", tasks: "任务", ready: "正在下载" },
];

for (const scheme of ["light", "dark"] as const) {
  for (const { name, scenario, ready, act, ...opening } of [...LIST, ...DETAILS, ...DIALOGS, ...LANGUAGES]) {
    test(`the view ${name} in ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await open(page, scenario, opening);
      await act?.(page);
      await expect(page.getByText(ready).first()).toBeVisible();
      await page.screenshot({ path: `shots/screens/${name}-${scheme}.png` });
    });
  }
}
