//! A host's notifications on the desktop.
//!
//! Owns the one connection over which they are shown, replaced and answered. Refuses to word them: title, body and
//! buttons come from the host as they are. Rules kept here: one notification a task or a group of them, replaced in
//! place; the connection stays open for as long as the program, because some desktops drop a notification with its
//! sender; nobody there to show them is an ordinary case.

mod buttons;
mod desktop;
mod screen;

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use haul_api::{About, Client, Nothing, NoticeAction, Place, Press, Refusal, Update, Updates, Watch};
use haul_words::Words;
use tokio::time::sleep;

use crate::desktop::NotificationsProxy;
use crate::screen::{Screen, Shown};

/// The name of the program's desktop entry and icon.
const IDENTIFIER: &str = "dev.haul.Haul";

/// How long to wait before a lost host is asked again.
const PAUSE: Duration = Duration::from_millis(500);

/// The program that shows notifications, as far as they need it.
pub trait Program: Send + Sync + 'static {
    /// Where this program stands when several could show.
    const PLACE: Place;

    /// Whoever hosts now.
    ///
    /// # Errors
    /// A refusal while there is nobody.
    fn client(&self) -> Result<Client, Refusal>;

    /// Opens the file of a finished task.
    fn open(&self, task: u64) -> impl Future<Output = Result<(), Refusal>> + Send;

    /// Shows the file of a task in its folder.
    fn reveal(&self, task: u64) -> impl Future<Output = Result<(), Refusal>> + Send;

    /// Lets the person see what a notification was about, in the window (M183).
    fn show(&self, about: &About) -> impl Future<Output = Result<(), Refusal>> + Send;
}

/// Shows what the host wants shown, until the session ends.
pub async fn keep_showing(program: impl Program) {
    if let Err(error) = show_all(&Arc::new(program)).await {
        tracing::info!("there are no notifications, because there is no session bus: {error}");
    }
}

async fn show_all<P: Program>(program: &Arc<P>) -> zbus::Result<()> {
    let bus = zbus::Connection::session().await?;
    let desktop = NotificationsProxy::new(&bus).await?;
    let mut owners = desktop.inner().receive_owner_changed().await?;
    let mut actions = desktop.receive_action_invoked().await?;
    let mut closings = desktop.receive_notification_closed().await?;
    let mut screen = Screen::on(&desktop, language(&**program).await);
    let mut notices = watched(&**program).await;
    loop {
        tokio::select! {
            update = notices.next() => match update {
                Ok(Some(Update::Notice(notice))) => screen.take(notice).await,
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => notices = watched(&**program).await,
            },
            signal = actions.next() => {
                let Some(signal) = signal else { return Ok(()) };
                let arguments = signal.args()?;
                if let Some(shown) = screen.of(arguments.id) {
                    tokio::spawn(answer(Arc::clone(program), shown, arguments.action_key.to_owned()));
                }
            }
            signal = closings.next() => {
                let Some(signal) = signal else { return Ok(()) };
                let arguments = signal.args()?;
                screen.closed(arguments.id, arguments.reason);
            }
            Some(_) = owners.next() => screen.forget(),
        }
    }
}

/// The words of the language that is set, or of the desktop's while nobody can be asked.
async fn language<P: Program>(program: &P) -> Words {
    let set = match program.client() {
        Ok(client) => client.settings(Nothing {}).await.map(|settings| settings.language).unwrap_or_default(),
        Err(_) => String::new(),
    };
    Words::chosen(&set)
}

/// The stream of notices, of whichever host is there.
async fn watched<P: Program>(program: &P) -> Updates {
    loop {
        let watch = match program.client() {
            Ok(client) => client.watch(Watch::Notices(P::PLACE)).await,
            Err(refusal) => Err(refusal),
        };
        match watch {
            Ok(updates) => return updates,
            Err(_) => sleep(PAUSE).await,
        }
    }
}

/// Does what a button says; what cannot be done is shown instead.
async fn answer<P: Program>(program: Arc<P>, shown: Shown, pressed: String) {
    let action = if pressed == buttons::CLICK { shown.tap } else { buttons::of_key(&pressed) };
    let done = match action {
        Some(action) => act(&*program, &shown.about, action).await,
        None => program.show(&shown.about).await,
    };
    let Err(refusal) = done else { return };
    tracing::warn!("a notification asked in vain: {refusal}");
    if action.is_some()
        && let Err(refusal) = program.show(&shown.about).await
    {
        tracing::warn!("nobody can be shown why: {refusal}");
    }
}

async fn act<P: Program>(program: &P, about: &About, action: NoticeAction) -> Result<(), Refusal> {
    match (action, about) {
        (NoticeAction::Open, About::Task(task)) => program.open(*task).await,
        (NoticeAction::Reveal, About::Task(task)) => program.reveal(*task).await,
        (NoticeAction::Open | NoticeAction::Reveal, About::Together(_)) => program.show(about).await,
        (NoticeAction::Retry | NoticeAction::Pause | NoticeAction::Resume | NoticeAction::Cancel, _) => {
            let press = Press { about: about.clone(), action: Some(action) };
            let changed = program.client()?.press(press).await?;
            changed.refused.into_iter().next().map_or(Ok(()), |refused| Err(refused.why))
        }
    }
}
