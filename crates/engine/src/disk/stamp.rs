//! Whether a part file was left alone between two attempts.
//!
//! Owns the stamp that an attempt leaves on what it could not finish: the time of the last write, as the file system has
//! it. Who writes into the file afterwards sets a later time (row 95). Refuses to guess, for what is taken to be spoiled is
//! fetched anew: a file without a stamp, after a kill or from a file system that keeps none, says nothing; an earlier time, as
//! a copy or a power cut leaves it, neither; and where the time is set elsewhere, by a server, there are no stamps.

use std::fs::File;
use std::io;
use std::time::UNIX_EPOCH;

use rustix::fs::{FsWord, XattrFlags};
use rustix::io::Errno;

/// Where the stamp is kept.
const STAMP: &str = "user.haul.written";

/// Longest stamp, in bytes.
const LONGEST: usize = 64;

/// The file systems of this machine's own disks and memory: ext2 to ext4, XFS, Btrfs, F2FS, tmpfs, overlayfs (statfs(2)).
const OWN: [FsWord; 6] = [0xef53, 0x5846_5342, 0x9123_683e, 0xf2f5_2010, 0x0102_1994, 0x794c_7630];

/// Leaves the stamp, where the time of a write is this machine's. To be called when nothing will be written any more,
/// until the stamp is taken off.
pub(crate) fn stamp(file: &File) -> io::Result<()> {
    if OWN.contains(&rustix::fs::fstatfs(file)?.f_type) {
        rustix::fs::fsetxattr(file, STAMP, written(file)?.to_string().as_bytes(), XattrFlags::empty())?;
    }
    Ok(())
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
    let left = std::str::from_utf8(&stamp[..length]).ok().and_then(|text| text.parse().ok());
    let now = written(file)?;
    Ok(left.is_some_and(|left: u128| now > left))
}

/// The time of the last write, in nanoseconds since the epoch; 0 before that.
fn written(file: &File) -> io::Result<u128> {
    Ok(file.metadata()?.modified()?.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::FileExt as _;
    use std::time::{Duration, SystemTime};

    use haul_testkit::{Need, needs};

    use super::*;

    #[test]
    fn f095_a_stamp_tells_of_a_write_once_and_a_file_without_one_tells_nothing() -> io::Result<()> {
        let file = tempfile::tempfile()?;
        file.write_all_at(b"ours", 0)?;
        assert!(!was_written_since(&file)?);
        if !needs(Need::Attributes) {
            return Ok(());
        }
        stamp(&file)?;
        assert!(!was_written_since(&file)?, "nobody has written");
        stamp(&file)?;
        // What a write does to the time, without waiting until the clock of the file system moves.
        file.set_modified(SystemTime::now() + Duration::from_secs(1))?;
        assert!(was_written_since(&file)?);
        assert!(!was_written_since(&file)?, "the stamp is off");
        stamp(&file)?;
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1))?;
        assert!(!was_written_since(&file)?, "a copy that keeps times less exactly is no write");
        Ok(())
    }
}
