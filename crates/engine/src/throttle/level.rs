//! One limit, and the pace that keeps to it.
//!
//! Owns the arithmetic of a rate. Refuses to know whose limit it is. Rules kept here: whoever waits when the rate changes
//! waits by the new rate, for at most one portion of it; oversleeping is made up for, a quiet spell is not.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// Unused time that may be made up for: more would let a burst through after a quiet spell.
const CREDIT: Duration = Duration::from_millis(250);

/// Waits that are shorter than this are not worth a timer; the next one makes up for them.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// Portions in a second: as many as keep the flow even.
const PORTIONS: u64 = 16;

/// A limit that several may share.
#[derive(Debug)]
pub(super) struct Level {
    /// Bytes a second; 0 is no limit.
    rate: AtomicU64,
    /// From when on the next bytes may be taken.
    free_at: Mutex<Instant>,
    changed: Notify,
}

impl Level {
    pub(super) fn new(rate: Option<u64>) -> Self {
        Self { rate: AtomicU64::new(rate.unwrap_or(0)), free_at: Mutex::new(Instant::now()), changed: Notify::new() }
    }

    /// Bytes a second; `None` is no limit.
    pub(super) fn rate(&self) -> Option<u64> {
        Some(self.rate.load(Ordering::Relaxed)).filter(|rate| *rate > 0)
    }

    /// Holds from now on, for those who wait already as well.
    pub(super) fn set(&self, rate: Option<u64>) {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        if self.rate() != rate {
            self.rate.store(rate.unwrap_or(0), Ordering::Relaxed);
            *free_at = Instant::now();
            drop(free_at);
            self.changed.notify_waiters();
        }
    }

    /// Waits until `bytes`, which are gone already, may have been taken.
    pub(super) async fn pass(&self, mut bytes: u64) {
        loop {
            let changed = self.changed.notified();
            let Some(free_at) = self.take(&mut bytes) else { return };
            if free_at <= Instant::now() + SHORTEST_WAIT {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep_until(free_at) => return,
                () = changed => {}
            }
        }
    }

    /// Takes `bytes`, at most a portion of them after the rate has fallen, and says until when to wait for them.
    fn take(&self, bytes: &mut u64) -> Option<Instant> {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let rate = self.rate()?;
        *bytes = (*bytes).min(portion_of(rate));
        let now = Instant::now();
        let earliest = now.checked_sub(CREDIT).unwrap_or(now);
        let nanos = u128::from(*bytes) * 1_000_000_000 / u128::from(rate);
        *free_at = (*free_at).max(earliest) + Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX));
        Some(*free_at)
    }
}

/// Bytes to take at once at this rate: few enough for an even flow, enough for few wakes.
pub(super) fn portion_of(rate: u64) -> u64 {
    (rate / PORTIONS).clamp(1 << 10, 1 << 20)
}
