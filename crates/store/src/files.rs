//! The files around the database.
//!
//! Owns names, rights and renames. Refuses SQL. Rule kept here: nothing that a person may want back is deleted.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::FlockOperation;
use rustix::io::Errno;

use crate::error::StoreError;

/// The files that SQLite keeps beside a database.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The path with more letters at its end.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Makes a missing file for this user alone, whatever the umask; the files beside it take over its mode (row 106).
pub(crate) fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::of_disk(error)),
    }
}

/// Deletes a file of our own making; one that is gone already is fine.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::of_disk(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Deletes a database of our own making with everything beside it.
pub(crate) fn remove_database(path: &Path) -> Result<(), StoreError> {
    BESIDE.iter().try_for_each(|ending| remove(&with_ending(path, ending)))?;
    remove(path)
}

/// Reads a database and its log to their ends, to see whether the disk gives them.
pub(crate) fn read_through(path: &Path) -> Result<(), StoreError> {
    for file in [path.to_owned(), with_ending(path, "-wal")] {
        match File::open(file).and_then(|mut file| std::io::copy(&mut file, &mut std::io::sink())) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::of_disk(error)),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// Makes renames in the folder of `path` last.
pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::of_disk)
}

/// Renames a database, and last of all its main file, out of the way, and says how it is called now.
pub(crate) fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let aside = (1_u64..)
        .map(|number| with_ending(path, &format!(".damaged-{number}")))
        .find(|free| !free.exists() && BESIDE.iter().all(|ending| !with_ending(free, ending).exists()))
        .expect("some number is free");
    for ending in BESIDE {
        rename_if_there(&with_ending(path, ending), &with_ending(&aside, ending))?;
    }
    rename_if_there(path, &aside)?;
    Ok(aside)
}

fn rename_if_there(from: &Path, to: &Path) -> Result<(), StoreError> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::of_disk(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Deletes the folder that locks a database where the file system cannot; one that is gone already is fine.
pub(crate) fn remove_lock_folder(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_dir(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::of_disk(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Whether the file system of a file has locks. Ask before SQLite opens it: closing any handle ends its locks.
pub(crate) fn has_locks(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return true };
    match rustix::fs::fcntl_lock(&file, FlockOperation::NonBlockingLockShared) {
        Ok(()) | Err(Errno::AGAIN | Errno::ACCESS) => true,
        Err(error) => {
            tracing::warn!(%error, "the file system of the database has no locks");
            false
        }
    }
}
