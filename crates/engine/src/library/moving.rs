//! Finished files on their way to the desktop's own folders.
//!
//! Owns the calls (M087). Refuses the move itself: the engine makes it.

use std::path::{Path, PathBuf};

use haul_model::place::{Shared, SharedFolders, below};
use haul_model::task::TaskId;

pub use crate::engine::MoveError;
use crate::engine::move_file;
use crate::library::Haul;

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
        self.engine().move_finished(id, self.target(shared, below), self.bases()).await
    }

    /// Moves any file to a folder of the desktop, or one below it, and answers where it is.
    ///
    /// # Errors
    /// [`MoveError`].
    pub async fn move_file_to_shared_storage(
        &self,
        path: &Path,
        shared: Shared,
        below: Option<&str>,
    ) -> Result<PathBuf, MoveError> {
        move_file(path, self.target(shared, below), self.bases()).await
    }

    /// Where the desktop's folders are.
    #[must_use]
    pub fn shared_folders(&self) -> &SharedFolders {
        &self.running.shared
    }

    fn target(&self, shared: Shared, folder: Option<&str>) -> PathBuf {
        self.running.shared.folder(shared).join(below(folder.unwrap_or_default()))
    }
}
