import { render, screen } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { SECTIONS } from "../../src/features/settings/fields";
import SettingField from "../../src/features/settings/SettingField.svelte";
import type { Ways } from "../../src/features/settings/ways";
import { DEFAULTS } from "../../src/lib/api/bindings";

describe("settings", () => {
  it("each stand in one section", () => {
    const keys = SECTIONS.flatMap(({ fields }) => fields.map(([key]) => key));
    expect(keys.toSorted()).toEqual(Object.keys(DEFAULTS).toSorted());
  });

  it("a password that was kept elsewhere does not stay on screen", async () => {
    const kept = "http://proxy.example:3128";
    const save = vi.fn(async () => kept);
    const ways = { save } as unknown as Ways;
    render(SettingField, { key: "proxy", control: { is: "text" }, value: kept, saved: false, ways });
    const field = screen.getByLabelText<HTMLInputElement>("Proxy");
    field.value = "http://ada:secret@proxy.example:3128";
    field.dispatchEvent(new Event("change", { bubbles: true }));
    await vi.waitFor(() => expect(field.value).toBe(kept));
    expect(save).toHaveBeenCalledWith("proxy", "http://ada:secret@proxy.example:3128");
  });
});
