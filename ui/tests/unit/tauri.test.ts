import { emit } from "@tauri-apps/api/event";
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, describe, expect, it, vi } from "vitest";
import { refusalOf } from "../../src/lib/api/backend";
import { CALL_NAMES } from "../../src/lib/api/bindings";
import { open } from "../../src/lib/api/tauri";

const FILE = { path: "/home/ada/photo.jpg", name: "photo.jpg", bytes: 7 };

afterEach(() => clearMocks());

describe("the window's program", () => {
  it("is asked under the name of the call, with the request in `with`", async () => {
    const heard: unknown[] = [];
    mockIPC((name, args) => void heard.push([name, args]));
    const backend = open();
    for (const name of CALL_NAMES) await backend.call(name, {} as never);
    expect(heard).toEqual(CALL_NAMES.map((name) => [name, { with: {} }]));
  });

  it("answers the other commands by their own names", async () => {
    const heard: unknown[] = [];
    mockIPC((name, args) => void heard.push([name, args]));
    const backend = open();
    await backend.drawn();
    await backend.openFile(7);
    await backend.showInFolder(8);
    await backend.carryFiles([8, 9]);
    await backend.chooseFiles();
    await backend.chooseFolder();
    await backend.exportSettings();
    await backend.importSettings();
    await backend.minimize();
    await backend.quit();
    expect(heard).toEqual([
      ["drawn", {}],
      ["open_file", { task: 7 }],
      ["show_in_folder", { task: 8 }],
      ["carry_files", { tasks: [8, 9] }],
      ["choose_files", {}],
      ["choose_folder", {}],
      ["export_settings", {}],
      ["import_settings", {}],
      ["minimize", {}],
      ["quit", {}],
    ]);
  });

  it("ticks over a channel until it is told to stop", async () => {
    let channel: { onmessage: (tick: unknown) => void } | undefined;
    mockIPC((name, args) => {
      if (name === "ticks") channel = (args as { onTick: typeof channel }).onTick;
    });
    const onTick = vi.fn();
    const stop = await open().ticks(onTick);
    channel?.onmessage({ version: 1 });
    stop();
    channel?.onmessage({ version: 2 });
    expect(onTick.mock.calls).toEqual([[{ version: 1 }]]);
  });

  it("tells what happens outside", async () => {
    mockIPC(() => undefined, { shouldMockEvents: true });
    const told = {
      dropped: vi.fn(),
      dragged: vi.fn(),
      closeAsked: vi.fn(),
      addAsked: vi.fn(),
      copied: vi.fn(),
      showTask: vi.fn(),
    };
    await open().listen(told);
    await emit("dropped", { text: "https://example.org/a%20b" });
    await emit("dropped", { text: "", refused: ["photo.jpg"] });
    await emit("dropped", { text: "", refused: [], files: [FILE] });
    await emit("dragged", { files: 2, links: 0 });
    await emit("dragged", { files: 0, links: 0 });
    await emit("close-asked");
    await emit("add-asked");
    await emit("add-asked", { text: "https://example.org/c" });
    await emit("copied", { text: "https://example.org/d" });
    await emit("show-task", { task: 7 });
    expect(told.dropped.mock.calls).toEqual([
      ["https://example.org/a%20b", [], []],
      ["", ["photo.jpg"], []],
      ["", [], [FILE]],
    ]);
    expect(told.dragged.mock.calls).toEqual([[{ files: 2, links: 0 }], [undefined]]);
    expect(told.closeAsked).toHaveBeenCalledOnce();
    expect(told.addAsked.mock.calls).toEqual([[""], ["https://example.org/c"]]);
    expect(told.copied.mock.calls).toEqual([["https://example.org/d"]]);
    expect(told.showTask.mock.calls).toEqual([[7]]);
  });

  it("is understood when it refuses, whatever it throws", () => {
    expect(refusalOf({ code: "gone", message: "Away." })).toEqual({ code: "gone", message: "Away." });
    expect(refusalOf("command not found")).toEqual({ code: "internal", message: "command not found" });
    expect(refusalOf(new Error("broken"))).toEqual({ code: "internal", message: "broken" });
  });
});
