//! What can still be read of a damaged database.
//!
//! Owns copying it row by row. Rules kept here: the damaged file is not touched, only copies of it; a row that cannot be
//! read back as a task is left out; proof that cannot be read is no proof, and such a file is fetched anew.

use std::path::Path;

use haul_model::log::LogEntry;
use haul_model::task::TaskId;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params_from_iter};

use crate::error::StoreError;
use crate::files::{create_private, has_locks, remove_database, with_ending};
use crate::{answer, batch, group, log, migrate, secret, segment, task, traffic};

/// Bytes of a page of ours.
const PAGE: usize = 4096;

/// Most numbers that are tried where the database does not say how many there were.
const UNTOLD: u64 = 20_000;

/// The greatest number that is believed.
const MOST: u64 = 100_000_000;

/// Makes an empty database at `path`, as one file.
pub(crate) fn make(path: &Path) -> Result<(), StoreError> {
    close(begin(path)?)
}

/// Makes an empty database at `path` that is changed with a log from the beginning, where its file system has locks.
pub(crate) fn make_with_log(path: &Path) -> Result<(), StoreError> {
    let new = begin(path)?;
    if has_locks(path) {
        // Who has it alone needs no memory to share, which the rules for a file that nobody knows do not offer.
        new.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        new.pragma_update(None, "journal_mode", "WAL")?;
    }
    close(new)
}

/// What of a damaged database is looked at, the most complete first; what one hides is looked for in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// With its log, which holds what was committed last.
    WithLog,
    /// Without its log, which may be what is damaged.
    WithoutLog,
    /// With the first page of a new database, which says where the tables are: the same in every one of them.
    WithNewHead,
}

/// Makes a database at `path` with everything that can be read of the one at `damaged`, and says how many tasks were
/// saved and how many were not.
pub(crate) fn rebuild(damaged: &Path, path: &Path) -> Result<(u64, u64), StoreError> {
    let copy = with_ending(path, ".copy");
    make(path)?;
    let head = std::fs::read(path).map_err(StoreError::of_disk)?;
    let mut new = begin(path)?;
    let mut unread = 0;
    for look in [Look::WithLog, Look::WithoutLog, Look::WithNewHead] {
        if !copied(damaged, &copy, look, &head)? {
            continue;
        }
        match Source::open(&copy).and_then(|source| source.pour(&mut new)) {
            Ok(none) if none == 0 && look != Look::WithLog => break,
            Ok(some) => unread = some,
            Err(error @ (StoreError::Full | StoreError::Denied(_))) => return Err(error),
            Err(error) => tracing::warn!(%error, ?look, "a damaged database cannot be read"),
        }
    }
    remove_database(&copy)?;
    let saved = new.query_row("SELECT COUNT(*) FROM task", [], |row| row.get(0))?;
    close(new)?;
    Ok((saved, unread))
}

/// Copies the damaged database as it is to be looked at; false when there is nothing of the kind.
fn copied(damaged: &Path, copy: &Path, look: Look, head: &[u8]) -> Result<bool, StoreError> {
    let log = with_ending(damaged, "-wal");
    if look == Look::WithLog && !log.exists() {
        return Ok(false);
    }
    remove_database(copy)?;
    create_private(copy)?;
    std::fs::copy(damaged, copy).map_err(StoreError::of_disk)?;
    match look {
        Look::WithLog => {
            let beside = with_ending(copy, "-wal");
            create_private(&beside)?;
            std::fs::copy(log, beside).map_err(StoreError::of_disk)?;
        }
        Look::WithoutLog => {}
        Look::WithNewHead => {
            let mut bytes = std::fs::read(copy).map_err(StoreError::of_disk)?;
            if bytes.len() <= PAGE {
                return Ok(false);
            }
            bytes[..PAGE].copy_from_slice(&head[..PAGE]);
            let pages = u32::try_from(bytes.len() / PAGE).unwrap_or(u32::MAX);
            bytes[28..32].copy_from_slice(&pages.to_be_bytes());
            std::fs::write(copy, bytes).map_err(StoreError::of_disk)?;
        }
    }
    Ok(true)
}

fn begin(path: &Path) -> Result<Connection, StoreError> {
    remove_database(path)?;
    create_private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // Nobody else knows this file yet, so it needs no locks.
    let mut new = Connection::open_with_flags_and_vfs(path, flags, c"unix-none")?;
    new.pragma_update(None, "foreign_keys", true)?;
    // It is put on disk when it is whole, and before that a kill leaves nothing that anybody uses.
    new.pragma_update(None, "synchronous", "OFF")?;
    new.pragma_update(None, "journal_mode", "MEMORY")?;
    migrate::to_latest(&mut new)?;
    Ok(new)
}

fn close(new: Connection) -> Result<(), StoreError> {
    new.close().map_err(|(_, error)| error.into())
}

/// A copy of a damaged database.
struct Source {
    connection: Connection,
    columns: Vec<String>,
    /// The greatest number of a task, where the database tells it.
    last: Option<u64>,
}

impl Source {
    fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags_and_vfs(path, flags, c"unix-none")?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        // A file that was cut off, and words of the schema that make no sense, are read as far as they go.
        connection.pragma_update(None, "writable_schema", true)?;
        if let Err(error) = migrate::to_latest(&mut connection) {
            tracing::debug!(%error, "a damaged database is read as it is");
        }
        let columns = task::columns(&connection)?;
        if columns.is_empty() {
            return Err(StoreError::Damaged("it has no tasks".into()));
        }
        let last = last_number(&connection);
        Ok(Self { connection, columns, last })
    }

    /// Copies all tasks that are not in `new` yet, and says how many could not be read.
    fn pour(&self, new: &mut Connection) -> Result<u64, StoreError> {
        let known = task::columns(new)?;
        let columns: Vec<&str> =
            self.columns.iter().map(String::as_str).filter(|name| known.iter().any(|known| known == name)).collect();
        let mut unread = 0;
        let transaction = new.transaction()?;
        batch::salvage(&self.connection, &transaction)?;
        traffic::salvage(&self.connection, &transaction)?;
        for id in 1..=self.last.unwrap_or(UNTOLD) {
            if task::load(&transaction, TaskId(id)).is_ok() {
                continue;
            }
            match self.row(&columns, id) {
                Ok(Some(values)) => unread += u64::from(!self.copy(&transaction, &columns, &values, TaskId(id))?),
                Ok(None) => {}
                Err(error) => {
                    tracing::debug!(%error, id, "a row cannot be read");
                    unread += u64::from(self.is_listed(id));
                }
            }
        }
        let known = group::all(&transaction)?;
        for (name, spec) in group::all(&self.connection).unwrap_or_default() {
            if known.iter().all(|(other, _)| *other != name) {
                group::keep(&transaction, &name, &spec)?;
            }
        }
        transaction.commit()?;
        Ok(unread)
    }

    fn row(&self, columns: &[&str], id: u64) -> rusqlite::Result<Option<Vec<Value>>> {
        let select = format!("SELECT {} FROM task WHERE id = ?1", columns.join(", "));
        let mut statement = self.connection.prepare_cached(&select)?;
        let row = statement.query_row([id], |row| (0..columns.len()).map(|index| row.get(index)).collect());
        row.optional()
    }

    /// Whether an index knows a row that its table cannot give.
    fn is_listed(&self, id: u64) -> bool {
        let select = "SELECT 1 FROM task INDEXED BY task_status WHERE status >= '' AND id = ?1";
        self.connection.prepare_cached(select).and_then(|mut found| found.exists([id])).unwrap_or(self.last.is_some())
    }

    /// Puts a row into the new database; false when it is no task that can be read back, or in the way of another.
    fn copy(&self, new: &Connection, columns: &[&str], values: &[Value], id: TaskId) -> Result<bool, StoreError> {
        let marks = vec!["?"; columns.len()].join(", ");
        let insert = format!("INSERT OR IGNORE INTO task ({}) VALUES ({marks})", columns.join(", "));
        let inserted = new.prepare_cached(&insert)?.execute(params_from_iter(values));
        if !matches!(inserted, Ok(1)) {
            return Ok(false);
        }
        let record = match task::load(new, id) {
            Ok(record) => record,
            Err(error) => {
                tracing::debug!(%error, %id, "a row is no task any more");
                new.prepare_cached("DELETE FROM task WHERE id = ?1")?.execute([id.0])?;
                return Ok(false);
            }
        };
        if let Some(key) = record.secrets {
            // A row of it that could not be read on another look has left the key behind.
            secret::tie(new, &key)?;
        }
        let proven = segment::of(&self.connection, id).unwrap_or_default();
        segment::replace(new, id, &proven)?;
        answer::replace(new, id, answer::of(&self.connection, id).unwrap_or_default().as_deref())?;
        for LogEntry { at, what } in log::of(&self.connection, id).unwrap_or_default() {
            log::add(new, id, at, &what)?;
        }
        Ok(true)
    }
}

fn last_number(connection: &Connection) -> Option<u64> {
    let ask = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0)).unwrap_or(0);
    let last = ask("SELECT seq FROM sqlite_sequence WHERE name = 'task'").max(ask("SELECT MAX(id) FROM task"));
    // A number that was flipped out of all proportion would be counted up to for ever.
    (1..=MOST).contains(&last).then_some(last)
}
