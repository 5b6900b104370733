/** The states of the list that pictures are taken of. */
import type { Page } from "@playwright/test";
import { expect, row, type State } from "./window";

export const LIST_STATES: State[] = [
  {
    name: "row-menu",
    scenario: "many",
    act: async (page) => {
      await page.getByRole("button", { name: "Queued" }).click();
      await page.getByLabel("Sort by").selectOption("Order of the queue");
      await page.locator("[aria-rowindex='2'][data-status=enqueued]").click({ button: "right" });
    },
  },
  ...(["few", "failing", "long", "rtl"] as const).map((scenario) => ({
    name: `table-${scenario}`,
    scenario,
    act: async (page: Page) => {
      await page.getByRole("button", { name: "Table", exact: true }).click();
      await expect(page.getByRole("columnheader").first()).toBeVisible();
      await page.locator("[aria-rowindex='2']").click();
    },
  })),
  ...(["rows", "table"] as const).map((layout) => ({
    name: `sections-${layout}`,
    scenario: "kinds" as const,
    act: async (page: Page) => {
      if (layout === "table") await page.getByRole("button", { name: "Table", exact: true }).click();
      await page.getByRole("button", { name: "Group by" }).click();
      await page.getByRole("menuitemradio", { name: "By batch" }).click();
      await page.getByRole("row").filter({ hasText: "Coast survey" }).first().click();
    },
  })),
  {
    name: "removed",
    scenario: "few",
    act: async (page) => {
      await row(page, "slides.pdf").click();
      await page.keyboard.press("Delete");
      await expect(page.getByRole("region", { name: "Removed" })).toBeVisible();
    },
  },
];
