/**
 * Something that can be done in the window.
 *
 * Owns what a button, a key and the palette share: the name, the picture and the deed. Rule kept here: whatever can be
 * done is one command, however it is reached.
 */
export interface Command<Icon extends string = string> {
  /** The same in every language, for what was used last. */
  id: string;
  name: string;
  icon: Icon;
  section: "window" | "chosen" | "go" | "order";
  /** As they are printed on the keyboard. */
  keys?: readonly string[];
  /** Why it cannot be done now. */
  locked?: string | undefined;
  act: () => void;
}
