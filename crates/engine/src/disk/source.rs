//! A file that is sent.
//!
//! Owns its opening, its reading and what tells one state of it from another. Refuses everything but a plain file with
//! bytes in it, and every link on the way there: the path was resolved and confirmed when the upload was added (rows 160
//! and 161). Rule kept here: what is refused has not been opened for anything but a look.

use std::fs::{File, Metadata};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use haul_model::upload::Stamp;
use rustix::io::Errno;

use super::folder::open_file;
use super::shelf::Shelf;

/// Why a file is not sent.
#[derive(Debug)]
pub(crate) enum Unsendable {
    /// It cannot be opened or read.
    Unreadable(io::Error),
    /// It is a folder, a pipe, a device or the like.
    NotPlain,
    /// There is nothing in it.
    Empty,
    /// A link leads elsewhere since it was added.
    Link,
}

impl From<io::Error> for Unsendable {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// A file that is sent.
#[derive(Debug)]
pub(crate) struct Source {
    file: File,
    path: PathBuf,
    stamp: Stamp,
}

impl Source {
    /// Opens the file at a path without links; blocks.
    pub(crate) fn open(path: &Path) -> Result<Self, Unsendable> {
        let found = path.symlink_metadata()?;
        if found.is_symlink() {
            return Err(Unsendable::Link);
        }
        // Only to open a device or a pipe may do something already.
        if !found.is_file() {
            return Err(Unsendable::NotPlain);
        }
        let file = open_file(path)?;
        let found = file.metadata()?;
        if !found.is_file() {
            return Err(Unsendable::NotPlain);
        }
        if found.len() == 0 {
            return Err(Unsendable::Empty);
        }
        // The kernel says where the file is that was opened, whatever the folders above it are by now.
        if std::fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())).is_ok_and(|opened| opened != path) {
            return Err(Unsendable::Link);
        }
        Ok(Self { stamp: stamp(&found), file, path: path.to_owned() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The state it was opened in.
    pub(crate) const fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Whether the open file is still in the state it was opened in.
    pub(crate) fn is_unchanged(&self) -> io::Result<bool> {
        Ok(stamp(&self.file.metadata()?) == self.stamp)
    }

    /// Whether its path still leads to it, in the state it was opened in.
    pub(crate) fn is_in_place(&self) -> bool {
        self.path.symlink_metadata().is_ok_and(|found| stamp(&found) == self.stamp)
    }

    /// Bytes from `offset` on in a block of the shelf: `most` of them, unless that is more than a block has or the file
    /// ends before.
    pub(crate) fn read(&self, shelf: &Arc<Shelf>, offset: u64, most: usize) -> io::Result<Bytes> {
        let (mut block, mut read) = (shelf.take(), 0);
        let room = block.room();
        let most = most.min(room.len());
        while read < most {
            match rustix::io::pread(&self.file, &mut room[read..most], offset + read as u64) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(block.share(read))
    }
}

fn stamp(found: &Metadata) -> Stamp {
    let modified = found.mtime().saturating_mul(1_000_000_000).saturating_add(found.mtime_nsec());
    Stamp { length: found.len(), modified, inode: found.ino(), device: found.dev() }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn f160_only_a_plain_file_with_bytes_in_it_is_opened() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let real = folder.path().canonicalize()?;
        std::fs::write(real.join("empty"), "")?;
        rustix::fs::mkfifoat(rustix::fs::CWD, real.join("pipe"), rustix::fs::Mode::RUSR)?;
        std::fs::write(real.join("file"), "bytes")?;
        std::os::unix::fs::symlink("file", real.join("link"))?;
        std::os::unix::fs::symlink(&real, real.join("way"))?;
        let refused = |path: &Path| Source::open(path).err();
        assert!(matches!(refused(&real.join("empty")), Some(Unsendable::Empty)));
        for path in [real.as_path(), &real.join("pipe"), Path::new("/dev/zero")] {
            assert!(matches!(refused(path), Some(Unsendable::NotPlain)), "{}", path.display());
        }
        assert!(matches!(refused(&real.join("gone")), Some(Unsendable::Unreadable(_))));
        for path in ["link", "way/file"] {
            assert!(matches!(refused(&real.join(path)), Some(Unsendable::Link)), "{path}");
        }
        assert!(refused(&real.join("file")).is_none());
        Ok(())
    }

    #[test]
    fn f159_a_file_that_grew_or_was_replaced_is_told_from_what_it_was() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().canonicalize()?.join("file");
        std::fs::write(&path, "bytes")?;
        let open = || Source::open(&path).map_err(|why| anyhow::anyhow!("{why:?}"));
        let source = open()?;
        assert!(source.is_unchanged()? && source.is_in_place());
        assert_eq!(&source.read(&Shelf::of(8), 1, 100)?[..], b"ytes");
        std::fs::OpenOptions::new().append(true).open(&path)?.write_all(b"!")?;
        assert!(!source.is_unchanged()? && !source.is_in_place());
        let source = open()?;
        std::fs::write(path.with_extension("new"), "other!")?;
        std::fs::rename(path.with_extension("new"), &path)?;
        assert!(source.is_unchanged()? && !source.is_in_place());
        Ok(())
    }
}
