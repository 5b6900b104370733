//! One notification for many tasks.
//!
//! Owns who belongs to it, how far they are and when it is over (M184). Refuses to show anything. Rules kept here: what
//! a task was does not overwrite what it is; whoever failed is not forgotten before the end; a pause is no end.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::notification::{Members, NoticeState};
use crate::task::TaskId;

/// How long the members are remembered after the last of them has ended.
const MEMORY: Duration = Duration::from_secs(5);

/// The tasks that one notification is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Together {
    members: BTreeMap<TaskId, Member>,
    counts: [u64; STATES.len()],
    /// When the last of them ended, by any clock that only goes forward.
    ended: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Member {
    state: NoticeState,
    /// Number of the fact that said so.
    revision: u64,
}

const STATES: [NoticeState; 5] =
    [NoticeState::Running, NoticeState::Paused, NoticeState::Complete, NoticeState::Failed, NoticeState::Canceled];

impl Together {
    /// A task is in this state, says the fact of this number. Who comes after the end begins anew.
    pub fn note(&mut self, id: TaskId, state: NoticeState, revision: u64, now: Duration) {
        if self.is_over(now) {
            *self = Self::default();
        }
        let before = self.members.get(&id).copied();
        if before.is_some_and(|before| before.revision > revision) {
            return;
        }
        self.members.insert(id, Member { state, revision });
        self.count(before, Some(state), now);
    }

    /// A task is forgotten.
    pub fn forget(&mut self, id: TaskId, now: Duration) {
        if let Some(before) = self.members.remove(&id) {
            self.count(Some(before), None, now);
        }
    }

    /// Whether it ended so long ago that nobody remembers it.
    #[must_use]
    pub fn is_over(&self, now: Duration) -> bool {
        self.ended.is_some_and(|ended| now.saturating_sub(ended) >= MEMORY)
    }

    /// What they are together: running while one of them is, and failed in the end if one of them has.
    #[must_use]
    pub fn state(&self) -> NoticeState {
        let any = |state| self.count_of(state) > 0;
        let order = [NoticeState::Running, NoticeState::Paused, NoticeState::Failed, NoticeState::Complete];
        order.into_iter().find(|state| any(*state)).unwrap_or(NoticeState::Canceled)
    }

    /// How many are how far.
    #[must_use]
    pub fn members(&self) -> Members {
        let total = self.members.len() as u64;
        Members {
            finished: total - self.count_of(NoticeState::Running),
            failed: self.count_of(NoticeState::Failed),
            total,
        }
    }

    /// Those in one of these states, in the order of their age.
    pub fn those(&self, states: &[NoticeState]) -> Vec<TaskId> {
        self.members.iter().filter(|(_, member)| states.contains(&member.state)).map(|(id, _)| *id).collect()
    }

    fn count_of(&self, state: NoticeState) -> u64 {
        STATES.iter().position(|known| *known == state).map_or(0, |index| self.counts[index])
    }

    fn count(&mut self, before: Option<Member>, after: Option<NoticeState>, now: Duration) {
        for (index, state) in STATES.into_iter().enumerate() {
            self.counts[index] += u64::from(after == Some(state));
            self.counts[index] -= u64::from(before.is_some_and(|before| before.state == state));
        }
        let goes_on = self.count_of(NoticeState::Running) + self.count_of(NoticeState::Paused) > 0;
        self.ended = if goes_on { None } else { self.ended.or(Some(now)) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(100);

    fn of(states: &[NoticeState]) -> Together {
        let mut together = Together::default();
        for (id, state) in (1..).zip(states) {
            together.note(TaskId(id), *state, id, NOW);
        }
        together
    }

    #[test]
    fn m184_it_runs_until_the_last_one_has_ended_and_tells_of_a_failure() {
        use NoticeState::{Canceled, Complete, Failed, Paused, Running};
        for (states, expected) in [
            (&[Running, Complete, Failed][..], Running),
            (&[Complete, Failed, Canceled][..], Failed),
            (&[Complete, Canceled][..], Complete),
            (&[Complete, Paused, Failed][..], Paused),
            (&[Canceled, Canceled][..], Canceled),
        ] {
            assert_eq!(of(states).state(), expected, "{states:?}");
        }
    }

    #[test]
    fn m180_it_counts_those_that_do_not_run_those_that_failed_and_all() {
        let together = of(&[NoticeState::Running, NoticeState::Paused, NoticeState::Failed, NoticeState::Complete]);
        assert_eq!(together.members(), Members { finished: 3, failed: 1, total: 4 });
    }

    #[test]
    fn m184_five_seconds_after_the_end_it_begins_anew() {
        let mut together = of(&[NoticeState::Complete]);
        let (soon, late) = (NOW + Duration::from_millis(4999), NOW + Duration::from_secs(5));
        assert!(!together.is_over(soon) && together.is_over(late));
        let mut sooner = together.clone();
        sooner.note(TaskId(9), NoticeState::Running, 9, soon);
        assert_eq!(sooner.members().total, 2);
        together.note(TaskId(9), NoticeState::Running, 9, late);
        assert_eq!(together.members(), Members { finished: 0, failed: 0, total: 1 });
        assert!(!together.is_over(late + MEMORY), "it goes on");
    }

    #[test]
    fn an_older_fact_does_not_overwrite_a_newer_one() {
        let mut together = Together::default();
        together.note(TaskId(1), NoticeState::Complete, 7, NOW);
        together.note(TaskId(1), NoticeState::Running, 6, NOW);
        assert_eq!(together.state(), NoticeState::Complete);
        together.forget(TaskId(1), NOW);
        assert_eq!(together.members().total, 0);
    }

    #[test]
    fn those_that_a_button_means_are_found() {
        let together = of(&[NoticeState::Running, NoticeState::Complete, NoticeState::Paused]);
        assert_eq!(together.those(&[NoticeState::Running, NoticeState::Paused]), [TaskId(1), TaskId(3)]);
    }
}
