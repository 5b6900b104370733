//! How fast a task may be.
//!
//! Owns the pace of one transfer. Refuses to stall: it waits exactly as long as the bytes already taken allow.

use std::time::Duration;

use tokio::time::Instant;

/// Unused time that may be made up for: more would let a burst through after a quiet spell.
const CREDIT: Duration = Duration::from_millis(250);

/// A pace in bytes a second.
#[derive(Debug)]
pub(crate) struct Pace {
    bytes_per_second: u64,
    free_at: Instant,
}

impl Pace {
    pub(crate) fn new(bytes_per_second: u64) -> Self {
        Self { bytes_per_second: bytes_per_second.max(1), free_at: Instant::now() }
    }

    /// Most bytes to take at once so that the pace stays even.
    pub(crate) fn portion(&self) -> usize {
        usize::try_from(self.bytes_per_second / 8).unwrap_or(usize::MAX).max(1024)
    }

    /// Waits until `bytes` more may have been taken.
    pub(crate) async fn take(&mut self, bytes: u64) {
        let now = Instant::now();
        let earliest = now.checked_sub(CREDIT).unwrap_or(now);
        let nanos = u128::from(bytes) * 1_000_000_000 / u128::from(self.bytes_per_second);
        let duration = Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX));
        self.free_at = self.free_at.max(earliest) + duration;
        tokio::time::sleep_until(self.free_at).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn m151_the_average_over_ten_seconds_is_the_limit() {
        let mut pace = Pace::new(100_000);
        let begun = Instant::now();
        for _ in 0..100 {
            pace.take(10_000).await;
        }
        let seconds = begun.elapsed().as_secs_f64();
        assert!((9.7..=10.1).contains(&seconds), "{seconds}");
    }
}
