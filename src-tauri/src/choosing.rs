//! Files that a person hands to the window.
//!
//! Owns the desktop's dialogs for choosing files, folders and places, and what the page hears of a file. Refuses paths from
//! the page: it hears only of what somebody chose or dropped.
//! Rule kept here: a sandbox is asked through its portal, which the toolkit's own dialog does by itself.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use gtk::prelude::{FileChooserExt, NativeDialogExt};
use haul_api::{Code, Refusal};
use serde::Serialize;
use tauri::{Manager, WebviewWindow};
use tokio::sync::oneshot;

use crate::glance;

/// A file on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LocalFile {
    /// Where it is.
    path: String,
    /// What it is called.
    name: String,
    /// How long it is.
    bytes: u64,
}

impl LocalFile {
    /// The file at `path`; nothing where there is none, or one whose path cannot be said.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        let metadata = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let name = path.file_name()?.to_str()?.to_owned();
        Some(Self { path: path.to_str()?.to_owned(), name, bytes: metadata.len() })
    }
}

/// What the desktop's dialog is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted {
    /// Files to send.
    Uploads,
    /// A folder for downloads.
    Folder,
    /// A file of settings to read.
    Settings,
    /// A place for a file of settings.
    PlaceForSettings,
}

impl Wanted {
    /// The message that says so.
    const fn title(self) -> &'static str {
        match self {
            Self::Uploads => "choose-files",
            Self::Folder => "choose-folder",
            Self::Settings => "choose-settings",
            Self::PlaceForSettings => "choose-settings-place",
        }
    }

    const fn action(self) -> gtk::FileChooserAction {
        match self {
            Self::Uploads | Self::Settings => gtk::FileChooserAction::Open,
            Self::Folder => gtk::FileChooserAction::SelectFolder,
            Self::PlaceForSettings => gtk::FileChooserAction::Save,
        }
    }

    fn furnish(self, dialog: &gtk::FileChooserNative) {
        match self {
            Self::Uploads => dialog.set_select_multiple(true),
            Self::Folder | Self::Settings => {}
            Self::PlaceForSettings => {
                dialog.set_current_name("haul-settings.json");
                dialog.set_do_overwrite_confirmation(true);
            }
        }
    }
}

/// Lets the person choose files; none when they think better of it.
///
/// # Errors
/// [`Refusal`] when the dialog cannot be shown, or a chosen file cannot be named.
pub(crate) async fn choose(window: WebviewWindow) -> Result<Vec<LocalFile>, Refusal> {
    let paths = paths(window, Wanted::Uploads).await?;
    let looked_at = tauri::async_runtime::spawn_blocking(move || look_at(&paths)).await;
    looked_at.map_err(|error| Refusal::new(Code::Internal, format!("The files could not be looked at: {error}.")))?
}

/// Lets the person choose a folder; nothing when they think better of it.
///
/// # Errors
/// [`Refusal`] when the dialog cannot be shown, or the folder cannot be named.
pub(crate) async fn choose_folder(window: WebviewWindow) -> Result<Option<String>, Refusal> {
    let Some(folder) = paths(window, Wanted::Folder).await?.into_iter().next() else { return Ok(None) };
    let named = folder.to_str().map(str::to_owned);
    let sentence = || format!("{} is no folder that can be named. Choose another, or rename it.", folder.display());
    named.map(Some).ok_or_else(|| Refusal::new(Code::Disk, sentence()))
}

/// Asks for paths with the desktop's dialog; none when the person thinks better of it.
///
/// # Errors
/// [`Refusal`] when the dialog cannot be shown.
pub(crate) async fn paths(window: WebviewWindow, wanted: Wanted) -> Result<Vec<PathBuf>, Refusal> {
    let (answer, chosen) = oneshot::channel();
    let (parent, title) = (window.clone(), glance::words(window.app_handle()).say(wanted.title(), &[]));
    let asked = window.run_on_main_thread(move || show(&parent, wanted, &title, answer));
    asked.map_err(|error| Refusal::new(Code::Internal, format!("The dialog could not be shown: {error}.")))?;
    Ok(chosen.await.unwrap_or_default())
}

fn look_at(paths: &[PathBuf]) -> Result<Vec<LocalFile>, Refusal> {
    let each = paths.iter().map(|path| {
        LocalFile::at(path).ok_or_else(|| {
            let sentence = format!("{} is no file that can be sent. Choose another, or rename it.", path.display());
            Refusal::new(Code::Disk, sentence)
        })
    });
    each.collect()
}

fn show(parent: &WebviewWindow, wanted: Wanted, title: &str, answer: oneshot::Sender<Vec<PathBuf>>) {
    let parent = parent.gtk_window().ok();
    let dialog = gtk::FileChooserNative::new(Some(title), parent.as_ref(), wanted.action(), None, None);
    wanted.furnish(&dialog);
    dialog.set_modal(true);
    // Nothing but this keeps the dialog until it is answered.
    let kept = RefCell::new(Some((dialog.clone(), answer)));
    dialog.connect_response(move |dialog, response| {
        let Some((_dialog, answer)) = kept.take() else { return };
        let paths = if response == gtk::ResponseType::Accept { dialog.filenames() } else { Vec::new() };
        let _nobody_waits = answer.send(paths);
        dialog.destroy();
    });
    dialog.show();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_with_its_name_and_length_and_a_folder_not_at_all() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("photo.jpg");
        std::fs::write(&path, "1234567")?;
        let file = LocalFile::at(&path).expect("it was just written");
        assert_eq!((file.name.as_str(), file.bytes), ("photo.jpg", 7));
        assert_eq!(Some(file.path.as_str()), path.to_str());
        assert_eq!(LocalFile::at(folder.path()), None);
        assert_eq!(LocalFile::at(&folder.path().join("gone")), None);
        Ok(())
    }

    #[test]
    fn a_choice_that_cannot_be_sent_is_refused_with_its_name() {
        let refusal = look_at(&["/no/such/photo.jpg".into()]).expect_err("there is no such file");
        assert!(refusal.message.contains("/no/such/photo.jpg"), "{}", refusal.message);
    }
}
