//! What a caller hears while waiting.

use std::fmt;
use std::time::Duration;

use crate::library::{ProgressUpdate, StatusUpdate};

/// Time between two ticks unless somebody says otherwise.
const EVERY: Duration = Duration::from_secs(5);

type Listener<'a, T> = Option<Box<dyn FnMut(&T) + Send + 'a>>;

/// What a caller hears while waiting for tasks. The closures may borrow: they are called by the waiting itself.
pub struct Listening<'a> {
    pub(super) status: Listener<'a, StatusUpdate>,
    pub(super) progress: Listener<'a, ProgressUpdate>,
    pub(super) elapsed: Listener<'a, Duration>,
    pub(super) batch: Option<Box<dyn FnMut(usize, usize) + Send + 'a>>,
    pub(super) every: Duration,
}

impl Default for Listening<'_> {
    fn default() -> Self {
        Self { status: None, progress: None, elapsed: None, batch: None, every: EVERY }
    }
}

impl fmt::Debug for Listening<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Listening(…)")
    }
}

impl<'a> Listening<'a> {
    /// To nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// To every change of a status.
    #[must_use]
    pub fn on_status(mut self, listener: impl FnMut(&StatusUpdate) + Send + 'a) -> Self {
        self.status = Some(Box::new(listener));
        self
    }

    /// To how far a task is: at most twice a second, and at least every 2.5 s while bytes flow (M039, M040).
    #[must_use]
    pub fn on_progress(mut self, listener: impl FnMut(&ProgressUpdate) + Send + 'a) -> Self {
        self.progress = Some(Box::new(listener));
        self
    }

    /// To the time that has passed, every 5 s until the end (M047); [`Listening::every`] says how often.
    #[must_use]
    pub fn on_elapsed(mut self, listener: impl FnMut(&Duration) + Send + 'a) -> Self {
        self.elapsed = Some(Box::new(listener));
        self
    }

    /// Sets the time between two ticks of [`Listening::on_elapsed`]; at least a millisecond.
    #[must_use]
    pub fn every(mut self, interval: Duration) -> Self {
        self.every = interval.max(Duration::from_millis(1));
        self
    }

    /// To how many tasks of a batch have succeeded and failed: (0, 0) first, then once for each (M048).
    #[must_use]
    pub fn on_batch(mut self, listener: impl FnMut(usize, usize) + Send + 'a) -> Self {
        self.batch = Some(Box::new(listener));
        self
    }
}
