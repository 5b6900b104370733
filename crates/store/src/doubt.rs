//! Damage in a database that is too large to be looked at whole before every start.
//!
//! Owns the look beside the work, and the mark it leaves. Rules kept here: whatever is too large to be looked at first is
//! looked at next; damage that was found makes the next start look first, and rebuild (M175).

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use rusqlite::{Connection, InterruptHandle, OpenFlags};

use crate::connect::verdict;
use crate::error::StoreError;
use crate::files::{create_private, remove, sync_folder, with_ending};

/// A look at the whole database beside the work.
pub(crate) struct Lookout {
    found: Arc<OnceLock<String>>,
    thread: Option<(InterruptHandle, JoinHandle<()>)>,
}

impl Lookout {
    /// Begins to look at the database at `path`.
    pub(crate) fn begin(path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let interrupt = connection.get_interrupt_handle();
        let found = Arc::new(OnceLock::new());
        let (told, path) = (Arc::clone(&found), path.to_owned());
        let look = move || look(&connection, &path, &told);
        let thread = std::thread::Builder::new().name("haul-store-look".into()).spawn(look);
        let thread = thread.map_err(|error| StoreError::Other(error.to_string()))?;
        Ok(Self { found, thread: Some((interrupt, thread)) })
    }

    /// What was found, if it was damage.
    pub(crate) fn found(&self) -> Option<&str> {
        self.found.get().map(String::as_str)
    }
}

impl fmt::Debug for Lookout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Lookout").field("found", &self.found).finish_non_exhaustive()
    }
}

impl Drop for Lookout {
    fn drop(&mut self) {
        if let Some((interrupt, thread)) = self.thread.take() {
            interrupt.interrupt();
            if thread.join().is_err() {
                tracing::error!("the look at the database ended by a panic");
            }
        }
    }
}

fn look(connection: &Connection, path: &Path, told: &OnceLock<String>) {
    match verdict(connection) {
        Ok(()) => tracing::debug!("the whole database is well"),
        Err(StoreError::Damaged(why)) => {
            tracing::error!(%why, "the database is damaged");
            if let Err(error) = mark(path) {
                tracing::warn!(%error, "the next start will not know that the database is damaged");
            }
            // It was not told before.
            let _ = told.set(why);
        }
        Err(error) => tracing::debug!(%error, "the look at the database was not finished"),
    }
}

/// Whether damage was found that no start has looked at yet.
pub(crate) fn is_marked(path: &Path) -> bool {
    mark_of(path).exists()
}

fn mark(path: &Path) -> Result<(), StoreError> {
    if !is_marked(path) {
        create_private(&mark_of(path))?;
    }
    sync_folder(path)
}

/// Forgets the mark: the database has been looked at, and is whole.
pub(crate) fn unmark(path: &Path) -> Result<(), StoreError> {
    if is_marked(path) { remove(&mark_of(path)) } else { Ok(()) }
}

fn mark_of(path: &Path) -> PathBuf {
    with_ending(path, ".doubt")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A database with damaged pages, and a look at it.
    fn looked_at(damaged: bool) -> anyhow::Result<(tempfile::TempDir, PathBuf, Option<String>)> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("haul.db");
        let connection = Connection::open(&path)?;
        connection.execute_batch(
            "CREATE TABLE t (x TEXT); CREATE INDEX i ON t (x);
             WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT i FROM n;",
        )?;
        drop(connection);
        if damaged {
            let mut bytes = std::fs::read(&path)?;
            bytes[4096 * 3..4096 * 3 + 64].fill(0xff);
            std::fs::write(&path, bytes)?;
        }
        let mut lookout = Lookout::begin(&path)?;
        let thread = lookout.thread.take().map(|(_, thread)| thread.join());
        anyhow::ensure!(matches!(thread, Some(Ok(()))), "the look did not end");
        let found = lookout.found().map(str::to_owned);
        Ok((folder, path, found))
    }

    #[test]
    fn m175_damage_that_is_found_beside_the_work_is_told_and_marked_for_the_next_start() -> anyhow::Result<()> {
        let (_folder, path, found) = looked_at(true)?;
        assert!(found.is_some() && is_marked(&path));
        unmark(&path)?;
        assert!(!is_marked(&path));
        Ok(())
    }

    #[test]
    fn a_whole_database_is_not_doubted() -> anyhow::Result<()> {
        let (_folder, path, found) = looked_at(false)?;
        assert!(found.is_none() && !is_marked(&path), "{found:?}");
        Ok(())
    }
}
