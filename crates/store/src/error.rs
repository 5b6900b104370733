//! Why the database cannot be used.
//!
//! Owns the verdicts on what SQLite reports. Rule kept here: a full disk, a busy or a read-only file is never taken for
//! damage (finding 0.7).

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

/// A disk with less than this is full: SQLite's shared memory alone takes half of it.
const FULL: u64 = 64 << 10;

/// Why the database cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// Another program holds it.
    #[error("the database is locked by another program; close that program and try again")]
    Busy,
    /// No space.
    #[error("the disk with the database is full; free some space and try again")]
    Full,
    /// Damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Written by a newer version.
    #[error("the database was written by a newer version of Haul; update Haul, or use another --home")]
    Newer,
    /// Its folder or file cannot be written.
    #[error("the database cannot be used: {0}; check its disk and the permissions of its folder")]
    Denied(String),
    /// A live task has this id already (M005).
    #[error("a task with the id {0:?} is still active; choose another id")]
    DuplicateId(String),
    /// A live task writes that very file.
    #[error("another task is already writing {}", .0.display())]
    Reserved(PathBuf),
    /// There is no such task.
    #[error("there is no such task")]
    Unknown,
    /// A kept value cannot be read back.
    #[error("a record cannot be read: {0}")]
    Unreadable(String),
    /// Anything else that SQLite reports.
    #[error("the database failed: {0}")]
    Other(String),
    /// The database has been closed.
    #[error("the database is closed")]
    Closed,
}

impl StoreError {
    /// Whether the same change may be taken later, without anybody mending the file (rows 125 to 127, 135).
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Busy | Self::Full | Self::Denied(_) => true,
            Self::Damaged(_)
            | Self::Newer
            | Self::Other(_)
            | Self::DuplicateId(_)
            | Self::Reserved(_)
            | Self::Unknown
            | Self::Unreadable(_)
            | Self::Closed => false,
        }
    }

    /// Names the full disk behind an error at `path`: SQLite tells it as a failure of input and output.
    pub(crate) fn at(self, path: &Path) -> Self {
        match self {
            Self::Denied(_) | Self::Other(_) if is_full(path) => Self::Full,
            Self::Busy
            | Self::Full
            | Self::Damaged(_)
            | Self::Newer
            | Self::Denied(_)
            | Self::DuplicateId(_)
            | Self::Reserved(_)
            | Self::Unknown
            | Self::Unreadable(_)
            | Self::Other(_)
            | Self::Closed => self,
        }
    }

    /// What an error of the file system means for the database.
    #[allow(clippy::needless_pass_by_value, reason = "used as a function in map_err")]
    pub(crate) fn of_disk(error: std::io::Error) -> Self {
        let full = [std::io::ErrorKind::StorageFull, std::io::ErrorKind::QuotaExceeded];
        if full.contains(&error.kind()) { Self::Full } else { Self::Denied(error.to_string()) }
    }
}

fn is_full(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(path);
    rustix::fs::statvfs(folder).is_ok_and(|stat| stat.f_bavail.saturating_mul(stat.f_frsize) < FULL)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(text),
            Some(
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure,
            ) => Self::Denied(text),
            Some(_) | None => Self::Other(text),
        }
    }
}

impl From<rusqlite_migration::Error> for StoreError {
    fn from(error: rusqlite_migration::Error) -> Self {
        use rusqlite_migration::{Error, MigrationDefinitionError};
        if let Error::RusqliteError { err, .. } = error {
            return err.into();
        }
        if matches!(error, Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead)) {
            return Self::Newer;
        }
        Self::Other(error.to_string())
    }
}
