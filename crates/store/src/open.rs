//! How the database is opened, made, rebuilt or only read.
//!
//! Owns the verdict on a file. Rules kept here: a database appears whole or not at all; a damaged one is kept beside what
//! could be saved from it (M175); one that cannot be written is shown and changed by nobody until it can be (M177).

use std::path::{Path, PathBuf};

use crate::connect::{Age, Pair, connect};
use crate::error::StoreError;
use crate::files::{self, with_ending};
use crate::store::Store;
use crate::{crash, image, salvage};

/// The smallest page of any database, in bytes.
const SMALLEST_PAGE: u64 = 512;

/// A database that is open, and what a person should know about it.
#[derive(Debug)]
pub struct Opened {
    /// The database.
    pub store: Store,
    /// What became of a damaged one, if it was.
    pub damage: Option<Damage>,
}

/// A damaged database that another one has taken the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Where it is now.
    pub aside: PathBuf,
    /// Tasks that were saved from it.
    pub saved: u64,
    /// Tasks that it held and that could not be read.
    pub lost: u64,
}

/// What the database can be used for.
#[derive(Debug)]
pub(crate) enum Access {
    /// Reading and writing.
    Whole(Pair),
    /// Reading a picture of it, until it can be written.
    Picture(rusqlite::Connection, StoreError),
}

/// Opens the database at `path`: makes a missing one, rebuilds a damaged one, and reads one that cannot be written.
///
/// # Errors
/// [`StoreError`] when the file cannot be used at all; nothing is changed then.
pub(crate) fn open(path: &Path) -> Result<(Access, Option<Damage>), StoreError> {
    let open = || make_if_missing(path).and_then(|age| connect(path, age)).map_err(|error| error.at(path));
    let opened = match open() {
        // SQLite takes a page of the schema that it cannot read for a damaged one. Only what is so again, in a file that
        // can be read, is damage.
        Err(StoreError::Damaged(_)) => files::read_through(path).and_then(|()| open()),
        opened => opened,
    };
    match opened {
        Ok(pair) => Ok((Access::Whole(pair), None)),
        Err(StoreError::Damaged(why)) => {
            let damage = rebuild(path).map_err(|error| error.at(path))?;
            tracing::warn!(%why, ?damage, "the database was damaged and has been rebuilt");
            Ok((Access::Whole(connect(path, Age::Found)?), Some(damage)))
        }
        Err(why @ (StoreError::Full | StoreError::Denied(_))) => match image::of(path) {
            Ok(picture) => Ok((Access::Picture(picture, why), None)),
            Err(error) => {
                tracing::warn!(%error, "the database cannot even be read");
                Err(why)
            }
        },
        Err(
            other @ (StoreError::Busy
            | StoreError::Newer
            | StoreError::DuplicateId(_)
            | StoreError::Reserved(_)
            | StoreError::Unknown
            | StoreError::Unreadable(_)
            | StoreError::Other(_)
            | StoreError::Closed),
        ) => Err(other),
    }
}

/// A database is built under another name, so that one of length zero is never ours.
fn make_if_missing(path: &Path) -> Result<Age, StoreError> {
    if path.symlink_metadata().is_ok() {
        // SQLite would take a file without a whole page for a new one, but ours appear with all their pages.
        let emptied = path.metadata().is_ok_and(|found| found.is_file() && found.len() < SMALLEST_PAGE);
        return if emptied { Err(StoreError::Damaged("the file is empty".into())) } else { Ok(Age::Found) };
    }
    let (built, unfinished) = (built_beside(path), with_ending(path, ".new"));
    let (whole, age) = if built.exists() { (built, Age::Found) } else { (unfinished, Age::New) };
    if age == Age::New {
        salvage::make_with_log(&whole)?;
    }
    // A log without its database belongs to another one: it would be played into ours.
    if with_ending(path, "-wal").exists() {
        files::set_aside(path)?;
    }
    finish(&whole, path).map(|()| age)
}

/// Puts what can be read of a damaged database into a new one, which then takes its place.
fn rebuild(path: &Path) -> Result<Damage, StoreError> {
    let (unfinished, built) = (with_ending(path, ".new"), built_beside(path));
    files::remove_database(&built)?;
    let (saved, lost) = salvage::rebuild(path, &unfinished)?;
    finish(&unfinished, &built)?;
    // Killed from here on, the next start finds no database and takes the one that is built.
    let aside = files::set_aside(path)?;
    finish(&built, path)?;
    Ok(Damage { aside, saved, lost })
}

/// The whole new database that waits to take the place of a missing one.
fn built_beside(path: &Path) -> PathBuf {
    with_ending(path, ".built")
}

fn finish(from: &Path, to: &Path) -> Result<(), StoreError> {
    std::fs::File::open(from).and_then(|file| file.sync_all()).map_err(StoreError::of_disk)?;
    crash::around("rename of a database", || std::fs::rename(from, to)).map_err(StoreError::of_disk)?;
    files::sync_folder(to)
}
