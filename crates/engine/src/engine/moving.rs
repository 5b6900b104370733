//! Finished files that go to another folder.
//!
//! Owns the call (M087) and where the desktop's folders are. Refuses files that are not whole. Rule kept here: the record
//! follows the file, never the other way.

use std::path::{Path, PathBuf};

use haul_model::naming::FileName;
use haul_model::place::{Bases, SharedFolders};
use haul_model::status::TaskStatus;
use haul_model::task::TaskId;
use haul_store::{Change, StoreError};
use thiserror::Error;

use crate::disk::{GuardedFolder, allowed_folder, move_into};
use crate::engine::Engine;
use crate::transfer::blocking;

/// Why a file was not moved; unless [`MoveError::Unsaved`] says otherwise, it is where it was.
#[derive(Debug, Error)]
pub enum MoveError {
    /// There is no such task.
    #[error("there is no task {0}")]
    Unknown(TaskId),
    /// The task has no finished file.
    #[error("task {0} has no finished file")]
    Unfinished(TaskId),
    /// Nothing may be written to that folder.
    #[error(transparent)]
    Folder(#[from] GuardedFolder),
    /// The disk refused.
    #[error("{} cannot be moved: {why}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The record cannot be read.
    #[error(transparent)]
    Store(StoreError),
    /// The file is moved, but its record does not say so.
    #[error("the file is in {} now, but that could not be saved: {why}", path.display())]
    Unsaved {
        /// Where it is.
        path: PathBuf,
        /// What the database said.
        why: StoreError,
    },
}

impl Engine {
    /// Moves the finished file of a task into a folder, which is made when it is missing, and answers where it is. A taken
    /// name is counted on; across file systems the copy is on disk before the old file goes.
    ///
    /// # Errors
    /// [`MoveError`].
    pub async fn move_finished(&self, id: TaskId, folder: PathBuf, bases: &Bases) -> Result<PathBuf, MoveError> {
        let unread =
            |why| if matches!(why, StoreError::Unknown) { MoveError::Unknown(id) } else { MoveError::Store(why) };
        let (record, _) = self.store().load(id).await.map_err(unread)?;
        if record.state.status != TaskStatus::Complete || record.task.work.as_download().is_none() {
            return Err(MoveError::Unfinished(id));
        }
        let path = move_file(&record.folder.join(record.name.as_str()), folder, bases).await?;
        if let (Some(folder), Some(name)) = (path.parent(), named(&path)) {
            let moved = Change::Moved { id, folder: folder.to_owned(), name };
            self.store().apply(vec![moved]).await.map_err(|why| MoveError::Unsaved { path: path.clone(), why })?;
            self.shared.log.nudge();
        }
        Ok(path)
    }
}

/// Moves any plain file into a folder, under the rules of [`Engine::move_finished`].
pub(crate) async fn move_file(path: &Path, folder: PathBuf, bases: &Bases) -> Result<PathBuf, MoveError> {
    let target = allowed_folder(folder, bases)?;
    let from = path.to_owned();
    let disk = |why| MoveError::Disk { path: path.to_owned(), why };
    let moved = blocking(move || move_into(&from, &target)).await;
    moved.map_err(|trouble| disk(std::io::Error::other(trouble.message)))?.map_err(disk)
}

/// Where the desktop says that its folders are, else where they usually are.
#[must_use]
pub fn shared_folders() -> SharedFolders {
    let home = dirs::home_dir().unwrap_or_else(|| "/".into());
    let or = |found: Option<PathBuf>, name: &str| found.unwrap_or_else(|| home.join(name));
    SharedFolders {
        downloads: or(dirs::download_dir(), "Downloads"),
        images: or(dirs::picture_dir(), "Pictures"),
        video: or(dirs::video_dir(), "Videos"),
        audio: or(dirs::audio_dir(), "Music"),
        files: or(dirs::document_dir(), "Documents"),
    }
}

fn named(path: &Path) -> Option<FileName> {
    FileName::typed_by_user(path.file_name()?.to_str()?).ok()
}
