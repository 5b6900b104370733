//! A queue of a program's own, in front of the engine.
//!
//! Owns what waits in it and the pump that hands tasks on. Refuses to keep anything: what waits here is gone when the
//! program ends. Rules kept here: between two tasks at least the interval passes; a host or group that has all it may have
//! holds nobody up; a task that is refused is told of and holds up nobody either (M124, M125).

mod inside;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use haul_model::queue::Limits;
use haul_model::task::TaskId;
use tokio::sync::{Notify, broadcast};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::library::{Describe, Haul, Refused};
use inside::{Entry, Inside};

pub use inside::{Held, Ticket};

/// Time between two tasks unless somebody says otherwise.
const INTERVAL: Duration = Duration::from_millis(20);

/// Refusals that are kept for a listener who is behind.
const REFUSALS: usize = 1024;

/// A queue of a program's own; dropping it forgets what waits in it, and leaves alone what was handed on.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> anyhow::Result<()> {
/// # let origin = haul_testkit::Origin::serving(haul_testkit::bytes(1, 1000)).start().await?;
/// # let (folder, url) = (tempfile::tempdir()?, origin.url());
/// use haul_engine::library::{DownloadTask, Haul, TaskQueue};
///
/// let haul = Haul::builder(folder.path()).downloads(folder.path().join("files")).open().await?;
/// let queue = TaskQueue::new(&haul).max_concurrent(2).start();
/// for number in 0..5 {
///     queue.add(DownloadTask::new(&url).name(format!("file {number}")));
/// }
/// queue.finished().await;
/// assert_eq!(std::fs::read_dir(folder.path().join("files"))?.count(), 5);
/// # haul.close().await;
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct TaskQueue {
    shared: Arc<Shared>,
    haul: Haul,
    halt: CancellationToken,
}

/// What is set of a queue before it starts.
#[derive(Debug)]
pub struct QueueBuilder {
    haul: Haul,
    limits: Limits,
    interval: Duration,
}

/// A task that was not taken when its turn came.
#[derive(Debug, Clone)]
pub struct EnqueueError {
    /// Its place in the queue, which it has lost.
    pub ticket: Ticket,
    /// Why.
    pub why: Arc<Refused>,
}

/// The refusals of a queue, as they happen.
#[derive(Debug)]
pub struct EnqueueErrors {
    refusals: broadcast::Receiver<EnqueueError>,
}

impl EnqueueErrors {
    /// The next one; `None` when the queue is gone.
    pub async fn next(&mut self) -> Option<EnqueueError> {
        loop {
            match self.refusals.recv().await {
                Ok(refusal) => return Some(refusal),
                Err(broadcast::error::RecvError::Lagged(lost)) => {
                    tracing::warn!(lost, "refusals were not read in time")
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

/// What queue, pump and teller share.
#[derive(Debug)]
pub(super) struct Shared {
    inside: Mutex<Inside>,
    changed: Notify,
    refusals: broadcast::Sender<EnqueueError>,
}

impl Shared {
    /// A task has ended, or rests: its slot is free (a paused task counts as finished).
    pub(super) fn ended(&self, id: TaskId) {
        if self.lock().ended(id) {
            self.changed.notify_waiters();
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Inside) -> T) -> T {
        let answer = change(&mut self.lock());
        self.changed.notify_waiters();
        answer
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl QueueBuilder {
    /// Most tasks of this queue at once; any number unless you say so.
    #[must_use]
    pub const fn max_concurrent(mut self, most: u32) -> Self {
        self.limits.total = most;
        self
    }

    /// Most of them to one host.
    #[must_use]
    pub const fn max_concurrent_by_host(mut self, most: u32) -> Self {
        self.limits.per_host = most;
        self
    }

    /// Most of them in one group.
    #[must_use]
    pub const fn max_concurrent_by_group(mut self, most: u32) -> Self {
        self.limits.per_group = most;
        self
    }

    /// Shortest time between two tasks; 20 ms unless you say so.
    #[must_use]
    pub const fn min_interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Starts the queue.
    #[must_use]
    pub fn start(self) -> TaskQueue {
        let Self { haul, limits, interval } = self;
        let inside = Mutex::new(Inside::new(limits));
        let shared = Arc::new(Shared { inside, changed: Notify::new(), refusals: broadcast::channel(REFUSALS).0 });
        haul.deliveries().watch(&shared);
        let halt = CancellationToken::new();
        let pump = pump(haul.clone(), Arc::clone(&shared), interval);
        tokio::spawn(halt.clone().run_until_cancelled_owned(pump));
        TaskQueue { shared, haul, halt }
    }
}

impl TaskQueue {
    /// A queue in front of this engine.
    #[must_use]
    #[allow(clippy::new_ret_no_self, reason = "a queue has choices before it starts")]
    pub fn new(haul: &Haul) -> QueueBuilder {
        QueueBuilder { haul: haul.clone(), limits: Limits { total: u32::MAX, ..Limits::default() }, interval: INTERVAL }
    }

    /// Puts a task in; it is handed on by priority, then in the order of arrival.
    pub fn add(&self, task: impl Describe) -> Ticket {
        let wants = task.wants();
        let described = task.describe(self.haul.bases());
        self.shared.change(|inside| inside.add(Entry { wants, described }))
    }

    /// Puts tasks in.
    pub fn add_all<T: Describe>(&self, tasks: impl IntoIterator<Item = T>) -> Vec<Ticket> {
        tasks.into_iter().map(|task| self.add(task)).collect()
    }

    /// Takes waiting tasks out, and answers how many there were.
    pub fn remove(&self, tickets: &[Ticket]) -> usize {
        self.shared.change(|inside| inside.remove(|ticket, _| tickets.contains(&ticket)))
    }

    /// Takes the waiting tasks of a group out, and answers how many there were.
    pub fn remove_group(&self, group: &str) -> usize {
        self.shared.change(|inside| inside.remove(|_, of| of == group))
    }

    /// Takes all waiting tasks out, and forgets what was handed on.
    pub fn reset(&self) {
        self.shared.change(Inside::reset);
    }

    /// Holds waiting tasks back; those that were handed on go on (M125).
    pub fn pause(&self, held: Held) {
        self.shared.change(|inside| inside.hold(held));
    }

    /// Lets them go again; [`Held::All`] lets everything go.
    pub fn resume(&self, held: &Held) {
        self.shared.change(|inside| inside.release(held));
    }

    /// How many were handed on and have not ended.
    #[must_use]
    pub fn num_active(&self) -> usize {
        self.shared.lock().active(|_, _| true)
    }

    /// How many wait.
    #[must_use]
    pub fn num_waiting(&self) -> usize {
        self.shared.lock().waiting(|_, _| true)
    }

    /// How many of this host were handed on and have not ended.
    #[must_use]
    pub fn num_active_with_host(&self, host: &str) -> usize {
        self.shared.lock().active(|of, _| of == host)
    }

    /// How many of this host wait.
    #[must_use]
    pub fn num_waiting_with_host(&self, host: &str) -> usize {
        self.shared.lock().waiting(|of, _| of == host)
    }

    /// How many of this group were handed on and have not ended.
    #[must_use]
    pub fn num_active_with_group(&self, group: &str) -> usize {
        self.shared.lock().active(|_, of| of == group)
    }

    /// How many of this group wait.
    #[must_use]
    pub fn num_waiting_with_group(&self, group: &str) -> usize {
        self.shared.lock().waiting(|_, of| of == group)
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.num_waiting() == 0
    }

    /// Hears of the tasks that are refused from now on.
    #[must_use]
    pub fn enqueue_errors(&self) -> EnqueueErrors {
        EnqueueErrors { refusals: self.shared.refusals.subscribe() }
    }

    /// Waits until nothing waits, and everything that was handed on has ended.
    pub async fn finished(&self) {
        loop {
            let changed = self.shared.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if self.num_waiting() == 0 && self.num_active() == 0 {
                return;
            }
            changed.await;
        }
    }
}

impl Drop for TaskQueue {
    fn drop(&mut self) {
        self.halt.cancel();
    }
}

/// Hands on whoever is next, for ever.
async fn pump(haul: Haul, shared: Arc<Shared>, interval: Duration) {
    let mut next_at = Instant::now();
    loop {
        sleep_until(next_at).await;
        let changed = shared.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        let Some((ticket, entry)) = shared.lock().next() else {
            changed.await;
            continue;
        };
        hand_on(&haul, &shared, ticket, entry).await;
        next_at = Instant::now() + interval;
    }
}

async fn hand_on(haul: &Haul, shared: &Shared, ticket: Ticket, Entry { wants, described }: Entry) {
    let adding = haul.deliveries().adding.read().await;
    let added = match described {
        Ok(record) => haul.add_one(record).await,
        Err(refused) => Err(refused),
    };
    let refused = shared.change(|inside| match added {
        Ok(id) => {
            haul.deliveries().want(id, wants);
            inside.handed_on(ticket, Some(id));
            None
        }
        Err(refused) => {
            inside.handed_on(ticket, None);
            Some(refused)
        }
    });
    drop(adding);
    if let Some(refused) = refused {
        tracing::warn!(%refused, "a task of a queue was refused");
        // Nobody has to listen.
        let _ = shared.refusals.send(EnqueueError { ticket, why: Arc::new(refused) });
    }
}
