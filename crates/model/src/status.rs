//! What is so with a task, and what the user wants of it.
//!
//! Owns [`Intent`] and [`TaskStatus`]; they change through [`step`] alone.

mod step;

pub use step::{Effect, IllegalStep, Input, Transition, step};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::link::Hindrance;
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
    /// Another link: it may not use the one there is (M154). Told and never kept: what is kept waits for a slot.
    Network(Hindrance),
    /// The others of its batch: its own file is whole and right, and gets its name together with theirs (M141).
    Siblings,
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

    /// The state as it is told while the link hinders the task; only who waits for a slot is held up by it.
    #[must_use]
    pub fn seen_with(&self, hindrance: Option<Hindrance>) -> Self {
        match (&self.status, hindrance) {
            (TaskStatus::Enqueued { waiting_for: WaitingFor::Slot }, Some(why)) => {
                let status = TaskStatus::Enqueued { waiting_for: WaitingFor::Network(why) };
                Self { intent: self.intent, status }
            }
            (_, _) => self.clone(),
        }
    }

    /// What a stored state means in a new process: nothing runs there, so a running task is queued again, or paused,
    /// as its intent says.
    #[must_use]
    pub fn after_restart(self) -> Self {
        match (&self.status, self.intent) {
            // Why Haul itself stopped it may be over, and is found out by trying.
            (TaskStatus::Running { .. }, Intent::Run) | (TaskStatus::Paused { by: PausedBy::System }, _) => {
                Self::to_run()
            }
            (TaskStatus::Running { .. }, Intent::Hold) => {
                Self { intent: Intent::Hold, status: TaskStatus::Paused { by: PausedBy::User } }
            }
            (
                TaskStatus::Enqueued { .. }
                | TaskStatus::WaitingToRetry { .. }
                | TaskStatus::Paused { by: PausedBy::User }
                | TaskStatus::Complete
                | TaskStatus::NotFound
                | TaskStatus::Failed { .. }
                | TaskStatus::Canceled,
                _,
            ) => self,
        }
    }
}
