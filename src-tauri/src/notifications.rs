//! Desktop notifications.
//!
//! Owns the one connection over which they are shown, replaced and answered. Refuses to word them: title, body and
//! buttons come from the host as they are. Rules kept here: one notification a task, replaced in place; the connection
//! stays open for as long as the program, because some desktops drop a notification with its sender; nobody there to
//! show them is an ordinary case.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use futures_util::StreamExt;
use haul_api::{Notice, NoticeAction, NoticeKind, Refusal, Selection, TaskRef, Update, Updates, Watch};
use tauri::{AppHandle, Manager};
use tokio::time::sleep;
use zbus::zvariant::Value;

use crate::link::Link;
use crate::page::{self, Told};
use crate::{IDENTIFIER, opening, window};

/// How long to wait before a lost host is asked again.
const PAUSE: Duration = Duration::from_millis(500);

/// Key of the action that a click on the notification itself means.
const CLICK: &str = "default";

#[zbus::proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications",
    gen_blocking = false
)]
trait Notifications {
    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;

    #[allow(clippy::too_many_arguments, reason = "the Desktop Notifications Specification")]
    fn notify(
        &self,
        app_name: &str,
        replaces_id: u32,
        app_icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Value<'_>>,
        expire_timeout: i32,
    ) -> zbus::Result<u32>;

    fn close_notification(&self, id: u32) -> zbus::Result<()>;

    #[zbus(signal)]
    fn action_invoked(&self, id: u32, action_key: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    fn notification_closed(&self, id: u32, reason: u32) -> zbus::Result<()>;
}

/// Shows what the host wants shown, for ever.
pub(crate) async fn keep_showing(app: AppHandle) {
    if let Err(error) = show_all(&app).await {
        tracing::info!("there are no notifications, because there is no session bus: {error}");
    }
}

async fn show_all(app: &AppHandle) -> zbus::Result<()> {
    let bus = zbus::Connection::session().await?;
    let desktop = NotificationsProxy::new(&bus).await?;
    let mut owners = desktop.inner().receive_owner_changed().await?;
    let mut actions = desktop.receive_action_invoked().await?;
    let mut closings = desktop.receive_notification_closed().await?;
    let mut screen = Screen { desktop: &desktop, able: None, shown: HashMap::new(), dismissed: HashSet::new() };
    let mut notices = watched(app).await;
    loop {
        tokio::select! {
            update = notices.next() => match update {
                Ok(Some(Update::Notice(notice))) => screen.take(notice).await,
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => notices = watched(app).await,
            },
            Some(signal) = actions.next() => {
                let arguments = signal.args()?;
                if let Some(shown) = screen.of(arguments.id) {
                    answer(app, shown, arguments.action_key);
                }
            }
            Some(signal) = closings.next() => {
                let arguments = signal.args()?;
                screen.closed(arguments.id, arguments.reason);
            }
            Some(_) = owners.next() => screen.forget(),
        }
    }
}

/// The stream of notices, of whichever host is there.
async fn watched(app: &AppHandle) -> Updates {
    loop {
        let watch = match app.state::<Link>().client() {
            Ok(client) => client.watch(Watch::Notices).await,
            Err(refusal) => Err(refusal),
        };
        match watch {
            Ok(updates) => return updates,
            Err(_) => sleep(PAUSE).await,
        }
    }
}

/// What can be seen of this program's notifications now.
struct Screen<'a> {
    desktop: &'a NotificationsProxy<'a>,
    able: Option<Able>,
    shown: HashMap<u64, Shown>,
    /// Tasks whose running notification a person has sent away.
    dismissed: HashSet<u64>,
}

/// A notification that is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    id: u32,
    task: u64,
    kind: NoticeKind,
    tap: Option<NoticeAction>,
}

/// What whoever shows notifications can do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Able {
    actions: bool,
    markup: bool,
}

impl Screen<'_> {
    async fn take(&mut self, notice: Notice) {
        let task = notice.task;
        if notice.kind == NoticeKind::Gone {
            self.dismissed.remove(&task);
            if let Some(shown) = self.shown.remove(&task) {
                let _already_gone = self.desktop.close_notification(shown.id).await;
            }
            return;
        }
        if notice.kind != NoticeKind::Running {
            self.dismissed.remove(&task);
        } else if self.dismissed.contains(&task) {
            return;
        }
        let replaces = self.shown.get(&task).map_or(0, |shown| shown.id);
        match self.notify(&notice, replaces).await {
            Ok(id) => {
                self.shown.insert(task, Shown { id, task, kind: notice.kind, tap: notice.tap });
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
        let buttons = if able.actions { buttons(notice) } else { Vec::new() };
        let lasts = if notice.kind == NoticeKind::Running { 0 } else { -1 };
        self.desktop.notify("Haul", replaces, IDENTIFIER, &notice.title, &body, &buttons, hints(notice), lasts).await
    }

    fn of(&self, id: u32) -> Option<Shown> {
        self.shown.values().find(|shown| shown.id == id).copied()
    }

    fn closed(&mut self, id: u32, reason: u32) {
        const BY_A_PERSON: u32 = 2;
        let Some(shown) = self.of(id) else { return };
        self.shown.remove(&shown.task);
        if shown.kind == NoticeKind::Running && reason == BY_A_PERSON {
            self.dismissed.insert(shown.task);
        }
    }

    /// Whoever shows notifications is another one now, or nobody.
    fn forget(&mut self) {
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
    hints
}

/// Keys and words of the buttons, in turn, as the specification has it.
fn buttons(notice: &Notice) -> Vec<&'static str> {
    let click = [CLICK, "Show"];
    click.into_iter().chain(notice.actions.iter().flat_map(|action| [key(*action), word(*action)])).collect()
}

const ACTIONS: [NoticeAction; 6] = [
    NoticeAction::Open,
    NoticeAction::Reveal,
    NoticeAction::Retry,
    NoticeAction::Pause,
    NoticeAction::Resume,
    NoticeAction::Cancel,
];

const fn key(action: NoticeAction) -> &'static str {
    match action {
        NoticeAction::Open => "open",
        NoticeAction::Reveal => "reveal",
        NoticeAction::Retry => "retry",
        NoticeAction::Pause => "pause",
        NoticeAction::Resume => "resume",
        NoticeAction::Cancel => "cancel",
    }
}

const fn word(action: NoticeAction) -> &'static str {
    match action {
        NoticeAction::Open => "Open",
        NoticeAction::Reveal => "Show in folder",
        NoticeAction::Retry => "Retry",
        NoticeAction::Pause => "Pause",
        NoticeAction::Resume => "Resume",
        NoticeAction::Cancel => "Cancel",
    }
}

fn answer(app: &AppHandle, shown: Shown, pressed: &str) {
    let action = if pressed == CLICK { shown.tap } else { ACTIONS.into_iter().find(|action| key(*action) == pressed) };
    let Some(action) = action else {
        window::show(app);
        page::tell(app, Told::ShowTask { task: shown.task });
        return;
    };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Err(refusal) = act(&app, shown.task, action).await {
            tracing::warn!("a notification asked in vain: {refusal}");
            window::show(&app);
            page::tell(&app, Told::ShowTask { task: shown.task });
        }
    });
}

async fn act(app: &AppHandle, task: u64, action: NoticeAction) -> Result<(), Refusal> {
    let client = app.state::<Link>().client()?;
    let this = Selection::Tasks(vec![TaskRef::Number(task)]);
    let changed = match action {
        NoticeAction::Open => return opening::open(app, task).await,
        NoticeAction::Reveal => return opening::show_in_folder(app, task).await,
        NoticeAction::Retry => client.retry(this).await?,
        NoticeAction::Pause => client.pause(this).await?,
        NoticeAction::Resume => client.resume(this).await?,
        NoticeAction::Cancel => client.cancel(this).await?,
    };
    changed.refused.into_iter().next().map_or(Ok(()), |refused| Err(refused.why))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(kind: NoticeKind, actions: Vec<NoticeAction>) -> Notice {
        Notice { task: 7, kind, title: "t".into(), body: "b".into(), actions, tap: None, percent: None }
    }

    #[test]
    fn a_body_cannot_hold_markup() {
        assert_eq!(escaped("<a href=\"x\">&lt;</a>"), "&lt;a href=\"x\"&gt;&amp;lt;&lt;/a&gt;");
    }

    #[test]
    fn a_button_is_sent_as_key_and_word() {
        let complete = notice(NoticeKind::Complete, vec![NoticeAction::Open, NoticeAction::Reveal]);
        assert_eq!(buttons(&complete), ["default", "Show", "open", "Open", "reveal", "Show in folder"]);
    }

    #[test]
    fn every_button_is_known_again_by_its_key() {
        for action in ACTIONS {
            assert_eq!(ACTIONS.into_iter().filter(|other| key(*other) == key(action)).count(), 1);
        }
    }

    #[test]
    fn progress_and_category_are_hints() {
        let running = Notice { percent: Some(40), ..notice(NoticeKind::Running, Vec::new()) };
        assert_eq!(hints(&running).get("value"), Some(&Value::from(40_i32)));
        let failed = notice(NoticeKind::Failed, Vec::new());
        assert_eq!(hints(&failed).get("category"), Some(&Value::from("transfer.error")));
        assert_eq!(hints(&failed).get("desktop-entry"), Some(&Value::from("dev.haul.Haul")));
        assert_eq!(hints(&failed).get("value"), None);
    }

    #[test]
    fn what_the_desktop_cannot_do_is_not_asked_of_it() {
        let words = ["body".to_owned(), "actions".to_owned()];
        assert_eq!(Able::from(&words[..]), Able { actions: true, markup: false });
    }
}
