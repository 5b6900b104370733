//! Desktop notifications of the window's program.
//!
//! Owns what this program does when one is pressed. Refuses to show any: `haul_notices` does. Rule kept here: what a
//! daemon kept for a window is done as soon as there is one (M183).

use std::time::Duration;

use haul_api::{About, Client, NoticeAction, Place, Press, Refusal, Update, Watch};
use haul_notices::Program;
use tauri::{AppHandle, Manager};
use tokio::time::sleep;

use crate::link::Link;
use crate::page::{self, Told};
use crate::{opening, window};

/// How long to wait before a lost host is asked again.
const PAUSE: Duration = Duration::from_millis(500);

/// Shows what the host wants shown, for ever.
pub(crate) async fn keep_showing(app: AppHandle) {
    haul_notices::keep_showing(Shell(app)).await;
}

/// Does what was pressed while there was no window, for ever.
pub(crate) async fn keep_answering(app: AppHandle) {
    let shell = Shell(app);
    loop {
        if let Err(refusal) = shell.answer_all().await {
            tracing::debug!("presses are not heard now: {refusal}");
        }
        sleep(PAUSE).await;
    }
}

struct Shell(AppHandle);

impl Shell {
    async fn answer_all(&self) -> Result<(), Refusal> {
        let mut presses = self.client()?.watch(Watch::Presses).await?;
        while let Some(update) = presses.next().await? {
            if let Update::Pressed(press) = update {
                self.answer(press).await;
            }
        }
        Ok(())
    }

    async fn answer(&self, press: Press) {
        let done = match (press.action, &press.about) {
            (Some(NoticeAction::Open), About::Task(task)) => self.open(*task).await,
            (Some(NoticeAction::Reveal), About::Task(task)) => self.reveal(*task).await,
            (_, about) => self.show(about).await,
        };
        if let Err(refusal) = done {
            tracing::warn!("a notification asked in vain: {refusal}");
            window::show(&self.0);
        }
    }
}

impl Program for Shell {
    const PLACE: Place = Place::Window;

    fn client(&self) -> Result<Client, Refusal> {
        self.0.state::<Link>().client()
    }

    async fn open(&self, task: u64) -> Result<(), Refusal> {
        opening::open(&self.0, task).await
    }

    async fn reveal(&self, task: u64) -> Result<(), Refusal> {
        opening::show_in_folder(&self.0, task).await
    }

    async fn show(&self, about: &About) -> Result<(), Refusal> {
        window::show(&self.0);
        if let About::Task(task) = about {
            page::tell(&self.0, Told::ShowTask { task: *task });
        }
        Ok(())
    }
}
