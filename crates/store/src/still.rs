//! A database that nobody has open, as it lies there.
//!
//! Owns the conditions under which it can be read without a start: nothing is made, checked, played back or brought up to date,
//! and not a byte of it changes. Refuses every database that needs one of these first; whoever asks opens a
//! [`Store`](crate::Store) then. Rule kept here: the caller holds the home, so that nobody changes what is read.

use std::path::Path;

use haul_model::group::GroupSpec;
use haul_model::task::TaskId;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::files::with_ending;
use crate::query::{Found, Query};
use crate::{doubt, group, image, migrate, task};

/// A database that is only read, without a start.
#[derive(Debug)]
pub struct Still(Connection);

impl Still {
    /// The database at `path`; `None` when a start has something to do first, or to tell.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let is_closed = ["-wal", "-journal"].iter().all(|ending| !holds_something(&with_ending(path, ending)));
        if !is_closed || !holds_something(path) || doubt::is_marked(path) {
            return None;
        }
        let connection = image::still(path, c"unix").ok()?;
        migrate::is_latest(&connection).ok()?.then_some(Self(connection))
    }

    /// A window of the records.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read; a start finds out why.
    pub fn find(&self, query: &Query) -> Result<Found, StoreError> {
        task::find(&self.0, query)
    }

    /// The number of the live, else newest, task whose creator chose this id.
    ///
    /// # Errors
    /// As [`Still::find`].
    pub fn by_own_id(&self, own_id: &str) -> Result<Option<TaskId>, StoreError> {
        task::by_own_id(&self.0, own_id)
    }

    /// The groups of which something is said.
    ///
    /// # Errors
    /// As [`Still::find`].
    pub fn groups(&self) -> Result<Vec<(String, GroupSpec)>, StoreError> {
        group::all(&self.0)
    }
}

fn holds_something(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| !found.is_file() || found.len() > 0) && !path.is_dir()
}
