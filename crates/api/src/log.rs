//! What happened to a task, as the surfaces see it.
//!
//! Owns the words. Refuses sentences but those that are part of a failure: each surface has its own.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that happened to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum LogWord {
    /// It was added.
    Added,
    /// It got a slot, and asks the server.
    Started,
    /// The server led it elsewhere; where is the detail.
    Redirected,
    /// The server gives the file in one piece only.
    NoParts,
    /// What was there is not part of the file that the server has now.
    BegunAnew,
    /// The file has the digest that it is to have, which is the detail.
    Verified,
    /// The command that takes over the file was begun.
    CommandBegun,
    /// Its file is whole, and waits for those of its batch.
    Sealed,
    /// It waits for its turn again, without anybody having asked for that.
    Stopped,
    /// Somebody let it go on.
    Resumed,
    /// Somebody paused it.
    Paused,
    /// It rests until the network is back.
    PausedByHaul,
    /// It failed in a way that passes; why is the detail.
    Waits,
    /// It is described differently; what of it is the detail: `address`, `limit`, `lanes`, `link`, `group`, `path`.
    Edited,
    /// It is complete.
    Completed,
    /// The server has no such file.
    NotFound,
    /// It ended without a file; why is the detail.
    Failed,
    /// It was called off.
    Canceled,
}

/// One entry of the log of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct LogEntry {
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// What.
    pub what: LogWord,
    /// More of it, as the word says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Category of a failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Until when it waits, in milliseconds since the epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}
