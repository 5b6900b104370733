//! What happened to a task, in the order in which it happened.
//!
//! Owns the words of the log and which of them follows from a step. Refuses to keep it: the store does. Rule kept here: what a
//! record says by itself, such as when and by whom it was added, is not told twice.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::fault::Fault;
use crate::status::{PausedBy, Phase, TaskStatus, WaitingFor};
use crate::time::Timestamp;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happening,
}

/// Something that happened to a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Happening {
    /// It got a slot, and asks the server.
    Started,
    /// The server led it elsewhere.
    Redirected {
        /// The last address, without user name and password.
        to: String,
    },
    /// The server gives the file in one piece only.
    NoParts,
    /// What was there is not part of the file that the server has now; a new part file was begun.
    BegunAnew,
    /// The file has the digest that it is to have.
    Verified {
        /// Of the whole file.
        digest: Digest,
    },
    /// The command that takes over the file was begun.
    CommandBegun,
    /// Its file is whole, and waits for those of its batch.
    Sealed,
    /// It waits for its turn again, without anybody having asked for that.
    Stopped,
    /// Somebody let it go on.
    Resumed,
    /// It rests.
    Paused {
        /// Who stopped it.
        by: PausedBy,
    },
    /// It failed in a way that passes.
    Waits {
        /// When it is tried again.
        until: Timestamp,
        /// What went wrong.
        why: Fault,
    },
    /// It is described differently from now on.
    Edited {
        /// What of it.
        traits: Vec<Trait>,
    },
    /// It is complete.
    Completed,
    /// The server has no such file.
    NotFound,
    /// It ended without a file.
    Failed {
        /// Why.
        why: Fault,
    },
    /// It was called off.
    Canceled,
}

/// Something about a task that can be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trait {
    /// Where it comes from.
    Address,
    /// Most bytes a second.
    Limit,
    /// Most connections.
    Lanes,
    /// Which links it may use.
    Link,
    /// What its file is called, and where it is.
    Place,
    /// Which group it belongs to.
    Group,
}

/// What a step from one status to another is in the log; `None` where it is nothing to tell.
#[must_use]
pub fn of_step(from: &TaskStatus, to: &TaskStatus) -> Option<Happening> {
    match to {
        TaskStatus::Running { phase } => of_phase(from, *phase),
        TaskStatus::Enqueued { waiting_for } => of_queue(from, *waiting_for),
        TaskStatus::WaitingToRetry { at, why } => Some(Happening::Waits { until: *at, why: why.clone() }),
        TaskStatus::Paused { by } => Some(Happening::Paused { by: *by }),
        TaskStatus::Complete => Some(Happening::Completed),
        TaskStatus::NotFound => Some(Happening::NotFound),
        TaskStatus::Failed { fault } => Some(Happening::Failed { why: fault.clone() }),
        TaskStatus::Canceled => Some(Happening::Canceled),
    }
}

fn of_phase(from: &TaskStatus, phase: Phase) -> Option<Happening> {
    match phase {
        Phase::Connecting if !matches!(from, TaskStatus::Running { .. }) => Some(Happening::Started),
        Phase::Processing => Some(Happening::CommandBegun),
        Phase::Connecting | Phase::Transferring | Phase::Verifying | Phase::Placing => None,
    }
}

fn of_queue(from: &TaskStatus, waiting_for: WaitingFor) -> Option<Happening> {
    match waiting_for {
        WaitingFor::Siblings => Some(Happening::Sealed),
        WaitingFor::Start | WaitingFor::Slot | WaitingFor::Network(_) => match from {
            TaskStatus::Running { .. } => Some(Happening::Stopped),
            // Its time has come: that it starts is told.
            TaskStatus::WaitingToRetry { .. } => None,
            TaskStatus::Enqueued { waiting_for: WaitingFor::Slot | WaitingFor::Network(_) | WaitingFor::Siblings } => {
                None
            }
            TaskStatus::Enqueued { waiting_for: WaitingFor::Start }
            | TaskStatus::Paused { .. }
            | TaskStatus::Complete
            | TaskStatus::NotFound
            | TaskStatus::Failed { .. }
            | TaskStatus::Canceled => Some(Happening::Resumed),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{Category, Remedy};

    const QUEUED: TaskStatus = TaskStatus::Enqueued { waiting_for: WaitingFor::Slot };
    const CONNECTING: TaskStatus = TaskStatus::Running { phase: Phase::Connecting };

    #[test]
    fn a_start_is_told_once_and_what_flows_is_not() {
        assert_eq!(of_step(&QUEUED, &CONNECTING), Some(Happening::Started));
        let transferring = TaskStatus::Running { phase: Phase::Transferring };
        assert_eq!(of_step(&CONNECTING, &transferring), None);
        assert_eq!(of_step(&transferring, &CONNECTING), None);
    }

    #[test]
    fn a_wait_and_an_end_say_why() {
        let why = Fault::new(Category::Http(503), Remedy::RetryLater, "The server is busy.");
        let wait = TaskStatus::WaitingToRetry { at: Timestamp(7), why: why.clone() };
        assert_eq!(of_step(&CONNECTING, &wait), Some(Happening::Waits { until: Timestamp(7), why: why.clone() }));
        assert_eq!(of_step(&wait, &QUEUED), None, "that it starts again is told");
        assert_eq!(of_step(&CONNECTING, &TaskStatus::Failed { fault: why.clone() }), Some(Happening::Failed { why }));
    }

    #[test]
    fn who_paused_it_is_told_and_that_somebody_let_it_go_on() {
        let paused = TaskStatus::Paused { by: PausedBy::System };
        assert_eq!(of_step(&CONNECTING, &paused), Some(Happening::Paused { by: PausedBy::System }));
        assert_eq!(of_step(&paused, &QUEUED), Some(Happening::Resumed));
        assert_eq!(of_step(&CONNECTING, &QUEUED), Some(Happening::Stopped));
    }

    #[test]
    fn an_entry_is_read_back_as_it_was_written() -> serde_json::Result<()> {
        let digest = "md5=d41d8cd98f00b204e9800998ecf8427e".parse::<Digest>().map_err(serde::de::Error::custom)?;
        for what in
            [Happening::Started, Happening::Edited { traits: vec![Trait::Limit] }, Happening::Verified { digest }]
        {
            assert_eq!(serde_json::from_str::<Happening>(&serde_json::to_string(&what)?)?, what);
        }
        Ok(())
    }
}
