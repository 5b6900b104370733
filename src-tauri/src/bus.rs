//! Haul as an application of the desktop (org.freedesktop.Application).
//!
//! Owns the program's name on the session bus and what it is asked there: to show itself, to take addresses, to do an
//! action of its desktop entry. Refuses to decide who is first: `single` does, over the home; the bus only brings wishes.
//! Rules kept here: who asks over the bus may ask what a start may ask, and nothing more; another program that has the
//! name already, such as Haul with another home, keeps it.

use std::collections::HashMap;
use std::ffi::OsString;

use tauri::AppHandle;
use zbus::fdo::{Error, RequestNameFlags, Result};
use zbus::zvariant::OwnedValue;

use crate::arguments::{self, Asked};
use crate::wish::{self, Deed, Seen, Wish};
use crate::{IDENTIFIER, app};

/// Where the application is, as its name says.
const PATH: &str = "/dev/haul/Haul";

/// Listens on the session bus until the program ends.
pub(crate) async fn serve(app: AppHandle) {
    if let Err(error) = listen(app).await {
        tracing::info!("the desktop does not reach Haul over the session bus: {error}");
    }
}

async fn listen(app: AppHandle) -> zbus::Result<()> {
    // Whoever starts Haul over the bus has asked already: the builder listens before anything can arrive.
    let bus = zbus::connection::Builder::session()?.serve_at(PATH, Application(app))?.build().await?;
    bus.request_name_with_flags(IDENTIFIER, RequestNameFlags::DoNotQueue.into()).await?;
    // The connection lives as long as this.
    std::future::pending().await
}

struct Application(AppHandle);

impl Application {
    async fn fulfil(&self, wish: Wish) -> Result<()> {
        let answer = wish::fulfil(&self.0, wish).await;
        if answer.refused.is_empty() { Ok(()) } else { Err(Error::Failed(answer.refused.join("\n"))) }
    }
}

#[zbus::interface(name = "org.freedesktop.Application")]
impl Application {
    async fn activate(&self, _platform: HashMap<String, OwnedValue>) -> Result<()> {
        self.fulfil(Wish::default()).await
    }

    async fn open(&self, uris: Vec<String>, _platform: HashMap<String, OwnedValue>) -> Result<()> {
        let arguments = std::iter::once("--".to_owned()).chain(uris).map(OsString::from);
        match arguments::read(arguments) {
            Ok(Asked::Start(read)) => self.fulfil(read.wish).await,
            Ok(Asked::Help | Asked::Version) => Ok(()),
            Err(mistake) => Err(Error::InvalidArgs(mistake.to_string())),
        }
    }

    async fn activate_action(
        &self,
        action: &str,
        _parameter: Vec<OwnedValue>,
        _platform: HashMap<String, OwnedValue>,
    ) -> Result<()> {
        let deed = match action {
            "new-download" => Deed::AskForDownloads,
            "pause-all" => Deed::PauseAll,
            "resume-all" => Deed::ResumeAll,
            "quit" => {
                app::quit(&self.0);
                return Ok(());
            }
            _ => return Err(Error::InvalidArgs(format!("Haul has no action \"{action}\"."))),
        };
        self.fulfil(Wish { deeds: vec![deed], window: Seen::AsItIs, ..Wish::default() }).await
    }
}
