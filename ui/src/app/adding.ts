/**
 * From the add dialog to the program.
 *
 * Owns the calls that add something, and what happens when that is done. Rule kept here: what is refused as a whole is
 * told to the dialog in words, and never shown behind it.
 */
import { refusalOf, type Backend } from "$lib/api/backend";
import { t } from "$messages/messages";
import type { Ways } from "../features/add/ways";

/** What the rest of the window does about it. */
export interface Around {
  refresh(): void;
  say(words: string): void;
  /** Shows one task, and everything about it. */
  showDetails(task: number): void;
}

export function waysOf(backend: Backend, around: Around): Ways {
  async function changing<T>(work: Promise<T>): Promise<T> {
    try {
      return await inWords(work);
    } finally {
      around.refresh();
    }
  }

  return {
    add: (request) => changing(backend.call("add", { ...request, by: "window" })),
    upload: (request) => changing(backend.call("upload", request)),
    request: (request) => changing(backend.call("request", request)),
    look: (request) => inWords(backend.call("look", request)),
    survey: (request) => inWords(backend.call("survey", request)),
    chooseFiles: () => inWords(backend.chooseFiles()),
    done: (kind, count, task) => {
      if (count > 0) around.say(t(`${kind === "download" ? "add" : kind}-done`, { count }));
      if (kind === "request" && task !== undefined) around.showDetails(task);
    },
  };
}

async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(refusalOf(error).message, { cause: error });
  }
}
