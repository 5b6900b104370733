/** What the window of settings can do outside of itself. */
import type { Configure, ConfiguredItem, Credential, SetCredential } from "$lib/api/bindings";
import type { Key } from "./fields";

export interface Ways {
  /** Saves one setting and gives back what is kept, or rejects with the reason. */
  save: (key: Key, value: string) => Promise<string>;
  /** Stores a login, or rejects with the reason. */
  keep: (login: SetCredential) => Promise<Credential>;
  /** Forgets a login, or rejects with the reason. */
  forget: (login: Credential) => Promise<void>;
  /** Lets the person choose a folder; nothing when they think better of it. */
  chooseFolder: () => Promise<string | undefined>;
  /** Lets the person choose a place and writes all settings there; whether it was done. */
  exportFile: () => Promise<boolean>;
  /** Lets the person choose a file of settings, and reads it. */
  importFile: () => Promise<Configure | undefined>;
  /** Takes over several settings, and gives what became of each. */
  configure: (settings: Configure) => Promise<ConfiguredItem[]>;
  /** Goes to the groups and queues. */
  showGroups: () => void;
}
