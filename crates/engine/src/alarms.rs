//! Moments at which something is due for a task.
//!
//! Owns their order, by the monotonic clock: a wall clock that jumps moves none of them (row 120). Refuses to wait. Rule
//! kept here: a task has at most one moment, the last one that was set.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use haul_model::task::TaskId;
use tokio::time::Instant;

/// The moments of many tasks.
#[derive(Debug, Default)]
pub(crate) struct Alarms {
    order: BTreeSet<(Instant, TaskId)>,
    of: HashMap<TaskId, Instant>,
}

impl Alarms {
    /// The task's moment is this one from now on.
    pub(crate) fn set(&mut self, id: TaskId, at: Instant) {
        self.clear(id);
        self.of.insert(id, at);
        self.order.insert((at, id));
    }

    /// The task has no moment any more; says whether it had one.
    pub(crate) fn clear(&mut self, id: TaskId) -> bool {
        self.of.remove(&id).is_some_and(|at| self.order.remove(&(at, id)))
    }

    pub(crate) fn has(&self, id: TaskId) -> bool {
        self.of.contains_key(&id)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The earliest moment.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.order.first().map(|(at, _)| *at)
    }

    /// Takes out a task whose moment has come.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<TaskId> {
        let (_, id) = self.order.first().copied().filter(|(at, _)| *at <= now)?;
        self.clear(id);
        Some(id)
    }

    /// All tasks with a moment, the earliest first.
    pub(crate) fn tasks(&self) -> Vec<TaskId> {
        self.order.iter().map(|(_, id)| *id).collect()
    }

    /// Every moment comes so much earlier: that time has passed unseen.
    pub(crate) fn bring_forward(&mut self, by: Duration) {
        for (at, id) in std::mem::take(&mut self.order) {
            self.set(id, at.checked_sub(by).unwrap_or(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn only_the_last_moment_of_a_task_counts() {
        let (mut alarms, now) = (Alarms::default(), Instant::now());
        alarms.set(TaskId(1), now + SECOND);
        alarms.set(TaskId(1), now + 5 * SECOND);
        alarms.set(TaskId(2), now + 2 * SECOND);
        assert_eq!(alarms.take_due(now + 3 * SECOND), Some(TaskId(2)));
        assert_eq!((alarms.take_due(now + 3 * SECOND), alarms.next()), (None, Some(now + 5 * SECOND)));
        assert!(alarms.clear(TaskId(1)) && !alarms.clear(TaskId(1)) && alarms.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn time_that_passed_unseen_is_taken_off() {
        let (mut alarms, now) = (Alarms::default(), Instant::now());
        alarms.set(TaskId(1), now + 10 * SECOND);
        alarms.bring_forward(7 * SECOND);
        assert_eq!((alarms.tasks(), alarms.next()), (vec![TaskId(1)], Some(now + 3 * SECOND)));
    }
}
