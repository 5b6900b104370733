//! What ended an attempt, before anybody decided what follows.
//!
//! Owns [`Trouble`], a category with its sentence, and how an error of the disk becomes one. Refuses remedies: those
//! follow from `haul_model::retry`.

use std::io;
use std::path::Path;

use haul_model::fault::Category;
use haul_model::retry::of_disk_error;
use haul_store::StoreError;

/// A failed attempt.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    /// What happened, for programs.
    pub(crate) category: Category,
    /// What happened and what helps, for people.
    pub(crate) message: String,
    /// `Retry-After` of the answer.
    pub(crate) retry_after: Option<String>,
}

impl Trouble {
    pub(crate) fn new(category: Category, message: impl Into<String>) -> Self {
        Self { category, message: message.into(), retry_after: None }
    }

    /// The database did not take what the attempt found out.
    #[allow(clippy::needless_pass_by_value, reason = "used as a function in map_err")]
    pub(crate) fn database(error: StoreError) -> Self {
        let category = match error {
            StoreError::Damaged(_) | StoreError::Unreadable(_) | StoreError::Newer => Category::DbCorrupt,
            StoreError::Reserved(_) => Category::DiskExists,
            StoreError::Busy
            | StoreError::Full
            | StoreError::Denied(_)
            | StoreError::DuplicateId(_)
            | StoreError::Unknown
            | StoreError::Other(_)
            | StoreError::Closed => Category::DbBusy,
        };
        Self::new(category, format!("Progress could not be saved: {error}."))
    }

    /// What was asked may have been carried out, and nobody knows: it is not asked again by itself (rows 163 and 172).
    pub(crate) fn unknown_outcome() -> Self {
        let message = "The answer was lost on its way, so nobody knows whether the server has done what it was asked to. Look \
                       there first, then retry.";
        Self::new(Category::UploadUnknownOutcome, message)
    }

    /// The program itself failed.
    pub(crate) fn internal(what: &str) -> Self {
        Self::new(Category::LocalInternal, format!("Haul itself failed: {what}. Please report this; retrying is safe."))
    }
}

/// What an error of the file system at `path` means.
#[expect(clippy::wildcard_enum_match_arm, reason = "only the kinds that a disk can cause have sentences here")]
pub(crate) fn of_disk(error: &io::Error, path: &Path) -> Trouble {
    let place = path.display();
    let category = error.raw_os_error().map_or(Category::DiskIo, of_disk_error);
    let message = match category {
        Category::DiskFull => {
            format!("There is no space left for {place}. Free some space, then retry; what is there is kept.")
        }
        Category::DiskFileTooLarge => {
            format!("The file system of {place} does not take a file this large. Choose a folder on another disk.")
        }
        Category::DiskPermission => {
            format!("Haul may not write {place}. Choose another folder or change its rights.")
        }
        Category::DiskReadOnly => format!("{place} is on a read-only disk. Choose another folder."),
        Category::DiskPath => {
            format!("{place} is not there or not a folder. Put it back or choose another folder, then retry.")
        }
        Category::DiskExists => {
            format!("A folder has the file's name already in {place}. Choose another name, then retry.")
        }
        Category::DiskOffline => format!("The network share of {place} does not answer."),
        Category::LocalFdLimit => "Too many files are open at once.".to_owned(),
        _ => format!("The disk reported an error at {place}: {error}. Check the disk, then retry."),
    };
    Trouble::new(category, message)
}

/// What an error of the file system means for the file at `path` that is to be read.
pub(crate) fn of_reading(error: &io::Error, path: &Path) -> Trouble {
    let place = path.display();
    let category = error.raw_os_error().map_or(Category::DiskIo, of_disk_error);
    let message = if category == Category::DiskPath {
        format!("{place} is not there. Put it back, then retry.")
    } else if category == Category::DiskPermission {
        format!("Haul may not read {place}. Change its rights, then retry.")
    } else {
        format!("{place} cannot be read: {error}. Check the disk, then retry.")
    };
    Trouble::new(category, message)
}
