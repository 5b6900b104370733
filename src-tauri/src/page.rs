//! What the shell tells the page without being asked.
//!
//! Owns the events and the stream of ticks of the page that is there now. Refuses to send rows: a tick says that
//! something changed, and the page asks for what it shows.
//! Rule kept here: nothing is told to a page that does not listen yet, and nothing told is lost on its way there.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use haul_api::Tick;
use serde::Serialize;
use tauri::async_runtime::JoinHandle;
use tauri::ipc::Channel;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::watch;

use crate::choosing::LocalFile;
use crate::steps::{Step, Steps};
use crate::window;

/// Four ticks a second at most.
const BETWEEN_TICKS: Duration = Duration::from_millis(250);

/// Something for the page to act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Told {
    /// Links or files were dropped on the window.
    Dropped {
        /// One a line, exactly as the source gave them.
        text: String,
        /// Names of what can neither be downloaded nor sent.
        refused: Vec<String>,
        /// Files that hold no links.
        files: Vec<LocalFile>,
    },
    /// Something hangs over the window; nothing of either once it has gone.
    Dragged {
        /// How many files.
        files: usize,
        /// How many addresses.
        links: usize,
    },
    /// The window shall close, and there is no tray to find it again.
    CloseAsked {},
    /// New downloads are wanted; nothing is added before the person says so.
    AddAsked {
        /// Links for the dialog, one a line; may be empty.
        text: String,
    },
    /// Links were copied elsewhere, and may be offered.
    Copied {
        /// One a line.
        text: String,
    },
    /// A task is to be seen.
    ShowTask {
        /// Its number.
        task: u64,
    },
}

impl Told {
    const fn event(&self) -> &'static str {
        match self {
            Self::Dropped { .. } => "dropped",
            Self::Dragged { .. } => "dragged",
            Self::CloseAsked {} => "close-asked",
            Self::AddAsked { .. } => "add-asked",
            Self::Copied { .. } => "copied",
            Self::ShowTask { .. } => "show-task",
        }
    }
}

/// The page that is there now, if any.
#[derive(Default)]
pub(crate) struct Page(Mutex<State>);

#[derive(Default)]
enum State {
    /// No page, or one that does not listen yet; what is told waits.
    #[default]
    Away,
    /// The same, with something waiting.
    Awaited(Vec<Told>),
    /// A page that listens, and its stream of ticks.
    Listening(JoinHandle<()>),
}

/// Tells the page, now or as soon as it listens.
pub(crate) fn tell(app: &AppHandle, told: Told) {
    let page = app.state::<Page>();
    let mut state = page.0.lock().unwrap_or_else(PoisonError::into_inner);
    match &mut *state {
        State::Away => *state = State::Awaited(vec![told]),
        State::Awaited(waiting) => waiting.push(told),
        State::Listening(_) => emit(app, &told),
    }
}

/// True while a page is there that can answer.
pub(crate) fn listens(app: &AppHandle) -> bool {
    let page = app.state::<Page>();
    let state = page.0.lock().unwrap_or_else(PoisonError::into_inner);
    matches!(*state, State::Listening(_))
}

/// Takes up a page that listens: it gets what waited for it, and ticks from now on.
pub(crate) fn arrived(app: &AppHandle, ticks: watch::Receiver<Option<Tick>>, channel: Channel<Tick>) {
    app.state::<Steps>().reached(Step::Listening);
    let page = app.state::<Page>();
    let mut state = page.0.lock().unwrap_or_else(PoisonError::into_inner);
    let pump = tauri::async_runtime::spawn(pass_on(ticks, channel));
    match std::mem::replace(&mut *state, State::Listening(pump)) {
        State::Away => {}
        State::Awaited(waiting) => waiting.iter().for_each(|told| emit(app, told)),
        State::Listening(before) => before.abort(),
    }
}

/// Lets go of a page that has gone.
pub(crate) fn left(app: &AppHandle) {
    let page = app.state::<Page>();
    let mut state = page.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let State::Listening(pump) = std::mem::take(&mut *state) {
        pump.abort();
    }
}

fn emit(app: &AppHandle, told: &Told) {
    if let Err(error) = app.emit_to(window::LABEL, told.event(), told) {
        tracing::warn!("the page could not be told {}: {error}", told.event());
    }
}

async fn pass_on(mut ticks: watch::Receiver<Option<Tick>>, channel: Channel<Tick>) {
    loop {
        let tick = ticks.borrow_and_update().clone();
        if let Some(tick) = tick {
            if channel.send(tick).is_err() {
                return;
            }
            tokio::time::sleep(BETWEEN_TICKS).await;
        }
        if ticks.changed().await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_has_the_fields_that_the_page_reads() -> anyhow::Result<()> {
        let dropped = Told::Dropped { text: "https://a".to_owned(), refused: vec!["b".to_owned()], files: Vec::new() };
        assert_eq!(serde_json::to_string(&dropped)?, r#"{"text":"https://a","refused":["b"],"files":[]}"#);
        assert_eq!(serde_json::to_string(&Told::Dragged { files: 2, links: 0 })?, r#"{"files":2,"links":0}"#);
        assert_eq!(serde_json::to_string(&Told::ShowTask { task: 7 })?, r#"{"task":7}"#);
        let links = || "https://a".to_owned();
        assert_eq!(serde_json::to_string(&Told::AddAsked { text: links() })?, r#"{"text":"https://a"}"#);
        assert_eq!(serde_json::to_string(&Told::Copied { text: links() })?, r#"{"text":"https://a"}"#);
        Ok(())
    }
}
