import type { Page } from "@playwright/test";
import { asked, expect, open, row, test } from "./window";

async function requestDialog(page: Page) {
  await page.keyboard.press("Control+n");
  await page.getByRole("tab", { name: "Requests" }).click();
  const dialog = page.getByRole("dialog", { name: "Ask a server" });
  return {
    dialog,
    method: dialog.getByLabel("Method"),
    address: dialog.getByRole("textbox", { name: "Address" }),
    body: dialog.getByRole("textbox", { name: "Body" }),
    content: dialog.getByLabel("Content"),
    send: dialog.getByRole("button", { name: "Send", exact: true }),
  };
}

test("m166 a request is sent as it was typed, and its answer is shown in the details", async ({ page }) => {
  await open(page, "kinds");
  const { dialog, method, address, body, content, send } = await requestDialog(page);
  await expect(send).toBeDisabled();
  await expect(body).toHaveCount(0);
  await method.selectOption("POST");
  await address.fill("api.example.org/v1/jobs");
  await body.fill('{ "id": 12345678901234567890,');
  await expect(dialog).toContainText("This is no JSON.");
  await expect(send).toBeDisabled();
  await body.fill('{ "id": 12345678901234567890 }');
  await expect(content).toHaveValue("json");
  await dialog.getByLabel("Header lines", { exact: true }).last().fill("Accept: application/json");
  await send.click();
  await expect(dialog).toHaveCount(0);
  expect(await asked(page, "request")).toEqual([
    {
      url: "api.example.org/v1/jobs",
      method: "POST",
      by: "window",
      headers: [
        { name: "Content-Type", value: "application/json" },
        { name: "Accept", value: "application/json" },
      ],
      body: { text: '{ "id": 12345678901234567890 }' },
    },
  ]);
  await expect(page.getByRole("status")).toHaveText("Request sent");
  await expect(row(page, "jobs")).toHaveAttribute("aria-selected", "true");
  await page.evaluate(() => window.haulMock?.advance(5_000));
  const details = page.getByRole("region", { name: "Details" });
  await expect(details).toContainText('"accepted": true');
  await expect(details).toContainText("200 OK · application/json");
});

test("a request is typed and sent without a mouse", async ({ page }) => {
  await open(page, "empty");
  const { dialog, address } = await requestDialog(page);
  await page.getByRole("tab", { name: "Requests" }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(address).toBeFocused();
  await page.keyboard.type("https://api.example.org/state");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  expect(await asked(page, "request")).toEqual([
    { url: "https://api.example.org/state", method: "GET", by: "window" },
  ]);
});

test("what a request has in common with downloads is said in the same fields", async ({ page }) => {
  await open(page, "empty");
  const { dialog, method, address, body, content, send } = await requestDialog(page);
  await method.selectOption("PUT");
  await address.fill("https://api.example.org/photos/7");
  await content.selectOption("form");
  await body.fill("album=Summer 2026\nno field");
  await expect(dialog).toContainText("This line is no name=value: no field");
  await body.fill("album=Summer 2026\nnote=a&b");
  await dialog.getByText("Sign-in, cookies, proxy").last().click();
  await dialog.getByLabel("Access token").last().fill("t0k3n");
  await dialog.getByText("More options").last().click();
  await dialog.getByLabel("Group").last().fill("Photos");
  await dialog.getByLabel("Time limit in seconds").last().fill("30");
  await dialog.getByLabel("Start later").last().check();
  await send.click();
  await expect
    .poll(() => asked(page, "request"))
    .toMatchObject([
      {
        method: "PUT",
        group: "Photos",
        max_seconds: 30,
        start: "later",
        auth: { access_token: "t0k3n" },
        headers: [{ name: "Content-Type", value: "application/x-www-form-urlencoded" }],
        body: { text: "album=Summer+2026&note=a%26b" },
      },
    ]);
});

test("a refused request keeps what was typed and says why", async ({ page }) => {
  await open(page, "few");
  const { dialog, address, send } = await requestDialog(page);
  await address.fill("https://api.example.org/state");
  await page.evaluate(() => {
    if (window.haulMock) window.haulMock.gone = true;
  });
  await send.click();
  await expect(dialog.getByRole("alert")).toContainText("Haul does not answer");
  await expect(address).toHaveValue("https://api.example.org/state");
});
