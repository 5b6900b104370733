//! How much a disk still takes, and taking it beforehand.
//!
//! Owns the questions to the file system and the reservation of a file's length. Refuses to decide whether it is enough.
//! Rule kept here: a reservation that fails takes nothing (finding 0.8: some file systems keep what they could get).

use std::fs::File;
use std::io;

use rustix::fs::FallocateFlags;
use rustix::io::Errno;

use crate::disk::Folder;

/// Files below this many bytes are not reserved: the space they need is lost in the noise, the call is not.
pub(crate) const SMALL: u64 = 1 << 20;

/// What a disk has left for ordinary users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Space {
    /// Number of the file system.
    pub(crate) device: u64,
    /// Bytes of the whole disk.
    pub(crate) size: u64,
    /// Bytes that are free.
    pub(crate) free: u64,
    /// Whether no file can be made any more, however small. Never on file systems that make entries as they need them.
    pub(crate) out_of_entries: bool,
}

/// Whether a file's space is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reserved {
    /// It is: writing within its length finds space.
    Yes,
    /// It has its length only.
    No,
}

impl Folder {
    /// What the disk of this folder has left.
    pub(crate) fn space(&self) -> io::Result<Space> {
        let stat = rustix::fs::fstatvfs(self.handle())?;
        Ok(Space {
            device: self.device()?,
            size: stat.f_blocks.saturating_mul(stat.f_frsize),
            free: stat.f_bavail.saturating_mul(stat.f_frsize),
            out_of_entries: stat.f_files > 0 && stat.f_favail == 0,
        })
    }
}

/// Gives an empty file its length, and takes the space for it where the file system can. When that fails, the file is
/// empty again.
pub(crate) fn reserve(file: &File, length: u64) -> io::Result<Reserved> {
    let reserved = if length < SMALL { Ok(Reserved::No) } else { allocate(file, length) };
    let grown = match reserved {
        Ok(Reserved::Yes) => Ok(Reserved::Yes),
        Ok(Reserved::No) => file.set_len(length).map(|()| Reserved::No),
        Err(error) => Err(error),
    };
    if grown.is_err() {
        // What failed is told; that the little that was taken could not be given back would say less.
        let _ = file.set_len(0);
    }
    grown
}

/// Whether the disk has given a file the space of its whole length.
pub(crate) fn has_its_space(file: &File, length: u64) -> io::Result<bool> {
    let stat = rustix::fs::fstat(file)?;
    Ok(stat.st_size.unsigned_abs() >= length && stat.st_blocks.unsigned_abs().saturating_mul(512) >= length)
}

fn allocate(file: &File, length: u64) -> io::Result<Reserved> {
    loop {
        match rustix::fs::fallocate(file, FallocateFlags::empty(), 0, length) {
            Ok(()) => return Ok(Reserved::Yes),
            Err(Errno::INTR) => {}
            Err(Errno::NOTSUP | Errno::INVAL | Errno::NOSYS) => return Ok(Reserved::No),
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    fn blocks(file: &File) -> io::Result<u64> {
        Ok(file.metadata()?.blocks() * 512)
    }

    #[test]
    fn m140_a_file_has_its_length_and_its_space_before_the_first_byte() -> anyhow::Result<()> {
        let file = tempfile::tempfile()?;
        let reserved = reserve(&file, 3 << 20)?;
        assert_eq!(file.metadata()?.len(), 3 << 20);
        assert_eq!(has_its_space(&file, 3 << 20)?, reserved == Reserved::Yes);
        if reserved == Reserved::Yes {
            assert!((3 << 20..4 << 20).contains(&blocks(&file)?), "the space is taken, and not more than 1 MiB beyond");
        }
        Ok(())
    }

    #[test]
    fn a_small_file_takes_no_space_beforehand() -> anyhow::Result<()> {
        let file = tempfile::tempfile()?;
        assert_eq!(reserve(&file, 1000)?, Reserved::No);
        assert_eq!((file.metadata()?.len(), blocks(&file)?), (1000, 0));
        Ok(())
    }

    #[test]
    fn f038_a_length_beyond_every_file_system_is_an_error_and_takes_nothing() -> anyhow::Result<()> {
        let file = tempfile::tempfile()?;
        assert!(reserve(&file, i64::MAX.unsigned_abs()).is_err());
        assert_eq!(blocks(&file)?, 0);
        Ok(())
    }
}
