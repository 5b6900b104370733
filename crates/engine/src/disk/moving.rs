//! A finished file on its way to another folder.
//!
//! Owns the move, across file systems too. Rule kept here: at every instant the whole file is under its old name or under its
//! new one; nothing that is there already is replaced (M087).

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use haul_model::naming::FileName;
use haul_store::crash;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::folder::{Folder, open_file, remove_file, sync_all};

/// Moves the plain file at `from` into a folder, which is made when it is missing, and answers where it is; a taken name is
/// counted on. Blocks.
pub(crate) fn move_into(from: &Path, folder: &Path) -> io::Result<PathBuf> {
    let source = open_file(from)?;
    if !source.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file"));
    }
    let own = from.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let own = FileName::typed_by_user(own).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    let target = Folder::open(folder)?;
    let name = match rename(from, &target, own.clone()) {
        Err(Errno::XDEV | Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => copy(source, from, &target, own)?,
        renamed => renamed?,
    };
    let old = Folder::open(from.parent().unwrap_or(from))?;
    old.sync()?;
    Ok(folder.join(name.as_str()))
}

/// One rename on the same file system.
fn rename(from: &Path, target: &Folder, mut name: FileName) -> Result<FileName, Errno> {
    loop {
        let handle = target.handle();
        match crash::around("rename", || renameat_with(CWD, from, handle, name.as_str(), RenameFlags::NOREPLACE)) {
            Ok(()) => {
                target.sync().map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))?;
                return Ok(name);
            }
            Err(Errno::EXIST) => name = name.next_numbered(),
            Err(error) => return Err(error),
        }
    }
}

/// A copy under a part name, which gets its name once it is whole and on disk; then the old one goes.
fn copy(mut source: File, from: &Path, target: &Folder, mut name: FileName) -> io::Result<FileName> {
    let (part, mut file) = loop {
        let part = target.free_part(name.as_str())?;
        if let Some(file) = target.create_part(&part)? {
            break (part, file);
        }
    };
    let written = fill(&mut source, &mut file);
    if let Err(error) = written {
        target.remove(&part)?;
        return Err(error);
    }
    while !target.place(&part, name.as_str())? {
        name = name.next_numbered();
    }
    remove_file(from)?;
    Ok(name)
}

fn fill(source: &mut File, file: &mut File) -> io::Result<()> {
    io::copy(source, file)?;
    file.set_modified(source.metadata()?.modified()?)?;
    sync_all(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m087_across_file_systems_the_whole_file_arrives_and_the_old_one_goes() -> anyhow::Result<()> {
        let place = tempfile::tempdir()?;
        let from = place.path().join("a.bin");
        std::fs::write(&from, vec![7; 100_000])?;
        let target = Folder::open(&place.path().join("target"))?;
        std::fs::write(target.path().join("a.bin"), "theirs")?;
        // What a rename across file systems falls back to.
        let name = copy(open_file(&from)?, &from, &target, FileName::typed_by_user("a.bin")?)?;
        assert_eq!(name.as_str(), "a (1).bin");
        assert_eq!(std::fs::read(target.path().join("a (1).bin"))?, vec![7; 100_000]);
        assert_eq!(std::fs::read(target.path().join("a.bin"))?, b"theirs");
        assert!(!from.exists());
        assert_eq!(std::fs::read_dir(target.path())?.count(), 2, "no part is left");
        Ok(())
    }

    #[test]
    fn m087_between_two_disks_a_move_is_a_copy() -> anyhow::Result<()> {
        let (place, shared) = (tempfile::tempdir_in("/tmp")?, Path::new("/dev/shm"));
        if !shared.is_dir() {
            return Ok(());
        }
        let other = tempfile::tempdir_in(shared)?;
        let from = place.path().join("a.bin");
        std::fs::write(&from, "whole")?;
        let moved = move_into(&from, &other.path().join("made"))?;
        assert_eq!(std::fs::read(moved)?, b"whole");
        assert!(!from.exists());
        Ok(())
    }
}
