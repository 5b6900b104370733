import { defineConfig } from "@playwright/test";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export default defineConfig({
  testDir: "tests/page",
  projects: [
    { name: "page", testMatch: "**/*.test.ts", testIgnore: ["shots.test.ts", "screens.test.ts"] },
    { name: "shots", testMatch: "shots.test.ts" },
    { name: "screens", testMatch: "screens.test.ts" },
  ],
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  reporter: "line",
  use: {
    baseURL: "http://127.0.0.1:4173",
    viewport: { width: 1000, height: 680 },
    locale: "en-GB",
    timezoneId: "UTC",
    launchOptions: { executablePath: "/usr/bin/chromium", args: QUIET },
  },
  webServer: {
    command: "npx vite preview --mode mock",
    url: "http://127.0.0.1:4173",
    reuseExistingServer: false,
  },
});
