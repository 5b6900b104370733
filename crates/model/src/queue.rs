//! Who may begin next.
//!
//! Owns the decision; refuses to start anything. Rule kept here: a host or group that has all it may have never holds
//! up those behind it (M122), and order is priority, then age (M017).

use std::collections::HashMap;
use std::hash::Hash;

use crate::task::TaskId;

/// How many tasks may run at once. Zero means no limit, but for `total`: there it means none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// In all.
    pub total: u32,
    /// To one host.
    pub per_host: u32,
    /// In one group.
    pub per_group: u32,
}

/// A task that waits for a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<Key> {
    /// Its number.
    pub id: TaskId,
    /// Its host.
    pub host: Key,
    /// Its group.
    pub group: Key,
}

/// Picks those who begin now. `waiting` comes in the order of the queue, `running` in any; `shy` hosts take fewer tasks at
/// once than the limits allow, or none.
#[must_use]
pub fn plan<Key: Copy + Eq + Hash>(
    waiting: impl IntoIterator<Item = Candidate<Key>>,
    running: impl IntoIterator<Item = Candidate<Key>>,
    limits: Limits,
    shy: &HashMap<Key, u32>,
) -> Vec<TaskId> {
    let mut used = Used { total: 0, hosts: HashMap::new(), groups: HashMap::new() };
    running.into_iter().for_each(|candidate| used.take(&candidate));
    let mut granted = Vec::new();
    for candidate in waiting {
        if used.total >= limits.total {
            break;
        }
        if used.has_room_for(&candidate, limits, shy) {
            used.take(&candidate);
            granted.push(candidate.id);
        }
    }
    granted
}

struct Used<Key> {
    total: u32,
    hosts: HashMap<Key, u32>,
    groups: HashMap<Key, u32>,
}

impl<Key: Copy + Eq + Hash> Used<Key> {
    fn take(&mut self, candidate: &Candidate<Key>) {
        self.total += 1;
        *self.hosts.entry(candidate.host).or_default() += 1;
        *self.groups.entry(candidate.group).or_default() += 1;
    }

    fn has_room_for(&self, candidate: &Candidate<Key>, limits: Limits, shy: &HashMap<Key, u32>) -> bool {
        let below = |used: Option<&u32>, most: u32| most == 0 || used.is_none_or(|used| *used < most);
        let of_host = self.hosts.get(&candidate.host);
        let suits_host = shy.get(&candidate.host).is_none_or(|most| of_host.copied().unwrap_or(0) < *most);
        suits_host && below(of_host, limits.per_host) && below(self.groups.get(&candidate.group), limits.per_group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Limits = Limits { total: 10, per_host: 0, per_group: 0 };

    fn task(id: u64, host: &'static str, group: &'static str) -> Candidate<&'static str> {
        Candidate { id: TaskId(id), host, group }
    }

    #[test]
    fn m017_with_one_slot_the_first_of_the_queue_begins() {
        let waiting = [task(3, "a", "g"), task(1, "a", "g")];
        assert_eq!(plan(waiting, [], Limits { total: 1, ..OPEN }, &HashMap::new()), [TaskId(3)]);
    }

    #[test]
    fn a_full_table_grants_nothing() {
        assert_eq!(plan([task(2, "a", "g")], [task(1, "a", "g")], Limits { total: 1, ..OPEN }, &HashMap::new()), []);
    }

    #[test]
    fn without_any_slot_nothing_begins() {
        assert_eq!(plan([task(1, "a", "g")], [], Limits { total: 0, ..OPEN }, &HashMap::new()), []);
    }

    #[test]
    fn m122_a_full_host_or_group_does_not_hold_up_those_behind_it() {
        let waiting = [task(2, "a", "g"), task(3, "a", "h"), task(4, "b", "h"), task(5, "b", "g")];
        assert_eq!(plan(waiting, [task(1, "a", "x")], Limits { per_host: 1, ..OPEN }, &HashMap::new()), [TaskId(4)]);
        assert_eq!(plan(waiting, [], Limits { per_group: 1, ..OPEN }, &HashMap::new()), [TaskId(2), TaskId(3)]);
    }

    #[test]
    fn f047_a_host_that_wants_none_or_one_gets_that_and_holds_up_nobody() {
        let waiting = [task(1, "none", "g"), task(2, "one", "g"), task(3, "one", "g"), task(4, "any", "g")];
        let shy = HashMap::from([("none", 0), ("one", 1)]);
        assert_eq!(plan(waiting, [], OPEN, &shy), [TaskId(2), TaskId(4)]);
        assert_eq!(plan(waiting, [task(9, "one", "g")], OPEN, &shy), [TaskId(4)]);
    }
}
