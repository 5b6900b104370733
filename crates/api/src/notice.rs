//! What a desktop notification shows.
//!
//! Owns the finished texts and actions; the shell only displays them and sends an action back as an ordinary call.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The state that a notification is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The task runs.
    Running,
    /// The file is there.
    Complete,
    /// Failed or not found.
    Failed,
    /// Stopped.
    Paused,
    /// Called off.
    Canceled,
    /// The task has no notification any more; one that is shown has to go.
    Gone,
}

/// A button of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum NoticeAction {
    /// Opens the file.
    Open,
    /// Shows the file in its folder.
    Reveal,
    /// Tries again.
    Retry,
    /// Pauses.
    Pause,
    /// Goes on.
    Resume,
    /// Calls it off.
    Cancel,
}

/// What a notification is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum About {
    /// One task.
    Task(u64),
    /// All tasks that share the notification of this name (M184).
    Together(String),
}

/// Who shows notifications. One of them does at a time, so that nothing is told twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Place {
    /// A program without a window; it shows them while there is no other.
    Background,
    /// The program of the window.
    Window,
}

/// A button of a notification was pressed, or the notification itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Press {
    /// What it is about.
    pub about: About,
    /// The button; absent for the notification itself. What only a program with a window can do waits until one
    /// watches (M183).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<NoticeAction>,
}

/// A notification as it shall be on the screen; a later one about the same takes its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Notice {
    /// What it is about.
    pub about: About,
    /// What is so with that.
    pub kind: NoticeKind,
    /// First line, plain text.
    pub title: String,
    /// Second line, plain text; may be empty.
    pub body: String,
    /// Buttons from left to right.
    pub actions: Vec<NoticeAction>,
    /// What a click on the notification itself does; absent: it shows the task in the window.
    pub tap: Option<NoticeAction>,
    /// 0 to 100 on a running task of known length.
    pub percent: Option<u8>,
    /// Whether it is to be heard too.
    #[serde(default)]
    pub sound: bool,
}
