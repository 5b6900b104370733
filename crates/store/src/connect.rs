//! Connections to a whole database.
//!
//! Owns the settings of a connection. Rules kept here: what was committed survives a power cut, in either journal mode;
//! where the file system has no locks there is no WAL (row 136), and whoever opens the database holds the home alone.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::doubt::{self, Lookout};
use crate::error::StoreError;
use crate::files::{has_locks, remove_lock_folder, with_ending};
use crate::migrate;

/// Longest wait for another program at a start, and of a reader.
const PATIENCE: Duration = Duration::from_secs(10);

/// Longest wait of a commit for another program; the engine offers it again (row 125).
const MOMENT: Duration = Duration::from_millis(500);

/// Memory for pages of the writing connection, as SQLite wants it: KiB below zero. A great many tasks that are added together
/// change the same pages again and again; each is written once.
const WRITER_PAGES: i64 = -8192;

/// Statements that a connection keeps prepared: more than the steps of a task need by turns.
const STATEMENTS: usize = 32;

/// Pages in the log before they are moved into the database.
const LOG_PAGES: i64 = 4096;

/// Most pages of a database whose indexes are compared with its tables at every start; in a larger one that takes too
/// long, and only the pages and rows are looked at.
const THOROUGH: u64 = 16_384;

/// Most pages of a database that is looked at before it is used. A larger one would keep everybody waiting: it is looked
/// at beside the work, unless damage was found in it that way.
const LARGE: u64 = 65_536;

/// When the pages of a database are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    First,
    Beside,
}

impl Look {
    const fn of(pages: u64, is_marked: bool, locks: Locks) -> Self {
        match locks {
            // A long reader keeps the writer out there.
            Locks::Folder => Self::First,
            Locks::Kernel if is_marked || pages <= LARGE => Self::First,
            Locks::Kernel => Self::Beside,
        }
    }
}

/// Where a database comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    /// This process has made it a moment ago: there is nothing to find out about it.
    New,
    /// It was there.
    Found,
}

/// The two connections of a store.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) writer: Connection,
    pub(crate) reader: Connection,
    /// The look at a large database, which goes on beside the work.
    pub(crate) lookout: Option<Lookout>,
}

/// How the file is locked, and with it how changes are journaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Locks {
    /// By the file system.
    Kernel,
    /// By a folder beside the database, for file systems without locks.
    Folder,
}

/// Opens the whole database at `path` and brings it up to date.
///
/// # Errors
/// [`StoreError`]; nothing was changed then.
pub(crate) fn connect(path: &Path, age: Age) -> Result<Pair, StoreError> {
    let locks = if has_locks(path) { Locks::Kernel } else { Locks::Folder };
    if locks == Locks::Folder {
        // A process that was killed leaves it behind; ours holds the home, so it is nobody's.
        remove_lock_folder(&with_ending(path, ".lock"))?;
    }
    let mut writer = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, locks)?;
    if locks == Locks::Folder {
        // A WAL that is there already can be read without shared memory only by one who has the file alone.
        writer.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    }
    // Until the database is found whole, nothing of its log goes into it: the log may be what is damaged.
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if writer.is_readonly("main")? {
        return Err(StoreError::Denied("it is read-only".into()));
    }
    let look = Look::of(pages(&writer)?, doubt::is_marked(path), locks);
    match look {
        Look::First if age == Age::New => {}
        Look::First => check(&writer)?,
        Look::Beside => migrate::check_schema(&writer)?,
    }
    let wanted = if locks == Locks::Kernel { "WAL" } else { "DELETE" };
    let journal: String = writer.pragma_update_and_check(None, "journal_mode", wanted, |row| row.get(0))?;
    let synchronous = if journal.eq_ignore_ascii_case("wal") { "FULL" } else { "EXTRA" };
    writer.pragma_update(None, "synchronous", synchronous)?;
    writer.pragma_update(None, "cache_size", WRITER_PAGES)?;
    writer.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    writer.pragma_update(None, "foreign_keys", true)?;
    migrate::with_copy(&mut writer, path)?;
    // What a statement has changed is copied first where a trigger may undo it: in memory, not in files.
    writer.pragma_update(None, "temp_store", "MEMORY")?;
    if locks == Locks::Folder {
        writer.pragma_update(None, "locking_mode", "NORMAL")?;
        // The lock goes with the next access.
        writer.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(()))?;
    }
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    writer.busy_timeout(MOMENT)?;
    let reader = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, locks)?;
    let lookout = match look {
        Look::First => {
            doubt::unmark(path)?;
            None
        }
        Look::Beside => Some(Lookout::begin(path)?),
    };
    Ok(Pair { writer, reader, lookout })
}

/// Finds damage in the pages and the tables, and refuses a newer schema.
pub(crate) fn check(connection: &Connection) -> Result<(), StoreError> {
    verdict(connection)?;
    migrate::check_schema(connection)
}

fn pages(connection: &Connection) -> Result<u64, StoreError> {
    Ok(connection.pragma_query_value(None, "page_count", |row| row.get(0))?)
}

/// Finds damage in the pages and the tables.
pub(crate) fn verdict(connection: &Connection) -> Result<(), StoreError> {
    let check = if pages(connection)? <= THOROUGH { "PRAGMA integrity_check(1)" } else { "PRAGMA quick_check(1)" };
    let verdict: String = connection.query_row(check, [], |row| row.get(0))?;
    if is_of_the_disk(&verdict) {
        return Err(StoreError::Denied(verdict));
    }
    if verdict != "ok" {
        return Err(StoreError::Damaged(verdict));
    }
    Ok(())
}

/// Whether a verdict is about a page that could not be read, and not about what is in it: such a database may be whole.
fn is_of_the_disk(verdict: &str) -> bool {
    const CORRUPT: u32 = 11;
    let Some((_, code)) = verdict.split_once("error code=") else { return false };
    let digits: String = code.chars().take_while(char::is_ascii_digit).collect();
    // The low byte is the kind of error; the others say where it happened.
    digits.parse::<u32>().is_ok_and(|code| code & 0xff != CORRUPT)
}

fn open(path: &Path, access: OpenFlags, locks: Locks) -> Result<Connection, StoreError> {
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match locks {
        Locks::Kernel => Connection::open_with_flags(path, flags)?,
        Locks::Folder => Connection::open_with_flags_and_vfs(path, flags, c"unix-dotfile")?,
    };
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_database_is_looked_at_beside_the_work_unless_it_is_in_doubt() {
        assert_eq!(Look::of(LARGE, false, Locks::Kernel), Look::First);
        assert_eq!(Look::of(LARGE + 1, false, Locks::Kernel), Look::Beside);
        assert_eq!(Look::of(LARGE + 1, true, Locks::Kernel), Look::First);
        assert_eq!(Look::of(LARGE + 1, false, Locks::Folder), Look::First);
    }

    #[test]
    fn a_page_that_cannot_be_read_is_no_damaged_page() {
        let verdict =
            |code| format!("*** in database main ***\nTree 4 page 7: unable to get the page. error code={code}");
        assert!(is_of_the_disk(&verdict(266)), "a read that failed");
        assert!(!is_of_the_disk(&verdict(11)) && !is_of_the_disk(&verdict(267)), "a page that is damaged");
        assert!(!is_of_the_disk("row 7 missing from index task_status") && !is_of_the_disk("ok"));
    }
}
