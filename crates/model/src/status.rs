//! What is so with a task, what the user wants of it, and how the two may change.
//!
//! Owns [`Intent`], [`TaskStatus`] and the one function [`step`] that every change of either goes through. Refuses to
//! start or stop anything: a step only says what has to follow, as an [`Effect`].
//! Rules kept here: nothing follows a final status but the user's own [`Input::Retry`]; a cancel beats every report of
//! the transfer that it overtook (M028); a late report never undoes a decision.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::fault::Fault;
use crate::time::Timestamp;

/// What the user wants of a task. Stored, and separate from what is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// It shall be worked on as soon as its turn comes.
    Run,
    /// It shall wait for the user.
    Hold,
}

/// What an enqueued task is waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingFor {
    /// The user to start it for the first time (M001).
    Start,
    /// A slot.
    Slot,
}

/// Where a running task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Asking the server.
    Connecting,
    /// Bytes flow.
    Transferring,
    /// Length and digest are compared.
    Verifying,
    /// The post-download command runs.
    Processing,
    /// The file gets its final name.
    Placing,
}

/// Who paused a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PausedBy {
    /// A person, or a program acting for one.
    User,
    /// Haul itself, for a reason that passes.
    System,
}

/// What is so with a task (M022).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum TaskStatus {
    /// In the queue.
    Enqueued {
        /// What it waits for there.
        waiting_for: WaitingFor,
    },
    /// A transfer works on it.
    Running {
        /// Where the transfer is.
        phase: Phase,
    },
    /// It failed in a way that passes, and is tried again.
    WaitingToRetry {
        /// When it is tried again.
        at: Timestamp,
        /// What went wrong.
        why: Fault,
    },
    /// Stopped, and able to go on.
    Paused {
        /// Who stopped it.
        by: PausedBy,
    },
    /// The whole, right file is in its place.
    Complete,
    /// The server has no such file.
    NotFound,
    /// It ended without a file.
    Failed {
        /// Why.
        fault: Fault,
    },
    /// The user called it off.
    Canceled,
}

impl TaskStatus {
    /// True for the four states that end a task.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Complete | Self::NotFound | Self::Failed { .. } | Self::Canceled => true,
            Self::Enqueued { .. } | Self::Running { .. } | Self::WaitingToRetry { .. } | Self::Paused { .. } => false,
        }
    }

    /// The stable word for it, as in the command line contract.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Enqueued { .. } => "enqueued",
            Self::Running { .. } => "running",
            Self::WaitingToRetry { .. } => "waiting_to_retry",
            Self::Paused { .. } => "paused",
            Self::Complete => "complete",
            Self::NotFound => "not_found",
            Self::Failed { .. } => "failed",
            Self::Canceled => "canceled",
        }
    }
}

impl fmt::Display for TaskStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// Wanted and actual, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What the user wants.
    pub intent: Intent,
    /// What is so.
    pub status: TaskStatus,
}

impl State {
    /// A new task that shall run as soon as it can.
    #[must_use]
    pub const fn to_run() -> Self {
        Self { intent: Intent::Run, status: TaskStatus::Enqueued { waiting_for: WaitingFor::Slot } }
    }

    /// A new task that waits for its start (M001).
    #[must_use]
    pub const fn to_hold() -> Self {
        Self { intent: Intent::Hold, status: TaskStatus::Enqueued { waiting_for: WaitingFor::Start } }
    }

    /// What a stored state means in a new process: nothing runs there, so a running task is queued again, or paused,
    /// as its intent says.
    #[must_use]
    pub fn after_restart(self) -> Self {
        match (&self.status, self.intent) {
            (TaskStatus::Running { .. }, Intent::Run) => Self::to_run(),
            (TaskStatus::Running { .. }, Intent::Hold) => {
                Self { intent: Intent::Hold, status: TaskStatus::Paused { by: PausedBy::User } }
            }
            (
                TaskStatus::Enqueued { .. }
                | TaskStatus::WaitingToRetry { .. }
                | TaskStatus::Paused { .. }
                | TaskStatus::Complete
                | TaskStatus::NotFound
                | TaskStatus::Failed { .. }
                | TaskStatus::Canceled,
                _,
            ) => self,
        }
    }
}

/// Something that happens to a task: a command, a decision of the scheduler, or a report of its transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Command: work on it, for the first time or again.
    Resume,
    /// Command: stop, keep what is there.
    Pause(PausedBy),
    /// Command: call it off.
    Cancel,
    /// Command: try an ended task again.
    Retry,
    /// Scheduler: it has a slot.
    Granted,
    /// Scheduler: its wait is over.
    RetryDue,
    /// Report: the transfer is in this phase now.
    Entered(Phase),
    /// Report: the whole, right file is in its place.
    Placed,
    /// Report: the server has no such file.
    Missing,
    /// Report: it broke, and is tried again at the moment given.
    Broke(Fault, Timestamp),
    /// Report: it broke for good.
    Died(Fault),
    /// Report: the transfer stopped because it was told to.
    Stopped,
}

/// What has to follow a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Nothing,
    /// A transfer has to begin.
    Begin,
    /// The transfer has to stop; its part file stays.
    StopKeeping,
    /// Transfer and part file have to go, whether or not a transfer runs.
    Discard,
    /// The file was placed after the user had called the task off: it has to go too.
    Withdraw,
}

/// A new state together with what has to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The state from now on.
    pub next: State,
    /// What has to follow.
    pub effect: Effect,
}

/// A step that makes no sense from where the task is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a task that is {from} cannot take \"{input}\"")]
pub struct IllegalStep {
    /// The status it is in.
    pub from: &'static str,
    /// What was asked of it.
    pub input: &'static str,
}

/// The one way a task's state changes.
///
/// # Errors
/// [`IllegalStep`] names both ends when the input cannot be meant for that state. A repeated command (pause of a paused
/// task, M035) is no error: it leaves the state as it is.
pub fn step(state: &State, input: Input) -> Result<Transition, IllegalStep> {
    match input {
        Input::Resume => resume(state),
        Input::Pause(by) => pause(state, by),
        Input::Cancel => Ok(cancel(state)),
        Input::Retry => retry(state),
        Input::Granted => granted(state),
        Input::RetryDue => Ok(retry_due(state)),
        Input::Entered(phase) => Ok(entered(state, phase)),
        Input::Placed => placed(state),
        Input::Missing => Ok(ended(state, TaskStatus::NotFound)),
        Input::Broke(why, at) => Ok(broke(state, why, at)),
        Input::Died(fault) => Ok(ended(state, TaskStatus::Failed { fault })),
        Input::Stopped => Ok(stopped(state)),
    }
}

fn same(state: &State) -> Transition {
    Transition { next: state.clone(), effect: Effect::Nothing }
}

fn to(intent: Intent, status: TaskStatus, effect: Effect) -> Transition {
    Transition { next: State { intent, status }, effect }
}

fn queued() -> Transition {
    Transition { next: State::to_run(), effect: Effect::Nothing }
}

fn illegal(state: &State, input: &'static str) -> IllegalStep {
    IllegalStep { from: state.status.word(), input }
}

fn resume(state: &State) -> Result<Transition, IllegalStep> {
    match &state.status {
        TaskStatus::Enqueued { .. } | TaskStatus::Paused { .. } | TaskStatus::WaitingToRetry { .. } => Ok(queued()),
        TaskStatus::Running { .. } => Ok(same(state)),
        TaskStatus::Complete | TaskStatus::NotFound | TaskStatus::Failed { .. } | TaskStatus::Canceled => {
            Err(illegal(state, "resume"))
        }
    }
}

fn pause(state: &State, by: PausedBy) -> Result<Transition, IllegalStep> {
    let paused = TaskStatus::Paused { by };
    match &state.status {
        TaskStatus::Enqueued { .. } | TaskStatus::WaitingToRetry { .. } => {
            Ok(to(Intent::Hold, paused, Effect::Nothing))
        }
        TaskStatus::Running { .. } => Ok(to(Intent::Hold, paused, Effect::StopKeeping)),
        TaskStatus::Paused { .. } => Ok(same(state)),
        TaskStatus::Complete | TaskStatus::NotFound | TaskStatus::Failed { .. } | TaskStatus::Canceled => {
            Err(illegal(state, "pause"))
        }
    }
}

fn cancel(state: &State) -> Transition {
    match &state.status {
        TaskStatus::Enqueued { .. }
        | TaskStatus::Running { .. }
        | TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Paused { .. } => to(Intent::Hold, TaskStatus::Canceled, Effect::Discard),
        TaskStatus::Complete | TaskStatus::NotFound | TaskStatus::Failed { .. } | TaskStatus::Canceled => same(state),
    }
}

fn retry(state: &State) -> Result<Transition, IllegalStep> {
    match &state.status {
        TaskStatus::NotFound
        | TaskStatus::Failed { .. }
        | TaskStatus::Canceled
        | TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Paused { .. } => Ok(queued()),
        TaskStatus::Enqueued { .. } | TaskStatus::Running { .. } => Ok(same(state)),
        TaskStatus::Complete => Err(illegal(state, "retry")),
    }
}

fn granted(state: &State) -> Result<Transition, IllegalStep> {
    match &state.status {
        TaskStatus::Enqueued { waiting_for: WaitingFor::Slot } => {
            Ok(to(Intent::Run, TaskStatus::Running { phase: Phase::Connecting }, Effect::Begin))
        }
        TaskStatus::Enqueued { waiting_for: WaitingFor::Start }
        | TaskStatus::Running { .. }
        | TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Paused { .. }
        | TaskStatus::Complete
        | TaskStatus::NotFound
        | TaskStatus::Failed { .. }
        | TaskStatus::Canceled => Err(illegal(state, "granted")),
    }
}

fn retry_due(state: &State) -> Transition {
    match &state.status {
        TaskStatus::WaitingToRetry { .. } => queued(),
        TaskStatus::Enqueued { .. }
        | TaskStatus::Running { .. }
        | TaskStatus::Paused { .. }
        | TaskStatus::Complete
        | TaskStatus::NotFound
        | TaskStatus::Failed { .. }
        | TaskStatus::Canceled => same(state),
    }
}

fn entered(state: &State, phase: Phase) -> Transition {
    match &state.status {
        TaskStatus::Running { .. } => to(state.intent, TaskStatus::Running { phase }, Effect::Nothing),
        TaskStatus::Enqueued { .. }
        | TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Paused { .. }
        | TaskStatus::Complete
        | TaskStatus::NotFound
        | TaskStatus::Failed { .. }
        | TaskStatus::Canceled => same(state),
    }
}

fn placed(state: &State) -> Result<Transition, IllegalStep> {
    match &state.status {
        // A pause may overtake the last step; the file is there all the same, and saying otherwise would be false.
        TaskStatus::Running { .. } | TaskStatus::Paused { .. } | TaskStatus::Enqueued { .. } => {
            Ok(to(state.intent, TaskStatus::Complete, Effect::Nothing))
        }
        TaskStatus::Canceled => Ok(Transition { next: state.clone(), effect: Effect::Withdraw }),
        TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Complete
        | TaskStatus::NotFound
        | TaskStatus::Failed { .. } => Err(illegal(state, "placed")),
    }
}

fn ended(state: &State, end: TaskStatus) -> Transition {
    match &state.status {
        TaskStatus::Running { .. } => to(state.intent, end, Effect::Nothing),
        TaskStatus::Enqueued { .. }
        | TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Paused { .. }
        | TaskStatus::Complete
        | TaskStatus::NotFound
        | TaskStatus::Failed { .. }
        | TaskStatus::Canceled => same(state),
    }
}

fn broke(state: &State, why: Fault, at: Timestamp) -> Transition {
    ended(state, TaskStatus::WaitingToRetry { at, why })
}

fn stopped(state: &State) -> Transition {
    match &state.status {
        TaskStatus::Running { .. } => Transition {
            next: State { intent: state.intent, status: state.status.clone() }.after_restart(),
            effect: Effect::Nothing,
        },
        TaskStatus::Enqueued { .. }
        | TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Paused { .. }
        | TaskStatus::Complete
        | TaskStatus::NotFound
        | TaskStatus::Failed { .. }
        | TaskStatus::Canceled => same(state),
    }
}
