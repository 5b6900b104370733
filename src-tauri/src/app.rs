//! The program around the window.
//!
//! Owns the event loop and everything that runs beside it, from the start to a clean end. Refuses to know what any of it
//! does. Rule kept here: what was started is stopped and waited for, transfers first of all.

use std::process::ExitCode;
use std::sync::{Mutex, MutexGuard, PoisonError};
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
use crate::steps::{Step, Steps};
use crate::tray::Tray;
use crate::wish::{Seen, Wish};
use crate::{bus, clipboard, commands, glance, launcher, notifications, tray, window, wish};

/// How long transfers may take to write down what they have.
const LAST_WRITES: Duration = Duration::from_secs(30);

/// Everything that runs beside the event loop.
#[derive(Default)]
struct Beside {
    tasks: Mutex<JoinSet<()>>,
    /// Why it could not begin.
    trouble: Mutex<Option<String>>,
}

/// Runs the program until it is told to quit.
///
/// # Errors
/// A sentence when the host or the toolkit cannot start.
pub(crate) fn run(runtime: &Runtime, home: Home, first: First, wish: Wish, steps: Steps) -> Result<ExitCode, String> {
    tauri::async_runtime::set(runtime.handle().clone());
    let remembered = Remembered::read(home.state());
    let built = tauri::Builder::default()
        .manage(Link::new(home))
        .manage(steps)
        .manage(remembered)
        .manage(Page::default())
        .manage(Tray::default())
        .manage(Glances::default())
        .manage(Launcher::default())
        .manage(Dragged::default())
        .manage(Beside::default())
        .invoke_handler(commands::all())
        .on_menu_event(|app, event| tray::chosen(app, &event))
        .on_tray_icon_event(|app, event| tray::clicked(app, &event))
        .build(tauri::generate_context!());
    let app = built.map_err(|error| format!("The window could not be prepared: {error}."))?;
    let handle = app.handle().clone();
    handle.state::<Steps>().reached(Step::Prepared);
    clipboard::watch(&handle);
    {
        let _inside = runtime.enter();
        beside(&handle).spawn(quit_when_told(handle.clone()));
        beside(&handle).spawn(begin(handle.clone(), first, wish));
    }
    let code = app.run_return(|app, event| {
        // The last window has gone, and the program goes on in the tray; only quitting names a code.
        if let RunEvent::ExitRequested { code: None, api, .. } = &event {
            api.prevent_exit();
        }
        window::follow(app, &event);
    });
    runtime.block_on(stop_beside(&handle));
    match trouble(&handle).take() {
        Some(trouble) => Err(trouble),
        None => Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)),
    }
}

/// Ends the program cleanly.
pub(crate) fn quit(app: &AppHandle) {
    app.state::<Remembered>().keep();
    app.exit(0);
}

/// Shows the window, which needs a while, and looks for the host meanwhile.
async fn begin(app: AppHandle, first: First, wish: Wish) {
    if wish.window == Seen::Shown {
        window::show(&app);
    }
    let joined = app.state::<Link>().join().await;
    if let Err(error) = joined {
        *trouble(&app) = Some(error.to_string());
        app.exit(1);
        return;
    }
    app.state::<Steps>().reached(Step::Hosted);
    let follower = app.clone();
    beside(&app).spawn(async move { follower.state::<Link>().follow().await });
    if wish.window == Seen::Shown {
        app.state::<Steps>().first_picture().await;
    }
    start_beside(&app);
    answer(app, first, Wish { window: Seen::AsItIs, ..wish }).await;
}

fn beside(app: &AppHandle) -> MutexGuard<'_, JoinSet<()>> {
    app.state::<Beside>().inner().tasks.lock().unwrap_or_else(PoisonError::into_inner)
}

fn trouble(app: &AppHandle) -> MutexGuard<'_, Option<String>> {
    app.state::<Beside>().inner().trouble.lock().unwrap_or_else(PoisonError::into_inner)
}

fn start_beside(app: &AppHandle) {
    let mut tasks = beside(app);
    tasks.spawn(tray::watch_for_host(app.clone()));
    tasks.spawn(tray::keep_drawn(app.clone()));
    tasks.spawn(glance::keep_looking(app.clone()));
    tasks.spawn(launcher::keep_shown(app.clone()));
    tasks.spawn(notifications::keep_showing(app.clone()));
    tasks.spawn(notifications::keep_answering(app.clone()));
    tasks.spawn(bus::serve(app.clone()));
}

/// Fulfils the wish of this start, then those of later ones.
async fn answer(app: AppHandle, first: First, wish: Wish) {
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
    let mut tasks = std::mem::take(&mut *beside(app));
    tasks.shutdown().await;
}
