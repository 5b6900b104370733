//! Whether a part file was left alone between two attempts.
//!
//! Owns the stamp that an attempt leaves on what it could not finish: the time of the last write, as the file system has
//! it. Who writes into the file afterwards changes that time and not the stamp (row 95). Refuses to guess: a file without
//! a stamp, after a kill or on a file system that keeps none, says nothing.

use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt as _;

use rustix::fs::XattrFlags;
use rustix::io::Errno;

/// Where the stamp is kept.
const STAMP: &str = "user.haul.written";

/// Longest stamp, in bytes.
const LONGEST: usize = 64;

/// Leaves the stamp. To be called when nothing will be written any more, until the stamp is taken off.
pub(crate) fn stamp(file: &File) -> io::Result<()> {
    let written = written(file)?;
    Ok(rustix::fs::fsetxattr(file, STAMP, written.as_bytes(), XattrFlags::empty())?)
}

/// Takes the stamp off, and says whether anybody has written since; `false` where nothing tells. A stamp that stayed
/// would speak against what is written next.
pub(crate) fn was_written_since(file: &File) -> io::Result<bool> {
    let mut stamp = [0; LONGEST];
    let length = match rustix::fs::fgetxattr(file, STAMP, &mut stamp[..]) {
        Ok(length) => length.min(LONGEST),
        Err(Errno::NODATA | Errno::NOTSUP | Errno::RANGE) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    rustix::fs::fremovexattr(file, STAMP)?;
    Ok(stamp[..length] != *written(file)?.as_bytes())
}

fn written(file: &File) -> io::Result<String> {
    let meta = file.metadata()?;
    Ok(format!("{}.{:09}", meta.mtime(), meta.mtime_nsec()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::FileExt as _;
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn f095_a_stamp_tells_of_a_write_once_and_a_file_without_one_tells_nothing() -> io::Result<()> {
        let file = tempfile::tempfile()?;
        file.write_all_at(b"ours", 0)?;
        assert!(!was_written_since(&file)?);
        if stamp(&file).is_err() {
            return Ok(()); // Here is a file system without stamps.
        }
        assert!(!was_written_since(&file)?, "nobody has written");
        stamp(&file)?;
        // What a write does to the time, without waiting until the clock of the file system moves.
        file.set_modified(SystemTime::now() + Duration::from_secs(1))?;
        assert!(was_written_since(&file)?);
        assert!(!was_written_since(&file)?, "the stamp is off");
        Ok(())
    }
}
