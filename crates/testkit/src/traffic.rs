//! Everything an origin has seen so far, and the waiting for more.
//!
//! Owns the list of requests and the counts of connections; knows nothing of sockets. Rule kept here: every change
//! wakes every waiter, whether it blocks a thread or an async task.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::watch;

use crate::eventually::PATIENCE;
use crate::recorded::{Outcome, Recorded};

#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) requests: Vec<Recorded>,
    pub(crate) connections: u64,
    pub(crate) live_connections: usize,
    pub(crate) most_connections: usize,
    pub(crate) answering: usize,
    pub(crate) most_answering: usize,
}

pub(crate) struct Traffic {
    seen: Mutex<Seen>,
    blocked: Condvar,
    changes: watch::Sender<u64>,
}

impl Traffic {
    pub(crate) fn new() -> Traffic {
        Traffic { seen: Mutex::default(), blocked: Condvar::new(), changes: watch::Sender::new(0) }
    }

    pub(crate) fn look<T>(&self, read: impl FnOnce(&Seen) -> T) -> T {
        read(&self.seen())
    }

    pub(crate) async fn wait_for(&self, condition: impl Fn(&[Recorded]) -> bool) -> anyhow::Result<()> {
        let mut changes = self.changes.subscribe();
        let holds = async {
            while !self.look(|seen| condition(&seen.requests)) {
                changes.changed().await.expect("the traffic owns the sender, so it cannot be gone");
            }
        };
        match tokio::time::timeout(PATIENCE, holds).await {
            Ok(()) => Ok(()),
            Err(_) => Err(self.in_vain()),
        }
    }

    pub(crate) fn wait_for_blocking(&self, condition: impl Fn(&[Recorded]) -> bool) -> anyhow::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen();
        while !condition(&seen.requests) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                drop(seen);
                return Err(self.in_vain());
            }
            seen = self.blocked.wait_timeout(seen, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(())
    }

    /// Gives the number of the new connection.
    pub(crate) fn connected(&self) -> u64 {
        self.change(|seen| {
            seen.connections += 1;
            seen.live_connections += 1;
            seen.most_connections = seen.most_connections.max(seen.live_connections);
            seen.connections - 1
        })
    }

    pub(crate) fn disconnected(&self) {
        self.change(|seen| seen.live_connections -= 1);
    }

    /// Gives the index of the new request.
    pub(crate) fn requested(&self, request: Recorded) -> usize {
        self.change(|seen| {
            seen.requests.push(request);
            seen.answering += 1;
            seen.most_answering = seen.most_answering.max(seen.answering);
            seen.requests.len() - 1
        })
    }

    pub(crate) fn received(&self, index: usize, part: &[u8]) {
        self.change(|seen| seen.requests[index].body.extend_from_slice(part));
    }

    pub(crate) fn answered(&self, index: usize, status: Option<u16>) {
        self.change(|seen| seen.requests[index].status = status);
    }

    pub(crate) fn sent(&self, index: usize, count: u64) {
        self.change(|seen| seen.requests[index].sent += count);
    }

    pub(crate) fn ended(&self, index: usize, outcome: Outcome) {
        self.change(|seen| {
            seen.requests[index].outcome = outcome;
            seen.answering -= 1;
        });
    }

    fn change<T>(&self, act: impl FnOnce(&mut Seen) -> T) -> T {
        let answer = act(&mut self.seen());
        self.blocked.notify_all();
        self.changes.send_modify(|version| *version += 1);
        answer
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn in_vain(&self) -> anyhow::Error {
        let requests = self.look(|seen| {
            let lines = seen.requests.iter().map(|request| {
                format!(
                    "\n  {} {} range {:?} -> {:?}, {} bytes, {:?}",
                    request.method,
                    request.target,
                    request.range(),
                    request.status,
                    request.sent,
                    request.outcome
                )
            });
            lines.collect::<String>()
        });
        anyhow::anyhow!("waited {} s in vain for requests; these came:{requests}", PATIENCE.as_secs())
    }
}
