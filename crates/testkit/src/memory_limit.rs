//! A control group whose members get so much memory and no more.
//!
//! Owns one group of the memory controller, of either version. Rule kept here: the group is gone with its value.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::eventually::eventually;

/// A limit of memory that processes can be put under; removed when dropped.
pub struct MemoryLimit {
    folder: PathBuf,
}

impl MemoryLimit {
    /// Makes a group that may use so many bytes, its share of the page cache included.
    ///
    /// Errors: no group can be made here; see [`needs`](crate::needs).
    pub fn of(bytes: u64) -> Result<MemoryLimit> {
        let groups = groups().context("there are no memory control groups here")?;
        let folder = groups.parent.join(format!("haul-{}-{bytes}", std::process::id()));
        std::fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        let limit = MemoryLimit { folder };
        std::fs::write(limit.folder.join(groups.limit), bytes.to_string())?;
        Ok(limit)
    }

    /// Puts a process under the limit, with everything it starts from now on.
    pub fn holds(&self, pid: u32) -> Result<()> {
        Ok(std::fs::write(self.folder.join("cgroup.procs"), pid.to_string())?)
    }
}

impl Drop for MemoryLimit {
    fn drop(&mut self) {
        // The kernel keeps a group until its last process is gone, which may take a moment.
        let _ = eventually("the group is empty", || std::fs::remove_dir(&self.folder).ok());
    }
}

/// Where groups are made, and what the limit is called there.
pub(crate) struct Groups {
    parent: PathBuf,
    limit: &'static str,
}

/// The controller of this machine that a group can be made under.
pub(crate) fn groups() -> Option<Groups> {
    let known = [("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")];
    known.into_iter().find_map(|(parent, limit)| {
        let trial =
            Path::new(parent).join(format!("haul-trial-{}-{:?}", std::process::id(), std::thread::current().id()));
        std::fs::create_dir(&trial).ok()?;
        let has_limit = trial.join(limit).exists();
        let _ = std::fs::remove_dir(&trial);
        has_limit.then(|| Groups { parent: parent.into(), limit })
    })
}
