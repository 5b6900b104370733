//! What a person can set.
//!
//! Owns the list of settings with their keys, as text, as values and as a file that one takes elsewhere. Refuses to store
//! them: the host does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::wire::{Code, Refusal};

/// The value of `language` that follows the desktop.
pub const SYSTEM_LANGUAGE: &str = "system";

/// The languages that Haul speaks, as they are set; each has its messages in `ui/src/messages`.
pub const LANGUAGES: [&str; 4] = ["en", "de", "es", "zh-CN"];

/// All settings. Every key can be read and set as text with `haul settings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Language of the window and the tray: `system`, or one of those that [`LANGUAGES`] holds.
    pub language: String,
    /// Folder of downloads that name none; empty means the desktop's download folder.
    pub download_folder: String,
    /// Most tasks at once, 1 to 1000.
    pub max_running: u32,
    /// Most tasks at once to one host; 0 means no limit.
    pub max_running_per_host: u32,
    /// Most tasks at once in one group; 0 means no limit.
    pub max_running_per_group: u32,
    /// Whether waiting tasks are held; those that run go on.
    pub queue_paused: bool,
    /// Least milliseconds between two starts of tasks, at most 3600000; 0 means none.
    pub start_interval: u32,
    /// Most connections of a task that names no number, 1 to 32; Haul uses as many of them as pay.
    pub lanes: u32,
    /// Bytes a second below which a connection is given up and tried again; 0 means none.
    pub min_speed: u64,
    /// How often a task is tried again after a failure that passes, 0 to 10, where the task says nothing.
    pub retries: u32,
    /// Most bytes a second of all tasks together, such as 2M; empty or 0 means no limit.
    pub limit_rate: String,
    /// Most bytes a second of each task that has no limit of its own; empty or 0 means no limit.
    pub limit_rate_per_task: String,
    /// Most bytes a second of the tasks of a group together, such as films=500K, default=2M: what `haul group set` says of
    /// them, all at once.
    pub group_limits: String,
    /// Other total limits at some times of the week, such as mon-fri 08:00-18:00 500K; sat,sun 00:00-24:00 off. The first
    /// rule that fits holds.
    pub limit_schedule: String,
    /// Space that no download uses on any disk, in MiB.
    pub disk_reserve: u32,
    /// Which files are not fetched again when they are there: `never`, or those larger than so many MiB; 0 means all
    /// (M085).
    pub skip_existing: String,
    /// Proxy of tasks that name none: empty follows the environment and the desktop, `none` goes straight, else an
    /// address with http, https, socks5 or socks5h. A user name and password in it go into the password store.
    pub proxy: String,
    /// Hosts that are reached without that proxy: names with everything below them, addresses, networks.
    pub no_proxy: String,
    /// File with passwords in the format of netrc, such as ~/.netrc; empty means none.
    pub netrc: String,
    /// File or folder with certificates of authorities to trust besides the system's (M112); empty means none.
    pub extra_certificates: String,
    /// Whether tasks that say nothing may use a metered or mobile network: `allow` or `hold` (M154).
    pub metered: String,
    /// Which tasks wait for WiFi or a cable: `as_set_by_task`, `for_all_tasks` or `for_no_tasks` (M156).
    pub wifi_mode: String,
    /// Whether tasks that run follow those two at once when they are changed; else they end as they began.
    pub reschedule_running: bool,
    /// Text of the notification of a running task; empty means none.
    pub notify_running: String,
    /// Text of the notification of a finished task; empty means none.
    pub notify_complete: String,
    /// Text of the notification of a failed task; empty means none.
    pub notify_failed: String,
    /// Text of the notification of a paused task; empty means none.
    pub notify_paused: String,
    /// Whether a click on the notification of a finished task opens the file.
    pub notify_tap_opens: bool,
    /// Whether the end of a task is heard too, where the desktop has sounds.
    pub notify_sound: bool,
    /// Whether Haul starts with the session, in the tray and without a window.
    pub start_with_session: bool,
    /// What closing the window does: `tray` leaves Haul there and goes on, `quit` ends it.
    pub closing: String,
    /// Whether the computer is kept from falling asleep while something is transferred.
    pub stay_awake: bool,
    /// Whether the desktop's launcher shows how far everything is (M188).
    pub launcher_progress: bool,
    /// Whether the open window offers links that are copied elsewhere (row 157).
    pub watch_clipboard: bool,
    /// Seconds to find and reach a server, 1 to 600.
    pub connect_timeout: u32,
    /// Seconds without a byte after which a connection counts as dead, 1 to 600.
    pub stall_timeout: u32,
    /// Longest time over all attempts of a task that names none, in seconds; 0 means any.
    pub max_seconds: u64,
    /// How many ended tasks stay in the list, the last ones; 0 means all (M171).
    pub keep_records: u64,
    /// For how many days an ended task stays in the list; 0 means for ever (M171).
    pub keep_days: u32,
    /// Colours of the window: `system`, `light` or `dark`.
    pub theme: String,
    /// How close things stand in the window: `comfortable` or `compact`.
    pub density: String,
    /// Size of the text in the window, in percent of the usual one, 80 to 160.
    pub text_size: u32,
}

impl Settings {
    /// The value of `closing` that ends Haul with its window.
    pub const CLOSING_QUITS: &str = "quit";
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: SYSTEM_LANGUAGE.to_owned(),
            download_folder: String::new(),
            max_running: 10,
            max_running_per_host: 0,
            max_running_per_group: 0,
            queue_paused: false,
            start_interval: 0,
            lanes: 8,
            min_speed: 0,
            retries: 5,
            limit_rate: String::new(),
            limit_rate_per_task: String::new(),
            group_limits: String::new(),
            limit_schedule: String::new(),
            disk_reserve: 0,
            skip_existing: "never".to_owned(),
            proxy: String::new(),
            no_proxy: String::new(),
            netrc: String::new(),
            extra_certificates: String::new(),
            metered: "allow".to_owned(),
            wifi_mode: "as_set_by_task".to_owned(),
            reschedule_running: true,
            notify_running: String::new(),
            notify_complete: "{filename} is ready".to_owned(),
            notify_failed: "{filename} could not be downloaded".to_owned(),
            notify_paused: String::new(),
            notify_tap_opens: false,
            notify_sound: false,
            start_with_session: false,
            closing: "tray".to_owned(),
            stay_awake: true,
            launcher_progress: true,
            watch_clipboard: false,
            connect_timeout: 20,
            stall_timeout: 60,
            max_seconds: 0,
            keep_records: 0,
            keep_days: 0,
            theme: "system".to_owned(),
            density: "comfortable".to_owned(),
            text_size: 100,
        }
    }
}

/// One setting, key and value as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Setting {
    /// A field of [`Settings`].
    pub key: String,
    /// Its value as text.
    pub value: String,
}

/// Several settings, by their keys or by the names that programs know from elsewhere (M246).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Configure {
    /// In the order in which they are applied.
    pub items: Vec<Setting>,
}

impl Configure {
    /// Reads a file of settings, as [`Settings::to_file`] writes it: one JSON object. A file may leave out keys.
    ///
    /// # Errors
    /// [`Code::BadRequest`] says what is wrong with the file.
    pub fn of_file(text: &str) -> Result<Self, Refusal> {
        let wrong = |why: String| {
            let sentence = "This is no file of settings. One begins with { and holds keys and values";
            Refusal::new(Code::BadRequest, format!("{sentence}, such as \"lanes\": 4: {why}."))
        };
        let fields: BTreeMap<String, Value> = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let item = |(key, value): (String, Value)| match value {
            Value::String(value) => Ok(Setting { key, value }),
            Value::Bool(_) | Value::Number(_) => Ok(Setting { key, value: value.to_string() }),
            Value::Null | Value::Array(_) | Value::Object(_) => Err(wrong(format!("{key} has no plain value"))),
        };
        Ok(Self { items: fields.into_iter().map(item).collect::<Result<_, _>>()? })
    }
}

impl Settings {
    /// Longest file of settings that is read, in bytes.
    pub const LONGEST_FILE: u64 = 1 << 20;

    /// Writes a file of settings. Passwords are not among them: they are in the password store.
    ///
    /// # Errors
    /// [`Code::Internal`] when they are no JSON, which none of them can bring about.
    pub fn to_file(&self) -> Result<String, Refusal> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(Refusal::unreadable)
    }
}

/// What became of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConfiguredItem {
    /// Its key, as it was given.
    pub key: String,
    /// Nothing when it was applied, `not implemented`, or why it was not.
    pub answer: String,
}

/// What became of them, in the same order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Configured {
    /// One for each.
    pub items: Vec<ConfiguredItem>,
}

/// Names one setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SettingQuery {
    /// A field of [`Settings`].
    pub key: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_settings_says_the_same_when_it_is_read_again() -> Result<(), Refusal> {
        let settings = Settings { max_running: 3, limit_rate: "2MB".to_owned(), ..Settings::default() };
        let items = Configure::of_file(&settings.to_file()?)?.items;
        let said = |key: &str| items.iter().find(|item| item.key == key).map(|item| item.value.as_str());
        assert_eq!(
            [said("max_running"), said("limit_rate"), said("queue_paused")],
            [Some("3"), Some("2MB"), Some("false")]
        );
        Ok(())
    }

    #[test]
    fn what_is_no_file_of_settings_is_refused_with_an_example() {
        for text in ["", "lanes = 4", "[]", r#"{"lanes": [4]}"#, r#"{"lanes": null}"#] {
            assert!(Configure::of_file(text).is_err_and(|refusal| refusal.message.contains("\"lanes\": 4")), "{text}");
        }
    }
}
