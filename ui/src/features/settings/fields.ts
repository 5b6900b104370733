/**
 * What can be set, and with what kind of control.
 *
 * Owns the order on screen. Refuses limits beyond what a number field needs: the engine judges a value and says why.
 * Rule kept here: a new setting does not build until it stands in one of these tables.
 */
import type { Settings } from "$lib/api/bindings";
import { LANGUAGES, SYSTEM } from "$messages/languages";
import { t } from "$messages/messages";

export type Control =
  | { is: "text" }
  | { is: "switch" }
  | { is: "number"; from: number; to: number }
  | { is: "choice"; among: () => readonly { value: string; name: string }[] };

type Key = keyof Settings;
type Table = Partial<Record<Key, Control>>;

const APPEARANCE = {
  language: { is: "choice", among: languages },
} as const satisfies Table;

const DOWNLOADS = {
  download_folder: { is: "text" },
  max_running: { is: "number", from: 1, to: 1000 },
  max_running_per_host: { is: "number", from: 0, to: 1000 },
  max_running_per_group: { is: "number", from: 0, to: 1000 },
  queue_paused: { is: "switch" },
  start_interval: { is: "number", from: 0, to: 3_600_000 },
  retries: { is: "number", from: 0, to: 10 },
  skip_existing: { is: "text" },
  disk_reserve: { is: "number", from: 0, to: 10_000_000 },
  keep_records: { is: "number", from: 0, to: 1_000_000_000 },
  keep_days: { is: "number", from: 0, to: 36_500 },
} as const satisfies Table;

const SPEED = {
  limit_rate: { is: "text" },
  limit_rate_per_task: { is: "text" },
  group_limits: { is: "text" },
  limit_schedule: { is: "text" },
} as const satisfies Table;

const CONNECTIONS = {
  lanes: { is: "number", from: 1, to: 32 },
  min_speed: { is: "number", from: 0, to: 1_000_000_000 },
  connect_timeout: { is: "number", from: 1, to: 600 },
  stall_timeout: { is: "number", from: 1, to: 600 },
  max_seconds: { is: "number", from: 0, to: 1_000_000_000 },
} as const satisfies Table;

const NETWORK = {
  proxy: { is: "text" },
  no_proxy: { is: "text" },
  netrc: { is: "text" },
  extra_certificates: { is: "text" },
  metered: { is: "text" },
  wifi_mode: { is: "text" },
  reschedule_running: { is: "switch" },
} as const satisfies Table;

const NOTIFICATIONS = {
  notify_running: { is: "text" },
  notify_complete: { is: "text" },
  notify_failed: { is: "text" },
  notify_paused: { is: "text" },
  notify_tap_opens: { is: "switch" },
  notify_sound: { is: "switch" },
} as const satisfies Table;

const DESKTOP = {
  start_with_session: { is: "switch" },
  stay_awake: { is: "switch" },
  launcher_progress: { is: "switch" },
  watch_clipboard: { is: "switch" },
} as const satisfies Table;

/** Every setting stands in exactly one table. */
const ALL = {
  ...APPEARANCE,
  ...DOWNLOADS,
  ...SPEED,
  ...CONNECTIONS,
  ...NETWORK,
  ...NOTIFICATIONS,
  ...DESKTOP,
} satisfies Record<Key, Control>;

export interface Section {
  /** Its message. */
  title: string;
  note?: string;
  fields: [Key, Control][];
}

export const SECTIONS: Section[] = [
  section("settings-appearance", APPEARANCE),
  section("settings-downloads", DOWNLOADS),
  section("settings-speed", SPEED),
  section("settings-connections", CONNECTIONS),
  section("settings-network", NETWORK),
  { ...section("settings-notifications", NOTIFICATIONS), note: "settings-notify-words" },
  section("settings-desktop", DESKTOP),
];

/** Each under its own name, so that whoever chose the wrong one finds back. */
function languages() {
  const own = Object.entries(LANGUAGES).map(([value, name]) => ({ value, name }));
  return [{ value: SYSTEM, name: t("language-system") }, ...own];
}

function section(title: string, table: Table): Section {
  return { title, fields: (Object.keys(table) as Key[]).map((key) => [key, ALL[key]]) };
}
