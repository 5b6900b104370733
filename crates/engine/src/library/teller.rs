//! From the engine's facts and meters to updates.
//!
//! Owns what was told of each running task. Refuses to choose who hears it. Rules kept here: a task that succeeds tells three
//! statuses, and each try after a failure three more (M023, M024); the fraction never goes back within an attempt, and the
//! 1.0 is told once, before its status (M037); where nobody hears of a fraction, none is made (M052).

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use haul_model::progress::{Pace, fraction, on_the_way};
use haul_model::status::{Phase, State, TaskStatus};
use haul_model::task::{Task, TaskId};
use haul_store::Record;

use super::delivery::Deliveries;
use super::missed::Missed;
use super::update::of_record;
use crate::library::{Hooks, ProgressUpdate, Update};
use crate::{Engine, Event, Fact};

/// Tells what happens.
pub(super) struct Teller {
    engine: Arc<Engine>,
    deliveries: Arc<Deliveries>,
    missed: Arc<Missed>,
    hooks: Hooks,
    /// The newest fact that was told.
    told: u64,
    has_told_ends: bool,
    running: HashMap<TaskId, Underway>,
    paces: HashMap<TaskId, Pace>,
    clock: Instant,
}

/// A task that runs.
#[derive(Debug, Clone)]
struct Underway {
    task: Arc<Task>,
    /// The fraction that was kept of earlier attempts.
    kept: f64,
    /// Length of its file, once the server has said it.
    total: Option<u64>,
    /// Whether bytes flow.
    flows: bool,
}

impl Teller {
    pub(super) fn new(engine: Arc<Engine>, deliveries: Arc<Deliveries>, missed: Arc<Missed>, hooks: Hooks) -> Self {
        let told = engine.newest();
        Self {
            engine,
            deliveries,
            missed,
            hooks,
            told,
            has_told_ends: false,
            running: HashMap::new(),
            paces: HashMap::new(),
            clock: Instant::now(),
        }
    }

    /// Tells what has happened since it was asked last.
    pub(super) async fn tell(&mut self) {
        let deliveries = Arc::clone(&self.deliveries);
        let _nobody_adds = deliveries.adding.write().await;
        match self.engine.events_after(self.told) {
            Ok(events) => {
                for Event { revision, id, fact } in events {
                    self.told = revision;
                    match fact {
                        Fact::Added(state) | Fact::Status(state) => self.status(id, state).await,
                        Fact::Removed => self.removed(id),
                        Fact::Batch(_) => {}
                    }
                }
            }
            Err(_) => self.catch_up().await,
        }
        if std::mem::take(&mut self.has_told_ends)
            && let Err(error) = self.missed.settle(self.engine.store()).await
        {
            tracing::warn!(%error, "ends that were told may be told again");
        }
        for (id, underway) in self.running.clone() {
            self.progress(id, &underway);
        }
    }

    /// What was missed is not told any more, but how things stand now is.
    async fn catch_up(&mut self) {
        self.told = self.engine.newest();
        let ids: Vec<TaskId> = self.running.keys().copied().chain(self.deliveries.awaited()).collect();
        for id in ids {
            match self.engine.store().load(id).await {
                Ok((record, _)) => self.status(id, self.engine.seen(&record)).await,
                Err(_) => self.removed(id),
            }
        }
    }

    async fn status(&mut self, id: TaskId, state: State) {
        let TaskStatus::Running { phase } = state.status else { return self.rests(id, state.status).await };
        if !self.running.contains_key(&id) {
            let Ok((record, _)) = self.engine.store().load(id).await else { return };
            let task = Arc::new(record.task.clone());
            let total = total(&record);
            let underway =
                Underway { task: Arc::clone(&task), kept: on_the_way(record.received, total), total, flows: false };
            self.running.insert(id, underway);
            self.deliveries.deliver(Update::Status(of_record(record, task, state.status)));
        }
        if phase != Phase::Connecting {
            self.begin_progress(id).await;
        }
    }

    /// A status in which no bytes flow.
    async fn rests(&mut self, id: TaskId, status: TaskStatus) {
        self.running.remove(&id);
        let Ok((record, _)) = self.engine.store().load(id).await else { return self.removed(id) };
        let task = Arc::new(record.task.clone());
        let is_final = status.is_final();
        if !matches!(status, TaskStatus::Enqueued { .. }) && self.tells_progress(id) {
            let total = total(&record);
            let progress = fraction(&status, record.received, total);
            self.deliver_progress(id, &task, progress, total);
        }
        let update = of_record(record, task, status);
        if is_final {
            self.hooks.finish(&update);
        }
        let gives_its_slot_away = is_final || matches!(update.status, TaskStatus::Paused { .. });
        let is_told = self.deliveries.deliver(Update::Status(update));
        if is_final && is_told {
            self.missed.note(id);
            self.has_told_ends = true;
        }
        if gives_its_slot_away {
            self.deliveries.rests(id);
        }
        if is_final {
            self.paces.remove(&id);
            self.deliveries.forget(id);
        }
    }

    fn removed(&mut self, id: TaskId) {
        self.running.remove(&id);
        self.paces.remove(&id);
        self.deliveries.removed(id);
        self.deliveries.rests(id);
    }

    fn tells_progress(&self, id: TaskId) -> bool {
        self.deliveries.wanted(id).progress()
    }

    /// The first fraction, once bytes flow: what was kept of an earlier attempt, else 0.0 (M041).
    async fn begin_progress(&mut self, id: TaskId) {
        if !self.tells_progress(id) || self.running.get(&id).is_none_or(|underway| underway.flows) {
            return;
        }
        // What the server said is on record by now; the meter would take the end of a file for its length.
        let total = match self.engine.store().load(id).await {
            Ok((record, _)) if record.task.work.as_download().is_some() => total(&record),
            Ok(_) | Err(_) => self.engine.reading(id).and_then(|reading| reading.total),
        };
        let Some(underway) = self.running.get_mut(&id) else { return };
        (underway.flows, underway.total) = (true, total);
        let Underway { task, kept, .. } = underway.clone();
        if !self.paces.get(&id).is_some_and(Pace::has_begun) {
            self.pace(id, kept);
            self.deliver_progress(id, &task, kept, total);
        }
    }

    /// How far a running task is, when it is time to tell.
    fn progress(&mut self, id: TaskId, underway: &Underway) {
        if !underway.flows || !self.deliveries.hears_progress(id, &underway.task.group) {
            return;
        }
        // Without a length nothing is told between the beginning and the end (M042).
        let (Some(said), Some(reading)) = (underway.total, self.engine.reading(id)) else { return };
        let total = reading.total.unwrap_or(said);
        let progress = on_the_way(reading.received, Some(total));
        if !self.pace(id, progress) {
            return;
        }
        let speed = reading.speed;
        self.deliveries.deliver(Update::Progress(ProgressUpdate {
            id,
            task: Arc::clone(&underway.task),
            progress,
            expected_file_size: Some(total),
            bytes_per_second: Some(speed.bytes_per_second()),
            time_left: speed.seconds_for(total.saturating_sub(reading.received)).map(std::time::Duration::from_secs),
        }));
    }

    fn pace(&mut self, id: TaskId, progress: f64) -> bool {
        let now = self.clock.elapsed();
        self.paces.entry(id).or_default().tells(progress, now)
    }

    fn deliver_progress(&self, id: TaskId, task: &Arc<Task>, progress: f64, total: Option<u64>) {
        if !self.deliveries.hears_progress(id, &task.group) {
            return;
        }
        self.deliveries.deliver(Update::Progress(ProgressUpdate {
            id,
            task: Arc::clone(task),
            progress,
            expected_file_size: total,
            bytes_per_second: None,
            time_left: None,
        }));
    }
}

/// The length of a task's file: what the server said, else what the task says (M043).
fn total(record: &Record) -> Option<u64> {
    let hinted = || record.task.work.as_download()?.hinted_length();
    record.remote.as_ref().and_then(|remote| remote.total).or_else(hinted)
}
