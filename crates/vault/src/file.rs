//! The file of secrets.
//!
//! Owns its form and its safe change: written beside, synced, renamed. Refuses rights to others. Rule kept here: a file
//! that cannot be read is set aside and told about, never overwritten (row 123 of the fault matrix).

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::fs::OFlags;
use serde::{Deserialize, Serialize};

use crate::vault::Described;

/// The only version there is.
const VERSION: u32 = 1;

/// The file of secrets with what it holds.
#[derive(Debug)]
pub(crate) struct SecretFile {
    path: PathBuf,
    contents: Mutex<Contents>,
}

/// What the file holds.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contents {
    version: u32,
    /// Secrets by their keys.
    pub(crate) secrets: BTreeMap<String, String>,
    /// What is known of the logins, wherever their passwords are.
    pub(crate) logins: BTreeMap<String, Described>,
}

impl SecretFile {
    /// Reads the file; a missing one is empty, a broken one is set aside with a note for people.
    pub(crate) fn load(path: PathBuf) -> (Self, Option<String>) {
        let (contents, note) = match read(&path) {
            Ok(contents) => (contents, None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Contents::default(), None),
            Err(error) => {
                tracing::warn!(kind = %error.kind(), "the file of secrets could not be read");
                (Contents::default(), Some(set_aside(&path)))
            }
        };
        (Self { path, contents: Mutex::new(contents) }, note)
    }

    /// Looks at what it holds.
    pub(crate) fn look<T>(&self, at: impl FnOnce(&Contents) -> T) -> T {
        at(&self.contents.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes what it holds, and saves it; blocks. What cannot be saved has not changed.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Contents)) -> io::Result<()> {
        let mut current = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = current.clone();
        change(&mut changed);
        save(&self.path, &changed)?;
        *current = changed;
        Ok(())
    }
}

impl Default for Contents {
    fn default() -> Self {
        Self { version: VERSION, secrets: BTreeMap::new(), logins: BTreeMap::new() }
    }
}

impl std::fmt::Debug for Contents {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Contents({} secrets)", self.secrets.len())
    }
}

fn read(path: &Path) -> io::Result<Contents> {
    let mut file = OpenOptions::new().read(true).custom_flags(no_follow()).open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    // The error of the parser could repeat a piece of the file.
    let contents: Contents = serde_json::from_str(&text).map_err(|_| io::ErrorKind::InvalidData)?;
    if contents.version == VERSION { Ok(contents) } else { Err(io::ErrorKind::InvalidData.into()) }
}

fn set_aside(path: &Path) -> String {
    let named = |number: u32| path.with_extension(format!("json.broken-{number}"));
    let aside = (1..=u32::MAX).map(named).find(|aside| !aside.exists()).unwrap_or_else(|| named(1));
    match std::fs::rename(path, &aside) {
        Ok(()) => format!(
            "The file with passwords could not be read and is kept as {}. Downloads that need one will ask for it.",
            aside.display()
        ),
        Err(error) => format!("The file with passwords, {}, can neither be read nor moved: {error}.", path.display()),
    }
}

fn save(path: &Path, contents: &Contents) -> io::Result<()> {
    let text = serde_json::to_vec(contents).map_err(io::Error::other)?;
    let beside = path.with_extension("json.new");
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).custom_flags(no_follow()).open(&beside)?;
    file.write_all(&text)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn no_follow() -> i32 {
    OFlags::NOFOLLOW.bits().cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_one(path: &Path) -> anyhow::Result<()> {
        let (file, note) = SecretFile::load(path.to_owned());
        assert_eq!(note, None);
        file.change(|contents| {
            contents.secrets.insert("task/1".into(), "pearl".into());
        })?;
        Ok(())
    }

    #[test]
    fn what_was_kept_is_there_after_a_restart_and_for_this_user_alone() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("secrets.json");
        with_one(&path)?;
        let (again, _) = SecretFile::load(path.clone());
        assert_eq!(again.look(|contents| contents.secrets.get("task/1").cloned()), Some("pearl".into()));
        assert_eq!(std::fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        Ok(())
    }

    #[test]
    fn f123_a_file_cut_at_any_byte_is_kept_aside_and_told_about() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("secrets.json");
        with_one(&path)?;
        let whole = std::fs::read(&path)?;
        for end in 0..whole.len() {
            std::fs::write(&path, &whole[..end])?;
            let (file, note) = SecretFile::load(path.clone());
            let note = note.expect("a person is told");
            assert!(note.contains("kept as") && !note.contains("pearl"), "{note}");
            assert!(file.look(|contents| contents.secrets.is_empty()));
            assert!(!path.exists(), "cut at {end}");
            assert_eq!(std::fs::read(path.with_extension(format!("json.broken-{}", end + 1)))?, whole[..end]);
        }
        Ok(())
    }

    #[test]
    fn a_change_that_cannot_be_saved_has_not_happened() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("gone/secrets.json");
        let (file, _) = SecretFile::load(path);
        let changed = file.change(|contents| {
            contents.secrets.insert("task/1".into(), "pearl".into());
        });
        assert!(changed.is_err() && file.look(|contents| contents.secrets.is_empty()));
        Ok(())
    }

    #[test]
    fn rights_that_are_too_wide_are_narrowed() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("secrets.json");
        with_one(&path)?;
        std::fs::set_permissions(&path, Permissions::from_mode(0o644))?;
        assert_eq!(SecretFile::load(path.clone()).1, None);
        assert_eq!(std::fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        Ok(())
    }
}
