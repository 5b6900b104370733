/**
 * What can be set, and with what kind of control.
 *
 * Owns the order on screen. Refuses limits beyond what a number field needs: the engine judges a value and says why.
 * Rule kept here: a new setting does not build until it stands in one of these tables.
 */
import type { IconName } from "$components/icons";
import type { Settings } from "$lib/api/bindings";
import { LANGUAGES, SYSTEM } from "$messages/languages";

export type Control =
  | { is: "text" }
  | { is: "switch" }
  /** One of a few words; each has a message `set-KEY-WORD`, or a name that is the same everywhere. */
  | { is: "choice"; of: readonly string[]; names?: Readonly<Record<string, string>> }
  /** `unit` is a message. */
  | { is: "number"; from: number; to: number; unit?: string }
  | { is: "rate" }
  | { is: "folder" }
  /** The word, or a number. */
  | { is: "word-or-number"; word: string; from: number; to: number; unit: string }
  | { is: "schedule" }
  /** It is set where the groups are. */
  | { is: "groups" };

export type Key = keyof Settings;
type Table = Partial<Record<Key, Control>>;

const FOLDERS = {
  download_folder: { is: "folder" },
  skip_existing: { is: "word-or-number", word: "never", from: 0, to: 10_000_000, unit: "unit-mib" },
  disk_reserve: { is: "number", from: 0, to: 10_000_000, unit: "unit-mib" },
} as const satisfies Table;

const NETWORK = {
  lanes: { is: "number", from: 1, to: 32 },
  retries: { is: "number", from: 0, to: 10 },
  connect_timeout: { is: "number", from: 1, to: 600, unit: "unit-seconds" },
  stall_timeout: { is: "number", from: 1, to: 600, unit: "unit-seconds" },
  min_speed: { is: "number", from: 0, to: 1_000_000_000, unit: "unit-rate" },
  max_seconds: { is: "number", from: 0, to: 1_000_000_000, unit: "unit-seconds" },
  metered: { is: "choice", of: ["allow", "hold"] },
  wifi_mode: { is: "choice", of: ["as_set_by_task", "for_all_tasks", "for_no_tasks"] },
  reschedule_running: { is: "switch" },
  extra_certificates: { is: "text" },
} as const satisfies Table;

const LIMITS = {
  limit_rate: { is: "rate" },
  limit_rate_per_task: { is: "rate" },
  limit_schedule: { is: "schedule" },
  group_limits: { is: "groups" },
} as const satisfies Table;

const QUEUE = {
  max_running: { is: "number", from: 1, to: 1000 },
  max_running_per_host: { is: "number", from: 0, to: 1000 },
  max_running_per_group: { is: "number", from: 0, to: 1000 },
  start_interval: { is: "number", from: 0, to: 3_600_000, unit: "unit-milliseconds" },
  queue_paused: { is: "switch" },
} as const satisfies Table;

const NOTIFICATIONS = {
  notify_running: { is: "text" },
  notify_complete: { is: "text" },
  notify_failed: { is: "text" },
  notify_paused: { is: "text" },
  notify_tap_opens: { is: "switch" },
  notify_sound: { is: "switch" },
} as const satisfies Table;

const STARTUP = {
  start_with_session: { is: "switch" },
  closing: { is: "choice", of: ["tray", "quit"] },
  stay_awake: { is: "switch" },
  launcher_progress: { is: "switch" },
  watch_clipboard: { is: "switch" },
} as const satisfies Table;

const PROXIES = {
  proxy: { is: "text" },
  no_proxy: { is: "text" },
} as const satisfies Table;

const CREDENTIALS = {
  netrc: { is: "text" },
} as const satisfies Table;

const APPEARANCE = {
  language: { is: "choice", of: [SYSTEM, ...Object.keys(LANGUAGES)], names: LANGUAGES },
  theme: { is: "choice", of: ["system", "light", "dark"] },
  density: { is: "choice", of: ["comfortable", "compact"] },
  text_size: { is: "number", from: 80, to: 160, unit: "unit-percent" },
} as const satisfies Table;

const ADVANCED = {
  keep_records: { is: "number", from: 0, to: 1_000_000_000 },
  keep_days: { is: "number", from: 0, to: 36_500, unit: "unit-days" },
} as const satisfies Table;

/** Every setting stands in exactly one table. */
const ALL = {
  ...FOLDERS,
  ...NETWORK,
  ...LIMITS,
  ...QUEUE,
  ...NOTIFICATIONS,
  ...PROXIES,
  ...CREDENTIALS,
  ...APPEARANCE,
  ...STARTUP,
  ...ADVANCED,
} satisfies Record<Key, Control>;

/** What a section holds besides fields. */
export type Part = "logins" | "keyboard" | "file";

export interface Section {
  /** Its message. */
  title: string;
  icon: IconName;
  note?: string;
  fields: readonly (readonly [Key, Control])[];
  part?: Part;
}

export const SECTIONS: readonly Section[] = [
  section("settings-folders", "folder", FOLDERS),
  section("settings-network", "globe", NETWORK),
  section("settings-limits", "gauge", LIMITS),
  section("settings-queue", "queue", QUEUE),
  { ...section("settings-notifications", "bell", NOTIFICATIONS), note: "settings-notify-words" },
  section("settings-proxies", "route", PROXIES),
  { ...section("settings-credentials", "key", CREDENTIALS), part: "logins" },
  section("settings-appearance", "look", APPEARANCE),
  { ...section("settings-keyboard", "keyboard", {}), part: "keyboard" },
  { ...section("settings-startup", "power", STARTUP), note: "settings-startup-note" },
  { ...section("settings-advanced", "tools", ADVANCED), part: "file" },
];

function section(title: string, icon: IconName, table: Table): Section {
  return { title, icon, fields: (Object.keys(table) as Key[]).map((key) => [key, ALL[key]] as const) };
}
