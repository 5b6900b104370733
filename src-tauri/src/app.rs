//! The program around the window.
//!
//! Owns the event loop and everything that runs beside it, from the start to a clean end. Refuses to know what any of it
//! does. Rule kept here: what was started is stopped and waited for, transfers first of all.

use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use haul_host::Home;
use tauri::{AppHandle, Manager, RunEvent};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::drop::Dragged;
use crate::glance::Glances;
use crate::launcher::Launcher;
use crate::link::Link;
use crate::page::Page;
use crate::single::First;
use crate::size::Remembered;
use crate::tray::Tray;
use crate::wish::Wish;
use crate::{bus, clipboard, commands, glance, launcher, notifications, tray, window, wish};

/// How long transfers may take to write down what they have.
const LAST_WRITES: Duration = Duration::from_secs(30);

/// Everything that runs beside the event loop.
struct Beside(Mutex<JoinSet<()>>);

/// Runs the program until it is told to quit.
///
/// # Errors
/// A sentence when the host or the toolkit cannot start.
pub(crate) fn run(runtime: &Runtime, home: Home, first: First, wish: Wish) -> Result<ExitCode, String> {
    tauri::async_runtime::set(runtime.handle().clone());
    let remembered = Remembered::read(home.state());
    let link = runtime.block_on(Link::join(home)).map_err(|error| error.to_string())?;
    let built = tauri::Builder::default()
        .manage(link)
        .manage(remembered)
        .manage(Page::default())
        .manage(Tray::default())
        .manage(Glances::default())
        .manage(Launcher::default())
        .manage(Dragged::default())
        .manage(Beside(Mutex::new(JoinSet::new())))
        .invoke_handler(commands::all())
        .on_menu_event(|app, event| tray::chosen(app, &event))
        .on_tray_icon_event(|app, event| tray::clicked(app, &event))
        .build(tauri::generate_context!());
    let app = built.map_err(|error| format!("The window could not be prepared: {error}."))?;
    let handle = app.handle().clone();
    clipboard::watch(&handle);
    start_beside(runtime, &handle, first, wish);
    let code = app.run_return(|app, event| {
        // The last window has gone, and the program goes on in the tray; only quitting names a code.
        if let RunEvent::ExitRequested { code: None, api, .. } = &event {
            api.prevent_exit();
        }
        window::follow(app, &event);
    });
    runtime.block_on(stop_beside(&handle));
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Ends the program cleanly.
pub(crate) fn quit(app: &AppHandle) {
    app.state::<Remembered>().keep();
    app.exit(0);
}

fn start_beside(runtime: &Runtime, app: &AppHandle, first: First, wish: Wish) {
    let _inside = runtime.enter();
    let beside = app.state::<Beside>();
    let mut tasks = beside.0.lock().unwrap_or_else(PoisonError::into_inner);
    let follower = app.clone();
    tasks.spawn(async move { follower.state::<Link>().follow().await });
    tasks.spawn(tray::watch_for_host(app.clone()));
    tasks.spawn(tray::keep_drawn(app.clone()));
    tasks.spawn(glance::keep_looking(app.clone()));
    tasks.spawn(launcher::keep_shown(app.clone()));
    tasks.spawn(notifications::keep_showing(app.clone()));
    tasks.spawn(notifications::keep_answering(app.clone()));
    tasks.spawn(quit_when_told(app.clone()));
    tasks.spawn(bus::serve(app.clone()));
    tasks.spawn(begin(app.clone(), first, wish));
}

/// Fulfils the wish of this start, then those of later ones.
async fn begin(app: AppHandle, first: First, wish: Wish) {
    for sentence in wish::fulfil(&app, wish).await.refused {
        eprintln!("haul-desktop: {sentence}");
    }
    first.serve(app).await;
}

async fn quit_when_told(app: AppHandle) {
    let signals = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()), signal(SignalKind::hangup()));
    let (Ok(mut terminate), Ok(mut interrupt), Ok(mut hangup)) = signals else {
        tracing::warn!("signals cannot be heard; use Quit");
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hangup.recv() => {}
    }
    quit(&app);
}

async fn stop_beside(app: &AppHandle) {
    launcher::clear(app).await;
    if timeout(LAST_WRITES, app.state::<Link>().stop()).await.is_err() {
        tracing::error!("transfers did not stop in time; they go on from their last checkpoint at the next start");
    }
    let mut tasks = std::mem::take(&mut *app.state::<Beside>().0.lock().unwrap_or_else(PoisonError::into_inner));
    tasks.shutdown().await;
}
