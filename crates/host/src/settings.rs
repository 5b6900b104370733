//! The settings file.
//!
//! Owns reading, checking and saving. Rule kept here: a file that cannot be read is set aside and told about, never
//! overwritten (row 123); a change is on disk before it is answered.

use std::fs::File;
use std::io::Write as _;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use haul_api::{Code, LANGUAGES, Refusal, SYSTEM_LANGUAGE, Setting, Settings};
use haul_engine::{Connecting, Patience, Tuning};
use haul_model::group::Flow;
use haul_model::link::{LinkRules, MeteredRule, Reschedule, WifiMode};
use haul_model::notification::Templates;
use haul_model::options::MOST_LANES;
use haul_model::proxy::{Exceptions, ProxyChoice};
use haul_model::queue::Limits;
use haul_model::rate::{Rates, parse_groups, parse_rate};
use haul_model::rules::{DiskRules, Keep};
use haul_model::schedule::BadSchedule;

use crate::spoken::Spoken;

/// First line of a file that was saved; one that a person wrote may do without both.
const HEAD: &str = "# The settings of Haul. The last line says that nothing is missing before it.\n";

/// Last line of a file that was saved.
const END: &str = "# The end.\n";

/// Longest time between two starts that can be set, in milliseconds: an hour.
const LONGEST_INTERVAL: u32 = 60 * 60 * 1000;

/// Colours that the window knows.
const THEMES: &[&str] = &["system", "light", "dark"];

/// How close things may stand in it.
const DENSITIES: &[&str] = &["comfortable", "compact"];
const CLOSINGS: &[&str] = &["tray", Settings::CLOSING_QUITS];

/// Sizes of its text, in percent.
const TEXT_SIZES: RangeInclusive<u32> = 80..=160;

/// Settings with their file.
#[derive(Debug)]
pub(crate) struct SettingsFile {
    path: PathBuf,
    current: Mutex<Settings>,
    spoken: Spoken,
}

impl SettingsFile {
    /// Reads the file; a missing one means the defaults, a broken one is set aside with a note for people.
    pub(crate) fn load(path: PathBuf) -> (Self, Option<String>) {
        let (settings, note) = match read(&path) {
            Ok(settings) => (settings, None),
            Err(why) => {
                let aside = path.with_extension("toml.broken");
                let kept = std::fs::rename(&path, &aside).is_ok();
                tracing::warn!(why, kept, "the settings could not be read");
                let note = format!(
                    "The settings could not be read and are kept as {}. The defaults are used.",
                    aside.display()
                );
                (Settings::default(), Some(note))
            }
        };
        (Self { path, current: Mutex::new(settings), spoken: Spoken::default() }, note)
    }

    /// What the file says, or what holds without one; `None` when it cannot be read.
    pub(crate) fn peek(path: &Path) -> Option<Settings> {
        read(path).ok()
    }

    /// All of them.
    pub(crate) fn all(&self) -> Settings {
        self.lock().clone()
    }

    /// Whether the waiting tasks of all groups are held.
    pub(crate) fn is_queue_paused(&self) -> bool {
        self.lock().queue_paused
    }

    /// The limits of groups as an older version kept them; this one keeps them with the groups.
    pub(crate) fn group_limits(&self) -> Vec<(String, u64)> {
        parse_groups(&self.lock().group_limits).unwrap_or_default()
    }

    /// Where downloads go that name no folder.
    pub(crate) fn download_folder(&self) -> PathBuf {
        let chosen = self.lock().download_folder.clone();
        if !chosen.is_empty() {
            return chosen.into();
        }
        let home = dirs::home_dir().unwrap_or_else(|| "/".into());
        dirs::download_dir().unwrap_or_else(|| home.join("Downloads"))
    }

    /// The language of the window and the tray.
    pub(crate) fn language(&self) -> String {
        self.lock().language.clone()
    }

    /// How many tasks may run at once.
    pub(crate) fn limits(&self) -> Limits {
        let settings = self.lock();
        Limits {
            total: settings.max_running,
            per_host: settings.max_running_per_host,
            per_group: settings.max_running_per_group,
            flow: if settings.queue_paused { Flow::Held } else { Flow::Open },
            start_interval: Duration::from_millis(settings.start_interval.into()),
        }
    }

    /// What all transfers look at.
    pub(crate) fn tuning(&self) -> Tuning {
        let settings = self.lock();
        let seconds = |number: u32| Duration::from_secs(number.into());
        let patience = Patience { connect: seconds(settings.connect_timeout), stall: seconds(settings.stall_timeout) };
        let disks = DiskRules {
            keep_free: u64::from(settings.disk_reserve) << 20,
            skip_larger_than: skipped(&settings.skip_existing).unwrap_or_default(),
        };
        let keep = Keep {
            records: Some(settings.keep_records).filter(|records| *records > 0),
            days: Some(settings.keep_days).filter(|days| *days > 0),
        };
        let links = link_rules(&settings).unwrap_or_default();
        Tuning { lanes: settings.lanes, min_speed: settings.min_speed, patience, disks, keep, links }
    }

    /// How fast tasks may be. What is in the file has been checked, unless somebody wrote it by hand: such a line means
    /// no limit.
    pub(crate) fn rates(&self) -> Rates {
        rates(&self.lock()).unwrap_or_else(|refusal| {
            tracing::warn!(message = %refusal.message, "a limit in the settings cannot be read");
            Rates::default()
        })
    }

    /// The way to servers.
    pub(crate) fn connecting(&self) -> Connecting {
        let settings = self.lock();
        Connecting {
            proxy: ProxyChoice::parse(&settings.proxy),
            exceptions: Exceptions::parse(&settings.no_proxy),
            netrc: path_of(&settings.netrc),
            extra_certificates: path_of(&settings.extra_certificates),
        }
    }

    /// The default notifications, in the language that is set.
    pub(crate) fn templates(&self) -> Templates {
        let settings = self.lock();
        let shown = |text: &String| (!text.is_empty()).then(|| text.clone());
        let [complete, failed] = self.spoken.texts(&settings);
        Templates {
            running: shown(&settings.notify_running),
            complete: shown(&complete),
            failed: shown(&failed),
            paused: shown(&settings.notify_paused),
            canceled: None,
            tap_opens: settings.notify_tap_opens,
            together: None,
        }
    }

    /// One of them as text.
    pub(crate) fn get(&self, key: &str) -> Result<Setting, Refusal> {
        let table = table(&self.lock())?;
        let value = table.get(key).ok_or_else(|| unknown(key, &table))?;
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Ok(Setting { key: key.to_owned(), value })
    }

    /// Sets one of them, and saves all.
    pub(crate) fn set(&self, setting: &Setting) -> Result<Setting, Refusal> {
        let mut current = self.lock();
        let mut table = table(&current)?;
        let before = table.get(&setting.key).ok_or_else(|| unknown(&setting.key, &table))?;
        let value = parse(before, setting)?;
        table.insert(setting.key.clone(), value);
        let changed: Settings = match table.clone().try_into() {
            Ok(changed) => changed,
            Err(_) => return Err(beyond(&setting.key, table)),
        };
        check(&changed)?;
        self.save(&changed).map_err(|error| {
            Refusal::new(Code::Disk, format!("{} cannot be saved: {error}. Check its rights.", self.path.display()))
        })?;
        *current = changed;
        Ok(setting.clone())
    }

    /// Forgets the limits of groups that are kept with the groups by now.
    pub(crate) fn forget_group_limits(&self) {
        let gone = Setting { key: "group_limits".to_owned(), value: String::new() };
        if let Err(refusal) = self.set(&gone) {
            tracing::warn!(message = %refusal.message, "the limits of groups stay in the settings");
        }
    }

    fn save(&self, settings: &Settings) -> std::io::Result<()> {
        let text = toml::to_string_pretty(settings).map_err(std::io::Error::other)?;
        let beside = self.path.with_extension("toml.new");
        let mut file = File::create(&beside)?;
        file.write_all(format!("{HEAD}{text}{END}").as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, &self.path)?;
        self.path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }

    fn lock(&self) -> MutexGuard<'_, Settings> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the file says; a missing one says nothing.
fn read(path: &Path) -> Result<Settings, String> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Settings::default()),
        text => text.map_err(|error| error.to_string())?,
    };
    // A value that was cut off, 1 of 12, would be read as another one.
    let is_cut = HEAD.starts_with(&text) || (text.starts_with(HEAD) && !text.trim_end().ends_with(END.trim_end()));
    if is_cut {
        return Err("its end is missing".to_owned());
    }
    toml::from_str(&text).map_err(|error| error.to_string())
}

fn table(settings: &Settings) -> Result<toml::Table, Refusal> {
    toml::Table::try_from(settings).map_err(|error| Refusal::new(Code::Internal, error.to_string()))
}

fn parse(before: &toml::Value, setting: &Setting) -> Result<toml::Value, Refusal> {
    let text = setting.value.trim();
    let wrong = |wanted: &str| refusal(format!("{} takes {wanted}, not \"{}\".", setting.key, setting.value));
    match before {
        toml::Value::Integer(_) => text.parse().map(toml::Value::Integer).map_err(|_| wrong("a number")),
        toml::Value::Boolean(_) => text.parse().map(toml::Value::Boolean).map_err(|_| wrong("true or false")),
        toml::Value::String(_)
        | toml::Value::Float(_)
        | toml::Value::Datetime(_)
        | toml::Value::Array(_)
        | toml::Value::Table(_) => Ok(toml::Value::String(setting.value.clone())),
    }
}

/// Why a number is refused that no setting can hold. It is beyond the limits of its setting as well, where there are any,
/// and those have a sentence of their own.
fn beyond(key: &str, mut table: toml::Table) -> Refusal {
    const MOST: u32 = u32::MAX;
    table.insert(key.to_owned(), toml::Value::Integer(i64::from(MOST)));
    let farthest = table.try_into().map_err(|error: toml::de::Error| refusal(format!("{key} cannot be that: {error}")));
    let judged = farthest.and_then(|settings: Settings| check(&settings));
    judged.err().unwrap_or_else(|| refusal(format!("{key} takes a number from 0 to {MOST}.")))
}

fn check(settings: &Settings) -> Result<(), Refusal> {
    if !(1..=1000).contains(&settings.max_running) {
        return Err(refusal("max_running takes a number from 1 to 1000.".to_owned()));
    }
    if !(1..=MOST_LANES).contains(&settings.lanes) {
        return Err(refusal(format!("lanes takes a number from 1 to {MOST_LANES}.")));
    }
    if settings.retries > 10 {
        return Err(refusal("retries takes a number from 0 to 10.".to_owned()));
    }
    for (key, seconds) in [("connect_timeout", settings.connect_timeout), ("stall_timeout", settings.stall_timeout)] {
        if !(1..=600).contains(&seconds) {
            return Err(refusal(format!("{key} takes a number of seconds from 1 to 600.")));
        }
    }
    rates(settings)?;
    parse_groups(&settings.group_limits).map_err(|error| refusal(format!("group_limits: {error}.")))?;
    if settings.start_interval > LONGEST_INTERVAL {
        return Err(refusal(format!("start_interval takes a number of milliseconds from 0 to {LONGEST_INTERVAL}.")));
    }
    if skipped(&settings.skip_existing).is_none() {
        return Err(refusal("skip_existing takes never, or a number of MiB.".to_owned()));
    }
    link_rules(settings)?;
    check_language(&settings.language)?;
    check_connecting(settings)?;
    check_appearance(settings)?;
    let folder = &settings.download_folder;
    if !folder.is_empty() && !std::path::Path::new(folder).is_absolute() {
        return Err(refusal("download_folder takes an absolute folder, such as /home/me/Downloads.".to_owned()));
    }
    Ok(())
}

fn check_language(language: &str) -> Result<(), Refusal> {
    if language == SYSTEM_LANGUAGE || LANGUAGES.contains(&language) {
        return Ok(());
    }
    Err(refusal(format!("language takes {SYSTEM_LANGUAGE}, {}.", LANGUAGES.join(", "))))
}

fn check_connecting(settings: &Settings) -> Result<(), Refusal> {
    ProxyChoice::parse(&settings.proxy).map_err(|error| refusal(format!("proxy: {error}.")))?;
    for (key, text) in [("netrc", &settings.netrc), ("extra_certificates", &settings.extra_certificates)] {
        if path_of(text).is_some_and(|path| !path.is_absolute()) {
            return Err(refusal(format!("{key} takes an absolute path, or one that begins with ~/.")));
        }
    }
    Ok(())
}

fn check_appearance(settings: &Settings) -> Result<(), Refusal> {
    for (key, value, known) in [
        ("theme", &settings.theme, THEMES),
        ("density", &settings.density, DENSITIES),
        ("closing", &settings.closing, CLOSINGS),
    ] {
        if !known.contains(&value.as_str()) {
            return Err(refusal(format!("{key} takes {}.", known.join(" or "))));
        }
    }
    if !TEXT_SIZES.contains(&settings.text_size) {
        let (least, most) = (TEXT_SIZES.start(), TEXT_SIZES.end());
        return Err(refusal(format!("text_size takes a number of percent from {least} to {most}.")));
    }
    Ok(())
}

/// A path as people write it; empty means none, and ~ is the home folder.
fn path_of(text: &str) -> Option<PathBuf> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let below = text.strip_prefix("~/").or_else(|| (text == "~").then_some(""));
    Some(below.and_then(|rest| dirs::home_dir().map(|home| home.join(rest))).unwrap_or_else(|| PathBuf::from(text)))
}

fn rates(settings: &Settings) -> Result<Rates, Refusal> {
    let wrong = |key: &str, error: &dyn std::fmt::Display| refusal(format!("{key}: {error}."));
    let rate = |key: &str, text: &str| parse_rate(text).map_err(|error| wrong(key, &error));
    Ok(Rates {
        total: rate("limit_rate", &settings.limit_rate)?,
        per_task: rate("limit_rate_per_task", &settings.limit_rate_per_task)?,
        schedule: settings.limit_schedule.parse().map_err(|error: BadSchedule| wrong("limit_schedule", &error))?,
    })
}

/// What is set about links. What is in the file has been checked, unless somebody wrote it by hand.
fn link_rules(settings: &Settings) -> Result<LinkRules, Refusal> {
    Ok(LinkRules {
        metered: match settings.metered.trim() {
            "allow" => MeteredRule::Allow,
            "hold" => MeteredRule::Hold,
            _ => return Err(refusal("metered takes allow or hold.".to_owned())),
        },
        wifi: match settings.wifi_mode.trim() {
            "as_set_by_task" => WifiMode::AsSetByTask,
            "for_all_tasks" => WifiMode::ForAllTasks,
            "for_no_tasks" => WifiMode::ForNoTasks,
            _ => return Err(refusal("wifi_mode takes as_set_by_task, for_all_tasks or for_no_tasks.".to_owned())),
        },
        reschedule: if settings.reschedule_running { Reschedule::Running } else { Reschedule::Waiting },
    })
}

/// What a text of the setting means: no file, or those longer than so many bytes; `None` when it means nothing.
fn skipped(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("never") {
        return Some(None);
    }
    text.parse::<u32>().ok().map(|mebibytes| Some(u64::from(mebibytes) << 20))
}

fn unknown(key: &str, table: &toml::Table) -> Refusal {
    let known: Vec<&str> = table.keys().map(String::as_str).collect();
    refusal(format!("There is no setting \"{key}\". Known are {}.", known.join(", ")))
}

fn refusal(message: String) -> Refusal {
    Refusal::new(Code::BadRequest, message)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(file: &SettingsFile, key: &str, value: &str) -> Result<Setting, Refusal> {
        file.set(&Setting { key: key.into(), value: value.into() })
    }

    #[test]
    fn m129_a_change_is_remembered_in_the_file() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("settings.toml");
        set(&SettingsFile::load(path.clone()).0, "max_running", "3")?;
        assert_eq!(SettingsFile::load(path).0.limits().total, 3);
        Ok(())
    }

    #[test]
    fn a_wrong_key_or_value_is_refused_and_nothing_changes() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = SettingsFile::load(folder.path().join("settings.toml")).0;
        for (key, value) in [
            ("max_runing", "3"),
            ("max_running", "many"),
            ("max_running", "0"),
            ("retries", "11"),
            ("stall_timeout", "0"),
            ("language", "tlh"),
            ("theme", "pink"),
            ("density", "tight"),
            ("closing", "sometimes"),
            ("text_size", "400"),
        ] {
            assert!(set(&file, key, value).is_err(), "{key} = {value}");
        }
        assert_eq!(file.all(), Settings::default());
        Ok(())
    }

    #[test]
    fn a_number_that_no_setting_can_hold_is_refused_in_the_words_of_its_limits() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = SettingsFile::load(folder.path().join("settings.toml")).0;
        for (key, value, said) in [
            ("retries", "-3", "retries takes a number from 0 to 10."),
            ("start_interval", "99999999999", "start_interval takes a number of milliseconds from 0 to"),
            ("keep_days", "-1", "keep_days takes a number from 0 to 4294967295."),
            ("min_speed", "-1", "min_speed takes a number from 0 to 4294967295."),
        ] {
            let refused = set(&file, key, value).expect_err("no setting can hold it");
            assert!(refused.message.starts_with(said), "{}", refused.message);
        }
        Ok(())
    }

    #[test]
    fn m151_m152_limits_are_read_back_as_they_were_set_and_a_wrong_one_says_what_to_write() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = SettingsFile::load(folder.path().join("settings.toml")).0;
        set(&file, "limit_rate", "2M")?;
        set(&file, "group_limits", "films=500K, default=1M")?;
        set(&file, "limit_schedule", "mon-fri 08:00-18:00 500K")?;
        assert_eq!((file.get("limit_rate")?.value, file.rates().total), ("2M".to_owned(), Some(2 << 20)));
        assert_eq!(file.group_limits(), [("films".to_owned(), 500 << 10), ("default".to_owned(), 1 << 20)]);
        set(&file, "limit_rate", "0")?;
        assert_eq!(file.rates().total, None);
        for (key, value, example) in [
            ("limit_rate", "fast", "500K"),
            ("limit_rate_per_task", "-1", "500K"),
            ("group_limits", "films", "films=500K"),
            ("limit_schedule", "at night", "mon-fri 08:00-18:00"),
        ] {
            let refused = set(&file, key, value).expect_err("this is no limit");
            assert!(refused.message.contains(key) && refused.message.contains(example), "{}", refused.message);
        }
        Ok(())
    }

    #[test]
    fn m156_the_rules_of_links_are_read_back_as_they_were_set() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("settings.toml");
        let file = SettingsFile::load(path.clone()).0;
        assert_eq!(file.tuning().links, LinkRules::default());
        for (key, value) in [("metered", "hold"), ("wifi_mode", "for_all_tasks"), ("reschedule_running", "false")] {
            set(&file, key, value)?;
        }
        let expected =
            LinkRules { metered: MeteredRule::Hold, wifi: WifiMode::ForAllTasks, reschedule: Reschedule::Waiting };
        assert_eq!(SettingsFile::load(path).0.tuning().links, expected);
        assert!(set(&file, "metered", "maybe").is_err() && set(&file, "wifi_mode", "always").is_err());
        Ok(())
    }

    #[test]
    fn m085_skipping_is_never_or_a_number_of_mebibytes() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = SettingsFile::load(folder.path().join("settings.toml")).0;
        assert_eq!(file.tuning().disks, DiskRules::default());
        for (text, limit) in [("0", Some(0)), ("3", Some(3 << 20)), ("Never", None)] {
            set(&file, "skip_existing", text)?;
            assert_eq!(file.tuning().disks.skip_larger_than, limit, "{text}");
        }
        assert!(set(&file, "skip_existing", "large").is_err());
        Ok(())
    }

    #[test]
    fn f123_a_file_that_was_cut_anywhere_is_kept_aside_and_told_about() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (path, aside) = (folder.path().join("settings.toml"), folder.path().join("settings.toml.broken"));
        let file = SettingsFile::load(path.clone()).0;
        set(&file, "max_running", "12")?;
        set(&file, "notify_complete", "da: {filename} \u{2713}")?;
        let whole = std::fs::read(&path)?;
        for length in 0..whole.len() - 1 {
            std::fs::write(&path, &whole[..length])?;
            let (cut, note) = SettingsFile::load(path.clone());
            assert!(note.is_some() && cut.all() == Settings::default(), "{length} of {} bytes", whole.len());
            assert_eq!((std::fs::read(&aside)?.len(), path.exists()), (length, false));
        }
        std::fs::write(&path, &whole)?;
        let (read, note) = SettingsFile::load(path);
        assert!(note.is_none() && read.all() == file.all());
        Ok(())
    }

    #[test]
    fn f123_a_file_that_is_no_text_is_not_overwritten() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, [0xff, 0xfe, 0x00])?;
        let (file, note) = SettingsFile::load(path);
        assert!(note.is_some());
        set(&file, "max_running", "3")?;
        assert_eq!(std::fs::read(folder.path().join("settings.toml.broken"))?, [0xff, 0xfe, 0x00]);
        Ok(())
    }

    #[test]
    fn a_file_that_a_person_wrote_needs_no_first_and_last_line() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, "max_running = 7")?;
        let (file, note) = SettingsFile::load(path);
        assert_eq!((file.limits().total, note), (7, None));
        Ok(())
    }

    #[test]
    fn f123_a_broken_file_is_kept_aside_and_told_about() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, "max_running = ")?;
        let (file, note) = SettingsFile::load(path);
        assert!(note.is_some() && file.all() == Settings::default());
        assert_eq!(std::fs::read_to_string(folder.path().join("settings.toml.broken"))?, "max_running = ");
        Ok(())
    }

    proptest! {
        #[test]
        fn a_file_of_anything_gives_settings_and_is_kept(
            text in "(max_running|lanes|retries|limit_rate|download_folder| = |\"|0|7|99999999999|true|\\n|\\[a\\]|\\PC){0,12}",
        ) {
            let folder = tempfile::tempdir().expect("a folder for a test");
            let path = folder.path().join("settings.toml");
            std::fs::write(&path, &text).expect("a file for a test");
            let (file, note) = SettingsFile::load(path);
            prop_assert!(note.is_none() || file.all() == Settings::default(), "{note:?}");
        }

        #[test]
        fn a_setting_that_is_taken_reads_as_what_it_is(
            key in proptest::sample::select(&["max_running", "lanes", "retries", "limit_schedule", "group_limits"][..]),
            value in "(mon|-|fri| |08:00|500K|;|,|=|0|1|7|99999999999|\\PC){0,8}",
        ) {
            let folder = tempfile::tempdir().expect("a folder for a test");
            let path = folder.path().join("settings.toml");
            let (file, _) = SettingsFile::load(path.clone());
            if set(&file, key, &value).is_ok() {
                let (again, note) = SettingsFile::load(path);
                prop_assert!(note.is_none() && again.all() == file.all(), "{note:?}");
            }
        }
    }
}
