/** What every page test begins with. */
import { expect, test as base, type Page } from "@playwright/test";
import type { Mock } from "../../src/lib/mock/backend";
import type { Scenario } from "../../src/lib/mock/scenarios";

declare global {
  interface Window {
    haulMock?: Mock;
  }
}

export interface Opening {
  count?: number;
  /** Time moves by itself. */
  running?: boolean;
  /** The setting. */
  language?: string;
  /** What the list is called in it. */
  tasks?: string | RegExp;
}

/** A state of the window of which a picture is taken. */
export interface State {
  name: string;
  scenario: Scenario;
  act?: (page: Page) => Promise<void>;
}

/** Opens a scenario with a clock that stands still. */
export async function open(
  page: Page,
  scenario: Scenario,
  { count, running = false, language, tasks = "Tasks" }: Opening = {},
): Promise<void> {
  const address = new URLSearchParams({ scenario, clock: running ? "running" : "held" });
  if (count !== undefined) address.set("count", String(count));
  if (language !== undefined) address.set("language", language);
  await page.goto(`/?${address}`);
  await expect(page.getByRole("grid", { name: tasks })).toHaveCount(1);
}

/** The row of a task, by its name. */
export function row(page: Page, name: string | RegExp) {
  return page.getByRole("row").filter({ hasText: name });
}

/** What the page asked of the program under this name. */
export async function asked(page: Page, name: string): Promise<unknown[]> {
  const all = await page.evaluate(() => window.haulMock?.asked ?? []);
  return all.filter((each) => each.name === name).map((each) => each.request);
}

/** A page test fails on any error in the page, and on anything the policy of the window forbids. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const troubles: string[] = [];
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
    await use(page);
    expect(troubles).toEqual([]);
  },
});

export { expect };
