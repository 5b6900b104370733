/**
 * Pretended settings.
 *
 * Owns their values. Rule kept here, as in the engine: a value keeps its kind, and one that cannot be is refused.
 */
import { type Configure, type Configured, DEFAULTS, type Setting, type Settings } from "../api/bindings";
import { rateOf } from "../text/rates";
import { refusal } from "./refusal";

/** What a chosen file holds. */
export const FILE_OF_SETTINGS: Configure = {
  items: [
    { key: "lanes", value: "8" },
    { key: "max_running", value: "4" },
    { key: "limit_rate", value: "2MB" },
    { key: "text_size", value: "700" },
    { key: "wings", value: "2" },
  ],
};

const RANGES: Partial<Record<keyof Settings, [number, number]>> = {
  max_running: [1, 1000],
  lanes: [1, 32],
  text_size: [80, 160],
};

export class Kept {
  readonly #values: Settings = { ...DEFAULTS };

  all(): Settings {
    return { ...this.#values };
  }

  get(key: string): Setting {
    return { key, value: String(this.#values[key as keyof Settings]) };
  }

  set({ key, value }: Setting): Setting {
    if (!(key in this.#values)) throw refusal("bad_request", `There is no setting "${key}".`);
    const known = key as keyof Settings;
    const range = RANGES[known];
    if (range && !(Number(value) >= range[0] && Number(value) <= range[1]))
      throw refusal("bad_request", `${key} has to be between ${range[0]} and ${range[1]}.`);
    if (key.startsWith("limit_rate") && rateOf(value) === undefined)
      throw refusal("bad_request", `${key}: "${value}" is no rate.`);
    Object.assign(this.#values, { [key]: this.#typed(known, value) });
    return { key, value };
  }

  configure(items: readonly Setting[]): Configured {
    const answerOf = (item: Setting) => {
      try {
        this.set(item);
        return "";
      } catch (error) {
        return (error as { message: string }).message;
      }
    };
    return { items: items.map((item) => ({ key: item.key, answer: answerOf(item) })) };
  }

  #typed(key: keyof Settings, value: string): string | number | boolean {
    const before = this.#values[key];
    if (typeof before === "boolean") return value === "true";
    return typeof before === "number" ? Number(value) : value;
  }
}
