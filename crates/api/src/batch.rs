//! Tasks that are added together, in the words of the surfaces.
//!
//! Owns what can be asked for and what is told. Refuses rules: they are in the model.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::new::Permission;
use crate::task::TaskView;

/// Makes one batch of all tasks of an [`Add`](crate::Add). It is added with all of them, or not at all (M145).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct NewBatch {
    /// The creator's own id.
    pub own_id: Option<String>,
    /// Name for people.
    pub name: Option<String>,
    /// All or nothing: no file has its final name before all are whole and right, and when one cannot be had, none is
    /// (M141).
    #[ts(as = "Option<bool>", optional)]
    pub atomic: bool,
}

/// Names a batch: by its number, or by the id that its creator chose.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum BatchRef {
    /// The number Haul gave it.
    Number(u64),
    /// The creator's own id, or the number as text.
    Text(String),
}

/// Where a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum BatchStatus {
    /// Some of its tasks have not ended.
    Open,
    /// All files of an atomic batch are whole and right, and get their names.
    Placing,
    /// An atomic batch is being called off.
    Withdrawing,
    /// Every file is there.
    Complete,
    /// At least one task ended without its file; of an atomic batch nothing is there.
    Failed,
    /// It was called off; nothing of it is there.
    Canceled,
}

/// Why an atomic batch was called off (M147).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BatchFailure {
    /// The task that could not be had.
    pub task: u64,
    /// Its address, without secrets.
    pub url: String,
    /// Category of the failure.
    pub category: String,
    /// The address, what happened and what helps, for people.
    pub message: String,
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct BatchView {
    /// Its number.
    pub id: u64,
    /// The creator's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_id: Option<String>,
    /// Name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether its files arrive all or not at all.
    pub atomic: bool,
    /// Where it is.
    pub status: BatchStatus,
    /// Tasks in all.
    pub size: u64,
    /// Tasks that are complete.
    pub num_succeeded: u64,
    /// Tasks that ended without their files.
    pub num_failed: u64,
    /// The share of its tasks that have ended, 0.0 to 1.0.
    pub progress: f64,
    /// When it was added, in milliseconds since the epoch.
    pub created: i64,
    /// Why an atomic batch was called off, unless somebody wished it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<BatchFailure>,
}

/// Asks for one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BatchQuery {
    /// Which.
    pub batch: BatchRef,
    /// Results to pass over.
    #[serde(default)]
    pub offset: u64,
    /// Most results to give, at most 1000; 0 means all (the command uses it).
    #[serde(default)]
    pub count: u64,
}

/// Everything known about a batch (M150).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct BatchDetails {
    /// The batch.
    #[serde(flatten)]
    pub batch: BatchView,
    /// The limit of speed that each of its tasks has (M148).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_rate: Option<u64>,
    /// What each of its tasks says about metered links (M148).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metered: Option<Permission>,
    /// Numbers of the tasks that are complete.
    pub succeeded: Vec<u64>,
    /// Numbers of the tasks that ended without their files.
    pub failed: Vec<u64>,
    /// Its tasks as they are, in order; the window that was asked for.
    pub results: Vec<TaskView>,
}

/// Asks for a window of the batches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct BatchesQuery {
    /// Batches to pass over.
    pub offset: u64,
    /// Most batches to give, at most 1000; 0 means all (the command uses it).
    pub count: u64,
}

/// A window of the batches, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BatchesPage {
    /// Batches in all.
    pub matching: u64,
    /// The batches asked for.
    pub batches: Vec<BatchView>,
}
