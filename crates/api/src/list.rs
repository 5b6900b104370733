//! Windows of the list.
//!
//! Owns the question, the page and the counts around it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::select::TaskRef;
use crate::task::{Status, TaskView};

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
    Host,
    /// Within a group by status.
    Group,
    Priority,
    /// When they ended; those that have not are the oldest.
    Finished,
    /// As they are worked on: running ones, those that wait in the order of the queue, the others.
    Queue,
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
    /// Only this batch.
    pub batch: Option<u64>,
    /// Only names and addresses that hold this text, in any case.
    pub search: Option<String>,
    /// Only these; those that are not there are passed over.
    pub ids: Option<Vec<TaskRef>>,
    /// Only those that were added so many seconds ago, at least.
    pub older_than: Option<u64>,
    /// Only those that were added after this task, or before it where the newest come first. A reader of everything goes on
    /// with it after the last row of a window: it costs the same however far that is, which `offset` does not.
    pub after: Option<u64>,
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
    /// Rows that match, in all; 0 in a window `after` a task, for which nobody counts them again.
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
    /// The proxy that is used and who named it, without secrets; `none` where there is none (row 75).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// The language that is set; see [`crate::Settings`].
    #[serde(default)]
    pub language: String,
    /// What all tasks together may use now.
    #[serde(default)]
    pub limit: SpeedLimit,
    /// What a person should know about the database, such as a damaged file that was set aside.
    pub notes: Vec<String>,
}

/// The limit on the speed of all tasks together, as it is at this moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct SpeedLimit {
    /// Bytes a second; absent: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<u64>,
    /// Whether the schedule says so; else the setting `limit_rate` does.
    pub scheduled: bool,
}
