/** The settings of the pretended engine before anybody changed them. */
import type { Settings } from "../api/bindings";

export const SETTINGS: Settings = {
  download_folder: "",
  max_running: 10,
  max_running_per_host: 0,
  max_running_per_group: 0,
  lanes: 8,
  min_speed: 0,
  retries: 5,
  limit_rate: "",
  limit_rate_per_task: "",
  group_limits: "",
  limit_schedule: "",
  disk_reserve: 0,
  skip_existing: "never",
  proxy: "",
  no_proxy: "",
  netrc: "",
  extra_certificates: "",
  notify_running: "",
  notify_complete: "{filename} is ready",
  notify_failed: "{filename} could not be downloaded",
  notify_paused: "",
  notify_tap_opens: false,
  connect_timeout: 20,
  stall_timeout: 60,
};
