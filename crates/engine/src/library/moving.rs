//! Finished files on their way to the desktop's own folders.
//!
//! Owns the calls (M087). Refuses files that are not whole.

use std::path::{Path, PathBuf};

use haul_model::naming::FileName;
use haul_model::place::{Shared, SharedFolders, below};
use haul_model::status::TaskStatus;
use haul_model::task::TaskId;
use haul_store::{Change, StoreError};
use thiserror::Error;

use crate::GuardedFolder;
use crate::disk::{allowed_folder, move_into};
use crate::library::Haul;
use crate::transfer::blocking;

/// Why a file was not moved; it is where it was.
#[derive(Debug, Error)]
pub enum MoveError {
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
    /// The file is moved, but its record does not say so.
    #[error("the file is moved, but that could not be saved: {0}")]
    Store(#[from] StoreError),
}

impl Haul {
    /// Moves the finished file of a task to a folder of the desktop, or one below it, and answers where it is. A taken name is
    /// counted on; across file systems the copy is on disk before the old file goes.
    ///
    /// # Errors
    /// [`MoveError`].
    pub async fn move_to_shared_storage(
        &self,
        id: TaskId,
        shared: Shared,
        below: Option<&str>,
    ) -> Result<PathBuf, MoveError> {
        let (record, _) = self.engine().store().load(id).await?;
        if record.state.status != TaskStatus::Complete || record.task.work.as_download().is_none() {
            return Err(MoveError::Unfinished(id));
        }
        let path = record.folder.join(record.name.as_str());
        let moved = self.move_file_to_shared_storage(&path, shared, below).await?;
        if let (Some(folder), Some(name)) = (moved.parent(), named(&moved)) {
            self.engine().store().apply(vec![Change::Moved { id, folder: folder.to_owned(), name }]).await?;
        }
        Ok(moved)
    }

    /// Moves any file to a folder of the desktop, or one below it, and answers where it is.
    ///
    /// # Errors
    /// [`MoveError`].
    pub async fn move_file_to_shared_storage(
        &self,
        path: &Path,
        shared: Shared,
        folder: Option<&str>,
    ) -> Result<PathBuf, MoveError> {
        let target = self.running.shared.folder(shared).join(below(folder.unwrap_or_default()));
        let target = allowed_folder(target, self.bases())?;
        let from = path.to_owned();
        let disk = |why| MoveError::Disk { path: path.to_owned(), why };
        let moved = blocking(move || move_into(&from, &target)).await;
        moved.map_err(|trouble| disk(std::io::Error::other(trouble.message)))?.map_err(disk)
    }

    /// Where the desktop's folders are.
    #[must_use]
    pub fn shared_folders(&self) -> &SharedFolders {
        &self.running.shared
    }
}

fn named(path: &Path) -> Option<FileName> {
    FileName::typed_by_user(path.file_name()?.to_str()?).ok()
}
