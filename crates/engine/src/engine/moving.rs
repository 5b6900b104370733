//! Finished files that go to another folder.
//!
//! Owns the call (M087) and where the desktop's folders are. Refuses files that are not whole. Rule kept here: the record
//! follows the file, never the other way.

use std::path::{Path, PathBuf};

use haul_model::log::{Happening, Trait};
use haul_model::naming::FileName;
use haul_model::place::{Bases, SharedFolders};
use haul_model::status::TaskStatus;
use haul_model::task::TaskId;
use haul_store::{Change, StoreError};
use thiserror::Error;

use crate::clock;
use crate::disk::{Called, GuardedFolder, allowed_folder, move_into};
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
    /// Something of that name is there.
    #[error("{} is there already; choose another name", .0.display())]
    Taken(PathBuf),
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
        self.relocate(id, Some(folder), None, bases).await
    }

    /// Gives the finished file of a task another folder, another name, or both, and answers where it is. A name that is said
    /// is the one that it gets: nothing is replaced, and nothing counted on.
    ///
    /// # Errors
    /// [`MoveError`].
    pub async fn relocate(
        &self,
        id: TaskId,
        folder: Option<PathBuf>,
        name: Option<FileName>,
        bases: &Bases,
    ) -> Result<PathBuf, MoveError> {
        let unread =
            |why| if matches!(why, StoreError::Unknown) { MoveError::Unknown(id) } else { MoveError::Store(why) };
        let (record, _) = self.store().load(id).await.map_err(unread)?;
        if record.state.status != TaskStatus::Complete || record.task.work.as_download().is_none() {
            return Err(MoveError::Unfinished(id));
        }
        let old = record.folder.join(record.name.as_str());
        let called = name.map_or(Called::AsBefore, Called::Exactly);
        let path = carry(&old, folder.unwrap_or(record.folder), called, bases).await?;
        if let (Some(folder), Some(name)) = (path.parent(), named(&path)) {
            let moved = Change::Moved { id, folder: folder.to_owned(), name };
            let what = Happening::Edited { traits: vec![Trait::Place] };
            let told = Change::Happened { id, at: clock::now(), what };
            self.store()
                .apply(vec![moved, told])
                .await
                .map_err(|why| MoveError::Unsaved { path: path.clone(), why })?;
            self.shared.log.nudge();
        }
        Ok(path)
    }
}

/// Moves any plain file into a folder, under the rules of [`Engine::move_finished`].
pub(crate) async fn move_file(path: &Path, folder: PathBuf, bases: &Bases) -> Result<PathBuf, MoveError> {
    carry(path, folder, Called::AsBefore, bases).await
}

async fn carry(path: &Path, folder: PathBuf, called: Called, bases: &Bases) -> Result<PathBuf, MoveError> {
    let target = allowed_folder(folder, bases)?;
    let taken = match &called {
        Called::Exactly(name) => target.join(name.as_str()),
        Called::AsBefore => path.to_owned(),
    };
    let from = path.to_owned();
    let disk = |why: std::io::Error| {
        let path = path.to_owned();
        if why.kind() == std::io::ErrorKind::AlreadyExists {
            MoveError::Taken(taken)
        } else {
            MoveError::Disk { path, why }
        }
    };
    let moved = blocking(move || move_into(&from, &target, called)).await;
    match moved {
        Ok(moved) => moved.map_err(disk),
        Err(trouble) => Err(disk(std::io::Error::other(trouble.message))),
    }
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
