//! How the database is opened, brought up to date, or set aside.
//!
//! Owns the settings of a connection, the migrations and the verdict on a file that cannot be used. Refuses to delete:
//! a damaged file is renamed and told about. Rule kept here: a full disk or a busy file is never taken for damage.

use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations, SchemaVersion};
use thiserror::Error;

use crate::store::Store;

/// A database that is open, and what a person should know about it.
#[derive(Debug)]
pub struct Opened {
    /// The database.
    pub store: Store,
    /// Where a damaged file was set aside, if there was one.
    pub set_aside: Option<PathBuf>,
}

/// Why the database cannot be used.
#[derive(Debug, Error)]
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
    #[error("the database cannot be written: {0}; check the permissions of its folder")]
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

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(text),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::Denied(text),
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

/// History: never edited, only added to.
fn migrations() -> Migrations<'static> {
    Migrations::new(vec![M::up(include_str!("migrations/0001.sql")), M::up(include_str!("migrations/0003.sql"))])
}

/// Opens the database at `path`, or sets a damaged one aside and begins anew.
///
/// # Errors
/// [`StoreError`] when the file cannot be used and is not damaged; nothing is changed then.
pub(crate) fn open(path: &Path) -> Result<(Connection, Connection, Option<PathBuf>), StoreError> {
    match connect(path) {
        Ok((writer, reader)) => Ok((writer, reader, None)),
        Err(StoreError::Damaged(why)) => {
            let aside = set_aside(path)?;
            tracing::warn!(%why, aside = %aside.display(), "the database was damaged and has been set aside");
            let (writer, reader) = connect(path)?;
            Ok((writer, reader, Some(aside)))
        }
        Err(other) => Err(other),
    }
}

fn connect(path: &Path) -> Result<(Connection, Connection), StoreError> {
    create_private(path)?;
    let mut writer = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    writer.busy_timeout(Duration::from_secs(10))?;
    let verdict: String = writer.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::Damaged(verdict));
    }
    if let SchemaVersion::Outside(_) = migrations().current_version(&writer)? {
        return Err(StoreError::Newer);
    }
    writer.pragma_update(None, "journal_mode", "WAL")?;
    writer.pragma_update(None, "synchronous", "FULL")?;
    writer.pragma_update(None, "foreign_keys", true)?;
    migrations().to_latest(&mut writer)?;
    let reader = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    reader.busy_timeout(Duration::from_secs(10))?;
    Ok((writer, reader))
}

/// Makes a missing file for this user alone, whatever the umask; the files beside it take over its mode (row 106).
fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::StorageFull => Err(StoreError::Full),
        Err(error) => Err(StoreError::Denied(error.to_string())),
    }
}

fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let denied = |error: std::io::Error| StoreError::Denied(error.to_string());
    let free = (1..)
        .map(|number| with_ending(path, &format!(".damaged-{number}")))
        .find(|candidate| !candidate.exists())
        .ok_or_else(|| StoreError::Other("no free name to set the damaged database aside".into()))?;
    std::fs::rename(path, &free).map_err(denied)?;
    for ending in ["-wal", "-shm"] {
        let beside = with_ending(path, ending);
        if beside.exists() {
            std::fs::rename(&beside, with_ending(&free, ending)).map_err(denied)?;
        }
    }
    Ok(free)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_valid() {
        assert_eq!(migrations().validate(), Ok(()));
    }
}
