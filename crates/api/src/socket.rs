//! The socket's address.
//!
//! Owns the way around the limit of 108 bytes that the system sets for it: a home may lie deeper than that.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};

/// Longest path that is passed on as it is; `sun_path` has 108 bytes with its NUL.
const LONGEST: usize = 107;

/// A path that can be bound or connected to, valid as long as this lives.
#[derive(Debug)]
pub struct SocketPath {
    path: PathBuf,
    _folder: Option<File>,
}

impl SocketPath {
    /// Makes `path` usable, through a handle of its folder where it is too long.
    ///
    /// # Errors
    /// When the folder cannot be opened.
    pub fn new(path: &Path) -> io::Result<Self> {
        if path.as_os_str().len() <= LONGEST {
            return Ok(Self { path: path.to_owned(), _folder: None });
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the socket has no folder"));
        };
        let folder = File::open(folder)?;
        let short = Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name);
        Ok(Self { path: short, _folder: Some(folder) })
    }
}

impl AsRef<Path> for SocketPath {
    fn as_ref(&self) -> &Path {
        &self.path
    }
}
