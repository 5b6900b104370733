//! Where a finished file goes.

use clap::{Args as ClapArgs, ValueEnum};
use haul_api::SharedFolder;

/// A file and a folder of the desktop.
#[derive(Debug, ClapArgs)]
pub(crate) struct Moving {
    /// Its number, or the id given with --id.
    pub(crate) id: String,
    /// Which folder.
    #[arg(value_enum)]
    pub(crate) folder: FolderWord,
    /// A folder below that one; it is made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub(crate) sub: Option<String>,
}

/// A folder of the desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FolderWord {
    /// The download folder.
    Downloads,
    /// Pictures.
    #[value(alias = "pictures")]
    Images,
    /// Videos.
    #[value(alias = "videos")]
    Video,
    /// Music.
    #[value(alias = "music")]
    Audio,
    /// Documents.
    #[value(alias = "documents")]
    Files,
}

impl From<FolderWord> for SharedFolder {
    fn from(word: FolderWord) -> Self {
        match word {
            FolderWord::Downloads => Self::Downloads,
            FolderWord::Images => Self::Images,
            FolderWord::Video => Self::Video,
            FolderWord::Audio => Self::Audio,
            FolderWord::Files => Self::Files,
        }
    }
}
