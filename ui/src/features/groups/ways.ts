/** What the window of groups can do outside of itself. All but the choice of a folder give back why not, or nothing. */
import type { SetGroup } from "$lib/api/bindings";

export interface Ways {
  /** Says what holds for a group, which is there from then on. */
  set: (change: SetGroup) => Promise<string>;
  /** Gives it another name. */
  rename: (group: string, to: string) => Promise<string>;
  /** Forgets what was said of it. */
  forget: (group: string) => Promise<string>;
  /** Holds its queue, or lets it go on. */
  hold: (group: string, paused: boolean) => Promise<void>;
  chooseFolder: () => Promise<string | undefined>;
}
