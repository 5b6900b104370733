//! What a finished file says of itself besides its bytes.
//!
//! Owns the mark of its origin and its modification time. Refuses to fail a download for either: whoever calls notes an
//! error and goes on. Rule kept here: the mark holds no secret.

use std::fs::File;
use std::io;

use haul_model::time::Timestamp;
use rustix::fs::{Timespec, Timestamps, UTIME_OMIT, XattrFlags};
use rustix::io::Errno;
use url::Url;

/// Where desktops look for the address a file came from.
const ORIGIN: &str = "user.xdg.origin.url";

/// Most bytes of an address, tried in turn: the marks of a file may share 4 KiB, and say so like a full disk.
const LENGTHS: [usize; 2] = [2048, 512];

/// Marks the file with the address it came from, without user name, password, query and fragment (rows 107 and 154).
pub(crate) fn mark_origin(file: &File, url: &Url) -> io::Result<()> {
    let address = without_secrets(url);
    for length in LENGTHS {
        let address = &address.as_bytes()[..address.len().min(length)];
        match rustix::fs::fsetxattr(file, ORIGIN, address, XattrFlags::empty()) {
            Ok(()) => return Ok(()),
            Err(Errno::NOSPC | Errno::TOOBIG | Errno::RANGE) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Errno::NOSPC.into())
}

/// Gives the file this modification time and leaves its other times.
pub(crate) fn set_modified(file: &File, at: Timestamp) -> io::Result<()> {
    let left = Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT };
    let modified = Timespec { tv_sec: at.seconds(), tv_nsec: 0 };
    Ok(rustix::fs::futimens(file, &Timestamps { last_access: left, last_modification: modified })?)
}

/// The text of an address is ASCII, so that it can be cut anywhere.
fn without_secrets(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    // Addresses without a host have nothing to take off.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f154_the_mark_names_the_place_and_no_secret() -> anyhow::Result<()> {
        let url: Url = "https://user:secret@a.test/x/f.zip?token=secret#secret".parse()?;
        assert_eq!(without_secrets(&url), "https://a.test/x/f.zip");
        Ok(())
    }

    #[test]
    fn f107_an_address_of_five_kilobytes_is_cut_to_fit() -> anyhow::Result<()> {
        let file = tempfile::tempfile()?;
        let url: Url = format!("https://a.test/{}", "x".repeat(5000)).parse()?;
        match mark_origin(&file, &url) {
            Ok(()) => {
                let mut mark = vec![0; 4096];
                let length = rustix::fs::fgetxattr(&file, ORIGIN, mark.as_mut_slice())?;
                assert!(length == 2048 || length == 512, "{length}");
                assert!(mark.starts_with(b"https://a.test/xxx"));
            }
            // Here is a file system without marks.
            Err(error) => assert_eq!(error.raw_os_error(), Some(Errno::NOTSUP.raw_os_error()), "{error}"),
        }
        Ok(())
    }

    #[test]
    fn m097_a_file_takes_the_time_that_it_is_given() -> anyhow::Result<()> {
        let file = tempfile::tempfile()?;
        set_modified(&file, Timestamp(784_111_777_000))?;
        let modified = file.metadata()?.modified()?.duration_since(std::time::UNIX_EPOCH)?;
        assert_eq!(modified.as_secs(), 784_111_777);
        Ok(())
    }
}
