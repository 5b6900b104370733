//! What is called for the tasks of a group.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::library::{ProgressUpdate, StatusUpdate, Update};

type Callback<T> = Box<dyn Fn(&T) + Send + Sync>;

/// What is called for the tasks of a group, on the engine's own thread: be quick, and hand longer work on.
#[derive(Default)]
pub struct Callbacks {
    status: Option<Callback<StatusUpdate>>,
    progress: Option<Callback<ProgressUpdate>>,
}

impl fmt::Debug for Callbacks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Callbacks(…)")
    }
}

impl Callbacks {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Calls this with every change of a status.
    #[must_use]
    pub fn on_status(mut self, callback: impl Fn(&StatusUpdate) + Send + Sync + 'static) -> Self {
        self.status = Some(Box::new(callback));
        self
    }

    /// Calls this with how far a task is.
    #[must_use]
    pub fn on_progress(mut self, callback: impl Fn(&ProgressUpdate) + Send + Sync + 'static) -> Self {
        self.progress = Some(Box::new(callback));
        self
    }

    /// Whether it is called with how far a task is.
    pub(super) fn hears_progress(&self) -> bool {
        self.progress.is_some()
    }

    /// Calls what is there for an update; false when nothing is.
    pub(super) fn call(&self, update: &Update) -> bool {
        let called = match update {
            Update::Status(update) => self.status.as_ref().map(|callback| guarded(|| callback(update))),
            Update::Progress(update) => self.progress.as_ref().map(|callback| guarded(|| callback(update))),
        };
        called.is_some()
    }
}

/// A callback that panics is its own business: others hear of their tasks all the same.
pub(super) fn guarded(call: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(call)).is_err() {
        tracing::error!("a callback panicked");
    }
}
