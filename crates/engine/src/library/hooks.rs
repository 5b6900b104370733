//! What a program has a say in, from before a task begins until it has ended.

use std::fmt;
use std::sync::Arc;

use haul_model::task::Task;

use crate::hooks;
use crate::library::StatusUpdate;

pub use crate::hooks::{Starting, Verdict};

type Finished = Arc<dyn Fn(&StatusUpdate) + Send + Sync>;

/// What is called around every task of a [`Haul`](crate::library::Haul), in this order: before, start, finished (M119). A task
/// that is tried again begins again.
///
/// ```
/// use haul_engine::library::{Haul, Hooks};
/// use haul_model::task::Header;
///
/// let hooks = Hooks::new()
///     .on_start(|mut starting| async move {
///         starting.headers.extend(Header::new("X-Trace", "1").ok());
///         starting
///     })
///     .on_finished(|update| println!("{} is {}", update.id, update.status));
/// let builder = Haul::builder("/tmp/tasks").hooks(hooks);
/// ```
#[derive(Clone, Default)]
pub struct Hooks {
    pub(super) beginning: hooks::Hooks,
    finished: Option<Finished>,
}

impl fmt::Debug for Hooks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hooks(…)")
    }
}

impl Hooks {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks this before a task begins; a verdict ends it right there.
    #[must_use]
    pub fn before_start<Answer>(mut self, hook: impl Fn(Arc<Task>) -> Answer + Send + Sync + 'static) -> Self
    where
        Answer: Future<Output = Option<Verdict>> + Send + 'static,
    {
        self.beginning.before(hook);
        self
    }

    /// Lets this change the address and the headers of a task that begins, for this attempt alone.
    #[must_use]
    pub fn on_start<Answer>(mut self, hook: impl Fn(Starting) -> Answer + Send + Sync + 'static) -> Self
    where
        Answer: Future<Output = Starting> + Send + 'static,
    {
        self.beginning.start(hook);
        self
    }

    /// Calls this when a task has ended, one that a verdict ended too, before anybody else hears of it. Be quick.
    #[must_use]
    pub fn on_finished(mut self, hook: impl Fn(&StatusUpdate) + Send + Sync + 'static) -> Self {
        self.finished = Some(Arc::new(hook));
        self
    }

    pub(super) fn finish(&self, update: &StatusUpdate) {
        if let Some(finished) = &self.finished {
            super::callbacks::guarded(|| finished(update));
        }
    }
}
