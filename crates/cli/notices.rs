//! Notifications of a daemon.
//!
//! Owns what a daemon does when one is pressed. Refuses to show any: the window's program does, and `haul_notices` for
//! who has no window. Rule kept here: what needs a question or a window is kept for the window (M183).

use std::path::{Path, PathBuf};

use haul_api::{About, Client, Code, NoticeAction, OneTask, Place, Press, Refusal, TaskRef, TaskView};
use haul_notices::Program;

use crate::window;

/// The daemon of this home.
pub(crate) struct Daemon {
    pub(crate) client: Client,
    /// The home, where it is not the usual one.
    pub(crate) home: Option<PathBuf>,
}

impl Daemon {
    async fn task(&self, task: u64) -> Result<TaskView, Refusal> {
        Ok(self.client.show(OneTask { task: TaskRef::Number(task) }).await?.task)
    }

    /// Keeps the press for a window, and starts one where there can be any.
    async fn leave(&self, about: &About, action: Option<NoticeAction>) -> Result<(), Refusal> {
        self.client.press(Press { about: about.clone(), action }).await?;
        match window::command(self.home.as_deref()) {
            Ok(None) => {}
            // The runtime looks after the end of a child that nobody waits for.
            Ok(Some(window)) => {
                if let Err(error) = tokio::process::Command::from(window).spawn() {
                    tracing::warn!(%error, "the window could not be started");
                }
            }
            Err(error) => tracing::warn!(%error, "the window could not be started"),
        }
        Ok(())
    }
}

impl Program for Daemon {
    const PLACE: Place = Place::Background;

    fn client(&self) -> Result<Client, Refusal> {
        Ok(self.client.clone())
    }

    async fn open(&self, task: u64) -> Result<(), Refusal> {
        let view = self.task(task).await?;
        let path = Path::new(&view.path);
        if !path.is_file() || haul_host::launchable(path).is_some() {
            return self.leave(&About::Task(task), Some(NoticeAction::Open)).await;
        }
        hand_over(path)
    }

    async fn reveal(&self, task: u64) -> Result<(), Refusal> {
        let view = self.task(task).await?;
        match Path::new(&view.path).parent().filter(|folder| folder.is_dir()) {
            Some(folder) => hand_over(folder),
            None => self.show(&About::Task(task)).await,
        }
    }

    async fn show(&self, about: &About) -> Result<(), Refusal> {
        self.leave(about, None).await
    }
}

fn hand_over(path: &Path) -> Result<(), Refusal> {
    open::that_detached(path).map_err(|error| {
        let message = format!("No program on this desktop opens {}: {error}.", path.display());
        Refusal::new(Code::NotPossible, message)
    })
}
