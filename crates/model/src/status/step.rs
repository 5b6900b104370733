//! How what is wanted and what is so may change.
//!
//! Owns the one function [`step`] that every change goes through. Refuses to start or stop anything: a step only says
//! what has to follow, as an [`Effect`].
//! Rules kept here: nothing follows a final status but the user's own [`Input::Retry`]; a cancel beats every report of
//! the transfer that it overtook (M028); a late report never undoes a decision.

use thiserror::Error;

use crate::fault::Fault;
use crate::status::{Intent, PausedBy, Phase, State, TaskStatus, WaitingFor};
use crate::time::Timestamp;

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
    /// Report: the file is whole and right, and waits for the others of its batch.
    Verified,
    /// Report: what was whole and right is not there any more.
    Lost,
    /// Report: the server has no such file.
    Missing,
    /// Report: it broke, and is tried again at the moment given.
    Broke(Fault, Timestamp),
    /// Report: it broke for good.
    Died(Fault),
    /// Report: the transfer stopped because it was told to.
    Stopped,
    /// Scheduler: all attempts together have taken as long as they may (M110).
    TimeUp(Fault),
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
        Input::Verified => Ok(ended(state, WAITS_FOR_SIBLINGS)),
        Input::Lost => Ok(lost(state)),
        Input::Missing => Ok(ended(state, TaskStatus::NotFound)),
        Input::Broke(why, at) => Ok(broke(state, why, at)),
        Input::Died(fault) => Ok(died(state, fault)),
        Input::Stopped => Ok(stopped(state)),
        Input::TimeUp(fault) => Ok(time_up(state, fault)),
    }
}

/// Where a file is that has all but its name.
const WAITS_FOR_SIBLINGS: TaskStatus = TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings };

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
        TaskStatus::Enqueued { waiting_for: WaitingFor::Start | WaitingFor::Slot | WaitingFor::Network(_) }
        | TaskStatus::Paused { .. }
        | TaskStatus::WaitingToRetry { .. } => Ok(queued()),
        TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings } | TaskStatus::Running { .. } => Ok(same(state)),
        TaskStatus::Complete | TaskStatus::NotFound | TaskStatus::Failed { .. } | TaskStatus::Canceled => {
            Err(illegal(state, "resume"))
        }
    }
}

fn pause(state: &State, by: PausedBy) -> Result<Transition, IllegalStep> {
    let paused = TaskStatus::Paused { by };
    // What a person wants does not change because Haul itself has to stop for a while.
    let intent = match by {
        PausedBy::User => Intent::Hold,
        PausedBy::System => state.intent,
    };
    match &state.status {
        TaskStatus::Enqueued { waiting_for: WaitingFor::Start | WaitingFor::Slot | WaitingFor::Network(_) }
        | TaskStatus::WaitingToRetry { .. } => Ok(to(intent, paused, Effect::Nothing)),
        // Its work is done: there is nothing to stop (M144).
        TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings } => Ok(same(state)),
        TaskStatus::Running { .. } => Ok(to(intent, paused, Effect::StopKeeping)),
        // A person's pause stays when Haul's own would end, and is never replaced by it (M070).
        TaskStatus::Paused { by: PausedBy::System } if by == PausedBy::User => Ok(to(intent, paused, Effect::Nothing)),
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
        TaskStatus::Enqueued { waiting_for: WaitingFor::Slot | WaitingFor::Network(_) } => {
            Ok(to(Intent::Run, TaskStatus::Running { phase: Phase::Connecting }, Effect::Begin))
        }
        TaskStatus::Enqueued { waiting_for: WaitingFor::Start | WaitingFor::Siblings }
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
        TaskStatus::WaitingToRetry { .. } | TaskStatus::Complete | TaskStatus::NotFound | TaskStatus::Failed { .. } => {
            Err(illegal(state, "placed"))
        }
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

fn died(state: &State, fault: Fault) -> Transition {
    // Its transfer is over, but it may yet be refused its name.
    if state.status == WAITS_FOR_SIBLINGS {
        return to(state.intent, TaskStatus::Failed { fault }, Effect::Nothing);
    }
    ended(state, TaskStatus::Failed { fault })
}

fn lost(state: &State) -> Transition {
    if state.status == WAITS_FOR_SIBLINGS { queued() } else { same(state) }
}

fn time_up(state: &State, fault: Fault) -> Transition {
    match &state.status {
        TaskStatus::Running { .. }
        | TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Enqueued { waiting_for: WaitingFor::Slot | WaitingFor::Network(_) } => {
            to(state.intent, TaskStatus::Failed { fault }, Effect::Nothing)
        }
        TaskStatus::Enqueued { waiting_for: WaitingFor::Start | WaitingFor::Siblings }
        | TaskStatus::Paused { .. }
        | TaskStatus::Complete
        | TaskStatus::NotFound
        | TaskStatus::Failed { .. }
        | TaskStatus::Canceled => same(state),
    }
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
