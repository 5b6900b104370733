//! A folder that stays the same one, whatever happens to its path.
//!
//! Owns every step that needs a directory entry: looking, creating, renaming, deleting, syncing. All of them block.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use haul_store::crash;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RenameFlags, renameat_with};
use rustix::io::Errno;

/// Where the system shows the open files of this process.
const HANDLES: &str = "/proc/self/fd";

/// How many taken names are passed over before it is an error.
const MOST_NUMBERS: u32 = 999;

/// An opened folder.
#[derive(Debug)]
pub(crate) struct Folder {
    handle: OwnedFd,
    path: PathBuf,
}

impl Folder {
    /// Opens the folder and makes it when it is missing (M007).
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(path).map_err(|error| {
            // A plain file in the place of a folder: what is missing is the folder, not a free name.
            if error.kind() == io::ErrorKind::AlreadyExists { Errno::NOTDIR.into() } else { error }
        })?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self { handle: rustix::fs::open(path, flags, Mode::empty())?, path: path.to_owned() })
    }

    /// Where it was when it was opened.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether anything has this name, a dangling link included.
    pub(crate) fn has(&self, name: &str) -> io::Result<bool> {
        match rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Length of the regular file of this name; `None` when there is none.
    pub(crate) fn length(&self, name: &str) -> io::Result<Option<u64>> {
        match rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile => {
                Ok(Some(stat.st_size.unsigned_abs()))
            }
            Ok(_) | Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A name for a part file of `name` that nothing has at present.
    pub(crate) fn free_part(&self, name: &str) -> io::Result<String> {
        self.free_name(name, "haulpart")
    }

    /// A name that nothing has at present, for a part file whose content is not that of `name` (row 55).
    pub(crate) fn free_rejected(&self, name: &str) -> io::Result<String> {
        self.free_name(name, "rejected")
    }

    fn free_name(&self, name: &str, ending: &str) -> io::Result<String> {
        let mut number = 0_u32;
        loop {
            let free = if number == 0 { format!("{name}.{ending}") } else { format!("{name}.{number}.{ending}") };
            if !self.has(&free)? {
                return Ok(free);
            }
            number += 1;
            if number > MOST_NUMBERS {
                return Err(Errno::EXIST.into());
            }
        }
    }

    /// Creates a part file of exactly this name; `None` when something has it by now, a link included.
    pub(crate) fn create_part(&self, part: &str) -> io::Result<Option<File>> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(0o666);
        match crash::around("create", || rustix::fs::openat(&self.handle, part, flags, mode)) {
            Ok(file) => Ok(Some(file.into())),
            Err(Errno::EXIST | Errno::LOOP) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Creates a file without a name; it goes with its handle unless it gets one. `None` where that cannot be: the ordinary
    /// way tells what is wrong.
    pub(crate) fn create_nameless(&self) -> Option<File> {
        let flags = OFlags::RDWR | OFlags::TMPFILE | OFlags::CLOEXEC;
        static HAS_HANDLES: LazyLock<bool> = LazyLock::new(|| Path::new(HANDLES).exists());
        let created = HAS_HANDLES.then(|| rustix::fs::openat(&self.handle, ".", flags, Mode::from_raw_mode(0o666)));
        created?.ok().map(File::from)
    }

    /// Gives a file without a name this one; `false` when it is taken. Does not sync the folder.
    pub(crate) fn name(&self, nameless: &File, name: &str) -> io::Result<bool> {
        let handle = format!("{HANDLES}/{}", nameless.as_raw_fd());
        let link = || rustix::fs::linkat(rustix::fs::CWD, &handle, &self.handle, name, AtFlags::SYMLINK_FOLLOW);
        match crash::around("link", link) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a part file that is there already; `None` when it is gone or no plain file.
    pub(crate) fn open_part(&self, part: &str) -> io::Result<Option<File>> {
        if self.length(part)?.is_none() {
            return Ok(None);
        }
        let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        match rustix::fs::openat(&self.handle, part, flags, Mode::empty()) {
            Ok(file) => Ok(Some(file.into())),
            Err(Errno::NOENT | Errno::LOOP) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives the part file its final name; `false` when that name is taken. Then syncs the folder.
    pub(crate) fn place(&self, part: &str, name: &str) -> io::Result<bool> {
        let handle = &self.handle;
        match crash::around("rename", || renameat_with(handle, part, handle, name, RenameFlags::NOREPLACE)) {
            Ok(()) => {}
            Err(Errno::EXIST) => return Ok(false),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
                // File systems without that flag: a hard link refuses a taken name just as well.
                match crash::around("link", || rustix::fs::linkat(handle, part, handle, name, AtFlags::empty())) {
                    Ok(()) => self.remove(part)?,
                    Err(Errno::EXIST) => return Ok(false),
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => return Err(error.into()),
        }
        self.sync()?;
        Ok(true)
    }

    /// Gives the part file its final name in place of what has it (M075). Then syncs the folder.
    pub(crate) fn replace(&self, part: &str, name: &str) -> io::Result<()> {
        crash::around("rename", || rustix::fs::renameat(&self.handle, part, &self.handle, name))?;
        self.sync()
    }

    /// Deletes a name; one that is gone already is fine.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        match crash::around("unlink", || rustix::fs::unlinkat(&self.handle, name, AtFlags::empty())) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether it was deleted: what is written below it now is lost (row 92).
    pub(crate) fn is_gone(&self) -> io::Result<bool> {
        Ok(rustix::fs::fstat(&self.handle)?.st_nlink == 0)
    }

    pub(super) const fn handle(&self) -> &OwnedFd {
        &self.handle
    }

    /// Number of the file system it is on.
    pub(super) fn device(&self) -> io::Result<u64> {
        Ok(rustix::fs::fstat(&self.handle)?.st_dev)
    }

    /// What tells it from every other folder.
    pub(crate) fn identity(&self) -> io::Result<(u64, u64)> {
        let stat = rustix::fs::fstat(&self.handle)?;
        Ok((stat.st_dev, stat.st_ino))
    }

    /// Puts the names in it on disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        Ok(crash::around("sync of a folder", || rustix::fs::fsync(&self.handle))?)
    }
}

/// Puts on disk what was written to a file, as far as reading it back needs.
pub(crate) fn sync_data(file: &File) -> io::Result<()> {
    crash::around("sync of data", || file.sync_data())
}

/// Puts on disk all there is of a file.
pub(crate) fn sync_all(file: &File) -> io::Result<()> {
    crash::around("sync of a file", || file.sync_all())
}

/// Bytes that are free for ordinary users where `folder` is, or would be made.
pub(crate) fn free_space(folder: &Path) -> io::Result<u64> {
    let place = folder.ancestors().find(|place| place.is_dir()).unwrap_or(folder);
    let stat = rustix::fs::statvfs(place)?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Whether an open part file still has a name and all of its first `length` bytes: another program may have deleted or
/// cut it (row 94).
pub(crate) fn part_is_intact(part: &File, length: u64) -> io::Result<bool> {
    let stat = rustix::fs::fstat(part)?;
    Ok(stat.st_nlink > 0 && stat.st_size.unsigned_abs() >= length)
}

/// Whether an open file without a name has this length: nobody else can reach it.
pub(crate) fn has_length(nameless: &File, length: u64) -> io::Result<bool> {
    Ok(rustix::fs::fstat(nameless)?.st_size.unsigned_abs() == length)
}

/// Whether anything has this path, a dangling link included.
pub(crate) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Length of the plain file at `path`; `None` when there is none.
pub(crate) fn length(path: &Path) -> Option<u64> {
    path.symlink_metadata().ok().filter(std::fs::Metadata::is_file).map(|found| found.len())
}

/// Opens a finished file for reading, and no link in its place.
pub(crate) fn open_file(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, flags, Mode::empty())?.into())
}

/// Deletes the plain file at `path`; one that is gone already is fine.
pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(found) if found.is_file() => crash::around("unlink", || std::fs::remove_file(path)),
        Ok(_) => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part file for `name`, made as a transfer does.
    fn part(folder: &Folder, name: &str) -> anyhow::Result<(String, File)> {
        let part = folder.free_part(name)?;
        let file = folder.create_part(&part)?;
        Ok((part, file.ok_or_else(|| anyhow::anyhow!("the name is taken"))?))
    }

    fn folder() -> anyhow::Result<(tempfile::TempDir, Folder)> {
        let place = tempfile::tempdir()?;
        let folder = Folder::open(&place.path().join("made/for/it"))?;
        Ok((place, folder))
    }

    #[test]
    fn f096_a_name_that_appeared_meanwhile_is_never_replaced() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        let (part, _file) = part(&folder, "a.bin")?;
        std::fs::write(folder.path().join("a.bin"), "theirs")?;
        assert!(!folder.place(&part, "a.bin")?);
        assert_eq!(std::fs::read(folder.path().join("a.bin"))?, b"theirs");
        Ok(())
    }

    #[test]
    fn a_plain_file_in_the_place_of_a_folder_is_no_folder() -> anyhow::Result<()> {
        let place = tempfile::tempdir()?;
        std::fs::write(place.path().join("file"), "plain")?;
        for path in ["file", "file/below"] {
            let error = Folder::open(&place.path().join(path)).expect_err("a file is no folder");
            assert_eq!(error.kind(), io::ErrorKind::NotADirectory, "{path}");
        }
        Ok(())
    }

    #[test]
    fn f098_a_planted_link_under_the_part_name_is_left_alone() -> anyhow::Result<()> {
        let (place, folder) = folder()?;
        let secret = place.path().join("secret");
        std::os::unix::fs::symlink(&secret, folder.path().join("a.bin.haulpart"))?;
        assert!(folder.create_part("a.bin.haulpart")?.is_none(), "it may have been planted after the look");
        let (part, _file) = part(&folder, "a.bin")?;
        assert_eq!(part, "a.bin.1.haulpart");
        assert!(!secret.exists());
        Ok(())
    }

    #[test]
    fn f093_a_folder_swapped_for_a_link_gets_nothing() -> anyhow::Result<()> {
        let (place, folder) = folder()?;
        let elsewhere = place.path().join("elsewhere");
        std::fs::create_dir(&elsewhere)?;
        std::fs::rename(folder.path(), place.path().join("moved"))?;
        std::os::unix::fs::symlink(&elsewhere, folder.path())?;
        part(&folder, "a.bin")?;
        assert_eq!(std::fs::read_dir(&elsewhere)?.count(), 0);
        Ok(())
    }

    #[test]
    fn a_file_without_a_name_gets_one_that_is_free_and_leaves_nothing_behind_otherwise() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        let nameless = || folder.create_nameless().ok_or_else(|| anyhow::anyhow!("no file without a name here"));
        let mut first = nameless()?;
        io::Write::write_all(&mut first, b"ours")?;
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 0, "it is seen before it has a name");
        assert!(folder.name(&first, "a.bin")? && !folder.name(&nameless()?, "a.bin")?);
        assert_eq!(std::fs::read(folder.path().join("a.bin"))?, b"ours");
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }

    #[test]
    fn f106_a_new_file_is_never_executable() -> anyhow::Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        let (_place, folder) = folder()?;
        let (_, file) = part(&folder, "run.sh")?;
        assert_eq!(file.metadata()?.permissions().mode() & 0o111, 0);
        Ok(())
    }

    #[test]
    fn f055_a_wrong_part_gets_a_name_that_nobody_has() -> anyhow::Result<()> {
        let (place, folder) = folder()?;
        std::fs::write(folder.path().join("a.bin.rejected"), "theirs")?;
        std::os::unix::fs::symlink(place.path().join("secret"), folder.path().join("a.bin.1.rejected"))?;
        assert_eq!(folder.free_rejected("a.bin")?, "a.bin.2.rejected");
        Ok(())
    }

    #[test]
    fn f092_a_deleted_folder_is_known_by_its_handle() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        assert!(!folder.is_gone()?);
        std::fs::remove_dir(folder.path())?;
        assert!(folder.is_gone()?);
        // Another folder of that name is another folder.
        std::fs::create_dir(folder.path())?;
        assert!(folder.is_gone()?);
        Ok(())
    }

    #[test]
    fn f094_a_part_that_was_deleted_or_cut_is_not_intact() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        let file = folder.create_part("a.bin.haulpart")?.expect("the name is free");
        file.set_len(1000)?;
        assert!(part_is_intact(&file, 1000)?);
        assert!(!part_is_intact(&file, 1001)?, "it was cut");
        folder.remove("a.bin.haulpart")?;
        assert!(!part_is_intact(&file, 0)?, "it was deleted");
        Ok(())
    }

    #[test]
    fn f104_the_longest_name_with_the_largest_number_and_ending_fits() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        let longest = "n".repeat(haul_model::naming::FileName::MAX_BYTES);
        for _ in 0..=MOST_NUMBERS {
            let part = folder.free_part(&longest)?;
            assert!(folder.create_part(&part)?.is_some());
            assert!(folder.place(&part, &folder.free_rejected(&longest)?)?);
            assert!(folder.create_part(&part)?.is_some());
        }
        assert!(folder.has(&format!("{longest}.{MOST_NUMBERS}.haulpart"))?);
        assert!(folder.has(&format!("{longest}.{MOST_NUMBERS}.rejected"))?);
        Ok(())
    }

    #[test]
    fn f109_two_names_that_are_one_to_the_folder_never_overwrite_each_other() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        // A folder that folds case answers EEXIST for the other spelling, as this one does for the same spelling: no
        // list of names is ever compared, so its kind does not matter.
        for (part, placed) in [("one.haulpart", true), ("two.haulpart", false)] {
            assert!(folder.create_part(part)?.is_some());
            assert_eq!(folder.place(part, "A.txt")?, placed);
        }
        assert!(folder.has("two.haulpart")?, "the second file waits for another name");
        Ok(())
    }
}
