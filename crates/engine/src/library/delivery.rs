//! Who hears of what.
//!
//! Owns the callers who wait, the callbacks of groups and the stream. Rule kept here: an update goes to the caller who
//! waits for the task, else to the callback of its group, else to the stream, else to the log; never to two (M185).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use haul_model::task::TaskId;
use tokio::sync::RwLock;

use super::mailbox::{Letter, Mailbox};
use super::queue::Shared;
use crate::library::{Callbacks, Update, Updates, Wants};

/// Who hears of what.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    /// Held for reading while a task is added and nobody waits for it yet, so that nothing of it is told meanwhile.
    pub(super) adding: RwLock<()>,
    routes: Mutex<Routes>,
}

#[derive(Debug, Default)]
struct Routes {
    awaited: HashMap<TaskId, Awaited>,
    callbacks: HashMap<String, Arc<Callbacks>>,
    stream: Option<Arc<Mailbox>>,
    /// The queues that hear when a task does not run any more.
    queues: Vec<Weak<Shared>>,
    /// What is told of the tasks that want something else than most do.
    wants: HashMap<TaskId, Wants>,
}

/// A caller who waits.
#[derive(Debug, Clone)]
struct Awaited {
    mailbox: Arc<Mailbox>,
    wants: Wants,
}

impl Deliveries {
    /// Somebody waits for these tasks and hears what is told of them, until the answer is dropped.
    pub(super) fn wait_for(self: &Arc<Self>, ids: &[TaskId], wants: Wants) -> Waiting {
        let mailbox = Arc::new(Mailbox::default());
        let mut routes = self.lock();
        for id in ids {
            routes.awaited.insert(*id, Awaited { mailbox: Arc::clone(&mailbox), wants });
        }
        drop(routes);
        Waiting { deliveries: Arc::clone(self), ids: ids.to_vec(), mailbox }
    }

    pub(super) fn want(&self, id: TaskId, wants: Wants) {
        let mut routes = self.lock();
        if wants == Wants::default() {
            routes.wants.remove(&id);
        } else {
            routes.wants.insert(id, wants);
        }
    }

    pub(super) fn listen(&self) -> Updates {
        let mailbox = Arc::new(Mailbox::default());
        if let Some(before) = self.lock().stream.replace(Arc::clone(&mailbox)) {
            before.close();
        }
        Updates { mailbox }
    }

    pub(super) fn register(&self, group: &str, callbacks: Callbacks) {
        self.lock().callbacks.insert(group.to_owned(), Arc::new(callbacks));
    }

    pub(super) fn unregister(&self, group: &str) {
        self.lock().callbacks.remove(group);
    }

    /// What is told of a task.
    pub(super) fn wanted(&self, id: TaskId) -> Wants {
        let routes = self.lock();
        let awaited = routes.awaited.get(&id).map(|awaited| awaited.wants);
        awaited.or_else(|| routes.wants.get(&id).copied()).unwrap_or_default()
    }

    /// Whether somebody is there who wants to hear how far this task is: without one, fractions are not even made (M052).
    pub(super) fn hears_progress(&self, id: TaskId, group: &str) -> bool {
        if !self.wanted(id).progress() {
            return false;
        }
        let routes = self.lock();
        routes.awaited.contains_key(&id)
            || routes.callbacks.get(group).is_some_and(|callbacks| callbacks.hears_progress())
            || routes.stream.as_ref().is_some_and(|stream| stream.is_open())
    }

    /// Tells a queue when a task has ended or rests.
    pub(super) fn watch(&self, queue: &Arc<Shared>) {
        let mut routes = self.lock();
        routes.queues.retain(|queue| queue.strong_count() > 0);
        routes.queues.push(Arc::downgrade(queue));
    }

    /// A task has ended or rests.
    pub(super) fn rests(&self, id: TaskId) {
        let queues: Vec<_> = self.lock().queues.iter().filter_map(Weak::upgrade).collect();
        queues.iter().for_each(|queue| queue.ended(id));
    }

    /// Tells somebody; false when nobody who would want it is there.
    pub(super) fn deliver(&self, update: Update) -> bool {
        let routes = self.lock();
        if let Some(awaited) = routes.awaited.get(&update.id()) {
            return awaited.mailbox.push(Letter::Told(Box::new(update)));
        }
        let wants = routes.wants.get(&update.id()).copied().unwrap_or_default();
        let callbacks = routes.callbacks.get(&update.task().group).map(Arc::clone);
        let stream = routes.stream.as_ref().map(Arc::clone);
        drop(routes);
        let is_wanted = match &update {
            Update::Status(_) => wants.status(),
            Update::Progress(_) => wants.progress(),
        };
        if !is_wanted || callbacks.is_some_and(|callbacks| callbacks.call(&update)) {
            return true;
        }
        let is_told = stream.is_some_and(|stream| stream.push(Letter::Told(Box::new(update.clone()))));
        if !is_told {
            tracing::warn!(id = %update.id(), ?update, "nobody listens to this update");
        }
        is_told
    }

    /// The task is over: nothing more is told of it, unless it is tried again.
    pub(super) fn forget(&self, id: TaskId) {
        self.lock().wants.remove(&id);
    }

    /// The task is not there any more.
    pub(super) fn removed(&self, id: TaskId) {
        let mut routes = self.lock();
        routes.wants.remove(&id);
        if let Some(awaited) = routes.awaited.get(&id) {
            awaited.mailbox.push(Letter::Removed(id));
        }
    }

    /// Nothing more is told.
    pub(super) fn close(&self) {
        let routes = self.lock();
        let mailboxes = routes.awaited.values().map(|awaited| &awaited.mailbox);
        mailboxes.chain(&routes.stream).for_each(|mailbox| mailbox.close());
    }

    /// The tasks that somebody waits for.
    pub(super) fn awaited(&self) -> Vec<TaskId> {
        self.lock().awaited.keys().copied().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Routes> {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among those who wait.
#[derive(Debug)]
pub(super) struct Waiting {
    deliveries: Arc<Deliveries>,
    ids: Vec<TaskId>,
    pub(super) mailbox: Arc<Mailbox>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut routes = self.deliveries.lock();
        for id in &self.ids {
            routes.awaited.remove(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TASK: TaskId = TaskId(7);

    #[test]
    fn m052_progress_is_heard_by_those_who_are_there_and_want_it() {
        let deliveries = Arc::new(Deliveries::default());
        let heard = || deliveries.hears_progress(TASK, "mine");
        deliveries.want(TASK, Wants::Both);
        assert!(!heard(), "nobody is there");
        let stream = deliveries.listen();
        assert!(heard(), "a stream");
        drop(stream);
        assert!(!heard(), "the stream has gone");
        deliveries.register("mine", Callbacks::new().on_status(|_| {}));
        deliveries.register("others", Callbacks::new().on_progress(|_| {}));
        assert!(!heard(), "a callback for something else, and one of another group");
        deliveries.register("mine", Callbacks::new().on_progress(|_| {}));
        assert!(heard(), "a callback of its group");
        deliveries.want(TASK, Wants::Status);
        assert!(!heard(), "the task wants none");
        let waiting = deliveries.wait_for(&[TASK], Wants::Both);
        assert!(heard(), "a caller who waits");
        drop(waiting);
        assert!(!heard(), "the caller has gone");
    }
}
