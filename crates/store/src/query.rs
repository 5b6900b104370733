//! What is asked of the records, and what is answered.
//!
//! Owns the shapes of both. Refuses SQL.

use haul_model::batch::BatchId;
use haul_model::task::TaskId;
use haul_model::time::Timestamp;

use crate::record::Record;

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "columns of the list")]
pub enum OrderBy {
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

/// Direction of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "plain words")]
pub enum Order {
    #[default]
    Descending,
    Ascending,
}

/// How the tasks of a group or batch lie among all, which decides how a window of them is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Spread {
    /// They are few: picked out, then sorted.
    #[default]
    Few,
    /// They are a good part of all: all are gone through in order, and the others passed over.
    Many,
}

/// A window of the records.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Only these status words; empty means all.
    pub statuses: Vec<&'static str>,
    /// Only this group.
    pub group: Option<String>,
    /// How many of all tasks the group or batch has.
    pub spread: Spread,
    /// Only this batch.
    pub batch: Option<BatchId>,
    /// Only batches from this one on.
    pub batches_from: Option<BatchId>,
    /// Only those that are in no batch, or in one before this.
    pub batches_before: Option<BatchId>,
    /// Only names and addresses that hold this text.
    pub search: Option<String>,
    /// How many match, where somebody has counted already.
    pub matching: Option<u64>,
    /// Only these; those that are not there are passed over.
    pub ids: Option<Vec<TaskId>>,
    /// Only those that were added before this moment.
    pub before: Option<Timestamp>,
    /// Only those that were added after this one; before it where the order descends.
    pub after: Option<TaskId>,
    /// Sorted by.
    pub by: OrderBy,
    /// In this order.
    pub order: Order,
    /// Rows to pass over.
    pub offset: u64,
    /// Most rows to give; `None` means all.
    pub count: Option<u64>,
}

/// The answer to a [`Query`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Records that match, in all.
    pub matching: u64,
    /// The window.
    pub records: Vec<Record>,
}

/// How many tasks of a group have a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    /// Group.
    pub group: String,
    /// Status word.
    pub status: String,
    /// That many.
    pub tasks: u64,
}
