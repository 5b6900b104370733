import globals from "globals";
import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

/** Forbids imports by path, with the reason a reader sees. */
const never = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

export default ts.config(
  {
    ignores: [
      "dist/",
      "dist-mock/",
      "shots/",
      "test-results/",
      "playwright-report/",
      "src/lib/api/bindings.ts",
    ],
  },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text never becomes markup." },
        { property: "outerHTML", message: "Text never becomes markup." },
        { property: "insertAdjacentHTML", message: "Text never becomes markup." },
      ],
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 50, skipComments: true }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
    rules: {
      "svelte/no-at-html-tags": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "SvelteAttribute[key.name='style']",
          message: "The window's policy drops style attributes; use a style: directive.",
        },
      ],
      "svelte/require-each-key": "error",
      "svelte/button-has-type": "error",
    },
  },
  {
    files: ["src/components/**"],
    rules: never({
      group: ["$lib/api/*", "$lib/state/*", "**/features/**"],
      message: "Components know no domain word.",
    }),
  },
  {
    files: ["src/features/**"],
    rules: never({
      regex: "^\\.\\./|features/",
      message: "Features never import each other; the app puts them together.",
    }),
  },
  {
    files: ["src/lib/**"],
    rules: never({
      group: ["**/features/**", "$components/*", "**/app/**"],
      message: "The library knows no screen.",
    }),
  },
  {
    files: ["tests/**", "*.config.*"],
    rules: { "max-lines-per-function": "off" },
    languageOptions: { globals: globals.node },
  },
);
