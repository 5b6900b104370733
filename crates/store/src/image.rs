//! A picture in memory of a database that cannot be written.
//!
//! Owns reading without changing a byte on the disk: no shared memory, no checkpoint. Rule kept here: what was committed
//! last is in the picture, its log included.

use std::ffi::CStr;
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::connect::check;
use crate::error::StoreError;
use crate::files::with_ending;
use crate::migrate;

/// Pages that are copied at once.
const PAGES: i32 = 4096;

/// Reads the whole database into memory and brings the picture up to date.
///
/// # Errors
/// [`StoreError`] when it cannot be read; a picture of a damaged or newer database is no help to anybody.
pub(crate) fn of(path: &Path) -> Result<Connection, StoreError> {
    let source = match open(path, c"unix") {
        // No lock can be taken on a file that can only be read, and nobody writes it either.
        Err(StoreError::Denied(_)) => open(path, c"unix-none")?,
        opened => opened?,
    };
    let mut picture = Connection::open_in_memory()?;
    Backup::new(&source, &mut picture)?.run_to_completion(PAGES, Duration::ZERO, None)?;
    migrate::to_latest(&mut picture)?;
    picture.pragma_update(None, "query_only", true)?;
    Ok(picture)
}

fn open(path: &Path, files: &CStr) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let has_log = with_ending(path, "-wal").metadata().is_ok_and(|log| log.len() > 0);
    let source = if has_log {
        // Whoever has the file alone keeps the index of the log in its own memory. A missing right to write falls back
        // to reading.
        let source = Connection::open_with_flags_and_vfs(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE, files)?;
        source.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        source.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        source
    } else {
        still(path, files)?
    };
    check(&source)?;
    Ok(source)
}

/// Opens a database that has no log and that nobody changes; nothing is made beside it.
pub(crate) fn still(path: &Path, files: &CStr) -> Result<Connection, StoreError> {
    let text = path.to_str().ok_or_else(|| StoreError::Denied("its path is not UTF-8".into()))?;
    let quoted = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_READ_ONLY;
    Ok(Connection::open_with_flags_and_vfs(format!("file:{quoted}?immutable=1"), flags, files)?)
}
