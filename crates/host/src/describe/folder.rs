//! The folders that downloads go to.
//!
//! Owns the look at the disk that goes with each. Rule kept here: of downloads that are added together nearly all go to the
//! same folder, which is looked at once.

use std::path::PathBuf;

use haul_api::{BaseFolder, Code, NewDownload, Refusal};
use haul_engine::allowed_folder;
use haul_model::describe;
use haul_model::place::{Bases, Location};

use crate::describe::{base, of_task};

/// The folders of the downloads of one call.
#[derive(Debug)]
pub(crate) struct Folders<'a> {
    bases: &'a Bases,
    last: Option<Known>,
}

/// A folder that was asked for, and where it is.
#[derive(Debug)]
struct Known {
    base: Option<BaseFolder>,
    folder: String,
    location: Location,
    path: PathBuf,
}

impl<'a> Folders<'a> {
    /// Nothing is looked at yet.
    pub(crate) const fn below(bases: &'a Bases) -> Self {
        Self { bases, last: None }
    }

    /// Where the file goes.
    pub(super) fn of(&mut self, new: &NewDownload) -> Result<(Location, PathBuf), Refusal> {
        let folder = new.folder.as_deref().unwrap_or_default();
        if let Some(known) = self.last.as_ref().filter(|last| last.base == new.base && last.folder == folder) {
            return Ok((known.location.clone(), known.path.clone()));
        }
        let location = describe::location(new.base.map(base), folder).map_err(of_task)?;
        let path = allowed_folder(location.resolve(self.bases), self.bases)
            .map_err(|guarded| Refusal::new(Code::Disk, guarded.to_string()))?;
        let (folder, found) = (folder.to_owned(), (location.clone(), path.clone()));
        self.last = Some(Known { base: new.base, folder, location, path });
        Ok(found)
    }
}
