//! Tasks that were added together.
//!
//! Owns what follows for a batch from how its tasks stand. Refuses tasks themselves: their states change through
//! [`crate::status::step`] alone. Rules kept here: files that arrive together get their names when all of them are whole
//! and right, and not before; one that cannot be had calls off all the others (M141); a stage never goes back behind an
//! end but by a retry.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fault::{Category, Fault, Remedy};
use crate::status::{TaskStatus, WaitingFor};
use crate::task::{Conflict, TaskId};

/// The number of a batch, unique for ever in one database and growing with time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BatchId(pub u64);

impl fmt::Display for BatchId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// How the files of a batch arrive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Atomicity {
    /// Each by itself; what can be had is there in the end (M150).
    #[default]
    Each,
    /// All or none: an atomic batch.
    Together,
}

/// Why an atomic batch was called off (M147).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The task that could not be had.
    pub task: TaskId,
    /// What happened to it.
    pub fault: Fault,
}

/// Where an atomic batch is; one of single files stays open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Its tasks are worked on.
    #[default]
    Open,
    /// All files are whole and right, and get their names.
    Placing,
    /// It is being called off: what it has goes.
    Withdrawing {
        /// Why, unless somebody wished it.
        failure: Option<Failure>,
    },
    /// Every file is in its place.
    Complete,
    /// It was called off because a file could not be had.
    Failed {
        /// Which, and why.
        failure: Failure,
    },
    /// The user called it off.
    Canceled,
}

/// A stage as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the stages, without what belongs to them")]
pub enum Shown {
    Open,
    Placing,
    Withdrawing,
    Complete,
    Failed,
    Canceled,
}

/// How a task stands, for its batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has not ended.
    Underway,
    /// Its file is whole and right, and has no name yet.
    Verified,
    /// It is complete.
    Succeeded,
    /// It ended without a file.
    Failed,
}

impl Standing {
    /// How a task of this status stands.
    #[must_use]
    pub const fn of(status: &TaskStatus) -> Self {
        match status {
            TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings } => Self::Verified,
            TaskStatus::Enqueued { waiting_for: WaitingFor::Start | WaitingFor::Slot | WaitingFor::Network(_) }
            | TaskStatus::Running { .. }
            | TaskStatus::WaitingToRetry { .. }
            | TaskStatus::Paused { .. } => Self::Underway,
            TaskStatus::Complete => Self::Succeeded,
            TaskStatus::NotFound | TaskStatus::Failed { .. } | TaskStatus::Canceled => Self::Failed,
        }
    }
}

/// How many tasks of a batch stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// In all.
    pub size: u64,
    /// Whole and right, without a name yet.
    pub verified: u64,
    /// Complete.
    pub succeeded: u64,
    /// Ended without a file.
    pub failed: u64,
}

impl Tally {
    /// Counts tasks in.
    pub const fn add(&mut self, standing: Standing, tasks: u64) {
        self.size += tasks;
        if let Some(count) = self.count(standing) {
            *count += tasks;
        }
    }

    /// Counts one task out.
    pub const fn remove(&mut self, standing: Standing) {
        self.size = self.size.saturating_sub(1);
        if let Some(count) = self.count(standing) {
            *count = count.saturating_sub(1);
        }
    }

    /// Whether every task has ended.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.succeeded + self.failed >= self.size
    }

    const fn count(&mut self, standing: Standing) -> Option<&mut u64> {
        match standing {
            Standing::Underway => None,
            Standing::Verified => Some(&mut self.verified),
            Standing::Succeeded => Some(&mut self.succeeded),
            Standing::Failed => Some(&mut self.failed),
        }
    }
}

impl Stage {
    /// Whether nothing follows but a retry.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        match self {
            Self::Complete | Self::Failed { .. } | Self::Canceled => true,
            Self::Open | Self::Placing | Self::Withdrawing { .. } => false,
        }
    }

    /// The stage after a task of an atomic batch has come into a status; `tally` knows of it already.
    #[must_use]
    pub fn after(&self, task: TaskId, status: &TaskStatus, tally: &Tally) -> Self {
        let standing = Standing::of(status);
        match self {
            Self::Open | Self::Placing if standing == Standing::Failed => {
                Self::Withdrawing { failure: failure(task, status) }.settled(tally)
            }
            Self::Open
            | Self::Placing
            | Self::Withdrawing { .. }
            | Self::Complete
            | Self::Failed { .. }
            | Self::Canceled => self.settled(tally),
        }
    }

    /// The stage that follows from the counts alone, as at a start.
    #[must_use]
    pub fn settled(&self, tally: &Tally) -> Self {
        let has_all = tally.verified + tally.succeeded >= tally.size;
        match self {
            Self::Open | Self::Placing if tally.succeeded >= tally.size => Self::Complete,
            Self::Open | Self::Placing if has_all => Self::Placing,
            Self::Placing => Self::Open,
            Self::Withdrawing { failure } if tally.is_over() => match failure {
                Some(failure) => Self::Failed { failure: failure.clone() },
                None => Self::Canceled,
            },
            // Its tasks were tried again.
            Self::Failed { .. } | Self::Canceled if !tally.is_over() => Self::Open,
            Self::Open | Self::Withdrawing { .. } | Self::Complete | Self::Failed { .. } | Self::Canceled => {
                self.clone()
            }
        }
    }

    /// The stage after somebody has called the batch off; `None` when it was called off or over already.
    #[must_use]
    pub const fn called_off(&self) -> Option<Self> {
        match self {
            Self::Open | Self::Placing => Some(Self::Withdrawing { failure: None }),
            Self::Withdrawing { .. } | Self::Complete | Self::Failed { .. } | Self::Canceled => None,
        }
    }

    /// The stage as people see it: a batch of single files is over when all of its tasks are.
    #[must_use]
    pub const fn shown(&self, atomicity: Atomicity, tally: &Tally) -> Shown {
        match (self, atomicity) {
            (Self::Open, Atomicity::Each) if tally.is_over() && tally.failed == 0 => Shown::Complete,
            (Self::Open, Atomicity::Each) if tally.is_over() => Shown::Failed,
            (Self::Open, Atomicity::Each | Atomicity::Together) => Shown::Open,
            (Self::Placing, _) => Shown::Placing,
            (Self::Withdrawing { .. }, _) => Shown::Withdrawing,
            (Self::Complete, _) => Shown::Complete,
            (Self::Failed { .. }, _) => Shown::Failed,
            (Self::Canceled, _) => Shown::Canceled,
        }
    }

    /// Why it was, or is being, called off.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Withdrawing { failure } => failure.as_ref(),
            Self::Failed { failure } => Some(failure),
            Self::Open | Self::Placing | Self::Complete | Self::Canceled => None,
        }
    }
}

/// What a task that ended without a file says of its batch; a task that was called off says nothing.
fn failure(task: TaskId, status: &TaskStatus) -> Option<Failure> {
    let fault = match status {
        TaskStatus::Failed { fault } => fault.clone(),
        TaskStatus::NotFound => {
            Fault::new(Category::Http(404), Remedy::AskUser, "The server has no file at this address.")
        }
        TaskStatus::Canceled
        | TaskStatus::Complete
        | TaskStatus::Enqueued { .. }
        | TaskStatus::Running { .. }
        | TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Paused { .. } => return None,
    };
    Some(Failure { task, fault })
}

/// Whether a file of an atomic batch may treat a taken name like this. What was replaced could not be brought back, and
/// what was there before proves nothing of the others.
#[must_use]
pub const fn may_be_together(conflict: Conflict) -> bool {
    match conflict {
        Conflict::Rename | Conflict::Fail => true,
        Conflict::Overwrite | Conflict::Skip => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIED: TaskStatus = TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings };
    const QUEUED: TaskStatus = TaskStatus::Enqueued { waiting_for: WaitingFor::Slot };

    fn tally(verified: u64, succeeded: u64, failed: u64) -> Tally {
        Tally { size: 3, verified, succeeded, failed }
    }

    fn broken() -> TaskStatus {
        TaskStatus::Failed { fault: Fault::new(Category::Http(403), Remedy::AskUser, "The server refuses it.") }
    }

    #[test]
    fn m141_names_are_given_when_the_last_file_is_whole_and_not_before() {
        assert_eq!(Stage::Open.after(TaskId(1), &VERIFIED, &tally(2, 0, 0)), Stage::Open);
        assert_eq!(Stage::Open.after(TaskId(3), &VERIFIED, &tally(3, 0, 0)), Stage::Placing);
        assert_eq!(Stage::Open.after(TaskId(3), &VERIFIED, &tally(2, 1, 0)), Stage::Placing, "one was there before");
        assert_eq!(Stage::Placing.after(TaskId(1), &TaskStatus::Complete, &tally(2, 1, 0)), Stage::Placing);
        assert_eq!(Stage::Placing.after(TaskId(3), &TaskStatus::Complete, &tally(0, 3, 0)), Stage::Complete);
    }

    #[test]
    fn m147_the_first_failure_is_the_reason_and_the_batch_ends_when_all_have() {
        let withdrawing = Stage::Open.after(TaskId(2), &broken(), &tally(1, 0, 1));
        let failure = failure(TaskId(2), &broken());
        assert_eq!(withdrawing, Stage::Withdrawing { failure: failure.clone() });
        let still = withdrawing.after(TaskId(1), &TaskStatus::NotFound, &tally(0, 0, 2));
        assert_eq!(still.failure(), failure.as_ref(), "the first one counts");
        let ended = still.after(TaskId(3), &TaskStatus::Canceled, &tally(0, 0, 3));
        assert_eq!((ended.is_over(), ended.failure()), (true, failure.as_ref()));
    }

    #[test]
    fn m143_a_batch_that_was_called_off_is_canceled_when_its_last_task_is() {
        let withdrawing = Stage::Placing.called_off().expect("it was not over");
        let ended = withdrawing.after(TaskId(3), &TaskStatus::Canceled, &tally(0, 0, 3));
        assert_eq!(ended, Stage::Canceled);
        assert_eq!(ended.called_off(), None);
    }

    #[test]
    fn the_only_task_of_a_batch_ends_it_at_once() {
        let one = Tally { size: 1, failed: 1, ..Tally::default() };
        assert!(Stage::Open.after(TaskId(1), &broken(), &one).is_over());
    }

    #[test]
    fn a_verified_file_that_is_gone_opens_the_batch_again_and_so_does_a_retry() {
        assert_eq!(Stage::Placing.after(TaskId(1), &QUEUED, &tally(2, 0, 0)), Stage::Open);
        assert_eq!(Stage::Canceled.after(TaskId(1), &QUEUED, &tally(0, 0, 2)), Stage::Open);
        assert_eq!(Stage::Open.after(TaskId(2), &QUEUED, &tally(0, 0, 1)), Stage::Open, "the others follow");
    }

    #[test]
    fn m146_a_batch_without_tasks_is_complete() {
        assert_eq!(Stage::Open.settled(&Tally::default()), Stage::Complete);
        assert_eq!(Stage::Open.shown(Atomicity::Each, &Tally::default()), Shown::Complete);
    }

    #[test]
    fn m150_a_batch_of_single_files_is_over_with_its_tasks_and_failed_with_one_of_them() {
        let shown = |tally| Stage::Open.shown(Atomicity::Each, &tally);
        assert_eq!(shown(tally(0, 1, 1)), Shown::Open);
        assert_eq!(shown(tally(0, 1, 2)), Shown::Failed);
        assert_eq!(shown(tally(0, 3, 0)), Shown::Complete);
    }

    #[test]
    fn counts_go_up_and_down_with_the_tasks() {
        let mut counts = Tally::default();
        counts.add(Standing::of(&QUEUED), 2);
        counts.add(Standing::of(&VERIFIED), 1);
        assert_eq!(counts, tally(1, 0, 0));
        counts.remove(Standing::Verified);
        counts.add(Standing::of(&TaskStatus::Complete), 1);
        assert_eq!((counts, counts.is_over()), (tally(0, 1, 0), false));
    }
}
