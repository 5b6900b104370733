//! How fast tasks may be.
//!
//! Owns the valves of all running tasks. Refuses to stall: a valve waits exactly as long as the bytes already taken allow.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use haul_model::task::TaskId;
use tokio::time::Instant;

/// Unused time that may be made up for: more would let a burst through after a quiet spell.
const CREDIT: Duration = Duration::from_millis(250);

/// What all tasks share.
#[derive(Debug, Default)]
pub(crate) struct Throttle;

impl Throttle {
    /// The valve of a task that begins to run.
    pub(crate) fn valve(&self, _id: TaskId, _group: &str, own: Option<u64>) -> Arc<Valve> {
        Arc::new(Valve { pace: own.map(|rate| Mutex::new(Pace::new(rate))) })
    }
}

/// The valve of one running task, which its lanes share.
#[derive(Debug)]
pub(crate) struct Valve {
    pace: Option<Mutex<Pace>>,
}

impl Valve {
    /// Most bytes to take at once so that the pace stays even; `None` when nothing limits the task.
    pub(crate) fn portion(&self) -> Option<usize> {
        self.pace.as_ref().map(|pace| pace.lock().unwrap_or_else(PoisonError::into_inner).portion())
    }

    /// Waits until `bytes` more may have been taken.
    pub(crate) async fn take(&self, bytes: u64) {
        let Some(pace) = &self.pace else { return };
        let free_at = pace.lock().unwrap_or_else(PoisonError::into_inner).take(bytes);
        tokio::time::sleep_until(free_at).await;
    }
}

/// A pace in bytes a second.
#[derive(Debug)]
struct Pace {
    bytes_per_second: u64,
    free_at: Instant,
}

impl Pace {
    fn new(bytes_per_second: u64) -> Self {
        Self { bytes_per_second: bytes_per_second.max(1), free_at: Instant::now() }
    }

    fn portion(&self) -> usize {
        usize::try_from(self.bytes_per_second / 8).unwrap_or(usize::MAX).max(1024)
    }

    /// Takes `bytes` and says until when to wait for them.
    fn take(&mut self, bytes: u64) -> Instant {
        let now = Instant::now();
        let earliest = now.checked_sub(CREDIT).unwrap_or(now);
        let nanos = u128::from(bytes) * 1_000_000_000 / u128::from(self.bytes_per_second);
        let duration = Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX));
        self.free_at = self.free_at.max(earliest) + duration;
        self.free_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn m151_the_average_over_ten_seconds_is_the_limit() {
        let valve = Throttle.valve(TaskId(1), "default", Some(100_000));
        let begun = Instant::now();
        for _ in 0..100 {
            valve.take(10_000).await;
        }
        let seconds = begun.elapsed().as_secs_f64();
        assert!((9.7..=10.1).contains(&seconds), "{seconds}");
    }
}
