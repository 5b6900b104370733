//! Where everything is that the program keeps.
//!
//! Owns the paths and the lock. Refuses rights to others: folders are 0700. Rule kept here: the lock is on an open file,
//! so that it ends with the process, however that ends (row 124).

use std::fs::{DirBuilder, File};
use std::os::fd::OwnedFd;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};

use haul_store::StoreError;
use rustix::fs::{FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use thiserror::Error;

/// Why the program cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// There is no home folder.
    #[error("Haul does not know where to keep its data: set HOME, or use --home DIR")]
    Homeless,
    /// A folder or file of its own cannot be used.
    #[error("{} cannot be used: {why}. Check its rights, or use --home DIR", path.display())]
    Place {
        /// Which.
        path: PathBuf,
        /// What the system says.
        why: std::io::Error,
    },
    /// The database cannot be used (M177).
    #[error("{0}")]
    Store(#[from] StoreError),
    /// Another process holds the home and does not answer.
    #[error("another Haul holds {} and does not answer; end it, then try again", .0.display())]
    Stuck(PathBuf),
}

/// The folders and files of one installation; two homes never see each other.
#[derive(Debug, Clone)]
pub struct Home {
    data: PathBuf,
    config: PathBuf,
    runtime: PathBuf,
    state: PathBuf,
}

impl Home {
    /// The folder given, else `HAUL_HOME`, else the XDG folders.
    ///
    /// # Errors
    /// [`StartError::Homeless`] when nothing says where.
    pub fn from_environment(explicit: Option<PathBuf>) -> Result<Self, StartError> {
        let given = explicit.or_else(|| std::env::var_os("HAUL_HOME").map(PathBuf::from));
        if let Some(folder) = given.filter(|folder| !folder.as_os_str().is_empty()) {
            let folder = std::path::absolute(&folder).map_err(|why| StartError::Place { path: folder, why })?;
            return Ok(Self { data: folder.clone(), config: folder.clone(), runtime: folder.clone(), state: folder });
        }
        let below = |folder: Option<PathBuf>| folder.map(|folder| folder.join("haul")).ok_or(StartError::Homeless);
        let state = below(dirs::state_dir())?;
        Ok(Self {
            data: below(dirs::data_dir())?,
            config: below(dirs::config_dir())?,
            runtime: dirs::runtime_dir().map_or_else(|| state.join("run"), |folder| folder.join("haul")),
            state,
        })
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.join("haul.db")
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.toml")
    }

    /// The secrets that no service keeps.
    #[must_use]
    pub fn secrets(&self) -> PathBuf {
        self.data.join("secrets.json")
    }

    /// The socket of the api.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.runtime.join("api.sock")
    }

    /// The log files.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.state.join("logs")
    }

    /// Folder for sockets and the like; gone after a logout.
    #[must_use]
    pub fn runtime(&self) -> &Path {
        &self.runtime
    }

    /// Folder for what is worth remembering but no loss.
    #[must_use]
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// The one folder that holds everything, where one was named.
    pub(crate) fn named(&self) -> Option<&Path> {
        (self.data == self.config).then_some(&self.data)
    }

    /// Folder for data that is the user's.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Makes the folders, for this user only.
    pub(crate) fn prepare(&self) -> Result<(), StartError> {
        for path in [&self.data, &self.config, &self.runtime, &self.state, &self.logs()] {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
            made.map_err(|why| StartError::Place { path: path.clone(), why })?;
        }
        Ok(())
    }

    /// Takes the lock; `None` when another process has it.
    pub(crate) fn lock(&self) -> Result<Option<Lock>, StartError> {
        let path = self.data.join("lock");
        let place = |why: Errno| StartError::Place { path: path.clone(), why: why.into() };
        let file = open_lock(&path).map_err(place)?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Lock::File { _file: file.into() })),
            Err(Errno::WOULDBLOCK) => Ok(None),
            // A file system without locks (row 136): a name that the kernel gives to one process stands for the file.
            Err(Errno::NOLCK | Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => named(&file).map_err(place),
            Err(error) => Err(place(error)),
        }
    }
}

/// Opens the file of the lock, which a read-only folder (row 135) and a full disk have from an earlier start.
fn open_lock(path: &Path) -> Result<OwnedFd, Errno> {
    let kept = OFlags::CLOEXEC | OFlags::NOFOLLOW;
    match rustix::fs::open(path, kept | OFlags::RDWR | OFlags::CREATE, Mode::RUSR | Mode::WUSR) {
        Err(Errno::ROFS | Errno::ACCESS | Errno::NOSPC | Errno::DQUOT) => {
            rustix::fs::open(path, kept | OFlags::RDONLY, Mode::empty())
        }
        opened => opened,
    }
}

fn named(file: &OwnedFd) -> Result<Option<Lock>, Errno> {
    let stat = rustix::fs::fstat(file)?;
    let name = format!("haul-{}-{}", stat.st_dev, stat.st_ino);
    let bound = SocketAddr::from_abstract_name(name).and_then(|address| UnixListener::bind_addr(&address));
    match bound {
        Ok(name) => Ok(Some(Lock::Name { _name: name })),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Ok(None),
        Err(error) => Err(Errno::from_io_error(&error).unwrap_or(Errno::NOLCK)),
    }
}

/// Holds the home until it is dropped.
#[derive(Debug)]
pub(crate) enum Lock {
    /// By a lock on an open file.
    File {
        /// The file.
        _file: File,
    },
    /// By a name that nobody else on this machine can have meanwhile.
    Name {
        /// What has the name.
        _name: UnixListener,
    },
}
