//! The notifications that many tasks share.
//!
//! Owns the members of each by its name, for all who show them. Refuses to word anything. Rule kept here: a name of which
//! nothing is known begins with those of its tasks that have not ended, so a restart does not count from nothing.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use haul_model::notification::{Members, NoticeState, Together};
use haul_model::task::TaskId;

/// All shared notifications.
#[derive(Debug)]
pub(crate) struct Togethers {
    since: Instant,
    known: Mutex<HashMap<String, Together>>,
}

impl Default for Togethers {
    fn default() -> Self {
        Self { since: Instant::now(), known: Mutex::default() }
    }
}

impl Togethers {
    /// Whether nobody remembers any member.
    pub(crate) fn is_new(&self, name: &str) -> bool {
        let now = self.since.elapsed();
        self.known().get(name).is_none_or(|together| together.is_over(now))
    }

    /// A task of this name is in this state, says the fact of this number.
    pub(crate) fn note(&self, name: &str, id: TaskId, state: NoticeState, revision: u64) {
        let now = self.since.elapsed();
        let mut known = self.known();
        known.retain(|other, together| other == name || !together.is_over(now));
        known.entry(name.to_owned()).or_default().note(id, state, revision, now);
    }

    /// A task is forgotten; gives the names it belonged to.
    pub(crate) fn forget(&self, id: TaskId) -> Vec<String> {
        let now = self.since.elapsed();
        let mut names = Vec::new();
        for (name, together) in self.known().iter_mut() {
            let before = together.members().total;
            together.forget(id, now);
            if together.members().total < before {
                names.push(name.clone());
            }
        }
        names
    }

    /// What they are together, and how many are how far.
    pub(crate) fn now(&self, name: &str) -> Option<(NoticeState, Members)> {
        self.known().get(name).map(|together| (together.state(), together.members()))
    }

    /// The members in one of these states.
    pub(crate) fn those(&self, name: &str, states: &[NoticeState]) -> Vec<TaskId> {
        self.known().get(name).map(|together| together.those(states)).unwrap_or_default()
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Together>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
