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

/// What the file is called where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Called {
    /// As it was; a taken name is counted on.
    AsBefore,
    /// This, or the file stays where it is.
    Exactly(FileName),
}

/// Moves the plain file at `from` into a folder, which is made when it is missing, and answers where it is. Blocks.
pub(crate) fn move_into(from: &Path, folder: &Path, called: Called) -> io::Result<PathBuf> {
    let source = open_file(from)?;
    if !source.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file"));
    }
    let own = from.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let (own, next): (_, Next) = match called {
        Called::AsBefore => {
            let own = FileName::typed_by_user(own);
            let own = own.map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
            (own, |taken| Some(taken.next_numbered()))
        }
        Called::Exactly(name) => (name, |_taken| None),
    };
    let target = Folder::open(folder)?;
    let name = match rename(from, &target, own.clone(), next) {
        Err(Errno::XDEV | Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => copy(source, from, &target, own, next)?,
        renamed => renamed?,
    };
    let old = Folder::open(from.parent().unwrap_or(from))?;
    old.sync()?;
    Ok(folder.join(name.as_str()))
}

/// The name after one that is taken, if another will do.
type Next = fn(&FileName) -> Option<FileName>;

/// One rename on the same file system.
fn rename(from: &Path, target: &Folder, mut name: FileName, next: Next) -> Result<FileName, Errno> {
    loop {
        let handle = target.handle();
        match crash::around("rename", || renameat_with(CWD, from, handle, name.as_str(), RenameFlags::NOREPLACE)) {
            Ok(()) => {
                target.sync().map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))?;
                return Ok(name);
            }
            Err(Errno::EXIST) => name = next(&name).ok_or(Errno::EXIST)?,
            Err(error) => return Err(error),
        }
    }
}

/// A copy under a part name, which gets its name once it is whole and on disk; then the old one goes.
fn copy(mut source: File, from: &Path, target: &Folder, mut name: FileName, next: Next) -> io::Result<FileName> {
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
        let Some(other) = next(&name) else {
            target.remove(&part)?;
            return Err(io::ErrorKind::AlreadyExists.into());
        };
        name = other;
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
        let name = copy(open_file(&from)?, &from, &target, FileName::typed_by_user("a.bin")?, |taken| {
            Some(taken.next_numbered())
        })?;
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
        let moved = move_into(&from, &other.path().join("made"), Called::AsBefore)?;
        assert_eq!(std::fs::read(moved)?, b"whole");
        assert!(!from.exists());
        Ok(())
    }

    #[test]
    fn a_file_gets_the_very_name_or_stays_even_where_the_move_is_a_copy() -> anyhow::Result<()> {
        let place = tempfile::tempdir()?;
        let (from, taken) = (place.path().join("a.bin"), FileName::typed_by_user("b.bin")?);
        std::fs::write(&from, "mine")?;
        std::fs::write(place.path().join("b.bin"), "theirs")?;
        let moved = move_into(&from, place.path(), Called::Exactly(taken.clone()));
        assert_eq!(moved.expect_err("the name is taken").kind(), io::ErrorKind::AlreadyExists);
        let target = Folder::open(place.path())?;
        let copied = copy(open_file(&from)?, &from, &target, taken, |_| None);
        assert_eq!(copied.expect_err("the name is taken").kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_dir(place.path())?.count(), 2, "no part is left");
        assert_eq!(
            (std::fs::read(&from)?, std::fs::read(place.path().join("b.bin"))?),
            (b"mine".into(), b"theirs".into())
        );
        let free = FileName::typed_by_user("c d.bin")?;
        assert_eq!(move_into(&from, place.path(), Called::Exactly(free))?, place.path().join("c d.bin"));
        assert!(!from.exists());
        Ok(())
    }
}
