//! A file system of a few megabytes, to be filled, locked and cut.
//!
//! Owns the mount and the image below it. Rule kept here: however a test ends, nothing stays mounted; so what runs on
//! the disk has to be declared after it.

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

use crate::eventually::eventually;

/// Forbids a mounted ext4 file system to write anything from now on, its journal included: what its device holds is
/// what a machine would find after its power was cut.
const CUT: &str = "import fcntl, os, struct, sys\n\
    fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";

/// A small mounted file system; unmounted and gone when dropped.
pub struct SmallDisk {
    path: PathBuf,
    image: Option<PathBuf>,
    _folder: TempDir,
}

impl SmallDisk {
    /// Mounts a tmpfs with these options, such as `size=1m,nr_inodes=20`.
    ///
    /// Errors: it may not be mounted; see [`needs`](crate::needs).
    pub fn memory(options: &str) -> Result<SmallDisk> {
        let disk = SmallDisk::unmounted(None)?;
        mount(["-t", "tmpfs", "-o", options, "tmpfs"], &disk.path)?;
        Ok(disk)
    }

    /// Makes an ext4 file system of this size, such as `64m`, in a file, and mounts it.
    ///
    /// Errors: it may not be mounted; see [`needs`](crate::needs).
    pub fn image(size: &str) -> Result<SmallDisk> {
        let disk = SmallDisk::unmounted(Some("image"))?;
        let image = disk.image.as_deref().context("the image was asked for above")?;
        run("truncate", [OsStr::new("-s"), OsStr::new(size), image.as_os_str()])?;
        run(sbin("mkfs.ext4"), [OsStr::new("-q"), OsStr::new("-F"), image.as_os_str()])?;
        disk.power_on()?;
        Ok(disk)
    }

    /// Gives the folder it is mounted on.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the same as text, for an argument.
    pub fn text(&self) -> Result<&str> {
        self.path.to_str().context("a path that is not UTF-8")
    }

    /// Changes its options while it is in use: `size=8m` for a tmpfs, `ro` or `rw` for both.
    pub fn remount(&self, options: &str) -> Result<()> {
        mount(["-o", &format!("remount,{options}")], &self.path)
    }

    /// Gives the bytes that are free for ordinary users.
    pub fn free(&self) -> Result<u64> {
        let stat = rustix::fs::statvfs(&self.path)?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }

    /// Takes space away with a file of zeros called `ballast`, until only `left` bytes are free; deleting it gives the
    /// space back.
    pub fn leave_free(&self, left: u64) -> Result<PathBuf> {
        let path = self.path.join("ballast");
        let file = File::create(&path)?;
        let taken = self.free()?.saturating_sub(left);
        rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, taken.max(1))?;
        file.sync_all()?;
        Ok(path)
    }

    /// Puts everything on the image, as a machine does that runs for a while.
    pub fn settle(&self) -> Result<()> {
        Ok(rustix::fs::syncfs(File::open(&self.path)?)?)
    }

    /// Cuts the power of an image: nothing reaches it any more, and everybody who tries gets an error.
    pub fn cut_power(&self) -> Result<()> {
        run("python3", [OsStr::new("-c"), OsStr::new(CUT), self.path.as_os_str()])
    }

    /// Mounts the image as it was left by the cut. Whoever had a file there must have been killed.
    pub fn power_on_again(&mut self) -> Result<()> {
        let gone = || run("umount", [self.path.as_os_str()]).ok();
        eventually("nobody uses the disk that was cut", gone)?;
        self.power_on()?;
        if self.is_alive() {
            return Ok(());
        }
        // A program in a mount namespace of its own, such as a sandbox, has kept the dead file system alive beside us,
        // and it was given back. A copy of the image is another one to the kernel.
        run("umount", [self.path.as_os_str()])?;
        let dead = self.image.as_deref().context("only an image has power to cut")?;
        let copy = dead.with_added_extension("copy");
        run("cp", [OsStr::new("--sparse=always"), dead.as_os_str(), copy.as_os_str()])?;
        std::fs::remove_file(dead)?;
        self.image = Some(copy);
        self.power_on()?;
        ensure!(self.is_alive(), "the disk stays dead");
        Ok(())
    }

    fn is_alive(&self) -> bool {
        let probe = self.path.join("probe");
        File::create(&probe).is_ok() && std::fs::remove_file(&probe).is_ok()
    }

    fn power_on(&self) -> Result<()> {
        let image = self.image.as_deref().context("only an image has power to cut")?;
        let image = image.to_str().context("a path that is not UTF-8")?;
        mount(["-t", "ext4", "-o", "loop", image], &self.path)
    }

    fn unmounted(image: Option<&str>) -> Result<SmallDisk> {
        let folder = tempfile::Builder::new().prefix("haul-disk-").tempdir()?;
        let path = folder.path().join("disk");
        std::fs::create_dir(&path)?;
        Ok(SmallDisk { path, image: image.map(|name| folder.path().join(name)), _folder: folder })
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A lazy unmount succeeds while somebody still holds a file there, and ends with that somebody.
        let _ = Command::new("umount").arg("-l").arg(&self.path).output();
    }
}

fn mount<const N: usize>(args: [&str; N], path: &Path) -> Result<()> {
    run("mount", args.iter().map(OsStr::new).chain([path.as_os_str()]))
}

/// Programs for administrators are not on everybody's search path.
fn sbin(program: &str) -> PathBuf {
    let path = Path::new("/usr/sbin").join(program);
    if path.exists() { path } else { program.into() }
}

fn run(program: impl AsRef<OsStr>, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<()> {
    let program = program.as_ref();
    let output = Command::new(program).args(args).output().with_context(|| format!("starting {program:?}"))?;
    ensure!(output.status.success(), "{program:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::needs::{Need, needs};

    #[test]
    fn a_cut_keeps_what_was_synced_and_loses_what_was_not() -> Result<()> {
        if !needs(Need::Mount) {
            return Ok(());
        }
        let mut disk = SmallDisk::image("16m")?;
        std::fs::write(disk.path().join("synced"), "here")?;
        disk.settle()?;
        std::fs::write(disk.path().join("cached"), "gone")?;
        disk.cut_power()?;
        std::fs::write(disk.path().join("late"), "no").expect_err("the power is off");
        disk.power_on_again()?;
        assert_eq!(std::fs::read(disk.path().join("synced"))?, b"here");
        assert!(std::fs::read(disk.path().join("cached")).unwrap_or_default().is_empty());
        Ok(())
    }

    #[test]
    fn a_disk_is_full_where_it_was_told_to_be() -> Result<()> {
        if !needs(Need::Mount) {
            return Ok(());
        }
        let disk = SmallDisk::memory("size=4m")?;
        let ballast = disk.leave_free(1 << 20)?;
        assert!(disk.free()? <= 1 << 20);
        std::fs::write(disk.path().join("large"), vec![1; 2 << 20]).expect_err("there is less space");
        std::fs::remove_file(ballast)?;
        assert!(disk.free()? > 2 << 20);
        Ok(())
    }

    #[test]
    fn nothing_stays_mounted() -> Result<()> {
        if !needs(Need::Mount) {
            return Ok(());
        }
        let disk = SmallDisk::memory("size=1m")?;
        let path = disk.text()?.to_owned();
        drop(disk);
        assert!(!std::fs::read_to_string("/proc/mounts")?.contains(&path));
        Ok(())
    }
}
