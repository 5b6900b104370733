//! Whose turn it is to write.
//!
//! Owns the order in which the fast lanes of a transfer write, and what fast is. Rules kept here: a lane that is slower than
//! that never waits for others, nor they for it; a lane for which nothing comes gives its turn away; no turn is long, for
//! what comes for the others has to find room in their sockets meanwhile.
//!
//! Lanes that all have bytes waiting would read a little from each in a round. One after the other they read more at once:
//! a third of the calls, and their windows grow.

use std::pin::pin;
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};
use tokio::time::Instant;

/// How long a turn is at most.
const LONGEST: Duration = Duration::from_millis(4);

/// A lane for which nothing comes for so long gives its turn away.
const SOON: Duration = Duration::from_millis(1);

/// Bytes over which the pace of a lane is measured.
const TELLING: u64 = 1 << 20;

/// A lane that brings [`TELLING`] bytes in this time is fast: 32 MiB/s. What is slower comes piece by piece anyhow.
const FAST: Duration = Duration::from_millis(32);

/// The turns of one transfer.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    held: Mutex<()>,
}

/// A lane's turn. While it lasts the other fast ones wait.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    until: Instant,
    _held: MutexGuard<'a, ()>,
}

/// How fast one lane is.
#[derive(Debug)]
pub(crate) struct Pace {
    since: Instant,
    bytes: u64,
    is_fast: bool,
}

impl Turns {
    /// Waits for a turn, in line.
    pub(crate) async fn take(&self) -> Turn<'_> {
        let held = self.held.lock().await;
        Turn { until: Instant::now() + LONGEST, _held: held }
    }
}

impl Turn<'_> {
    /// What comes next, if it comes while this is still the lane's turn; otherwise the turn is given away.
    pub(crate) async fn lasts_for<T>(self, next: impl Future<Output = T>) -> Option<(Self, T)> {
        if Instant::now() >= self.until {
            return None;
        }
        let next = tokio::time::timeout(SOON, pin!(next)).await.ok()?;
        Some((self, next))
    }
}

impl Pace {
    pub(crate) fn new() -> Self {
        Self { since: Instant::now(), bytes: 0, is_fast: false }
    }

    /// So many more have come.
    pub(crate) fn count(&mut self, bytes: u64) {
        self.bytes += bytes;
        if self.bytes >= TELLING {
            let now = Instant::now();
            self.is_fast = now - self.since <= FAST;
            (self.since, self.bytes) = (now, 0);
        }
    }

    pub(crate) const fn is_fast(&self) -> bool {
        self.is_fast
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use futures_util::future::poll_immediate;
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_lane_for_which_nothing_comes_gives_its_turn_to_the_next_in_line() {
        let turns = Turns::default();
        let mine = turns.take().await;
        let mut other = pin!(turns.take());
        assert!(poll_immediate(&mut other).await.is_none(), "two write at once");
        assert!(mine.lasts_for(pending::<()>()).await.is_none());
        assert!(poll_immediate(&mut other).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_goes_on_while_bytes_come_but_not_for_long() {
        let turns = Turns::default();
        let mine = turns.take().await;
        let mut other = pin!(turns.take());
        assert!(poll_immediate(&mut other).await.is_none());
        let Some((mine, 7)) = mine.lasts_for(ready(7)).await else { panic!("bytes that came are lost") };
        assert!(poll_immediate(&mut other).await.is_none());
        advance(LONGEST).await;
        assert!(mine.lasts_for(ready(7)).await.is_none());
        assert!(poll_immediate(&mut other).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_lane_is_fast_for_as_long_as_its_last_mebibyte_was() {
        let mut pace = Pace::new();
        assert!(!pace.is_fast(), "nothing is known of it yet");
        for (wait, is_fast) in [(FAST, true), (FAST + Duration::from_millis(1), false), (SOON, true)] {
            advance(wait).await;
            pace.count(TELLING / 2);
            pace.count(TELLING / 2);
            assert_eq!(pace.is_fast(), is_fast, "after {wait:?}");
        }
    }
}
