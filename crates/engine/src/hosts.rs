//! What hosts have said about how they want to be asked.
//!
//! Owns, for every host, until when it wants no request at all, until when it gets one task at a time, and how many
//! connections for one file it has shown to allow. Refuses to ask: lanes look before they open a connection, the actor
//! before it gives a slot away. Rules kept here: what one task was told holds for every task of that host (rows 47 and
//! 51); nothing is believed for ever, and what is not believed any more is forgotten.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long a host's word about its connections is believed.
const BELIEVED: Duration = Duration::from_secs(600);

/// Hosts in memory at which those that say nothing any more are forgotten.
const MANY: usize = 1024;

/// The memory of all hosts.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    known: Mutex<HashMap<String, Known>>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Known {
    held_until: Option<Instant>,
    one_task_until: Option<Instant>,
    most_lanes: Option<(usize, Instant)>,
}

impl Known {
    fn is_over(&self, now: Instant) -> bool {
        let lanes_until = self.most_lanes.map(|(_, until)| until);
        [self.held_until, self.one_task_until, lanes_until].into_iter().flatten().all(|until| until <= now)
    }

    fn most_tasks(&self, now: Instant) -> Option<u32> {
        let is_ahead = |until: Option<Instant>| until.is_some_and(|until| until > now);
        if is_ahead(self.held_until) {
            return Some(0);
        }
        is_ahead(self.one_task_until).then_some(1)
    }
}

impl Hosts {
    /// No request goes to the host before `until`.
    pub(crate) fn hold(&self, host: &str, until: Instant) {
        self.change(host, |known| known.held_until = known.held_until.max(Some(until)));
    }

    /// Until when the host wants no request; `None` when it may be asked now.
    pub(crate) fn held_until(&self, host: &str) -> Option<Instant> {
        self.lock().get(host).and_then(|known| known.held_until).filter(|until| *until > Instant::now())
    }

    /// The host has refused more than so many connections for one file, at least one.
    pub(crate) fn limit_lanes(&self, host: &str, most: usize) {
        let now = Instant::now();
        self.change(host, |known| {
            let before = known.most_lanes.filter(|(_, until)| *until > now).map_or(usize::MAX, |(before, _)| before);
            known.most_lanes = Some((before.min(most.max(1)), now + BELIEVED));
        });
    }

    /// How many connections for one file the host has shown to allow; `None` when it refused none of late.
    pub(crate) fn most_lanes(&self, host: &str) -> Option<usize> {
        let now = Instant::now();
        self.lock().get(host).and_then(|known| known.most_lanes).filter(|(_, until)| *until > now).map(|(most, _)| most)
    }

    /// The host gets one task with one connection at a time, from `begin` on and for a while.
    pub(crate) fn limit_to_one(&self, host: &str, begin: Instant) {
        let until = begin + BELIEVED;
        self.change(host, |known| {
            known.one_task_until = known.one_task_until.max(Some(until));
            known.most_lanes = Some((1, until));
        });
    }

    /// How many tasks at once the hosts take that want fewer than anybody set, and the next moment at which one of them
    /// takes more.
    pub(crate) fn most_tasks(&self) -> (HashMap<String, u32>, Option<Instant>) {
        let now = Instant::now();
        let known = self.lock();
        let limited = known.iter().filter_map(|(host, known)| Some((host.clone(), known.most_tasks(now)?))).collect();
        let moments = known.values().flat_map(|known| [known.held_until, known.one_task_until]).flatten();
        (limited, moments.filter(|until| *until > now).min())
    }

    fn change(&self, host: &str, change: impl FnOnce(&mut Known)) {
        let mut known = self.lock();
        if known.len() >= MANY {
            let now = Instant::now();
            known.retain(|_, known| !known.is_over(now));
        }
        change(known.entry(host.to_owned()).or_default());
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn f047_a_held_host_takes_no_task_then_one_and_after_a_while_any_number() {
        let hosts = Hosts::default();
        let over = Instant::now() + 5 * SECOND;
        hosts.hold("busy", over);
        hosts.limit_to_one("busy", over);
        let most = || hosts.most_tasks().0.get("busy").copied();
        assert_eq!((most(), hosts.held_until("busy"), hosts.held_until("other")), (Some(0), Some(over), None));
        assert_eq!(hosts.most_tasks().1, Some(over), "somebody has to look again then");
        tokio::time::advance(5 * SECOND).await;
        assert_eq!((most(), hosts.held_until("busy"), hosts.most_lanes("busy")), (Some(1), None, Some(1)));
        tokio::time::advance(BELIEVED).await;
        assert_eq!((most(), hosts.most_lanes("busy"), hosts.most_tasks().1), (None, None, None));
    }

    #[tokio::test(start_paused = true)]
    async fn f051_the_smallest_number_of_connections_counts_until_it_is_forgotten() {
        let hosts = Hosts::default();
        hosts.limit_lanes("small", 2);
        hosts.limit_lanes("small", 4);
        assert_eq!(hosts.most_lanes("small"), Some(2));
        tokio::time::advance(BELIEVED).await;
        hosts.limit_lanes("small", 4);
        assert_eq!(hosts.most_lanes("small"), Some(4));
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_that_say_nothing_any_more_take_no_memory() {
        let hosts = Hosts::default();
        for number in 0..10 * MANY {
            hosts.hold(&format!("host-{number}"), Instant::now() + SECOND);
            tokio::time::advance(SECOND).await;
        }
        assert!(hosts.lock().len() <= MANY, "{}", hosts.lock().len());
    }
}
