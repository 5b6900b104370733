/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { svelteTesting } from "@testing-library/svelte/vite";

/** What the shell allows the page; the preview sends it too, so that the page tests fail where the window would. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-src 'none'",
  "form-action 'none'",
].join("; ");

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [svelte(), ...(mode === "test" ? [svelteTesting()] : [])],
  resolve: {
    alias: {
      "#backend": at(mode === "mock" ? "./src/lib/mock/backend.ts" : "./src/lib/api/tauri.ts"),
      $components: at("./src/components"),
      $lib: at("./src/lib"),
      $messages: at("./src/messages"),
    },
  },
  build: {
    outDir: mode === "mock" ? "dist-mock" : "dist",
    target: "safari17",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  preview: {
    host: "127.0.0.1",
    port: 4173,
    strictPort: true,
    headers: { "Content-Security-Policy": POLICY },
  },
  test: {
    environment: "jsdom",
    include: ["tests/unit/**/*.test.ts"],
    setupFiles: ["tests/unit/setup.ts"],
  },
}));
