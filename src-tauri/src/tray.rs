//! The tray icon.
//!
//! Owns the icon, its tooltip and its menu, and knows whether this desktop has a place for it. Refuses to be needed:
//! where nobody shows tray icons the program starts all the same and watches for somebody who does.
//! Rule kept here: it is drawn at most once a second, and only when it changes.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use haul_api::{Counts, ListQuery, Nothing, Overview, Refusal, Status};
use tauri::image::Image;
use tauri::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager};
use tokio::sync::Notify;
use tokio::time::sleep;
use zbus::proxy::CacheProperties;
// Its `ksni` feature gives the icon a tooltip and clicks; the toolkit's own tray is the same copy of it.
use tray_icon as _;

use crate::link::Link;
use crate::wish::{self, Deed};
use crate::{app, window};

const BETWEEN_DRAWINGS: Duration = Duration::from_secs(1);

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
    seen: AtomicBool,
    redraw: Notify,
}

/// What the icon tells at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Idle,
    Active,
    Paused,
    Attention,
}

/// Whether the icon can be seen now.
pub(crate) fn host(app: &AppHandle) -> Host {
    if app.state::<Tray>().host_is_there.load(Ordering::Relaxed) { Host::There } else { Host::Missing }
}

/// Says that a person looks at the window, so that failures until now need no attention any more.
pub(crate) fn seen(app: &AppHandle) {
    let tray = app.state::<Tray>();
    tray.seen.store(true, Ordering::Relaxed);
    tray.redraw.notify_one();
}

/// Does what was chosen in the menu.
pub(crate) fn chosen(app: &AppHandle, event: &MenuEvent) {
    let deed = match event.id().as_ref() {
        "show" => return window::show(app),
        "quit" => return app::quit(app),
        "add" => Deed::AskForDownloads,
        "pause-all" => Deed::PauseAll,
        "resume-all" => Deed::ResumeAll,
        other => return tracing::debug!("the menu has no {other}"),
    };
    perform(app, deed);
}

/// Does what a click on the icon means: the left button shows the window, the middle one pauses or goes on.
pub(crate) fn clicked(app: &AppHandle, event: &TrayIconEvent) {
    let TrayIconEvent::Click { button, button_state: MouseButtonState::Up, .. } = event else { return };
    match button {
        MouseButton::Left => window::toggle(app),
        MouseButton::Right => {}
        MouseButton::Middle => {
            let busy = app.state::<Link>().ticks().borrow().as_ref().is_some_and(|tick| tick.counts.active > 0);
            perform(app, if busy { Deed::PauseAll } else { Deed::ResumeAll });
        }
    }
}

fn perform(app: &AppHandle, deed: Deed) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Err(refusal) = wish::perform(&app, deed).await {
            tracing::warn!("the tray asked in vain: {refusal}");
        }
    });
}

#[zbus::proxy(
    interface = "org.kde.StatusNotifierWatcher",
    default_service = "org.kde.StatusNotifierWatcher",
    default_path = "/StatusNotifierWatcher",
    gen_blocking = false
)]
trait StatusNotifierWatcher {
    #[zbus(signal)]
    fn status_notifier_host_registered(&self) -> zbus::Result<()>;

    #[zbus(signal)]
    fn status_notifier_host_unregistered(&self) -> zbus::Result<()>;

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> zbus::Result<bool>;
}

/// Makes the icon as soon as somebody shows it, and follows whether anybody does, for ever.
pub(crate) async fn watch_for_host(app: AppHandle) {
    if let Err(error) = watch(&app).await {
        tracing::info!("there is no tray, because there is no session bus: {error}");
    }
    app.state::<Tray>().host_is_there.store(false, Ordering::Relaxed);
}

async fn watch(app: &AppHandle) -> zbus::Result<()> {
    let bus = zbus::Connection::session().await?;
    // A cache that was filled while nobody watched would say so for ever.
    let uncached = StatusNotifierWatcherProxy::builder(&bus).cache_properties(CacheProperties::No);
    let watcher = uncached.build().await?;
    let mut owners = watcher.inner().receive_owner_changed().await?.map(drop).boxed();
    let mut comes = watcher.receive_status_notifier_host_registered().await?.map(drop).boxed();
    let mut goes = watcher.receive_status_notifier_host_unregistered().await?.map(drop).boxed();
    loop {
        let registered = watcher.is_status_notifier_host_registered().await.unwrap_or(false);
        let shown = registered && is_made(app).await;
        app.state::<Tray>().host_is_there.store(shown, Ordering::Relaxed);
        tokio::select! {
            Some(()) = owners.next() => {}
            Some(()) = comes.next() => {}
            Some(()) = goes.next() => {}
            else => return Err(zbus::Error::InputOutput(Arc::new(io::ErrorKind::BrokenPipe.into()))),
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
    let item = |id: &str, text: &str| MenuItem::with_id(app, id, text, true, None::<&str>);
    let menu = Menu::with_items(
        app,
        &[
            &item("show", "Show")?,
            &item("add", "Add…")?,
            &PredefinedMenuItem::separator(app)?,
            &item("pause-all", "Pause all")?,
            &item("resume-all", "Resume all")?,
            &PredefinedMenuItem::separator(app)?,
            &item("quit", "Quit")?,
        ],
    )?;
    TrayIconBuilder::with_id("haul").title("Haul").icon(picture(Mood::Idle, Panel::guess())?).menu(&menu).build(app)
}

/// Draws the icon whenever something changed, for ever.
pub(crate) async fn keep_drawn(app: AppHandle) {
    let tray = app.state::<Tray>();
    let mut ticks = app.state::<Link>().ticks();
    let mut failures_seen = None;
    let mut drawn = None;
    loop {
        tokio::select! {
            changed = ticks.changed() => if changed.is_err() { return },
            () = tray.redraw.notified() => drawn = None,
        }
        let look = match look_now(&app, &mut failures_seen).await {
            Ok(look) => Some(look),
            Err(refusal) => {
                tracing::debug!("the tray shows what it knew: {refusal}");
                None
            }
        };
        if look.is_some() && look != drawn {
            let icon = tray.icon.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let (Some(icon), Some((mood, tooltip))) = (icon, &look)
                && let Err(error) = draw(&icon, *mood, tooltip)
            {
                tracing::debug!("the tray icon was not drawn: {error}");
            }
            drawn = look;
        }
        sleep(BETWEEN_DRAWINGS).await;
    }
}

async fn look_now(app: &AppHandle, failures_seen: &mut Option<u64>) -> Result<(Mood, String), Refusal> {
    let client = app.state::<Link>().client()?;
    let now = client.overview(Nothing {}).await?;
    // Tasks that were called off are counted with those that failed, and need nobody's attention.
    let mut failures = 0;
    if now.counts.failed > 0 {
        for status in [Status::Failed, Status::NotFound] {
            let query = ListQuery { status: Some(status), count: 1, ..ListQuery::default() };
            failures += client.list(query).await?.matching;
        }
    }
    let looked_at = app.state::<Tray>().seen.swap(false, Ordering::Relaxed) || window::is_looked_at(app);
    let seen = match *failures_seen {
        Some(seen) if !looked_at => seen.min(failures),
        Some(_) | None => failures,
    };
    *failures_seen = Some(seen);
    Ok((mood(&now.counts, failures > seen), tooltip(&now)))
}

fn draw(icon: &TrayIcon, mood: Mood, tooltip: &str) -> tauri::Result<()> {
    icon.set_icon(Some(picture(mood, Panel::guess())?))?;
    icon.set_tooltip(Some(tooltip))
}

const fn mood(counts: &Counts, new_failures: bool) -> Mood {
    if new_failures {
        Mood::Attention
    } else if counts.active > 0 {
        Mood::Active
    } else if counts.paused > 0 && counts.queued == 0 {
        Mood::Paused
    } else {
        Mood::Idle
    }
}

fn tooltip(now: &Overview) -> String {
    if now.running > 0 {
        return format!("{} running · {}", now.running, speed(now.bytes_per_second));
    }
    match (now.counts.active + now.counts.queued, now.counts.paused) {
        (0, 0) => "Nothing to do".to_owned(),
        (0, paused) => format!("{paused} paused"),
        (waiting, _) => format!("{waiting} waiting"),
    }
}

#[allow(clippy::cast_precision_loss, reason = "a speed of 2^53 bytes a second is rounded")]
fn speed(bytes_per_second: u64) -> String {
    match bytes_per_second {
        0..1_000 => format!("{bytes_per_second} B/s"),
        1_000..999_500 => format!("{:.0} kB/s", bytes_per_second as f64 / 1e3),
        999_500..999_950_000 => format!("{:.1} MB/s", bytes_per_second as f64 / 1e6),
        999_950_000.. => format!("{:.1} GB/s", bytes_per_second as f64 / 1e9),
    }
}

/// The tone of the panel behind the icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Panel {
    Dark,
    Light,
}

impl Panel {
    /// Nobody tells, so it is guessed: these desktops draw a dark panel whatever the theme, others follow it.
    fn guess() -> Self {
        let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default().to_ascii_uppercase();
        let theme = std::env::var("GTK_THEME").unwrap_or_default().to_ascii_lowercase();
        if ["GNOME", "UNITY", "XFCE", "CINNAMON"].iter().any(|dark| desktop.contains(dark)) || theme.contains("dark") {
            Self::Dark
        } else {
            Self::Light
        }
    }
}

macro_rules! png {
    ($name:literal) => {
        include_bytes!(concat!("../../icons/tray/", $name, "-44.png"))
    };
}

fn picture(mood: Mood, panel: Panel) -> tauri::Result<Image<'static>> {
    let bytes: &[u8] = match (mood, panel) {
        (Mood::Idle, Panel::Dark) => png!("idle-on-dark"),
        (Mood::Idle, Panel::Light) => png!("idle-on-light"),
        (Mood::Active, Panel::Dark) => png!("active-on-dark"),
        (Mood::Active, Panel::Light) => png!("active-on-light"),
        (Mood::Paused, Panel::Dark) => png!("paused-on-dark"),
        (Mood::Paused, Panel::Light) => png!("paused-on-light"),
        (Mood::Attention, Panel::Dark) => png!("attention-on-dark"),
        (Mood::Attention, Panel::Light) => png!("attention-on-light"),
    };
    Image::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_short() {
        let speeds = [0, 999, 1_000, 999_499, 999_950, 4_200_000, 999_949_999, 1_260_000_000].map(speed);
        let wanted = ["0 B/s", "999 B/s", "1 kB/s", "999 kB/s", "1.0 MB/s", "4.2 MB/s", "999.9 MB/s", "1.3 GB/s"];
        assert_eq!(speeds, wanted);
    }

    #[test]
    fn a_new_failure_counts_more_than_anything_that_runs() {
        let counts = |active, queued, paused| Counts { active, queued, paused, ..Counts::default() };
        assert_eq!(mood(&counts(3, 0, 1), true), Mood::Attention);
        assert_eq!(mood(&counts(3, 0, 1), false), Mood::Active);
        assert_eq!(mood(&counts(0, 0, 1), false), Mood::Paused);
        assert_eq!(mood(&counts(0, 1, 1), false), Mood::Idle);
        assert_eq!(mood(&counts(0, 0, 0), false), Mood::Idle);
    }

    #[test]
    fn every_mood_has_a_picture_on_every_panel() -> anyhow::Result<()> {
        for mood in [Mood::Idle, Mood::Active, Mood::Paused, Mood::Attention] {
            for panel in [Panel::Dark, Panel::Light] {
                assert_eq!(picture(mood, panel)?.width(), 44);
            }
        }
        Ok(())
    }
}
