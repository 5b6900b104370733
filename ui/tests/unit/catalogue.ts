/** What the messages of a language hold, read from its files. */
import { readdirSync, readFileSync } from "node:fs";
import { FluentResource } from "@fluent/bundle";

type Pattern = FluentResource["body"][number]["value"];
type Expression = Exclude<Extract<Pattern, unknown[]>[number], string>;

export interface Choice {
  on: string;
  forms: string[];
}

/** One message: what it shows of its arguments, and the choices it makes by them. */
export interface Message {
  shown: string[];
  choices: Choice[];
}

const ROOT = "src/messages";

export function filesOf(language: string): string[] {
  return readdirSync(`${ROOT}/${language}`).toSorted();
}

/** Every message by its key; a key that is there twice is a mistake. */
export function messagesOf(language: string): Map<string, Message> {
  const messages = new Map<string, Message>();
  for (const file of filesOf(language)) {
    const text = readFileSync(`${ROOT}/${language}/${file}`, "utf8");
    const written = [...text.matchAll(/^([a-z][\w-]*) =/gm)].map(([, key]) => key);
    const { body } = new FluentResource(text);
    if (written.length !== body.length)
      throw new Error(`${language}/${file} holds something that is no message.`);
    for (const { id, value } of body) {
      if (messages.has(id)) throw new Error(`${language}/${file} says ${id} once more.`);
      messages.set(id, read(value));
    }
  }
  return messages;
}

function read(value: Pattern): Message {
  const message: Message = { shown: [], choices: [] };
  walk(value, message);
  message.shown = [...new Set(message.shown)].toSorted();
  return message;
}

function walk(value: Pattern, into: Message): void {
  if (value === null || typeof value === "string") return;
  for (const part of value) if (typeof part !== "string") expression(part, into);
}

function expression(part: Expression, into: Message): void {
  switch (part.type) {
    case "var":
      into.shown.push(part.name);
      return;
    case "select":
      into.choices.push({
        on: part.selector.type === "var" ? part.selector.name : part.selector.type,
        forms: part.variants.map(({ key }) => String(key.value)),
      });
      for (const variant of part.variants) walk(variant.value, into);
      return;
    case "str":
      return;
    case "num":
    case "term":
    case "mesg":
    case "func":
      throw new Error(`Messages hold no ${part.type}.`);
  }
}
