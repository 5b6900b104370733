//! The choices a task may make that most leave alone.
//!
//! Owns the words of each choice; the default is what is safe for everybody. Refuses to act on them.

use serde::{Deserialize, Serialize};

/// Most connections that one file may have.
pub const MOST_LANES: u32 = 32;

/// Who added a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddedBy {
    /// A person, in the window.
    Window,
    /// The `haul` command.
    Command,
    /// Another program, through the socket of the daemon.
    Daemon,
    /// Another program, over D-Bus.
    Bus,
    /// A program that has the engine in itself.
    Library,
}

impl AddedBy {
    /// The stable word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Command => "command",
            Self::Daemon => "daemon",
            Self::Bus => "bus",
            Self::Library => "library",
        }
    }
}

/// What happens when the server cannot give what was counted on: the same file after a stop, or parts of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strictness {
    /// The file is fetched anew, or over one connection.
    #[default]
    Lenient,
    /// The task fails (M064, M133).
    Strict,
}

/// What becomes of a content coding that the server put around the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coding {
    /// None is asked for, and one that comes all the same is kept (row 40).
    #[default]
    AsSent,
    /// gzip and deflate are asked for and taken off (M089).
    Decoded,
}

/// Whether a finished file says where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginMark {
    /// In `user.xdg.origin.url`, without secrets (row 154).
    #[default]
    Written,
    /// It does not.
    Absent,
}

/// The modification time of a finished file (M097).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileTime {
    /// When it was written.
    #[default]
    Written,
    /// `Last-Modified`, where the server gave it.
    Server,
}
