//! Tasks in the words of the surfaces.
//!
//! Owns the plain data of requests and answers about tasks. Refuses rules: a value here has been decided by the host.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire::Refusal;

/// A call that needs nothing said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// Names a task: by its number, or by the id that its creator chose (M004).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum TaskRef {
    /// The number Haul gave it.
    Number(u64),
    /// The creator's own id, or the number as text.
    Text(String),
}

/// Names one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OneTask {
    /// Which.
    pub task: TaskRef,
}

/// Names several tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Selection {
    /// These.
    Tasks(Vec<TaskRef>),
    /// All of a group (M016).
    Group(String),
    /// All.
    All,
}

/// One header of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Request method (M012).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "UPPERCASE")]
#[ts(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the methods of RFC 9110 and RFC 5789")]
pub enum Method {
    #[default]
    Get,
    Post,
    Head,
    Put,
    Patch,
    Delete,
}

/// What is sent with the request (M013).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Body {
    /// Text as it is; empty text makes a request with length 0.
    Text(String),
    /// Bytes as they are.
    Bytes(Vec<u8>),
    /// A list or a map, sent as JSON; anything else is refused.
    Json(#[ts(type = "unknown")] serde_json::Value),
}

/// Where a relative folder begins (M008).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum BaseFolder {
    /// The download folder of the settings.
    #[default]
    Downloads,
    /// The desktop's documents folder.
    Documents,
    /// The folder for temporary files.
    Temporary,
    /// Haul's data folder.
    Support,
    /// `Library` below the data folder.
    Library,
    /// `/`: the folder is absolute.
    Root,
}

/// What happens when the name is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Conflict {
    /// `file (1).ext` (M076).
    #[default]
    Rename,
    /// The old file is replaced when the new one is whole (M075).
    Overwrite,
    /// Nothing is downloaded; the task is complete.
    Skip,
    /// The task fails.
    Fail,
}

/// When a new task begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Start {
    /// As soon as it has a slot.
    #[default]
    Now,
    /// When it is resumed (M001).
    Later,
}

/// How far the server's certificate is trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Trust {
    /// It must be valid.
    #[default]
    Checked,
    /// Anything goes, for this task and its first origin only.
    Insecure,
}

/// A download to add. Only `url` is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct NewDownload {
    /// Address; without a scheme it is https.
    pub url: String,
    /// The creator's own id, kept verbatim (M004).
    pub own_id: Option<String>,
    /// Where `folder` begins; absent: `root` for an absolute folder, else `downloads`.
    pub base: Option<BaseFolder>,
    /// Folder below `base`, or an absolute one; it is made when missing.
    pub folder: Option<String>,
    /// File name; `?` takes the server's (M079); absent makes a random one (M006).
    pub name: Option<String>,
    /// What happens when the name is taken.
    pub conflict: Conflict,
    /// `sha-256=HEX` and the like; checked before the file gets its name.
    pub checksum: Option<String>,
    /// Request headers.
    pub headers: Vec<Header>,
    /// Query parameters, appended as they are (M010).
    pub query: Vec<Header>,
    /// Request method; absent: GET, or POST with a body.
    pub method: Option<Method>,
    /// Request body.
    pub body: Option<Body>,
    /// `user:password` for the first origin only.
    pub user: Option<String>,
    /// Proxy of this task, `http://`, `https://`, `socks5://` or `socks5h://`.
    pub proxy: Option<String>,
    /// How far the certificate is trusted.
    pub trust: Trust,
    /// Most bytes a second; absent means no limit.
    pub limit_rate: Option<u64>,
    /// Tries after a failure that passes, 0 to 10; absent: as set.
    pub retries: Option<u32>,
    /// Group; absent: `default`.
    pub group: Option<String>,
    /// 0 (first) to 10; absent: 5 (M017).
    pub priority: Option<u32>,
    /// Free text, kept byte for byte (M014).
    pub metadata: Option<String>,
    /// Name for people.
    pub display_name: Option<String>,
    /// When it begins.
    pub start: Start,
}

/// Downloads to add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Add {
    /// In the order of the queue.
    pub downloads: Vec<NewDownload>,
}

/// A download that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AddedTask {
    /// Its number.
    pub id: u64,
    /// The creator's own id.
    pub own_id: Option<String>,
    /// Address without user name and password.
    pub url: String,
    /// The reserved final path; the server may still suggest another name when `name` was `?`.
    pub path: String,
}

/// What became of one [`NewDownload`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Outcome {
    /// It is in the queue.
    Added(AddedTask),
    /// It is not, and nothing was kept of it.
    Refused(Refusal),
}

/// What became of an [`Add`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Added {
    /// The revision before the first of them; a watch with `since` misses nothing of them.
    pub since: u64,
    /// One for each download, in order.
    pub outcomes: Vec<Outcome>,
}

/// A task that a command was refused for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Refused {
    /// Which task.
    pub task: TaskRef,
    /// Why.
    pub why: Refusal,
}

/// What a command changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Changed {
    /// Tasks whose state is now another.
    pub changed: Vec<u64>,
    /// Tasks that could not do it; those of a whole group or of all are passed over in silence.
    pub refused: Vec<Refused>,
}

/// What happens to a removed task's file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum FileFate {
    /// A finished file stays.
    #[default]
    Keep,
    /// A finished file is deleted.
    Delete,
}

/// Forgets tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Remove {
    /// Which.
    pub tasks: Selection,
    /// And their files.
    pub file: FileFate,
}

/// Changes priorities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Priority {
    /// Which tasks.
    pub tasks: Selection,
    /// 0 (first) to 10.
    pub priority: u32,
}

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

/// A part of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Filter {
    /// Everything.
    #[default]
    All,
    /// Running or waiting to retry.
    Active,
    /// Enqueued.
    Queued,
    /// Paused.
    Paused,
    /// Complete.
    Finished,
    /// Failed, not found or canceled.
    Failed,
}

/// What the list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
#[allow(missing_docs, reason = "columns of the list")]
pub enum SortKey {
    #[default]
    Added,
    Name,
    Size,
    Status,
}

/// Order of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Sort {
    /// Newest, or greatest, first.
    #[default]
    Descending,
    /// Oldest, or least, first.
    Ascending,
}

/// A window of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct ListQuery {
    /// Which part.
    pub filter: Filter,
    /// Only this status.
    pub status: Option<Status>,
    /// Only this group.
    pub group: Option<String>,
    /// Only names and addresses that hold this text, in any case.
    pub search: Option<String>,
    /// Sorted by.
    pub by: SortKey,
    /// In this order.
    pub sort: Sort,
    /// Rows to pass over.
    pub offset: u64,
    /// Most rows to give, at most 1000; 0 means all (the command uses it).
    pub count: u64,
}

/// A window of the list, and what surrounds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ListPage {
    /// Version of the list; see [`crate::Tick`].
    pub version: u64,
    /// Rows that match, in all.
    pub matching: u64,
    /// The rows asked for.
    pub rows: Vec<TaskView>,
    /// How many there are of each kind, regardless of the query.
    pub counts: Counts,
}

/// How many tasks a group has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupCount {
    /// Name of the group.
    pub group: String,
    /// Its tasks.
    pub tasks: u64,
}

/// How many tasks each filter shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the filters")]
pub struct Counts {
    pub all: u64,
    pub active: u64,
    pub queued: u64,
    pub paused: u64,
    pub finished: u64,
    pub failed: u64,
    /// Groups in order of their names.
    pub groups: Vec<GroupCount>,
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
    /// `download`.
    pub kind: String,
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
    /// When it is tried again, in milliseconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<i64>,
    /// True when an enqueued task waits for its first start.
    pub held: bool,
    /// Address without user name and password.
    pub url: String,
    /// Host of the address.
    pub host: String,
    /// File name.
    pub name: String,
    /// Final path.
    pub path: String,
    /// Bytes that are there.
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
    /// The parts of the file, when running.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[ts(as = "Option<Vec<Lane>>", optional)]
    pub lanes: Vec<Lane>,
    /// Whether a pause can keep what is there; absent while nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pausable: Option<bool>,
    /// Group.
    pub group: String,
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
    /// Status code.
    pub code: u16,
    /// Headers, lower-cased names.
    pub headers: Vec<Header>,
    /// MIME type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// Character set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
    /// Text of an error answer, at most 64 KiB (M026).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
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
    /// The digest that the file has to have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_digest: Option<String>,
    /// Most bytes a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_rate: Option<u64>,
}

/// The whole at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Overview {
    /// Version of the list; see [`crate::Tick`].
    pub version: u64,
    /// How many tasks there are of each kind.
    pub counts: Counts,
    /// Tasks with a slot.
    pub running: u64,
    /// Speed of all tasks together.
    pub bytes_per_second: u64,
    /// Where downloads go that name no folder.
    pub download_folder: String,
    /// Bytes free there; absent when the folder does not exist yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_space: Option<u64>,
    /// What a person should know about the database, such as a damaged file that was set aside.
    pub notes: Vec<String>,
}
