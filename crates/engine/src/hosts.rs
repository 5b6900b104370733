//! What hosts have said about how they want to be asked.
//!
//! Owns, for every host, until when it wants no request at all and how many connections it has shown to allow. Refuses
//! to ask: lanes look before they open a connection, the actor before it gives a slot away. Rule kept here: what one
//! task was told holds for every task of that host (rows 47 and 51).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

/// The memory of all hosts.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    known: Mutex<HashMap<String, Known>>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Known {
    held_until: Option<Instant>,
    most_lanes: Option<usize>,
}

impl Hosts {
    /// No request goes to the host before `until`.
    pub(crate) fn hold(&self, host: &str, until: Instant) {
        let mut known = self.lock();
        let entry = known.entry(host.to_owned()).or_default();
        entry.held_until = entry.held_until.max(Some(until));
    }

    /// Until when the host wants no request; `None` when it may be asked now.
    pub(crate) fn held_until(&self, host: &str) -> Option<Instant> {
        self.lock().get(host).and_then(|known| known.held_until).filter(|until| *until > Instant::now())
    }

    /// The host has refused more than so many connections for one file, at least one.
    pub(crate) fn limit_lanes(&self, host: &str, most: usize) {
        let mut known = self.lock();
        let entry = known.entry(host.to_owned()).or_default();
        entry.most_lanes = Some(entry.most_lanes.unwrap_or(usize::MAX).min(most.max(1)));
    }

    /// How many connections for one file the host has shown to allow; `None` when it never refused one.
    pub(crate) fn most_lanes(&self, host: &str) -> Option<usize> {
        self.lock().get(host).and_then(|known| known.most_lanes)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
