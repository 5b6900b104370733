/**
 * What is wrong with the fields of a form.
 *
 * Owns how a trouble is kept until it is shown. Rule kept here: a trouble is a message and what goes into it, and the
 * words are chosen by the messages.
 */
import { t } from "$messages/messages";

export interface Trouble {
  message: string;
  args: Record<string, string | number>;
}

export type Troubles<Form> = Partial<Record<keyof Form, Trouble>>;

export function wrong(message: string, args: Trouble["args"] = {}): Trouble {
  return { message, args };
}

/** The words under a field; none where nothing is wrong. */
export function wordsOf<Form>(troubles: Troubles<Form>): (field: keyof Form) => string {
  return (field) => {
    const found = troubles[field];
    return found === undefined ? "" : t(found.message, found.args);
  };
}

export function none<Form>(troubles: Troubles<Form>): boolean {
  return Object.keys(troubles).length === 0;
}
