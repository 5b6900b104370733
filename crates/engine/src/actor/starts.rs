//! How soon after one another tasks begin, and who is held.
//!
//! Owns when the last tasks began. The rules are in `haul_model::queue`. Rule kept here: the monotonic clock counts, and
//! nothing wakes up for a pace while nothing waits (M124, M125).

use std::collections::HashMap;
use std::time::Duration;

use haul_model::group::{Flow, GroupSpec};
use haul_model::queue::{Door, GroupRule, Pace};
use haul_model::task::TaskId;
use tokio::time::Instant;

use crate::actor::Actor;
use crate::board::Doors;

/// When tasks began.
#[derive(Debug)]
pub(super) struct Starts {
    /// The moment from which the others are counted.
    epoch: Instant,
    last: Option<Duration>,
    /// Of groups that have a pace.
    of_groups: HashMap<String, Duration>,
}

impl Default for Starts {
    fn default() -> Self {
        Self { epoch: Instant::now(), last: None, of_groups: HashMap::new() }
    }
}

impl Starts {
    /// A group has another name from now on.
    pub(super) fn rename_group(&mut self, from: &str, to: &str) {
        if let Some(last) = self.of_groups.remove(from) {
            self.of_groups.insert(to.to_owned(), last);
        }
    }

    fn pace(&self, group: &str, spec: &GroupSpec) -> Pace {
        let interval = Duration::from_millis(spec.start_interval);
        Pace { interval, last: self.of_groups.get(group).copied() }
    }
}

impl Actor {
    /// How many tasks may begin now.
    pub(super) fn doors(&self) -> Doors {
        let now = self.starts.epoch.elapsed();
        let door = |flow: Flow, pace: Pace| match flow {
            Flow::Open => pace.door(now),
            Flow::Held => Door::Shut,
        };
        let rule = |name: &String, spec: &GroupSpec| {
            let rule = GroupRule { most: spec.max_running, door: door(spec.flow, self.starts.pace(name, spec)) };
            (rule != GroupRule::default()).then(|| (name.clone(), rule))
        };
        let groups = self.shared.groups.look(|said| said.iter().filter_map(|(name, spec)| rule(name, spec)).collect());
        Doors { all: door(self.limits.flow, self.pace()), groups }
    }

    /// A task is about to begin.
    pub(super) fn note_start(&mut self, id: TaskId) {
        let now = self.starts.epoch.elapsed();
        self.starts.last = Some(now);
        let Some(group) = self.board.group_of(id) else { return };
        if self.shared.groups.look(|said| said.get(group).is_some_and(|spec| spec.start_interval > 0)) {
            self.starts.of_groups.insert(group.to_owned(), now);
        }
    }

    /// When a pace lets the next task begin that waits for it.
    pub(super) fn next_start(&self) -> Option<Instant> {
        if !self.board.has_queue() || self.limits.flow == Flow::Held {
            return None;
        }
        let now = self.starts.epoch.elapsed();
        let of_groups = self.shared.groups.look(|said| {
            let waits = self.starts.of_groups.keys().filter_map(|name| {
                let spec = said.get(name).filter(|spec| spec.flow == Flow::Open)?;
                self.starts.pace(name, spec).opens_at().filter(|at| *at > now)
            });
            waits.min()
        });
        let moments = [self.pace().opens_at().filter(|at| *at > now), of_groups];
        moments.into_iter().flatten().min().map(|at| self.starts.epoch + at)
    }

    const fn pace(&self) -> Pace {
        Pace { interval: self.limits.start_interval, last: self.starts.last }
    }
}
