//! What the tray icon offers.
//!
//! Owns the entries of its menu and what they do. Refuses to decide anything: an entry is a wish like that of a start.
//! Rule kept here: the name of a file is text, cut to what a menu can show, and never an access key or a change of
//! direction (row 156).

use haul_api::{Refusal, Setting, SpeedLimit, Status};
use haul_words::Words;
use tauri::menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Manager, Wry};

use crate::glance::{Glance, Recent};
use crate::link::Link;
use crate::page::{self, Told};
use crate::wish::{self, Deed};
use crate::{app, clipboard, opening, window};

/// Speed limits to choose from, in bytes a second; the first means none.
const LIMITS: [u64; 7] = [0, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 25_000_000];

/// Most letters of a name.
const LONGEST: usize = 48;

/// What changes in the menu.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offer {
    language: &'static str,
    limit: SpeedLimit,
    recent: Vec<Recent>,
}

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Show,
    AddCopied,
    PauseAll,
    ResumeAll,
    /// To this many bytes a second; 0 means no limit.
    Limit(u64),
    Task(u64),
    Quit,
}

impl Entry {
    fn id(self) -> String {
        match self {
            Self::Show => "show".to_owned(),
            Self::AddCopied => "add-copied".to_owned(),
            Self::PauseAll => "pause-all".to_owned(),
            Self::ResumeAll => "resume-all".to_owned(),
            Self::Limit(rate) => format!("limit {rate}"),
            Self::Task(task) => format!("task {task}"),
            Self::Quit => "quit".to_owned(),
        }
    }

    fn of(id: &str) -> Option<Self> {
        match id {
            "show" => Some(Self::Show),
            "add-copied" => Some(Self::AddCopied),
            "pause-all" => Some(Self::PauseAll),
            "resume-all" => Some(Self::ResumeAll),
            "quit" => Some(Self::Quit),
            numbered => match numbered.split_once(' ')? {
                ("limit", rate) => rate.parse().ok().map(Self::Limit),
                ("task", task) => task.parse().ok().map(Self::Task),
                (_, _) => None,
            },
        }
    }
}

impl Offer {
    /// What follows from how things are.
    pub(super) fn of(glance: &Glance) -> Self {
        Self { language: glance.words.tag(), limit: glance.limit, recent: glance.recent.clone() }
    }

    /// The menu itself.
    pub(super) fn menu(&self, app: &AppHandle, words: &Words) -> tauri::Result<Menu<Wry>> {
        let item = |entry: Entry, text: &str| MenuItem::with_id(app, entry.id(), text, true, None::<&str>);
        let say = |entry: Entry, key: &str| item(entry, &words.say(key, &[]));
        let menu = Menu::new(app)?;
        menu.append_items(&[
            &say(Entry::Show, "tray-show")?,
            &say(Entry::AddCopied, "tray-add-copied")?,
            &PredefinedMenuItem::separator(app)?,
            &say(Entry::PauseAll, "tray-pause-all")?,
            &say(Entry::ResumeAll, "tray-resume-all")?,
            &self.limits(app, words)?,
            &PredefinedMenuItem::separator(app)?,
        ])?;
        for recent in &self.recent {
            menu.append(&item(Entry::Task(recent.task), &label(recent, words))?)?;
        }
        if !self.recent.is_empty() {
            menu.append(&PredefinedMenuItem::separator(app)?)?;
        }
        menu.append(&say(Entry::Quit, "tray-quit")?)?;
        Ok(menu)
    }

    fn limits(&self, app: &AppHandle, words: &Words) -> tauri::Result<Submenu<Wry>> {
        let said = self.limit.rate.map_or_else(|| words.say("tray-limit-none", &[]), |rate| words.speed(rate));
        let limits = LIMITS.iter().map(|rate| {
            let text = if *rate == 0 { words.say("tray-no-limit", &[]) } else { words.speed(*rate) };
            CheckMenuItem::with_id(app, Entry::Limit(*rate).id(), text, true, self.is_set(*rate), None::<&str>)
        });
        let limits = limits.collect::<tauri::Result<Vec<_>>>()?;
        let limits: Vec<&dyn IsMenuItem<Wry>> = limits.iter().map(|limit| limit as &dyn IsMenuItem<Wry>).collect();
        Submenu::with_items(app, words.say("tray-limit", &[("now", said.into())]), true, &limits)
    }

    /// Whether somebody has set this limit; one of the schedule is nobody's choice of the moment.
    fn is_set(&self, rate: u64) -> bool {
        !self.limit.scheduled && self.limit.rate.unwrap_or(0) == rate
    }
}

/// Does what an entry says.
pub(super) fn chosen(app: &AppHandle, id: &str) {
    let Some(entry) = Entry::of(id) else { return tracing::debug!("the menu has no {id}") };
    match entry {
        Entry::Show => window::show(app),
        Entry::Quit => app::quit(app),
        Entry::PauseAll => perform(app, Deed::PauseAll),
        Entry::ResumeAll => perform(app, Deed::ResumeAll),
        Entry::AddCopied => do_beside(app, |app| async move {
            let text = clipboard::links(&app).await;
            window::show(&app);
            page::tell(&app, Told::AddAsked { text });
            Ok(())
        }),
        Entry::Limit(rate) => do_beside(app, move |app| async move {
            let value = if rate == 0 { String::new() } else { rate.to_string() };
            let client = app.state::<Link>().client()?;
            client.set(Setting { key: "limit_rate".to_owned(), value }).await.map(drop)
        }),
        Entry::Task(task) => do_beside(app, move |app| async move {
            if opening::open(&app, task).await.is_err() {
                window::show(&app);
                page::tell(&app, Told::ShowTask { task });
            }
            Ok(())
        }),
    }
}

/// Does one thing that a start could ask for too.
pub(super) fn perform(app: &AppHandle, deed: Deed) {
    do_beside(app, move |app| async move { wish::perform(&app, deed).await });
}

fn do_beside<F>(app: &AppHandle, work: impl FnOnce(AppHandle) -> F)
where
    F: Future<Output = Result<(), Refusal>> + Send + 'static,
{
    let work = work(app.clone());
    tauri::async_runtime::spawn(async move {
        if let Err(refusal) = work.await {
            tracing::warn!("the tray asked in vain: {refusal}");
        }
    });
}

fn label(recent: &Recent, words: &Words) -> String {
    let key = match recent.status {
        Status::Enqueued | Status::WaitingToRetry => "tray-task-waiting",
        Status::Running => "tray-task-running",
        Status::Paused => "tray-task-paused",
        Status::Complete => "tray-task-ready",
        Status::NotFound | Status::Failed => "tray-task-failed",
        Status::Canceled => "tray-task-canceled",
    };
    words.say(key, &[("name", shown(&recent.name).into())])
}

/// Text from outside as a menu can show it: one short line, in which nothing is a key or turns the rest around.
fn shown(text: &str) -> String {
    let turns =
        |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let letters: Vec<char> = text.chars().filter(|letter| !turns(*letter) && !letter.is_control()).collect();
    let short: String = if letters.len() > LONGEST {
        // The end of a name says what kind of file it is.
        let (start, end) = (&letters[..LONGEST - 13], &letters[letters.len() - 12..]);
        start.iter().chain(&['…']).chain(end).collect()
    } else {
        letters.into_iter().collect()
    };
    format!("\u{2068}{}\u{2069}", short.replace('&', "&&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_known_again_by_its_id() {
        let entries = [Entry::Show, Entry::AddCopied, Entry::PauseAll, Entry::ResumeAll, Entry::Limit(0), Entry::Quit];
        for entry in entries.into_iter().chain([Entry::Limit(500_000), Entry::Task(7)]) {
            assert_eq!(Entry::of(&entry.id()), Some(entry));
        }
        for nonsense in ["", "task", "task x", "task -1", "quit 1", "show window"] {
            assert_eq!(Entry::of(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn f156_a_name_in_the_menu_is_one_short_line_of_text() {
        assert_eq!(shown("R&D_plan.txt"), "\u{2068}R&&D_plan.txt\u{2069}");
        assert_eq!(shown("a\u{202e}gpj\n.exe"), "\u{2068}agpj.exe\u{2069}");
        let long = shown(&format!("{}.tar.gz", "🎬".repeat(10_000)));
        assert_eq!(long.chars().count(), LONGEST + 2);
        assert!(long.ends_with(".tar.gz\u{2069}"), "{long}");
    }

    #[test]
    fn the_limit_that_is_set_is_found_among_those_to_choose_from() {
        let set = |rate, scheduled| {
            let offer = Offer { limit: SpeedLimit { rate, scheduled }, ..Offer::default() };
            LIMITS.iter().copied().filter(|limit| offer.is_set(*limit)).collect::<Vec<_>>()
        };
        assert_eq!(set(None, false), [0]);
        assert_eq!(set(Some(500_000), false), [500_000]);
        assert_eq!(set(Some(2 << 20), false), [0_u64; 0]);
        assert_eq!(set(Some(500_000), true), [0_u64; 0]);
    }

    #[test]
    fn what_the_menu_says_of_a_task_is_where_it_is() {
        let words = Words::english();
        let said = |status| label(&Recent { task: 1, name: "a".to_owned(), status }, &words);
        assert_eq!(said(Status::Running), "\u{2068}a\u{2069} (running)");
        assert_eq!(said(Status::NotFound), "\u{2068}a\u{2069} (failed)");
    }
}
