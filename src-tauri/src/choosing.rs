//! Files that a person hands to the window.
//!
//! Owns the desktop's dialog for choosing files, and what the page hears of one. Refuses paths from the page: it hears
//! only of files that somebody chose or dropped.
//! Rule kept here: a sandbox is asked through its portal, which the toolkit's own dialog does by itself.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use gtk::prelude::{FileChooserExt, NativeDialogExt};
use haul_api::{Code, Refusal};
use serde::Serialize;
use tauri::WebviewWindow;
use tokio::sync::oneshot;

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

/// Lets the person choose files; none when they think better of it.
///
/// # Errors
/// [`Refusal`] when the dialog cannot be shown, or a chosen file cannot be named.
pub(crate) async fn choose(window: WebviewWindow) -> Result<Vec<LocalFile>, Refusal> {
    let (answer, chosen) = oneshot::channel();
    let parent = window.clone();
    let asked = window.run_on_main_thread(move || show(&parent, answer));
    asked.map_err(|error| Refusal::new(Code::Internal, format!("The files could not be asked for: {error}.")))?;
    let paths = chosen.await.unwrap_or_default();
    let looked_at = tauri::async_runtime::spawn_blocking(move || look_at(&paths)).await;
    looked_at.map_err(|error| Refusal::new(Code::Internal, format!("The files could not be looked at: {error}.")))?
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

fn show(parent: &WebviewWindow, answer: oneshot::Sender<Vec<PathBuf>>) {
    let parent = parent.gtk_window().ok();
    let action = gtk::FileChooserAction::Open;
    let dialog = gtk::FileChooserNative::new(Some("Choose files to upload"), parent.as_ref(), action, None, None);
    dialog.set_select_multiple(true);
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
