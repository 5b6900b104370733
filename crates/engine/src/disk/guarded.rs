//! Folders that no download goes to.
//!
//! Owns the look at where a folder really is. The list is `haul_model::place`'s.

use std::path::{Path, PathBuf};

use haul_model::place::{Bases, is_guarded};
use thiserror::Error;

/// A folder whose files are run or believed without anybody asking.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{} is a folder that programs run or trust without asking. Choose another one, and move the file yourself.",
    .0.display()
)]
pub struct GuardedFolder(pub PathBuf);

/// A folder that may be written to: what is run or believed without anybody asking is not for strangers' files (row 149).
///
/// # Errors
/// [`GuardedFolder`], whether it is one by its name or by where its links lead.
pub fn allowed_folder(folder: PathBuf, bases: &Bases) -> Result<PathBuf, GuardedFolder> {
    if is_guarded(&folder, &bases.home) || is_guarded(&real(&folder), &bases.home) {
        return Err(GuardedFolder(folder));
    }
    Ok(folder)
}

/// The folder without links, as far as it is there.
fn real(folder: &Path) -> PathBuf {
    let there = folder.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, real)) = there else { return folder.to_owned() };
    folder.strip_prefix(above).map_or_else(|_| folder.to_owned(), |below| real.join(below))
}
