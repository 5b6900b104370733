//! What is kept, and what is told to readers who were not there.
//!
//! Owns the plain data of clean-ups, mailboxes and rescheduling. Refuses rules: the host keeps them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::select::Refused;
use crate::task::TaskView;

/// Which ended tasks stay on record. With neither, the last 500 and no older than 10 days stay (M171).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct CleanUp {
    /// So many, the last ones that ended.
    pub max_records: Option<u64>,
    /// Those that ended within so many days.
    pub max_age_days: Option<u32>,
}

/// What a clean-up has forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CleanedUp {
    /// The tasks, those that ended first at first.
    pub removed: Vec<u64>,
}

/// Asks a mailbox for what it has not seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct MailQuery {
    /// Its name; one that is new has seen nothing.
    pub mailbox: String,
    /// Most ends to give, at most 1000; absent: 1000.
    pub count: Option<u64>,
}

/// One end of a task, as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Ended {
    /// Its number, growing with time.
    pub number: u64,
    /// The task with the status of this end.
    pub task: TaskView,
}

/// What a mailbox has not seen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Mail {
    /// Oldest first.
    pub ended: Vec<Ended>,
}

/// A mailbox has dealt with everything up to an end: it is not given that again (M172).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Seen {
    /// Its name.
    pub mailbox: String,
    /// [`Ended::number`] of the last one.
    pub number: u64,
}

/// What became of records that nobody worked on (M173).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rescheduled {
    /// Their tasks are in the queue again, or wait as they did.
    pub rescheduled: Vec<u64>,
    /// They could not be taken in.
    pub failed: Vec<Refused>,
}
