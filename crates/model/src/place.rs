//! Where a file goes.
//!
//! Owns the five base folders, a [`Location`] below one of them, and the way back from a path. Refuses to know where
//! the folders are on this machine: they come in as [`Bases`].

use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Where a relative folder begins (M008).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// The download folder of the settings.
    Downloads,
    /// The desktop's documents folder.
    Documents,
    /// The folder for temporary files.
    Temporary,
    /// Haul's data folder.
    Support,
    /// `Library` below the data folder.
    Library,
    /// `/`.
    Root,
}

/// Where the base folders are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bases {
    /// The download folder of the settings.
    pub downloads: PathBuf,
    /// `XDG_DOCUMENTS_DIR`.
    pub documents: PathBuf,
    /// `TMPDIR`, else `/tmp`.
    pub temporary: PathBuf,
    /// Haul's folder in `XDG_DATA_HOME`.
    pub support: PathBuf,
    /// The person's home folder.
    pub home: PathBuf,
}

impl Bases {
    /// The folder behind `base`.
    #[must_use]
    pub fn folder(&self, base: Base) -> PathBuf {
        match base {
            Base::Downloads => self.downloads.clone(),
            Base::Documents => self.documents.clone(),
            Base::Temporary => self.temporary.clone(),
            Base::Support => self.support.clone(),
            Base::Library => self.support.join("Library"),
            Base::Root => PathBuf::from("/"),
        }
    }
}

/// Folders of the system: what lies there is believed by every program.
const OF_THE_SYSTEM: &[&str] = &[
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib32",
    "/lib64",
    "/proc",
    "/sbin",
    "/sys",
    "/usr/bin",
    "/usr/lib",
    "/usr/local/bin",
    "/usr/local/lib",
    "/usr/local/sbin",
    "/usr/sbin",
    "/usr/share",
    "/var/spool/cron",
];

/// Folders below a person's home whose files are run, or decide who gets in, without anybody asking.
const OF_A_PERSON: &[&str] = &[
    ".bashrc.d",
    ".config/autostart",
    ".config/autostart-scripts",
    ".config/environment.d",
    ".config/fish",
    ".config/plasma-workspace",
    ".config/systemd",
    ".gnupg",
    ".local/bin",
    ".local/share/applications",
    ".local/share/dbus-1",
    ".local/share/kio",
    ".local/share/nautilus",
    ".local/share/systemd",
    ".pki",
    ".ssh",
];

/// Whether no download may go to `folder`, an absolute path without `..` and links (row 149).
#[must_use]
pub fn is_guarded(folder: &Path, home: &Path) -> bool {
    OF_THE_SYSTEM.iter().any(|guarded| folder.starts_with(guarded))
        || folder.strip_prefix(home).is_ok_and(|below| OF_A_PERSON.iter().any(|guarded| below.starts_with(guarded)))
}

/// A relative folder out of any text: `..` is resolved as text and never climbs out, a leading separator says nothing.
#[must_use]
pub fn below(folder: &str) -> PathBuf {
    let mut below = PathBuf::new();
    for component in Path::new(folder).components() {
        match component {
            Component::Normal(name) => below.push(name),
            Component::ParentDir => {
                below.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    below
}

/// A folder of the desktop that finished files can be moved to (M087).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shared {
    /// `XDG_DOWNLOAD_DIR`.
    Downloads,
    /// `XDG_PICTURES_DIR`.
    Images,
    /// `XDG_VIDEOS_DIR`.
    Video,
    /// `XDG_MUSIC_DIR`.
    Audio,
    /// `XDG_DOCUMENTS_DIR`.
    Files,
}

/// Where the shared folders are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of [`Shared`]")]
pub struct SharedFolders {
    pub downloads: PathBuf,
    pub images: PathBuf,
    pub video: PathBuf,
    pub audio: PathBuf,
    pub files: PathBuf,
}

impl SharedFolders {
    /// The folder behind `shared`.
    #[must_use]
    pub fn folder(&self, shared: Shared) -> &Path {
        match shared {
            Shared::Downloads => &self.downloads,
            Shared::Images => &self.images,
            Shared::Video => &self.video,
            Shared::Audio => &self.audio,
            Shared::Files => &self.files,
        }
    }
}

/// A folder below a base.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Location {
    /// Where it begins.
    pub base: Base,
    /// Folder below it; a leading separator says nothing (M007).
    pub folder: String,
}

impl Location {
    /// The absolute folder. `..` is resolved as text and never climbs out of the base.
    #[must_use]
    pub fn resolve(&self, bases: &Bases) -> PathBuf {
        bases.folder(self.base).join(below(&self.folder))
    }

    /// The way back: the location and name of an absolute path, below the longest base that holds it, else below the
    /// root (M009). `None` when the path names no file.
    #[must_use]
    pub fn split(path: &Path, bases: &Bases) -> Option<(Self, String)> {
        let name = path.file_name()?.to_str()?.to_owned();
        let folder = path.parent()?;
        let order = [Base::Temporary, Base::Library, Base::Support, Base::Documents, Base::Downloads, Base::Root];
        let (base, below) = order
            .into_iter()
            .filter_map(|base| Some((base, folder.strip_prefix(bases.folder(base)).ok()?)))
            .min_by_key(|(_, below)| below.components().count())?;
        Some((Self { base, folder: below.to_str()?.to_owned() }, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bases() -> Bases {
        Bases {
            downloads: "/home/u/Downloads".into(),
            documents: "/home/u/Documents".into(),
            temporary: "/tmp".into(),
            support: "/home/u/.local/share/haul".into(),
            home: "/home/u".into(),
        }
    }

    fn below(base: Base, folder: &str) -> PathBuf {
        Location { base, folder: folder.into() }.resolve(&bases())
    }

    #[test]
    fn f149_what_is_run_or_believed_without_asking_takes_no_download() {
        let home = Path::new("/home/u");
        for folder in
            ["/etc", "/etc/cron.d", "/usr/bin", "/home/u/.ssh", "/home/u/.config/autostart", "/home/u/.bashrc.d/x"]
        {
            assert!(is_guarded(Path::new(folder), home), "{folder}");
        }
        for folder in ["/home/u/Downloads", "/etcetera", "/tmp/.ssh", "/home/u/.cache/x", "/media/u/stick", "/var/tmp"]
        {
            assert!(!is_guarded(Path::new(folder), home), "{folder}");
        }
    }

    #[test]
    fn m007_a_leading_separator_of_the_folder_is_ignored() {
        assert_eq!(below(Base::Documents, "/a/b"), below(Base::Documents, "a/b"));
        assert_eq!(below(Base::Documents, "a/b"), Path::new("/home/u/Documents/a/b"));
    }

    #[test]
    fn a_folder_never_climbs_out_of_its_base() {
        assert_eq!(below(Base::Temporary, "../../etc"), Path::new("/tmp/etc"));
    }

    #[test]
    fn m009_every_base_gives_the_same_path_back() {
        for base in [Base::Downloads, Base::Documents, Base::Temporary, Base::Support, Base::Library, Base::Root] {
            let path = below(base, "some/where").join("file.bin");
            let (location, name) = Location::split(&path, &bases()).expect("the path names a file");
            assert_eq!((location.base, location.resolve(&bases()).join(name)), (base, path));
        }
    }
}
