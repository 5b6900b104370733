//! Files that may be sent.
//!
//! Owns the look at where a file really is, before an upload of it is accepted. Rule kept here: nobody sends a file whose
//! path does not say which file it is: one that a link stands for, or that links above it hide in a private folder, is sent
//! only by who has seen the real path and confirmed it (row 161).

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::source::{Source, Unsendable};

/// Whether a file is sent that a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// It is not.
    Refused,
    /// The user has confirmed it.
    Followed,
}

/// Why a file is not accepted for sending.
#[derive(Debug, Error)]
pub enum NotSendable {
    /// The path is not absolute.
    #[error("{} is no absolute path. Name the file from the root on.", .0.display())]
    Relative(PathBuf),
    /// It is not there.
    #[error("{} is not there. Check the path.", .0.display())]
    Missing(PathBuf),
    /// It cannot be read.
    #[error("{} cannot be read: {error}. Change its rights, or choose another file.", .0.display(), error = .1)]
    Unreadable(PathBuf, io::Error),
    /// It is a folder, a pipe, a device or the like.
    #[error("{} is no plain file, so it cannot be sent. Choose a file.", .0.display())]
    NotPlain(PathBuf),
    /// There is nothing in it.
    #[error("{} is empty: there is nothing to send. Choose another file.", .0.display())]
    Empty(PathBuf),
    /// A link leads to it.
    #[error("{given} is a link and leads to {real}. If that is the file to send, add it with --follow-links.", given = .given.display(), real = .real.display())]
    Link {
        /// As it was named.
        given: PathBuf,
        /// Where it is.
        real: PathBuf,
    },
}

/// The path without links of a file that may be sent; blocks.
///
/// # Errors
/// [`NotSendable`].
pub fn sendable_file(given: &Path, links: Links) -> Result<PathBuf, NotSendable> {
    if !given.is_absolute() {
        return Err(NotSendable::Relative(given.to_owned()));
    }
    let unreadable = |error: io::Error| {
        let is_missing = matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
        if is_missing {
            NotSendable::Missing(given.to_owned())
        } else {
            NotSendable::Unreadable(given.to_owned(), error)
        }
    };
    let real = given.canonicalize().map_err(unreadable)?;
    let is_link = given.symlink_metadata().map_err(unreadable)?.is_symlink();
    if links == Links::Refused && (is_link || hidden(&real) > hidden(given)) {
        return Err(NotSendable::Link { given: given.to_owned(), real });
    }
    match Source::open(&real) {
        Ok(_) => Ok(real),
        Err(Unsendable::Unreadable(error)) => Err(unreadable(error)),
        Err(Unsendable::NotPlain) => Err(NotSendable::NotPlain(real)),
        Err(Unsendable::Empty) => Err(NotSendable::Empty(real)),
        Err(Unsendable::Link) => Err(NotSendable::Link { given: given.to_owned(), real }),
    }
}

/// How many folders on the way are hidden: what programs keep for themselves, keys and passwords included, is in those.
fn hidden(path: &Path) -> usize {
    let is_hidden = |name: &OsStr| name.as_bytes().starts_with(b".") && name != "." && name != "..";
    path.parent().map_or(0, |folder| folder.iter().filter(|name| is_hidden(name)).count())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn f161_a_link_is_followed_only_by_who_has_seen_where_it_leads() -> anyhow::Result<()> {
        let folder = tempfile::Builder::new().prefix("links").tempdir()?;
        let home = folder.path().canonicalize()?;
        std::fs::create_dir(home.join(".private"))?;
        std::fs::create_dir(home.join("open"))?;
        for file in [".private/key", "open/file"] {
            std::fs::write(home.join(file), "bytes")?;
        }
        symlink(".private/key", home.join("link"))?;
        symlink(".private", home.join("way"))?;
        symlink("open", home.join("plain-way"))?;
        for given in ["link", "way/key"] {
            let refused = sendable_file(&home.join(given), Links::Refused).err();
            let message = refused.map(|why| why.to_string()).unwrap_or_default();
            assert!(message.contains(&home.join(".private/key").display().to_string()), "{given}: {message}");
            assert_eq!(sendable_file(&home.join(given), Links::Followed)?, home.join(".private/key"));
        }
        assert_eq!(sendable_file(&home.join("plain-way/file"), Links::Refused)?, home.join("open/file"));
        assert_eq!(sendable_file(&home.join(".private/key"), Links::Refused)?, home.join(".private/key"));
        Ok(())
    }

    #[test]
    fn f160_what_is_no_file_with_bytes_in_it_is_not_accepted() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let home = folder.path().canonicalize()?;
        std::fs::write(home.join("empty"), "")?;
        let refused = |path: PathBuf| sendable_file(&path, Links::Refused).err();
        assert!(matches!(refused(home.join("empty")), Some(NotSendable::Empty(_))));
        assert!(matches!(refused(home.clone()), Some(NotSendable::NotPlain(_))));
        assert!(matches!(refused("/dev/zero".into()), Some(NotSendable::NotPlain(_))));
        assert!(matches!(refused(home.join("gone")), Some(NotSendable::Missing(_))));
        assert!(matches!(refused(home.join("empty/below")), Some(NotSendable::Missing(_))));
        assert!(matches!(refused("empty".into()), Some(NotSendable::Relative(_))));
        Ok(())
    }
}
