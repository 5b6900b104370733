//! Commands that take over finished files, in the words of the surfaces.
//!
//! Owns what can be asked for and what became of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A command that takes over a finished file (M091). No shell reads it; every argument `$file` is replaced by the path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PostCommand {
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// Whether the file is removed when the command has ended with code 0; after a failure it always stays (M092).
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub removes: bool,
}

/// How far a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum RunWord {
    /// It runs.
    Running,
    /// It was begun, and nobody saw its end.
    Unseen,
    /// It has ended with a code.
    Exited,
    /// A signal ended it.
    Killed,
    /// It could not be started.
    NotStarted,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct CommandRun {
    /// How far it is.
    pub run: RunWord,
    /// Its code, when it has ended with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i32>,
    /// The signal that ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signal: Option<i32>,
    /// Why it could not be started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The beginning of what it wrote, at most 16 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stdout: Option<String>,
    /// The beginning of what it complained of, at most 16 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stderr: Option<String>,
}
