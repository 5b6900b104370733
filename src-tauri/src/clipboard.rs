//! What a person has copied elsewhere.
//!
//! Owns the reading of the clipboard, for the tray on demand, and for the open window where the setting says so. Refuses
//! to keep, write or log anything of it, and all that is no web link.
//! Rules kept here (row 157): what a password manager marks is not read; a long text is let go unread; what was copied in
//! Haul itself is not offered to it.

use std::collections::HashSet;

use gtk::gdk::{Atom, SELECTION_CLIPBOARD, WindowType, selection_owner_get};
use gtk::prelude::ObjectExt;
use gtk::{Clipboard, glib};
use haul_api::Nothing;
use tauri::{AppHandle, Manager};
use tokio::sync::oneshot;

use crate::link::Link;
use crate::links::links_of;
use crate::page::{self, Told};

/// Longer texts, in bytes, are no handful of links.
const LONGEST: usize = 64 << 10;

/// What password managers put beside a password.
const SECRET: &[&str] = &["x-kde-passwordManagerHint", "application/x-nspasswordmanager"];

/// The web links on the clipboard now, one a line; empty when there are none.
pub(crate) async fn links(app: &AppHandle) -> String {
    let (answer, read) = oneshot::channel();
    let asked = app.run_on_main_thread(move || {
        read_text(&clipboard(), move |text| {
            let _nobody_waits = answer.send(text);
        });
    });
    if asked.is_err() {
        return String::new();
    }
    only_links(&read.await.unwrap_or_default())
}

/// Offers links that are copied from now on to the open window. The toolkit has to run.
pub(crate) fn watch(app: &AppHandle) {
    let app = app.clone();
    clipboard().connect_local("owner-change", false, move |_| {
        if page::listens(&app) && is_from_elsewhere() {
            offer(&app);
        }
        None::<glib::Value>
    });
}

/// What was copied in a window of this program is owned by one of its windows.
fn is_from_elsewhere() -> bool {
    selection_owner_get(&SELECTION_CLIPBOARD).is_none_or(|owner| owner.window_type() == WindowType::Foreign)
}

fn offer(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if !is_wanted(&app).await {
            return;
        }
        let text = links(&app).await;
        if !text.is_empty() && page::listens(&app) {
            page::tell(&app, Told::Copied { text });
        }
    });
}

async fn is_wanted(app: &AppHandle) -> bool {
    let Ok(client) = app.state::<Link>().client() else { return false };
    client.settings(Nothing {}).await.is_ok_and(|settings| settings.watch_clipboard)
}

fn clipboard() -> Clipboard {
    Clipboard::get(&SELECTION_CLIPBOARD)
}

/// Reads the text, unless its owner says that it is a secret.
fn read_text(clipboard: &Clipboard, done: impl FnOnce(String) + 'static) {
    clipboard.request_contents(&Atom::intern("TARGETS"), move |clipboard, data| {
        let targets = data.targets().unwrap_or_default();
        if targets.iter().any(|target| SECRET.contains(&target.name().as_str())) {
            return done(String::new());
        }
        clipboard.request_text(move |_, text| done(text.unwrap_or_default().to_owned()));
    });
}

fn only_links(text: &str) -> String {
    if text.len() > LONGEST {
        return String::new();
    }
    let mut known = HashSet::new();
    let links = text.lines().flat_map(links_of).filter(|link| known.insert(link.clone()));
    links.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f157_only_links_are_taken_and_nothing_of_a_long_text() {
        assert_eq!(only_links("hunter2"), "");
        assert_eq!(only_links("file:///etc/passwd javascript:alert(1) ftp://a/b"), "");
        let links = "see https://a.example/x?y=1, and\nhttp://b.example/z https://a.example/x?y=1";
        assert_eq!(only_links(links), "https://a.example/x?y=1\nhttp://b.example/z");
        let long = format!("https://a.example/x\n{}", "x".repeat(10_000_000));
        assert_eq!(only_links(&long), "");
    }
}
