//! The window.
//!
//! Owns its making, showing and closing. Refuses to hide it: a closed window is gone with its web view, and the page
//! builds itself anew from the host.
//! Rules kept here: the page cannot leave the program, nor open a window; closing never makes the program unreachable.

use std::time::Duration;

use gtk::prelude::ObjectExt;
use haul_api::{Nothing, Settings};
use tauri::{
    AppHandle, CloseRequestApi, DragDropEvent, Manager, RunEvent, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent, webview::NewWindowResponse,
};
use tokio::time::timeout;

use crate::link::Link;
use crate::page::{self, Told};
use crate::size::{self, Remembered, Screen};
use crate::steps::{Step, Steps};
use crate::tray::{self, Host};
use crate::{app, drop, glance};

/// The one window's name within the program.
pub(crate) const LABEL: &str = "main";

/// How long a closed window waits for the setting.
const PATIENCE: Duration = Duration::from_secs(1);

/// Brings the window to the front, and makes it first if there is none.
pub(crate) fn show(app: &AppHandle) {
    let handle = app.clone();
    let shown = app.run_on_main_thread(move || {
        let shown = match handle.get_webview_window(LABEL) {
            Some(window) => raise(&window),
            None => build(&handle),
        };
        if let Err(error) = shown {
            tracing::error!("the window cannot be shown: {error}");
        }
        glance::seen(&handle);
    });
    if let Err(error) = shown {
        tracing::error!("the window cannot be shown while the program ends: {error}");
    }
}

/// What a click on the tray icon does: a window in front goes, any other comes.
pub(crate) fn toggle(app: &AppHandle) {
    match app.get_webview_window(LABEL) {
        Some(window) if window.is_focused().unwrap_or(false) => leave_or_ask(app),
        Some(_) | None => show(app),
    }
}

/// True while the window is in front.
pub(crate) fn is_looked_at(app: &AppHandle) -> bool {
    app.get_webview_window(LABEL).is_some_and(|window| window.is_focused().unwrap_or(false))
}

/// Follows what happens to the window.
pub(crate) fn follow(app: &AppHandle, event: &RunEvent) {
    let RunEvent::WindowEvent { event, .. } = event else { return };
    if let WindowEvent::CloseRequested { api, .. } = event {
        close_as_set(app, api);
    } else if let WindowEvent::DragDrop(DragDropEvent::Enter { paths, .. }) = event {
        drop::entered(app, paths);
    } else if let WindowEvent::DragDrop(DragDropEvent::Leave) = event {
        drop::left(app);
    } else if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event {
        drop::dropped(app, paths);
    } else if let WindowEvent::Resized(_) = event {
        note_size(app);
    } else if let WindowEvent::Moved(_) = event {
        note_place(app);
    } else if let WindowEvent::Focused(true) = event {
        glance::seen(app);
    } else if let WindowEvent::Destroyed = event {
        page::left(app);
    }
}

/// The setting as it is now decides, so the window stays until that is known.
fn close_as_set(app: &AppHandle, api: &CloseRequestApi) {
    api.prevent_close();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if quits_when_closed(&app).await { app::quit(&app) } else { leave_or_ask(&app) }
    });
}

async fn quits_when_closed(app: &AppHandle) -> bool {
    let Ok(client) = app.state::<Link>().client() else { return false };
    let told = timeout(PATIENCE, client.settings(Nothing {})).await;
    told.is_ok_and(|told| told.is_ok_and(|settings| settings.closing == Settings::CLOSING_QUITS))
}

/// Without a tray icon nothing would lead back to the program, so the page asks what is meant.
fn leave_or_ask(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    match tray::host(app) {
        Host::There => {
            app.state::<Remembered>().keep();
            if let Err(error) = window.destroy() {
                tracing::warn!("the window does not close: {error}");
            }
        }
        Host::Missing if page::listens(app) => page::tell(app, Told::CloseAsked {}),
        Host::Missing => {
            let _unsupported = window.minimize();
        }
    }
}

fn raise(window: &WebviewWindow) -> tauri::Result<()> {
    window.unminimize()?;
    window.show()?;
    window.set_focus()
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let size = app.state::<Remembered>().size();
    let mut window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Haul")
        .inner_size(size.width, size.height)
        .min_inner_size(size::LEAST.0, size::LEAST.1)
        .maximized(size.maximized)
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    if let Some((left, top)) = size.place_on(&screens(app)) {
        window = window.position(left, top);
    }
    let window = window.build()?;
    app.state::<Steps>().reached(Step::Window);
    drop::listen(&window)
}

fn screens(app: &AppHandle) -> Vec<Screen> {
    let monitors = app.available_monitors().unwrap_or_default();
    let screens = monitors.iter().map(|monitor| {
        let scale = monitor.scale_factor();
        let (place, size) = (monitor.position().to_logical(scale), monitor.size().to_logical(scale));
        Screen { place: (place.x, place.y), size: (size.width, size.height) }
    });
    screens.collect()
}

/// The page's own address, and nothing else.
fn is_own(url: &Url) -> bool {
    url.scheme() == "tauri" && url.host_str() == Some("localhost")
}

fn note_size(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let (Ok(size), Ok(scale), Ok(maximized)) = (window.inner_size(), window.scale_factor(), window.is_maximized())
    else {
        return;
    };
    let size = size.to_logical::<f64>(scale);
    app.state::<Remembered>().note(size.width, size.height, maximized);
}

/// Only X11 says where a window is, and puts one where it was.
fn note_place(app: &AppHandle) {
    let says_so = gtk::gdk::Display::default().is_some_and(|display| display.type_().name() == "GdkX11Display");
    let Some(window) = app.get_webview_window(LABEL).filter(|_| says_so) else { return };
    let (Ok(place), Ok(scale), Ok(false)) = (window.outer_position(), window.scale_factor(), window.is_maximized())
    else {
        return;
    };
    let place = place.to_logical::<f64>(scale);
    app.state::<Remembered>().note_place(place.x, place.y);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_stays_at_home() -> anyhow::Result<()> {
        assert!(is_own(&"tauri://localhost/index.html".parse()?));
        for elsewhere in [
            "http://evil.example/",
            "http://localhost/",
            "https://tauri.localhost/",
            "tauri://evil.example/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!is_own(&elsewhere.parse()?), "{elsewhere}");
        }
        Ok(())
    }
}
