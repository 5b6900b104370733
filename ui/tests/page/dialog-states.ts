/** The dialogs of the window, each as a state of which a picture is taken. */
import type { Page } from "@playwright/test";
import { expect, row, type State } from "./window";

const LINKS =
  "https://cdimage.debian.example/13.2/debian.iso\nhttps://example.org/a%20b%2Fc?sig=x%2By%3D\nnot a link";

async function dropBegins(page: Page) {
  await page.evaluate(() => window.dispatchEvent(new DragEvent("dragenter", { cancelable: true })));
}

export const DIALOG_STATES: State[] = [
  { name: "add-empty", scenario: "few", act: (page) => page.keyboard.press("Control+n") },
  {
    name: "add",
    scenario: "few",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("textbox", { name: "URLs" }).fill(LINKS);
    },
  },
  {
    name: "add-more",
    scenario: "few",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("textbox", { name: "URLs" }).fill("https://example.org/one.iso");
      await page.getByText("More options").click();
    },
  },
  {
    name: "add-rare",
    scenario: "few",
    act: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("textbox", { name: "URLs" }).fill("https://example.org/one.iso");
      await page.getByText("More options").click();
      await page.getByText("Rarely needed").click();
      await page.getByText("Do not mark the file").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "place",
    scenario: "long",
    act: async (page) => {
      await row(page, "Minutes of the").click({ position: { x: 200, y: 12 } });
      await page.keyboard.press("F2");
      await expect(page.getByRole("dialog", { name: "Name and place" })).toBeVisible();
    },
  },
  {
    name: "place-finished",
    scenario: "few",
    act: async (page) => {
      await row(page, "handbook").click({ position: { x: 200, y: 12 } });
      await page.keyboard.press("F2");
      await page.getByRole("textbox", { name: "File name" }).fill("portrait-0142.jpg");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("alert")).toContainText("taken");
    },
  },
  {
    name: "group-name",
    scenario: "few",
    act: async (page) => {
      await page.getByRole("button", { name: "Music", exact: true }).press("F2");
      await expect(page.getByRole("dialog", { name: "Rename group" })).toBeVisible();
    },
  },
  {
    name: "details-parts",
    scenario: "long",
    act: async (page) => {
      await row(page, "Minutes of the").click();
      await page.keyboard.press("Alt+Enter");
      await expect(page.getByRole("progressbar", { name: "Parts" })).toBeVisible();
    },
  },
  {
    name: "details-login",
    scenario: "long",
    act: async (page) => {
      await row(page, "Complete collected").click();
      await page.keyboard.press("Alt+Enter");
      await expect(page.getByRole("button", { name: "New address…" }).last()).toBeVisible();
    },
  },
  {
    name: "failing-hover",
    scenario: "failing",
    act: (page) => row(page, "members-only").hover(),
  },
  {
    name: "new-address",
    scenario: "long",
    act: async (page) => {
      await row(page, "Complete collected").hover();
      await row(page, "Complete collected").getByRole("button", { name: "New address…" }).click();
    },
  },
  {
    name: "sign-in",
    scenario: "long",
    act: (page) => row(page, "Complete collected").dblclick(),
  },
  { name: "sign-in-http", scenario: "failing", act: (page) => row(page, "sensor-log").dblclick() },
  {
    name: "remove",
    scenario: "kinds",
    act: async (page) => {
      await row(page, "survey-east").click();
      await page.keyboard.press("Delete");
    },
  },
  { name: "settings", scenario: "few", act: (page) => page.keyboard.press("Control+,") },
  {
    name: "settings-network",
    scenario: "few",
    act: async (page) => {
      await page.keyboard.press("Control+,");
      await page.getByRole("searchbox", { name: "Search settings" }).fill("network");
    },
  },
  {
    name: "settings-startup",
    scenario: "few",
    act: async (page) => {
      await page.keyboard.press("Control+,");
      await page.getByRole("searchbox", { name: "Search settings" }).fill("startup");
    },
  },
  { name: "shortcuts", scenario: "few", act: (page) => page.keyboard.press("F1") },
  {
    name: "closing",
    scenario: "few",
    act: (page) => page.evaluate(() => window.haulMock?.told?.closeAsked()),
  },
  { name: "drop", scenario: "few", act: dropBegins },
];
