//! What writing stands on: the folder, the part file's name, and room on the disk.
//!
//! Owns the questions that no failed write would answer: a deleted file can be written without an error (rows 92 and 94),
//! and a body without a length fills a disk to its last byte (row 37).

use std::fs::File;
use std::io;

use haul_model::fault::Category;

use crate::disk::{self, Folder};
use crate::transfer::{Halt, Lines, space};
use crate::trouble::{Trouble, of_disk};

/// Whether what was written is still where it belongs, and writing may go on. To be asked before every checkpoint and
/// before the final name is given.
pub(crate) fn holds(lines: &Lines, folder: &Folder, part: &File) -> Result<(), Halt> {
    holds_with(lines, folder, |length| disk::part_is_intact(part, length))
}

/// The same of a file that has no name yet.
pub(crate) fn holds_nameless(lines: &Lines, folder: &Folder, nameless: &File) -> Result<(), Halt> {
    holds_with(lines, folder, |length| disk::has_length(nameless, length))
}

fn holds_with(lines: &Lines, folder: &Folder, is_intact: impl Fn(u64) -> io::Result<bool>) -> Result<(), Halt> {
    let map = lines.meter.map();
    let length = map.total().unwrap_or_else(|| map.received());
    let look = || Ok((folder.is_gone()?, is_intact(length)?, folder.space()?));
    let (is_gone, is_intact, space) = look().map_err(|error: io::Error| of_disk(&error, folder.path()))?;
    if is_gone {
        return Err(folder_gone(folder).into());
    }
    if !is_intact {
        return Err(Halt::PartLost);
    }
    Ok(space::still_fits(folder, &space, map.total(), lines.site.tuning.get().disks)?)
}

/// The folder is not where it was.
pub(crate) fn folder_gone(folder: &Folder) -> Trouble {
    let path = folder.path().display();
    Trouble::new(Category::DiskPath, format!("{path} was deleted or moved. Choose a folder, then retry."))
}
