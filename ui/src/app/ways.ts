/**
 * What the settings can do outside of their window.
 *
 * Owns the way from a field to a call. Rule kept here: whatever is refused is rejected with the sentence of the engine.
 */
import { refusalOf } from "$lib/api/backend";
import type { Credential, SetCredential, SetGroup, Setting, Settings } from "$lib/api/bindings";
import type { Desk } from "./desk.svelte";

export function waysOf(desk: Desk) {
  const { session, backend } = desk;
  const { preferences } = session;
  return {
    save: (key: keyof Settings, value: string) => worded(() => session.set(key, value)),
    keep: (login: SetCredential) => worded(() => backend.call("set_credential", login)),
    forget: ({ place, proxy }: Credential) =>
      worded(async () => void (await backend.call("forget_credential", { place, proxy }))),
    chooseFolder: () => worded(() => backend.chooseFolder()),
    exportFile: () => worded(() => backend.exportSettings()),
    importFile: () => worded(() => backend.importSettings()),
    configure: (settings: { items: Setting[] }) =>
      worded(async () => {
        const { items } = await backend.call("configure", settings);
        await preferences.pull(backend);
        return items;
      }),
    showGroups: () => desk.showGroups(undefined),
  };
}

export function groupWaysOf(desk: Desk) {
  return {
    set: (change: SetGroup) => desk.session.setGroup(change),
    rename: (group: string, to: string) => desk.session.renameGroup(group, to),
    forget: (group: string) => desk.session.forgetGroup(group),
    hold: (group: string, paused: boolean) => desk.holdQueue(paused, group),
    chooseFolder: async () => {
      let folder: string | undefined;
      await desk.session.attempt(async () => void (folder = await desk.backend.chooseFolder()));
      return folder;
    },
  };
}

async function worded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(refusalOf(error).message, { cause: error });
  }
}
