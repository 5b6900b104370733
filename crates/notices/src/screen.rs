//! What can be seen of this program's notifications.
//!
//! Owns their ids. Rules kept here: one that is about the same takes the place of the older; a running one that a person
//! has sent away stays away; text from outside is text, whatever the desktop makes of markup (row 156).

use std::collections::{HashMap, HashSet};

use haul_api::{About, Notice, NoticeAction, NoticeKind};
use haul_words::Words;
use zbus::zvariant::Value;

use crate::desktop::NotificationsProxy;
use crate::{IDENTIFIER, buttons};

/// What can be seen now.
pub(crate) struct Screen<'a> {
    desktop: &'a NotificationsProxy<'a>,
    words: Words,
    able: Option<Able>,
    shown: HashMap<About, Shown>,
    /// Whose running notification a person has sent away.
    dismissed: HashSet<About>,
}

/// A notification that is on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    id: u32,
    pub(crate) about: About,
    kind: NoticeKind,
    pub(crate) tap: Option<NoticeAction>,
}

/// What whoever shows notifications can do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Able {
    actions: bool,
    markup: bool,
}

impl<'a> Screen<'a> {
    /// An empty one.
    pub(crate) fn on(desktop: &'a NotificationsProxy<'a>, words: Words) -> Self {
        Self { desktop, words, able: None, shown: HashMap::new(), dismissed: HashSet::new() }
    }

    /// Shows a notification, or takes one away.
    pub(crate) async fn take(&mut self, notice: Notice) {
        let about = notice.about.clone();
        if notice.kind == NoticeKind::Gone {
            self.dismissed.remove(&about);
            if let Some(shown) = self.shown.remove(&about) {
                let _already_gone = self.desktop.close_notification(shown.id).await;
            }
            return;
        }
        if notice.kind != NoticeKind::Running {
            self.dismissed.remove(&about);
        } else if self.dismissed.contains(&about) {
            return;
        }
        let replaces = self.shown.get(&about).map_or(0, |shown| shown.id);
        match self.notify(&notice, replaces).await {
            Ok(id) => {
                self.shown.insert(about.clone(), Shown { id, about, kind: notice.kind, tap: notice.tap });
            }
            Err(error) => {
                tracing::info!("nobody shows notifications: {error}");
                self.forget();
            }
        }
    }

    async fn notify(&mut self, notice: &Notice, replaces: u32) -> zbus::Result<u32> {
        let able = match self.able {
            Some(able) => able,
            None => *self.able.insert(Able::from(&self.desktop.get_capabilities().await?[..])),
        };
        let body = if able.markup { escaped(&notice.body) } else { notice.body.clone() };
        let buttons = if able.actions { buttons::of(notice, &self.words) } else { Vec::new() };
        let lasts = if notice.kind == NoticeKind::Running { 0 } else { -1 };
        let buttons: Vec<&str> = buttons.iter().map(String::as_str).collect();
        self.desktop.notify("Haul", replaces, IDENTIFIER, &notice.title, &body, &buttons, hints(notice), lasts).await
    }

    /// The notification of this id, if it is one of ours.
    pub(crate) fn of(&self, id: u32) -> Option<Shown> {
        self.shown.values().find(|shown| shown.id == id).cloned()
    }

    /// One is gone from the screen.
    pub(crate) fn closed(&mut self, id: u32, reason: u32) {
        const BY_A_PERSON: u32 = 2;
        let Some(shown) = self.of(id) else { return };
        self.shown.remove(&shown.about);
        if shown.kind == NoticeKind::Running && reason == BY_A_PERSON {
            self.dismissed.insert(shown.about);
        }
    }

    /// Whoever shows notifications is another one now, or nobody.
    pub(crate) fn forget(&mut self) {
        self.able = None;
        self.shown.clear();
    }
}

impl From<&[String]> for Able {
    fn from(words: &[String]) -> Self {
        let can = |wanted: &str| words.iter().any(|word| word == wanted);
        Self { actions: can("actions"), markup: can("body-markup") }
    }
}

fn hints(notice: &Notice) -> HashMap<&'static str, Value<'static>> {
    const LOW: u8 = 0;
    const NORMAL: u8 = 1;
    let (category, urgency) = match notice.kind {
        NoticeKind::Complete => ("transfer.complete", NORMAL),
        NoticeKind::Failed => ("transfer.error", NORMAL),
        NoticeKind::Running | NoticeKind::Paused | NoticeKind::Canceled | NoticeKind::Gone => ("transfer", LOW),
    };
    let mut hints = HashMap::from([
        ("category", Value::from(category)),
        ("desktop-entry", Value::from(IDENTIFIER)),
        ("urgency", Value::from(urgency)),
    ]);
    if let Some(percent) = notice.percent {
        hints.insert("value", Value::from(i32::from(percent)));
    }
    if notice.sound {
        // Names of the Sound Naming Specification; whoever shows it plays them, or not.
        let failed = notice.kind == NoticeKind::Failed;
        hints.insert("sound-name", Value::from(if failed { "dialog-error" } else { "complete-download" }));
    }
    hints
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(kind: NoticeKind) -> Notice {
        let (title, body) = ("t".into(), "b".into());
        Notice { about: About::Task(7), kind, title, body, actions: Vec::new(), tap: None, percent: None, sound: false }
    }

    #[test]
    fn f156_a_body_cannot_hold_markup() {
        assert_eq!(escaped("<a href=\"x\">&lt;</a>"), "&lt;a href=\"x\"&gt;&amp;lt;&lt;/a&gt;");
    }

    #[test]
    fn progress_and_category_are_hints() {
        let running = Notice { percent: Some(40), ..notice(NoticeKind::Running) };
        assert_eq!(hints(&running).get("value"), Some(&Value::from(40_i32)));
        let failed = notice(NoticeKind::Failed);
        assert_eq!(hints(&failed).get("category"), Some(&Value::from("transfer.error")));
        assert_eq!(hints(&failed).get("desktop-entry"), Some(&Value::from("dev.haul.Haul")));
        assert_eq!(hints(&failed).get("value"), None);
    }

    #[test]
    fn an_end_is_heard_only_where_that_is_wanted() {
        assert_eq!(hints(&notice(NoticeKind::Complete)).get("sound-name"), None);
        let heard = |kind| Notice { sound: true, ..notice(kind) };
        assert_eq!(hints(&heard(NoticeKind::Complete)).get("sound-name"), Some(&Value::from("complete-download")));
        assert_eq!(hints(&heard(NoticeKind::Failed)).get("sound-name"), Some(&Value::from("dialog-error")));
    }

    #[test]
    fn what_the_desktop_cannot_do_is_not_asked_of_it() {
        let words = ["body".to_owned(), "actions".to_owned()];
        assert_eq!(Able::from(&words[..]), Able { actions: true, markup: false });
    }
}
