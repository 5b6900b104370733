//! The engine as its host sees it.
//!
//! Owns the handle: commands go in, facts and readings come out. Refuses to work by itself: the actor does.

mod adding;
mod groups;
mod looking;
mod moving;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use haul_model::group::GroupSpec;
use haul_model::queue::Limits;
use haul_model::rate::{Ceiling, Rates};
use haul_model::rules::Keep;
use haul_model::status::{State, TaskStatus};
use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use haul_store::{CountRow, Record, Store, StoreError};
use haul_vault::Vault;
use tokio::sync::{RwLock, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::actor::{Actor, Command, Done, EngineError, Rescheduled, Shared, Verb};
use crate::clock;
use crate::events::{Event, EventLog, Missed};
use crate::groups::Groups;
use crate::history::SpeedPoint;
use crate::hooks::Hooks;
use crate::hosts::Hosts;
use crate::lanes::Lanes;
use crate::meter::{HostActivity, Meters, Reading};
use crate::net::surroundings::{Links, Sleep};
use crate::net::{Clients, Connecting};
use crate::secrets;
use crate::throttle::Throttle;
use crate::transfer::{Finisher, Site};
use crate::tuning::{Tuned, Tuning};

pub use adding::AddedBatch;
pub use looking::Sight;
pub(crate) use moving::move_file;
pub use moving::{MoveError, shared_folders};

/// Messages that may wait before a sender has to.
const WAITING: usize = 1024;

/// Runs transfers and keeps their records.
#[derive(Debug)]
pub struct Engine {
    commands: mpsc::Sender<Command>,
    shared: Shared,
    version: watch::Receiver<u64>,
    halt: CancellationToken,
    actor: Mutex<Option<JoinHandle<()>>>,
    sampler: JoinHandle<()>,
    /// Held for reading while secrets are kept and their tasks are not, so that nobody takes them for loose.
    moving: RwLock<()>,
}

impl Engine {
    /// Takes in what `store` keeps and goes on with it.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub async fn start(
        store: Store,
        vault: Vault,
        limits: Limits,
        rates: Rates,
        tuning: Tuning,
        connecting: Connecting,
    ) -> Result<Self, StoreError> {
        Self::start_with(store, vault, limits, rates, tuning, connecting, Hooks::default()).await
    }

    /// As [`Engine::start`], for a program that has a say in what begins.
    pub(crate) async fn start_with(
        store: Store,
        vault: Vault,
        limits: Limits,
        rates: Rates,
        tuning: Tuning,
        connecting: Connecting,
        hooks: Hooks,
    ) -> Result<Self, StoreError> {
        let groups = Groups::new(store.groups().await?);
        let lanes = Lanes::start().map_err(|error| StoreError::Other(format!("no threads: {error}")))?;
        let (commands, incoming) = mpsc::channel(WAITING);
        let (reports, heard) = mpsc::channel(WAITING);
        let (newest, version) = watch::channel(0);
        let (store, now) = (Arc::new(store), clock::local(&rates.schedule));
        let shared = Shared {
            site: Arc::new(Site {
                finisher: Arc::new(Finisher::new(Arc::clone(&store))),
                store,
                clients: Clients::new(vault, connecting, tuning.patience),
                lanes,
                hosts: Hosts::default(),
                throttle: Throttle::new(rates, &groups.all(), now),
                tuning: Tuned::new(tuning),
                space: Arc::default(),
                links: Links::default(),
                sleep: Sleep::default(),
                hooks,
            }),
            log: Arc::new(EventLog::new(newest.clone())),
            meters: Arc::new(Meters::new(newest)),
            tally: Arc::new(Mutex::default()),
            groups: Arc::new(groups),
        };
        secrets::sweep(&shared.site).await;
        let halt = CancellationToken::new();
        let actor = Actor::restore(shared.clone(), limits, reports).await?;
        let actor = Mutex::new(Some(tokio::spawn(actor.run(incoming, heard, halt.clone()))));
        let meters = Arc::clone(&shared.meters);
        let sampler = tokio::spawn(async move { meters.sample().await });
        Ok(Self { commands, shared, version, halt, actor, sampler, moving: RwLock::default() })
    }

    /// Does the same to several tasks and answers for each, in order.
    pub async fn act(&self, ids: &[TaskId], verb: Verb) -> Vec<Result<Done, EngineError>> {
        let mut pending = Vec::with_capacity(ids.len());
        for id in ids {
            let (reply, answer) = oneshot::channel();
            // A receiver whose sender was dropped answers that the engine has ended.
            let _ = self.commands.send(Command::Do(*id, verb.clone(), reply)).await;
            pending.push(answer);
        }
        let mut answers = Vec::with_capacity(pending.len());
        for answer in pending {
            answers.push(answer.await.unwrap_or(Err(EngineError::Ended)));
        }
        if matches!(verb, Verb::Remove(_) | Verb::RemoveEnded(_) | Verb::SetAside(_)) {
            self.sweep().await;
        }
        answers
    }

    /// Forgets the tasks that ended first, where there are more than `keep` allows, and answers which (M171). Tasks that
    /// have not ended are never touched.
    ///
    /// # Errors
    /// [`EngineError`] when the database failed; those that are gone by then stay gone.
    pub async fn clean_up(&self, keep: Keep) -> Result<Vec<TaskId>, EngineError> {
        let mut gone = Vec::new();
        loop {
            let (reply, answer) = oneshot::channel();
            self.commands.send(Command::Clean(keep, reply)).await.map_err(|_| EngineError::Ended)?;
            let step = answer.await.map_err(|_| EngineError::Ended)??;
            if step.is_empty() {
                break;
            }
            gone.extend(step);
        }
        self.sweep().await;
        Ok(gone)
    }

    /// Takes in records of live tasks that nobody works on, such as those that another program has changed (M173).
    ///
    /// # Errors
    /// [`EngineError`] when the database failed.
    pub async fn reschedule(&self) -> Result<Rescheduled, EngineError> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(Command::Reschedule(reply)).await.map_err(|_| EngineError::Ended)?;
        answer.await.map_err(|_| EngineError::Ended)?
    }

    /// What all transfers share.
    pub(crate) fn site(&self) -> &Site {
        &self.shared.site
    }

    async fn sweep(&self) {
        let _alone = self.moving.write().await;
        secrets::sweep(&self.shared.site).await;
    }

    /// Sets how many tasks may run at once; those that run already go on (M129).
    pub async fn limit(&self, limits: Limits) {
        let _ = self.commands.send(Command::Limit(limits)).await;
    }

    /// Sets what all transfers look at; running ones hear of it within a second.
    pub fn tune(&self, tuning: Tuning) {
        self.shared.site.clients.have(tuning.patience);
        self.shared.site.tuning.set(tuning);
        self.shared.site.links.reconsider();
    }

    /// The state of a kept task as it is told: one that waits for a slot may be waiting for another link (M154), and of one
    /// that runs no record says how far it is.
    #[must_use]
    pub fn seen(&self, record: &Record) -> State {
        let of_group = |groups: &BTreeMap<String, GroupSpec>| groups.get(&record.task.group).map(|spec| spec.metered);
        let permission = self.shared.groups.look(of_group).unwrap_or_default();
        if let (TaskStatus::Running { .. }, Some(phase)) = (&record.state.status, self.shared.meters.phase(record.id)) {
            return State { intent: record.state.intent, status: TaskStatus::Running { phase } };
        }
        record.state.seen_with(self.shared.site.hindrance(record.task.link.within(permission)))
    }

    /// Sets how fast tasks may be; holds at once, for those that run too (M153).
    pub async fn throttle(&self, rates: Rates) {
        let now = clock::local(&rates.schedule);
        self.shared.site.throttle.set(rates, now);
        let _ = self.commands.send(Command::Throttled).await;
    }

    /// What all tasks together may use now.
    #[must_use]
    pub fn ceiling(&self) -> Ceiling {
        let throttle = &self.shared.site.throttle;
        throttle.ceiling(throttle.moment())
    }

    /// Sets the way to servers; requests from now on follow it.
    pub fn connect_by(&self, connecting: Connecting) {
        self.shared.site.clients.connect_by(connecting);
    }

    /// The way out in words, without secrets: which proxy, and who named it (row 75).
    pub async fn way_out(&self) -> String {
        self.shared.site.clients.way_out().await
    }

    /// Where secrets are kept.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        self.shared.site.clients.vault()
    }

    /// The records.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.shared.site.store
    }

    /// How many tasks of each group and status are kept.
    #[must_use]
    pub fn counts(&self) -> Vec<CountRow> {
        self.shared.tally.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How far a running task is; `None` for any other.
    #[must_use]
    pub fn reading(&self, id: TaskId) -> Option<Reading> {
        self.shared.meters.read(id)
    }

    /// How far all running tasks are.
    #[must_use]
    pub fn readings(&self) -> Vec<(TaskId, Reading)> {
        self.shared.meters.read_all()
    }

    /// How fast a task was in the last minutes in which it ran, second by second, oldest first; or all tasks together.
    /// Nothing of it is kept on disk, and of tasks that rest only for the last few.
    #[must_use]
    pub fn speed_history(&self, id: Option<TaskId>) -> Vec<SpeedPoint> {
        self.shared.meters.history(id)
    }

    /// What goes on between this computer and each host of a running task, in order of their names.
    #[must_use]
    pub fn hosts(&self) -> BTreeMap<String, HostActivity> {
        self.shared.meters.hosts()
    }

    /// When a host may be asked again that wants no request for now (row 47); `None` where it may be asked.
    #[must_use]
    pub fn rests_until(&self, host: &str) -> Option<Timestamp> {
        let rest = self.shared.site.hosts.held_until(host)?.saturating_duration_since(Instant::now());
        let until = clock::now().plus_millis(i64::try_from(rest.as_millis()).unwrap_or(i64::MAX));
        // To the full second: two readings of two clocks differ by less, and nothing has changed then.
        Some(Timestamp(until.seconds().saturating_add(1).saturating_mul(1000)))
    }

    /// Number of the newest fact.
    #[must_use]
    pub fn newest(&self) -> u64 {
        self.shared.log.newest()
    }

    /// The facts after `revision`, oldest first.
    ///
    /// # Errors
    /// [`Missed`] when they are not kept any more.
    pub fn events_after(&self, revision: u64) -> Result<Vec<Event>, Missed> {
        self.shared.log.after(revision)
    }

    /// Whether any task is transferred now.
    #[must_use]
    pub fn is_transferring(&self) -> bool {
        self.shared.meters.is_busy()
    }

    /// Wakes whoever waits for the version, although nothing happened to a task.
    pub fn nudge(&self) {
        self.shared.log.nudge();
    }

    /// A number that grows with every fact and every sample of progress; wait for it to change.
    #[must_use]
    pub fn version(&self) -> watch::Receiver<u64> {
        self.version.clone()
    }

    /// Stops all transfers and keeps what they have; commands are refused from then on.
    pub async fn stop(&self) {
        self.halt.cancel();
        let actor = self.actor.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(actor) = actor
            && let Err(error) = actor.await
        {
            tracing::error!(%error, "the engine ended badly");
        }
        self.sampler.abort();
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.halt.cancel();
        self.sampler.abort();
    }
}
