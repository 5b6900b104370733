//! What everybody who is measured stands on.
//!
//! Owns the folder of a run, the files that are served, the server and the programs of ours. Rule kept here: all that is
//! served is cut from one file of random bytes, so that no compression, hole or shared page helps anybody.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::authority::Authority;
use super::row::Effort;
use super::server::{Door, Server};
use crate::build::{self, Profile};
use crate::shell;

/// The name of the large file.
const LARGE: &str = "large.bin";

/// One run's folder with the server in it.
pub(super) struct Ground {
    // Before the folder, so that nginx has ended when the folder goes.
    pub(super) server: Server,
    folder: Folder,
    pub(super) authority: Authority,
    pub(super) effort: Effort,
    /// How many tasks wait where there are a great many.
    pub(super) tasks: u64,
    /// The command, and the bare loop beside it.
    pub(super) haul: PathBuf,
    pub(super) floor: PathBuf,
    profile: Profile,
}

/// A file that is served; `name` is its path below the server's root.
pub(super) struct Served {
    pub(super) name: String,
    pub(super) source: PathBuf,
}

impl Ground {
    /// Makes a folder below `parent`, the large file in it, and starts the server.
    pub(super) fn make(parent: Option<&Path>, effort: Effort, profile: Profile, tasks: Option<u64>) -> Result<Self> {
        let folder = Folder::make(parent)?;
        for name in ["served", "out", "person"] {
            fs::create_dir(folder.0.join(name))?;
        }
        let authority = Authority::make(&folder.0)?;
        let served = folder.0.join("served");
        write_random(&served.join(LARGE), effort.large())?;
        let server = Server::start(&folder.0, &served, &folder.0.join("out"), &authority)?;
        let (haul, floor) = (build::product("haul", profile)?, build::product("examples/floor", profile)?);
        let tasks = tasks.unwrap_or(effort.waiting());
        Ok(Self { server, folder, authority, effort, tasks, haul, floor, profile })
    }

    /// A new folder of a row's own.
    pub(super) fn scratch(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.0.join(name);
        fs::create_dir(&folder)?;
        Ok(folder)
    }

    /// A program of ours that is only for measuring.
    pub(super) fn example(&self, name: &str) -> Result<PathBuf> {
        build::product(&format!("examples/{name}"), self.profile)
    }

    /// Where downloads go; empty before every run of anybody.
    pub(super) fn out(&self) -> PathBuf {
        self.folder.0.join("out")
    }

    /// Where the command keeps its own things; new before every run of it.
    pub(super) fn home(&self) -> PathBuf {
        self.folder.0.join("home")
    }

    /// The home folder of whoever runs the programs.
    pub(super) fn person(&self) -> PathBuf {
        self.folder.0.join("person")
    }

    /// The large file.
    pub(super) fn large(&self) -> Served {
        Served { name: LARGE.to_owned(), source: self.folder.0.join("served").join(LARGE) }
    }

    /// Files of `length` bytes each, served below the folder `group`, each another piece of the large one.
    pub(super) fn pieces(&self, group: &str, count: u64, length: u64) -> Result<Vec<Served>> {
        let folder = self.folder.0.join("served").join(group);
        fs::create_dir_all(&folder)?;
        let mut large = File::open(self.large().source)?;
        let last_start = self.effort.large().saturating_sub(length);
        (0..count)
            .map(|number| {
                let name = format!("{number:05}.bin");
                let source = folder.join(&name);
                large.seek(SeekFrom::Start(number * (length + 1) % (last_start + 1)))?;
                io::copy(&mut (&large).take(length), &mut File::create(&source)?)?;
                Ok(Served { name: format!("{group}/{name}"), source })
            })
            .collect()
    }

    /// A file with one line for each of `lines`; programs are given it as a list.
    pub(super) fn list(&self, name: &str, lines: impl IntoIterator<Item = String>) -> Result<String> {
        let path = self.folder.0.join(name);
        fs::write(&path, lines.into_iter().collect::<Vec<_>>().join("\n") + "\n")?;
        Ok(text(&path))
    }

    /// The address of `served`.
    pub(super) fn url(&self, door: Door, served: &Served) -> String {
        self.server.url(door, &served.name)
    }
}

impl Served {
    /// What a download of it is called.
    pub(super) fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }

    /// Where a download of it lies in `folder`.
    pub(super) fn below(&self, folder: &Path) -> String {
        text(&folder.join(self.file_name()))
    }
}

/// A path as a word of a command line; all of them are ours, and readable.
pub(super) fn text(path: &Path) -> String {
    path.display().to_string()
}

fn write_random(file: &Path, bytes: u64) -> Result<()> {
    let random = File::open("/dev/urandom")?;
    io::copy(&mut random.take(bytes), &mut File::create(file)?).context("cannot write the file to be served")?;
    Ok(())
}

/// The SHA-256 of a file, in hex.
pub(super) fn sha256(file: &Path) -> Result<String> {
    let line = shell::read(shell::command("sha256sum").arg(file))?;
    Ok(line.split_whitespace().next().unwrap_or_default().to_owned())
}

/// A folder of this run's own that goes with it.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    /// Makes one below `parent`, or where the system keeps what is not kept.
    pub(super) fn make(parent: Option<&Path>) -> Result<Self> {
        let parent = parent.map_or_else(std::env::temp_dir, Path::to_path_buf);
        let parent = std::path::absolute(&parent)?;
        let folder = parent.join(format!("haul-bench-{}", std::process::id()));
        fs::create_dir_all(&parent).and_then(|()| fs::create_dir(&folder)).context("cannot make the output folder")?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(problem) = fs::remove_dir_all(&self.0) {
            eprintln!("{} is left behind: {problem}", self.0.display());
        }
    }
}
