//! The trash of the desktop.
//!
//! Owns the way of a finished file into it and back. Refuses to delete: what cannot go there stays where it is. Rule kept
//! here: only a plain file goes, and it comes back only to a name that is free.

use std::io;
use std::path::Path;

use haul_model::time::Timestamp;
use trash::TrashItem;
use trash::os_limited::{list, restore_all};

/// Puts the plain file at `path` into the trash; one that is gone already is fine.
pub(crate) fn to_trash(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(found) if found.is_file() => trash::delete(path).map_err(of_trash),
        Ok(_) => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes the file back that went from `path` into the trash last, and not before `since`; none there is fine.
pub(crate) fn from_trash(path: &Path, since: Option<Timestamp>) -> io::Result<()> {
    let since = since.map_or(0, |at| at.0 / 1000);
    let is_it = |item: &TrashItem| item.time_deleted >= since && item.original_path() == path;
    let last = list().map_err(of_trash)?.into_iter().filter(is_it).max_by_key(|item| item.time_deleted);
    last.map_or(Ok(()), |item| restore_all([item]).map_err(of_trash))
}

fn of_trash(error: trash::Error) -> io::Error {
    io::Error::other(format!("the trash of the desktop cannot be used: {error}"))
}
