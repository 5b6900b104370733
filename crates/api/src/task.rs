//! Tasks as the surfaces see them.
//!
//! Owns the plain data of a row and of everything known about a task. Refuses rules: a value here has been decided by
//! the host.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::log::LogEntry;
use crate::new::{AddedBy, Header, Permission};
use crate::post_command::CommandRun;

/// The status of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the command line contract")]
pub enum Status {
    Enqueued,
    Running,
    WaitingToRetry,
    Paused,
    Complete,
    NotFound,
    Failed,
    Canceled,
}

/// Where a running task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the design")]
pub enum Phase {
    Connecting,
    Transferring,
    Verifying,
    Processing,
    Placing,
}

/// What an enqueued task waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum WaitingFor {
    /// Its first start by somebody (M001).
    Start,
    /// Its queue, which is paused (M125).
    Queue,
    /// Another link: it may not use the one there is (M154).
    Network,
    /// Its host, which asked not to be asked for a while (row 47); `retry_at` is when that is over.
    Host,
    /// A slot.
    Slot,
    /// The others of its batch: its file is whole and right, and gets its name together with theirs (M141).
    Siblings,
}

/// A part of the file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Lane {
    /// First byte.
    pub start: u64,
    /// One past the last byte; absent when the length is unknown.
    pub end: Option<u64>,
    /// One past the last byte that is there.
    pub done: u64,
    /// Speed of the connection that fills it now; absent where none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub bytes_per_second: Option<u64>,
}

/// A row of the list. Fields of a status are absent in any other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct TaskView {
    /// Its number.
    pub id: u64,
    /// The creator's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_id: Option<String>,
    /// `download`, `request` or `upload`.
    pub kind: String,
    /// Request method of an upload or a request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub method: Option<String>,
    /// Its status.
    pub status: Status,
    /// Where it is, when running.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// Category of the failure, when failed or waiting to retry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// What happened and what helps, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `retry_later`, `start_over`, `ask_user` or `give_up`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// When it is tried again, or its host may be asked, in milliseconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<i64>,
    /// True when an enqueued task waits for its first start.
    pub held: bool,
    /// What it waits for, when enqueued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_for: Option<WaitingFor>,
    /// Address without user name and password.
    pub url: String,
    /// Host of the address.
    pub host: String,
    /// File name.
    pub name: String,
    /// Final path; of an upload, where its first file is.
    pub path: String,
    /// Bytes that are there; of an upload, that have left.
    pub received: u64,
    /// Length of the file; -1 when unknown (M042).
    pub total: i64,
    /// 0.0 to 1.0, or the negative codes of M038.
    pub progress: f64,
    /// Speed, when running.
    pub bytes_per_second: u64,
    /// Time left, when running and known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds_left: Option<u64>,
    /// The parts of the file, when running; what is known of one task has them also while it rests.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[ts(as = "Option<Vec<Lane>>", optional)]
    pub lanes: Vec<Lane>,
    /// Whether a pause can keep what is there; absent while nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pausable: Option<bool>,
    /// Group.
    pub group: String,
    /// The batch it was added with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<u64>,
    /// 0 (first) to 10.
    pub priority: u32,
    /// Name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Free text of the creator (M014).
    #[serde(skip_serializing_if = "String::is_empty", default)]
    #[ts(as = "Option<String>", optional)]
    pub metadata: String,
    /// When it was added, in milliseconds since the epoch.
    pub created: i64,
    /// When it ended, in milliseconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished: Option<i64>,
    /// `sha-256=HEX` of the whole file, where it was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// What the server said last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Response {
    /// Status code; 499 for a request that failed before any answer.
    pub code: u16,
    /// Reason phrase of the status; without an answer, why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Headers, lower-cased names.
    pub headers: Vec<Header>,
    /// MIME type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// Character set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
    /// Text of the answer to a request, or of an error answer, of which 64 KiB are kept (M026).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The body of the answer to a request in base64, where it is no plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}

/// Everything known about one task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Details {
    /// The row.
    #[serde(flatten)]
    pub task: TaskView,
    /// Tries left (M055).
    pub retries_left: u32,
    /// Addresses the server redirected to, in order, without user names and passwords.
    pub redirects: Vec<String>,
    /// Validator that proves the file unchanged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validator: Option<String>,
    /// What the server said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Who added it; absent where nobody noted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_by: Option<AddedBy>,
    /// The proxy that it names itself, without secrets; `none` where it wants none, absent where it follows the settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// When its first byte came, in milliseconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_byte: Option<i64>,
    /// The digest that the file has to have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_digest: Option<String>,
    /// Most bytes a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_rate: Option<u64>,
    /// Most connections, where the task names a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_lanes: Option<u32>,
    /// What became of the command that takes over the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<CommandRun>,
    /// Address of the finished file on this computer, also where a portal has handed out its folder (M095).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Whether it may use a metered link.
    pub metered: Permission,
    /// Whether it waits for a link that is neither metered nor mobile.
    pub requires_wifi: bool,
    /// What happened to it, oldest first: that it was added, and the last of what came after.
    pub log: Vec<LogEntry>,
}
