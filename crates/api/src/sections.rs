//! The list in sections.
//!
//! Owns the plain data of what is asked and answered. Refuses rules: a value here has been decided by the host.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::list::{Counts, ListQuery};
use crate::task::{Status, TaskView};

/// What the list is arranged by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum SectionBy {
    /// In order of the names of the groups.
    #[default]
    Group,
    /// The newest batch first, and the rest behind them.
    Batch,
    /// What is worked on first, what is complete last.
    Status,
}

/// Which section.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum SectionKey {
    /// A group.
    Group(String),
    /// A batch.
    Batch(u64),
    /// Tasks of one status.
    Status(Status),
    /// What is in none of the others: in no batch, or in one that is older than the newest thousand.
    Rest,
}

/// Asks for the sections of a list, and for rows of some of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SectionsQuery {
    /// What makes a section.
    pub by: SectionBy,
    /// Which tasks, and in which order within a section. Its window does not matter.
    pub list: ListQuery,
    /// Rows to give, at most 1000 together.
    #[serde(default)]
    pub windows: Vec<SectionWindow>,
}

/// Rows of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SectionWindow {
    /// Which section.
    pub of: SectionKey,
    /// Rows to pass over.
    pub offset: u64,
    /// Most rows to give.
    pub count: u64,
}

/// A section: how many of the tasks that were asked for it has, and how far they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct SectionView {
    /// Which.
    pub of: SectionKey,
    /// The name of a batch that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// All of them.
    pub tasks: u64,
    /// Running or waiting to retry.
    pub active: u64,
    /// Enqueued.
    pub queued: u64,
    /// Paused.
    pub paused: u64,
    /// Complete.
    pub finished: u64,
    /// Failed, not found or canceled.
    pub failed: u64,
    /// Bytes that are there; absent where nobody has added them up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<u64>,
    /// Bytes in all; absent where the length of one is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// 0 to 1: every task counts alike, and one that has ended counts whole.
    pub progress: f64,
}

/// The sections of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SectionsPage {
    /// Version of the list; see [`crate::Tick`].
    pub version: u64,
    /// Tasks that match, in all.
    pub matching: u64,
    /// How many there are of each kind, regardless of the query.
    pub counts: Counts,
    /// All sections that have tasks, in order.
    pub sections: Vec<SectionView>,
    /// The rows that were asked for, one answer for each window in turn.
    pub windows: Vec<Vec<TaskView>>,
}
