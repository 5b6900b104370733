import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { asked, expect, open, test } from "./window";

const SECTIONS = [
  "Folders",
  "Network",
  "Limits",
  "Queue",
  "Notifications",
  "Proxies",
  "Credentials",
  "Appearance",
  "Keyboard",
  "Advanced",
] as const;

async function settings(page: Page, section?: (typeof SECTIONS)[number]) {
  await open(page, "few");
  await page.keyboard.press("Control+,");
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await expect(dialog.getByRole("searchbox")).toBeFocused();
  if (section) await dialog.getByRole("navigation").getByRole("button", { name: section }).click();
  return dialog;
}

test("words find fields wherever they are, and say how many", async ({ page }) => {
  const dialog = await settings(page);
  await dialog.getByRole("searchbox").fill("host queue");
  await expect(dialog.getByRole("heading", { level: 3 })).toHaveText(["Queue"]);
  await expect(dialog.getByLabel("At once from one host", { exact: true })).toBeVisible();
  await expect(dialog.getByRole("status")).toHaveText("1 setting found");
  await dialog.getByRole("searchbox").fill("metered");
  await expect(dialog.getByRole("heading", { level: 3 })).toHaveText(["Network"]);
  await dialog.getByRole("searchbox").fill("import");
  await expect(dialog.getByRole("button", { name: "Import…" })).toBeVisible();
  await dialog.getByRole("searchbox").fill("zebra");
  await expect(dialog).toContainText("No setting matches");
  await dialog.getByRole("navigation").getByRole("button", { name: "Queue" }).click();
  await expect(dialog.getByLabel("Downloads at once", { exact: true })).toBeVisible();
  await expect(dialog.getByRole("searchbox")).toHaveValue("");
});

test("a field says that it is saved, and goes back to its default", async ({ page }) => {
  const dialog = await settings(page, "Queue");
  const field = dialog.getByLabel("Downloads at once", { exact: true });
  const back = dialog.getByRole("button", { name: "Use the default for Downloads at once" });
  await expect(back).toHaveCount(0);
  await field.fill("4");
  await field.blur();
  await expect(dialog).toContainText("Saved");
  await expect(dialog.getByRole("status")).toHaveText("Saved: Downloads at once");
  await back.click();
  await expect(field).toHaveValue("10");
  await expect(back).toHaveCount(0);
  expect(await asked(page, "set")).toEqual([
    { key: "max_running", value: "4" },
    { key: "max_running", value: "10" },
  ]);
});

test("a limit is set with a slider that says what it means, or in words", async ({ page }) => {
  const dialog = await settings(page, "Limits");
  const slider = dialog.getByRole("slider", { name: "Speed limit, slider" });
  const text = dialog.getByRole("textbox", { name: "Speed limit", exact: true });
  await expect(slider).toHaveAttribute("aria-valuetext", "No limit");
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuetext", "10 kB/s ≈ 36 MB an hour");
  await text.fill("2 MB/s");
  await text.blur();
  await expect(dialog).toContainText("2 MB/s ≈ 7.2 GB an hour");
  await text.fill("fast");
  await text.blur();
  await expect(dialog).toContainText("Write a speed such as 500 kB/s");
  await text.fill("0");
  await text.blur();
  await expect(slider).toHaveAttribute("aria-valuetext", "No limit");
  expect(await asked(page, "set")).toEqual([
    { key: "limit_rate", value: "10KB" },
    { key: "limit_rate", value: "2MB" },
    { key: "limit_rate", value: "" },
  ]);
});

test("the desktop's dialog chooses a folder", async ({ page }) => {
  const dialog = await settings(page, "Folders");
  await dialog.getByRole("button", { name: "Choose…" }).click();
  await expect(dialog.getByLabel("Download folder", { exact: true })).toHaveValue("/home/ada/Films");
  expect(await asked(page, "set")).toEqual([{ key: "download_folder", value: "/home/ada/Films" }]);
});

test("a login is added and replaced, and never shown", async ({ page }) => {
  const dialog = await settings(page, "Credentials");
  await dialog.getByRole("button", { name: "Add a login" }).click();
  await expect(dialog.getByLabel("Server or proxy", { exact: true })).toBeFocused();
  await page.keyboard.type("https://files.example.org");
  await dialog.getByLabel("User name", { exact: true }).fill("ada");
  await dialog.getByLabel("Password", { exact: true }).fill("pearl");
  await page.keyboard.press("Enter");
  await expect(
    dialog.getByRole("button", { name: "Forget the login for https://files.example.org" }),
  ).toBeVisible();
  await dialog.getByRole("button", { name: "Replace the login for https://files.example.org" }).click();
  await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
  await expect(dialog.getByLabel("Password", { exact: true })).toHaveValue("");
  await page.keyboard.type("opal");
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Password", { exact: true })).toHaveCount(0);
  const login = { place: "https://files.example.org", proxy: false, user: "ada", allow_http: false };
  expect(await asked(page, "set_credential")).toEqual([
    { ...login, password: "pearl" },
    { ...login, password: "opal" },
  ]);
});

test("a file of settings is looked at before it is taken over, and each refusal is said", async ({
  page,
}) => {
  const dialog = await settings(page, "Advanced");
  await dialog.getByRole("button", { name: "Import…" }).click();
  await expect(dialog).toContainText("The file changes 4 settings:");
  await expect(dialog).toContainText("Downloads at once");
  expect(await asked(page, "configure")).toEqual([]);
  await dialog.getByRole("button", { name: "Take over" }).click();
  await expect(dialog).toContainText("2 settings were taken over.");
  await expect(dialog).toContainText("Text size: text_size has to be between 80 and 160.");
  await expect(dialog).toContainText('There is no setting "wings"');
  await dialog.getByRole("button", { name: "Export…" }).click();
  await expect(dialog).toContainText("The settings are written.");
});

test("theme, density and text size hold at once, and for the next window before anything is drawn", async ({
  page,
}) => {
  const dialog = await settings(page, "Appearance");
  await dialog.getByLabel("Theme", { exact: true }).selectOption("Dark");
  await dialog.getByLabel("Density", { exact: true }).selectOption("Compact");
  await dialog.getByLabel("Text size", { exact: true }).fill("120");
  await dialog.getByLabel("Text size", { exact: true }).blur();
  const seen = () =>
    page.evaluate(() => {
      const { colorScheme, fontSize } = getComputedStyle(document.body);
      return { colorScheme, fontSize, row: document.querySelector("[data-task-id]")?.clientHeight };
    });
  await expect.poll(seen).toEqual({ colorScheme: "dark", fontSize: "15.6px", row: 52 });
  // the program behind the page never answers: what is seen is what the page remembers
  await page.goto("/?scenario=loading&clock=held");
  await expect.poll(async () => (await seen()).colorScheme).toBe("dark");
  expect((await seen()).fontSize).toBe("15.6px");
});

test("on a narrow window the sections are a list to choose from", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 480 });
  await open(page, "few");
  await page.keyboard.press("Control+,");
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await dialog.getByRole("combobox", { name: "Sections" }).selectOption("Limits");
  await expect(dialog.getByRole("slider").first()).toBeInViewport();
});

const SCREENS = [
  { colorScheme: "light", width: 1000 },
  { colorScheme: "dark", width: 1000 },
  { colorScheme: "light", width: 640 },
] as const;

for (const { colorScheme, width } of SCREENS) {
  test(`axe finds nothing wrong with any section, ${colorScheme}, ${width} px`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 680 });
    await open(page, "few");
    await page.keyboard.press("Control+,");
    const dialog = page.getByRole("dialog", { name: "Settings" });
    for (const section of SECTIONS) {
      if (width < 720) await dialog.getByRole("combobox", { name: "Sections" }).selectOption(section);
      else await dialog.getByRole("navigation").getByRole("button", { name: section }).click();
      await expect(dialog.getByRole("heading", { level: 3 })).toHaveText(
        [section, "Anywhere", "In the list"].slice(0, section === "Keyboard" ? 3 : 1),
      );
      if (section === "Advanced") await dialog.getByRole("button", { name: "Import…" }).click();
      if (section === "Credentials") await dialog.getByRole("button", { name: "Add a login" }).click();
      const { violations } = await new AxeBuilder({ page }).include("dialog").analyze();
      expect(violations.map(({ id, nodes }) => [section, id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });
}

test("with large text nothing of a row is cut off", async ({ page }) => {
  const dialog = await settings(page, "Appearance");
  await dialog.getByLabel("Text size", { exact: true }).fill("160");
  await dialog.getByLabel("Text size", { exact: true }).blur();
  await expect(dialog).toContainText("Saved");
  const cut = await page.locator("[data-task-id] :is(.name, .line)").evaluateAll((lines) =>
    lines
      .map((line) => getComputedStyle(line))
      .filter(({ lineHeight, fontSize }) => parseFloat(lineHeight) < 1.2 * parseFloat(fontSize))
      .map(({ lineHeight, fontSize }) => [lineHeight, fontSize]),
  );
  expect(cut).toEqual([]);
});
