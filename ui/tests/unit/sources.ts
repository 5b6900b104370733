/** Which messages the sources of the window ask for. */
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "svelte/compiler";

interface Node {
  type: string;
  [name: string]: unknown;
}

export interface Asked {
  /** Keys and patterns of keys that are asked for, each with a file that does. */
  keys: Map<string, string>;
  /** Every text in the code: a key may be kept in a table. */
  texts: Set<string>;
}

const ANYTHING = "[\\w-]+";

export function asked(): Asked {
  const found: Asked = { keys: new Map(), texts: new Set() };
  for (const file of sources("src")) {
    const text = readFileSync(file, "utf8");
    const whole = file.endsWith(".svelte") ? text : module(text);
    visit(parse(whole, { modern: true }) as unknown as Node, (node) => {
      if (node.type === "Literal" && typeof node["value"] === "string") found.texts.add(node["value"]);
      if (node.type !== "CallExpression" || (node["callee"] as Node)["name"] !== "t") return;
      const [key] = node["arguments"] as Node[];
      for (const pattern of key === undefined ? [] : patterns(key)) found.keys.set(pattern, file);
    });
  }
  return found;
}

/** Where messages are read without a page. */
const SHELL = ["../src-tauri/src", "../crates/host/src", "../crates/notices/src", "../crates/words/src"];

/** The words in the sources of the shell, which reads some messages too. */
export function shellTexts(): Set<string> {
  const texts = SHELL.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".rs"))
      .flatMap((name) => [...readFileSync(`${folder}/${name}`, "utf8").matchAll(/"([a-z][\w-]*)"/g)]),
  );
  return new Set(texts.map(([, text]) => text ?? ""));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(svelte|ts)$/.test(name) && !name.endsWith("bindings.ts"))
    .map((name) => `${folder}/${name}`);
}

/** What an argument may be, as regular expressions. */
function patterns(node: Node): string[] {
  const both = (one: string, other: string) => [
    ...patterns(node[one] as Node),
    ...patterns(node[other] as Node),
  ];
  switch (node.type) {
    case "Literal":
      return [String(node["value"])];
    case "ConditionalExpression":
      return both("consequent", "alternate");
    case "LogicalExpression":
      return both("left", "right");
    case "TemplateLiteral":
      return template(node);
    default:
      return [ANYTHING];
  }
}

function template(node: Node): string[] {
  const quasis = (node["quasis"] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  const inner = node["expressions"] as Node[];
  return quasis.slice(1).reduce(
    (starts, quasi, at) => {
      const middles = patterns(inner[at] as Node);
      return starts.flatMap((start) => middles.map((middle) => start + middle + quasi));
    },
    [quasis[0] ?? ""],
  );
}

function visit(value: unknown, act: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) visit(each, act);
  else if (typeof value === "object" && value !== null) {
    if ("type" in value && typeof value.type === "string") act(value as Node);
    for (const each of Object.values(value)) visit(each, act);
  }
}

/** A module as a component would hold it; a mock file has names that look like the end of one. */
function module(text: string): string {
  return `<script module lang="ts">${text.replaceAll("</script", "<\\/script")}</script>`;
}
