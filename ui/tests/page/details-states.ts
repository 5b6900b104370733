/** The states of the details and of the overview that are worth a picture. */
import { expect, row, type State } from "./window";

export const DETAILS: State[] = [
  {
    name: "details-right",
    scenario: "few",
    act: async (page) => {
      await row(page, "Blender").click();
      await page.keyboard.press("Alt+Enter");
      await page.getByRole("button", { name: "Details at the right" }).click();
      await expect(page.getByRole("img", { name: "Speed over time" })).toBeVisible();
    },
  },
  {
    name: "details-finished",
    scenario: "few",
    act: async (page) => {
      await row(page, "handbook").click();
      await page.keyboard.press("Alt+Enter");
      await page.getByRole("textbox", { name: "Compare with" }).fill("d41d8cd98f00b204e9800998ecf8427e");
      await expect(page.getByText("only SHA-256 is known")).toBeVisible();
    },
  },
  {
    name: "details-log",
    scenario: "failing",
    act: async (page) => {
      await row(page, "backup").click();
      await page.keyboard.press("Alt+Enter");
      await page.getByRole("tab", { name: "Log" }).click();
    },
  },
  {
    name: "overview",
    scenario: "few",
    act: async (page) => {
      await page.getByRole("button", { name: "Overview" }).click();
      await expect(page.getByText("download.blender.example")).toBeVisible();
    },
  },
  {
    name: "details-failed",
    scenario: "few",
    act: async (page) => {
      await row(page, "nightly").click();
      await page.keyboard.press("Alt+Enter");
      await expect(page.getByRole("region", { name: "Details" })).toContainText("412");
    },
  },
];
