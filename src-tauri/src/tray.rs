//! The tray icon.
//!
//! Owns the icon and knows whether this desktop has a place for it; `look` says what it tells, `menu` what it offers.
//! Refuses to be needed: where nobody shows tray icons the program starts all the same and watches for somebody who does.
//! Rule kept here: it is drawn at most once a second, and only when it changes.

mod look;
mod menu;
mod watcher;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tauri::menu::MenuEvent;
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager};
use tokio::sync::Notify;
// Its `ksni` feature gives the icon a tooltip and clicks; the toolkit's own tray is the same copy of it.
use tray_icon as _;

use crate::glance::{self, Glance};
use crate::link::Link;
use crate::window;
use crate::wish::Deed;
use look::{Look, Mood, Panel};
use menu::Offer;

pub(crate) use watcher::watch_for_host;

/// Whether somebody on this desktop shows tray icons now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    /// The icon can be seen.
    There,
    /// It cannot.
    Missing,
}

/// The tray icon of this program.
#[derive(Default)]
pub(crate) struct Tray {
    icon: Mutex<Option<TrayIcon>>,
    host_is_there: AtomicBool,
    redraw: Notify,
}

/// Whether the icon can be seen now.
pub(crate) fn host(app: &AppHandle) -> Host {
    if app.state::<Tray>().host_is_there.load(Ordering::Relaxed) { Host::There } else { Host::Missing }
}

/// Does what was chosen in the menu.
pub(crate) fn chosen(app: &AppHandle, event: &MenuEvent) {
    menu::chosen(app, event.id().as_ref());
}

/// Does what a click on the icon means: the left button shows the window, the middle one pauses or goes on.
pub(crate) fn clicked(app: &AppHandle, event: &TrayIconEvent) {
    let TrayIconEvent::Click { button, button_state: MouseButtonState::Up, .. } = event else { return };
    match button {
        MouseButton::Left => window::toggle(app),
        MouseButton::Right => {}
        MouseButton::Middle => {
            let busy = app.state::<Link>().ticks().borrow().as_ref().is_some_and(|tick| tick.counts.active > 0);
            menu::perform(app, if busy { Deed::PauseAll } else { Deed::ResumeAll });
        }
    }
}

/// Draws the icon and its menu whenever something changed, for ever.
pub(crate) async fn keep_drawn(app: AppHandle) {
    let tray = app.state::<Tray>();
    let mut glances = glance::follow(&app);
    let mut drawn: Option<(Look, Offer)> = None;
    loop {
        tokio::select! {
            changed = glances.changed() => if changed.is_err() { return },
            () = tray.redraw.notified() => drawn = None,
        }
        let Some(glance) = glances.borrow_and_update().clone() else { continue };
        let icon = tray.icon.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(icon) = icon else { continue };
        let (look, offer) = (Look::of(&glance), Offer::of(&glance));
        let (before, offered) = drawn.take().unzip();
        let app = app.clone();
        // The toolkit's own thread makes a menu, and is waited for.
        let done = tauri::async_runtime::spawn_blocking(move || {
            if before.as_ref() != Some(&look) {
                look.draw(&icon)?;
            }
            if offered.as_ref() != Some(&offer) {
                icon.set_menu(Some(offer.menu(&app, &glance.words)?))?;
            }
            tauri::Result::Ok((look, offer))
        });
        match done.await {
            Ok(Ok(now)) => drawn = Some(now),
            Ok(Err(error)) => tracing::debug!("the tray icon was not drawn: {error}"),
            Err(error) => tracing::debug!("the tray icon was not drawn: {error}"),
        }
    }
}

/// True when the icon is there, made now or earlier.
async fn is_made(app: &AppHandle) -> bool {
    let app = app.clone();
    let made = tauri::async_runtime::spawn_blocking(move || {
        let tray = app.state::<Tray>();
        if tray.icon.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return Ok(());
        }
        let icon = make(&app)?;
        *tray.icon.lock().unwrap_or_else(PoisonError::into_inner) = Some(icon);
        tray.redraw.notify_one();
        tauri::Result::Ok(())
    });
    match made.await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::info!("nobody shows a tray icon yet: {error}");
            false
        }
        Err(error) => {
            tracing::info!("no tray icon was made: {error}");
            false
        }
    }
}

fn make(app: &AppHandle) -> tauri::Result<TrayIcon> {
    let words = glance::words(app);
    let latest: Option<Glance> = glance::follow(app).borrow().clone();
    let offer = latest.as_ref().map(Offer::of).unwrap_or_default();
    let icon = TrayIconBuilder::with_id("haul").title("Haul").icon(Mood::Idle.picture(Panel::guess())?);
    icon.menu(&offer.menu(app, &words)?).build(app)
}
