//! What a notification says, and which buttons it has.
//!
//! Owns the templates with their tokens, who wins when several are configured, the buttons of a state and what a tap
//! does (M178 to M183). Refuses to show anything.
//! Rule kept here: text from outside stays text. It is put in once, is never read as a template again, and loses every
//! character that could break a line or turn it around.

mod together;

use serde::{Deserialize, Serialize};

use crate::status::TaskStatus;

pub use together::Together;

/// The longest title or body, in characters.
pub const LONGEST_LINE: usize = 200;

/// What is shown in which state. The first line of a text is the title, what follows is the body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Templates {
    /// While the task runs; absent: nothing is shown then.
    pub running: Option<String>,
    /// When the file is there.
    pub complete: Option<String>,
    /// When it failed or was not found.
    pub failed: Option<String>,
    /// When it is stopped.
    pub paused: Option<String>,
    /// When it was called off.
    pub canceled: Option<String>,
    /// Whether a tap on the notification of a finished task opens the file.
    pub tap_opens: bool,
    /// Name of the one notification that all tasks share which name it so (M184); absent: each has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<String>,
}

impl Templates {
    /// The ones that count: the task's own, else its group's, else the default (M181).
    #[must_use]
    pub fn winning<'a>(task: Option<&'a Self>, group: Option<&'a Self>, default: &'a Self) -> &'a Self {
        task.or(group).unwrap_or(default)
    }

    fn of(&self, state: NoticeState) -> Option<&str> {
        let text = match state {
            NoticeState::Running => &self.running,
            NoticeState::Complete => &self.complete,
            NoticeState::Failed => &self.failed,
            NoticeState::Paused => &self.paused,
            NoticeState::Canceled => &self.canceled,
        };
        text.as_deref().filter(|text| !text.trim().is_empty())
    }
}

/// The states that a notification tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeState {
    /// The task runs, or is about to try again.
    Running,
    /// The file is there.
    Complete,
    /// Failed or not found.
    Failed,
    /// Stopped.
    Paused,
    /// Called off.
    Canceled,
}

impl NoticeState {
    /// The state that a status belongs to; a task that has not had its turn yet belongs to none.
    #[must_use]
    pub const fn of(status: &TaskStatus) -> Option<Self> {
        match status {
            TaskStatus::Enqueued { .. } => None,
            TaskStatus::Running { .. } | TaskStatus::WaitingToRetry { .. } => Some(Self::Running),
            TaskStatus::Paused { .. } => Some(Self::Paused),
            TaskStatus::Complete => Some(Self::Complete),
            TaskStatus::NotFound | TaskStatus::Failed { .. } => Some(Self::Failed),
            TaskStatus::Canceled => Some(Self::Canceled),
        }
    }
}

/// What a notification can tell about a task, or about a group.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Name of the file.
    pub filename: &'a str,
    /// Name for people; without one the file name stands in.
    pub display_name: Option<&'a str>,
    /// Free text of the creator.
    pub metadata: &'a str,
    /// 0.0 to 1.0; absent when unknown.
    pub progress: Option<f64>,
    /// Absent when unknown.
    pub bytes_per_second: Option<u64>,
    /// Absent when unknown.
    pub seconds_left: Option<u64>,
    /// Whether a pause would keep what is there.
    pub pausable: bool,
    /// Of a group only.
    pub members: Option<Members>,
}

/// How many tasks of a group are how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Members {
    /// No longer running.
    pub finished: u64,
    /// Failed or not found.
    pub failed: u64,
    /// All.
    pub total: u64,
}

/// A button of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    /// Opens the file.
    Open,
    /// Shows the file in its folder.
    ShowInFolder,
    /// Tries again.
    Retry,
    /// Pauses.
    Pause,
    /// Goes on.
    Resume,
    /// Calls it off.
    Cancel,
}

/// What a tap on the notification itself does (M183).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tap {
    /// Opens the file.
    Open,
    /// Shows the task.
    ShowTask,
}

/// A notification as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// First line.
    pub title: String,
    /// What follows; may be empty.
    pub body: String,
    /// From left to right.
    pub buttons: Vec<Button>,
    /// What a tap does.
    pub tap: Tap,
    /// 0 to 100, while running and known.
    pub percent: Option<u8>,
}

/// The notification of a state; `None` when none is configured for it, and then an older one has to go (M178).
#[must_use]
pub fn notification(templates: &Templates, state: NoticeState, facts: &Facts<'_>) -> Option<Notification> {
    let template = templates.of(state)?;
    let (title, body) = template.trim().split_once('\n').unwrap_or((template.trim(), ""));
    let percent = match state {
        NoticeState::Running => facts.progress.map(percent),
        NoticeState::Complete | NoticeState::Failed | NoticeState::Paused | NoticeState::Canceled => None,
    };
    Some(Notification {
        title: filled(title, facts),
        body: filled(body, facts),
        buttons: if facts.members.is_some() {
            shared_buttons(state)
        } else {
            buttons(state, facts.pausable, templates)
        },
        tap: if state == NoticeState::Complete && templates.tap_opens { Tap::Open } else { Tap::ShowTask },
        percent,
    })
}

/// A speed for people, in decimal units (M045).
#[must_use]
pub fn speed_text(bytes_per_second: Option<u64>) -> String {
    match bytes_per_second {
        None => "-- MB/s".to_owned(),
        Some(speed) if speed < 999_500 => format!("{} kB/s", speed.saturating_add(500) / 1000),
        Some(speed) => format!("{} MB/s", speed.saturating_add(500_000) / 1_000_000),
    }
}

/// The time left for people (M046).
#[must_use]
pub fn time_text(seconds: Option<u64>) -> String {
    let Some(seconds) = seconds else { return "--:--".to_owned() };
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes:02}:{rest:02}") }
}

/// Text from outside as one harmless line of at most [`LONGEST_LINE`] characters.
#[must_use]
pub fn clean(text: &str) -> String {
    let letters = text.chars().filter(|letter| !turns_or_hides(*letter));
    let spaced: String = letters.map(|letter| if breaks_a_line(letter) { ' ' } else { letter }).collect();
    let line = spaced.trim();
    if line.chars().count() <= LONGEST_LINE {
        return line.to_owned();
    }
    line.chars().take(LONGEST_LINE - 1).chain(['…']).collect()
}

fn buttons(state: NoticeState, pausable: bool, templates: &Templates) -> Vec<Button> {
    match state {
        NoticeState::Running if pausable && templates.of(NoticeState::Paused).is_some() => {
            vec![Button::Cancel, Button::Pause]
        }
        NoticeState::Running => vec![Button::Cancel],
        NoticeState::Paused => vec![Button::Cancel, Button::Resume],
        NoticeState::Complete => vec![Button::Open, Button::ShowInFolder],
        NoticeState::Failed => vec![Button::Retry],
        NoticeState::Canceled => Vec::new(),
    }
}

/// The buttons of one notification for many tasks: what is done to all of them at once.
fn shared_buttons(state: NoticeState) -> Vec<Button> {
    match state {
        NoticeState::Running => vec![Button::Cancel],
        NoticeState::Paused => vec![Button::Cancel, Button::Resume],
        NoticeState::Complete | NoticeState::Failed | NoticeState::Canceled => Vec::new(),
    }
}

/// Puts the values in, left to right, each once; what is no token stays as it stands.
fn filled(template: &str, facts: &Facts<'_>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        text.push_str(before);
        let token = from.find('}').and_then(|close| Some((value(&from[1..close], facts)?, close + 1)));
        let (put, used) = token.unwrap_or_else(|| ("{".to_owned(), 1));
        text.push_str(&put);
        rest = &from[used..];
    }
    text.push_str(rest);
    clean(&text)
}

fn value(token: &str, facts: &Facts<'_>) -> Option<String> {
    let members = |count: fn(Members) -> u64| facts.members.map(|members| count(members).to_string());
    match token.to_ascii_lowercase().as_str() {
        "filename" => Some(clean(facts.filename)),
        "displayname" => {
            Some(clean(facts.display_name.filter(|name| !name.trim().is_empty()).unwrap_or(facts.filename)))
        }
        "metadata" => Some(clean(facts.metadata)),
        "progress" => Some(facts.progress.map_or_else(|| "--%".to_owned(), |part| format!("{}%", percent(part)))),
        "networkspeed" => Some(speed_text(facts.bytes_per_second)),
        "timeremaining" => Some(time_text(facts.seconds_left)),
        "numfinished" => members(|it| it.finished),
        "numfailed" => members(|it| it.failed),
        "numtotal" => members(|it| it.total),
        _ => None,
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 100")]
fn percent(part: f64) -> u8 {
    (part.clamp(0.0, 1.0) * 100.0).round() as u8
}

fn breaks_a_line(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

fn turns_or_hides(letter: char) -> bool {
    matches!(letter,
        '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(text: &str) -> Templates {
        Templates { running: Some(text.to_owned()), ..Templates::default() }
    }

    fn title(template: &str, facts: &Facts<'_>) -> String {
        notification(&running(template), NoticeState::Running, facts).expect("one is configured").title
    }

    #[test]
    fn tokens_are_filled_in_whatever_case_they_are_written() {
        let facts = Facts {
            filename: "a.iso",
            display_name: Some("The A"),
            metadata: "from B",
            progress: Some(0.426),
            bytes_per_second: Some(2_100_000),
            seconds_left: Some(61),
            ..Facts::default()
        };
        let template = "{FILENAME} {displayname} {metaData}/{metadata} {Progress} {networkSPEED} {timeRemaining}";
        assert_eq!(title(template, &facts), "a.iso The A from B/from B 43% 2 MB/s 01:01");
    }

    #[test]
    fn m046_what_is_unknown_says_so() {
        let facts = Facts { filename: "a", ..Facts::default() };
        assert_eq!(title("{progress} {networkSpeed} {timeRemaining}", &facts), "--% -- MB/s --:--");
    }

    #[test]
    fn m045_m046_speeds_and_times_are_written_as_people_read_them() {
        let speeds = [0, 200_000, 999_499, 999_500, 1_499_999, 2_000_000, u64::MAX].map(|it| speed_text(Some(it)));
        assert_eq!(speeds[..6], ["0 kB/s", "200 kB/s", "999 kB/s", "1 MB/s", "1 MB/s", "2 MB/s"]);
        assert!(speeds[6].ends_with(" MB/s"));
        let times = [0, 59, 60, 3599, 3600, 36_061].map(|it| time_text(Some(it)));
        assert_eq!(times, ["00:00", "00:59", "01:00", "59:59", "1:00:00", "10:01:01"]);
    }

    #[test]
    fn the_numbers_of_a_group_are_for_groups_alone() {
        let members = Members { finished: 3, failed: 1, total: 9 };
        let group = Facts { members: Some(members), ..Facts::default() };
        assert_eq!(title("{numFinished} of {NUMTOTAL}, {numfailed} failed", &group), "3 of 9, 1 failed");
        assert_eq!(title("{numFinished}", &Facts::default()), "{numFinished}");
    }

    #[test]
    fn a_file_name_that_looks_like_a_template_stays_a_file_name() {
        let facts = Facts { filename: "{progress}{metadata}", metadata: "secret", ..Facts::default() };
        assert_eq!(title("{filename}", &facts), "{progress}{metadata}");
    }

    #[test]
    fn braces_that_are_no_token_stay() {
        assert_eq!(title("{ {} {nothing} {filename", &Facts::default()), "{ {} {nothing} {filename");
    }

    #[test]
    fn the_first_line_is_the_title_and_the_rest_the_body() {
        let templates = running("Loading\n{filename}\nand more");
        let shown = notification(&templates, NoticeState::Running, &Facts { filename: "a", ..Facts::default() });
        let shown = shown.expect("one is configured");
        assert_eq!((shown.title.as_str(), shown.body.as_str()), ("Loading", "a and more"));
    }

    #[test]
    fn a_name_can_neither_break_the_line_nor_turn_it_around() {
        let facts = Facts { filename: "in\u{202e}voice\r\nPaid\u{7}\u{200b}.exe", ..Facts::default() };
        assert_eq!(title("{filename}", &facts), "invoice  Paid .exe");
    }

    #[test]
    fn a_very_long_text_is_cut_at_two_hundred_characters() {
        let long = "é".repeat(LONGEST_LINE + 1);
        let cut = title("{filename}", &Facts { filename: &long, ..Facts::default() });
        assert_eq!(cut.chars().count(), LONGEST_LINE);
        assert!(cut.ends_with('…'));
        let whole = "é".repeat(LONGEST_LINE);
        assert_eq!(title("{filename}", &Facts { filename: &whole, ..Facts::default() }), whole);
    }

    #[test]
    fn a_task_beats_its_group_and_a_group_beats_the_default() {
        let (task, group, default) = (running("task"), running("group"), running("default"));
        assert_eq!(Templates::winning(Some(&task), Some(&group), &default), &task);
        assert_eq!(Templates::winning(None, Some(&group), &default), &group);
        assert_eq!(Templates::winning(None, None, &default), &default);
    }

    #[test]
    fn a_state_without_a_text_has_no_notification() {
        let templates = Templates { running: Some("  ".to_owned()), ..Templates::default() };
        assert_eq!(notification(&templates, NoticeState::Running, &Facts::default()), None);
        assert_eq!(notification(&templates, NoticeState::Complete, &Facts::default()), None);
    }

    fn all() -> Templates {
        let text = || Some("{filename}".to_owned());
        Templates {
            running: text(),
            complete: text(),
            failed: text(),
            paused: text(),
            canceled: text(),
            tap_opens: true,
            together: None,
        }
    }

    fn buttons_of(templates: &Templates, state: NoticeState, pausable: bool) -> Vec<Button> {
        let facts = Facts { filename: "a", pausable, ..Facts::default() };
        notification(templates, state, &facts).expect("one is configured").buttons
    }

    #[test]
    fn each_state_has_its_buttons() {
        assert_eq!(buttons_of(&all(), NoticeState::Running, true), [Button::Cancel, Button::Pause]);
        assert_eq!(buttons_of(&all(), NoticeState::Running, false), [Button::Cancel]);
        assert_eq!(buttons_of(&all(), NoticeState::Paused, true), [Button::Cancel, Button::Resume]);
        assert_eq!(buttons_of(&all(), NoticeState::Complete, true), [Button::Open, Button::ShowInFolder]);
        assert_eq!(buttons_of(&all(), NoticeState::Failed, true), [Button::Retry]);
        assert_eq!(buttons_of(&all(), NoticeState::Canceled, true), []);
    }

    #[test]
    fn pause_needs_a_paused_notification_that_could_resume_it() {
        let templates = Templates { paused: None, ..all() };
        assert_eq!(buttons_of(&templates, NoticeState::Running, true), [Button::Cancel]);
    }

    #[test]
    fn m184_the_buttons_of_a_group_act_on_all_of_it() {
        let facts = Facts { members: Some(Members { finished: 1, failed: 0, total: 2 }), ..Facts::default() };
        let buttons = |state| notification(&all(), state, &facts).map(|shown| shown.buttons).unwrap_or_default();
        assert_eq!(buttons(NoticeState::Running), [Button::Cancel]);
        assert_eq!(buttons(NoticeState::Paused), [Button::Cancel, Button::Resume]);
        assert_eq!(buttons(NoticeState::Complete), []);
    }

    #[test]
    fn a_tap_opens_only_a_finished_file_and_only_where_that_is_wished() {
        let facts = Facts { filename: "a", ..Facts::default() };
        let tap = |templates: &Templates, state| notification(templates, state, &facts).map(|shown| shown.tap);
        assert_eq!(tap(&all(), NoticeState::Complete), Some(Tap::Open));
        assert_eq!(tap(&all(), NoticeState::Failed), Some(Tap::ShowTask));
        let shy = Templates { tap_opens: false, ..all() };
        assert_eq!(tap(&shy, NoticeState::Complete), Some(Tap::ShowTask));
    }

    #[test]
    fn only_a_running_task_of_known_length_has_a_bar() {
        let percent_of = |state, progress| {
            notification(&all(), state, &Facts { filename: "a", progress, ..Facts::default() })
                .expect("one is configured")
                .percent
        };
        assert_eq!(percent_of(NoticeState::Running, Some(0.005)), Some(1));
        assert_eq!(percent_of(NoticeState::Running, Some(7.0)), Some(100));
        assert_eq!(percent_of(NoticeState::Running, None), None);
        assert_eq!(percent_of(NoticeState::Paused, Some(0.5)), None);
    }

    #[test]
    fn a_task_that_waits_for_its_first_turn_has_no_notification() {
        use crate::status::WaitingFor;
        assert_eq!(NoticeState::of(&TaskStatus::Enqueued { waiting_for: WaitingFor::Slot }), None);
        assert_eq!(NoticeState::of(&TaskStatus::NotFound), Some(NoticeState::Failed));
    }
}
