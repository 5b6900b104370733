//! The numbered facts.
//!
//! Owns the last facts in order, for any number of readers at their own pace. Refuses to know who reads. Rule kept here:
//! a reader hears every fact, or hears that it missed some; memory stays bounded either way.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use haul_model::batch::BatchId;
use haul_model::status::State;
use haul_model::task::TaskId;
use tokio::sync::watch;

/// Facts kept for readers that are behind.
const KEPT: usize = 1 << 16;

/// What happened to a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// It is new.
    Added(State),
    /// Its status or phase is another.
    Status(State),
    /// It is forgotten.
    Removed,
    /// It has ended, or begun its batch: so far is the batch now (M048).
    Batch(BatchProgress),
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchProgress {
    /// The batch.
    pub batch: BatchId,
    /// Tasks that are complete.
    pub succeeded: u64,
    /// Tasks that ended without a file.
    pub failed: u64,
    /// Tasks in all.
    pub size: u64,
}

/// A numbered fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number, growing by one.
    pub revision: u64,
    /// The task.
    pub id: TaskId,
    /// What happened.
    pub fact: Fact,
}

/// The reader is too far behind and has missed facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed;

#[derive(Debug, Default)]
struct Kept {
    newest: u64,
    events: VecDeque<Event>,
}

/// The last facts.
#[derive(Debug)]
pub(crate) struct EventLog {
    kept: Mutex<Kept>,
    version: watch::Sender<u64>,
}

impl EventLog {
    pub(crate) fn new(version: watch::Sender<u64>) -> Self {
        Self { kept: Mutex::default(), version }
    }

    pub(crate) fn publish(&self, facts: Vec<(TaskId, Fact)>) {
        if facts.is_empty() {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, fact) in facts {
            kept.newest += 1;
            let revision = kept.newest;
            kept.events.push_back(Event { revision, id, fact });
        }
        let surplus = kept.events.len().saturating_sub(KEPT);
        kept.events.drain(..surplus);
        drop(kept);
        self.version.send_modify(|version| *version += 1);
    }

    /// Wakes readers although nothing happened to a task.
    pub(crate) fn nudge(&self) {
        self.version.send_modify(|version| *version += 1);
    }

    pub(crate) fn newest(&self) -> u64 {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).newest
    }

    /// The facts after `revision`, oldest first.
    pub(crate) fn after(&self, revision: u64) -> Result<Vec<Event>, Missed> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let first = kept.newest - kept.events.len() as u64;
        let skip = revision.checked_sub(first).ok_or(Missed)?;
        Ok(kept.events.iter().skip(usize::try_from(skip).map_err(|_| Missed)?).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(facts: usize) -> EventLog {
        let log = EventLog::new(watch::Sender::new(0));
        log.publish((0..facts as u64).map(|id| (TaskId(id), Fact::Removed)).collect());
        log
    }

    #[test]
    fn a_reader_gets_exactly_what_came_after_its_revision() -> Result<(), Missed> {
        let numbers: Vec<u64> = log(5).after(3)?.iter().map(|event| event.revision).collect();
        assert_eq!(numbers, [4, 5]);
        Ok(())
    }

    #[test]
    fn a_reader_that_is_too_far_behind_is_told_so() {
        let log = log(KEPT + 2);
        assert_eq!(log.after(1), Err(Missed));
        assert_eq!(log.after(2).map(|events| events.len()), Ok(KEPT));
    }
}
