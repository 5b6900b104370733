//! Finished files that go to a folder of the desktop.
//!
//! Owns the plain data. Refuses to know where those folders are: the host does.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::select::TaskRef;

/// A folder of the desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum SharedFolder {
    /// Downloads.
    Downloads,
    /// Pictures.
    Images,
    /// Videos.
    Video,
    /// Music.
    Audio,
    /// Documents.
    Files,
}

/// Moves the finished file of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct MoveTo {
    /// Which task.
    pub task: TaskRef,
    /// Into which folder.
    pub to: SharedFolder,
    /// A folder below it, which is made when it is missing; it never leads out of it.
    #[serde(default)]
    pub below: Option<String>,
}

/// Where the file is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Moved {
    /// The task.
    pub id: u64,
    /// Its path.
    pub path: String,
}
