//! Waiting for tasks.
//!
//! Owns the calls that answer when tasks have ended (M003), and what is heard meanwhile. Rule kept here: who stops waiting
//! stops nothing; the tasks go on, and are told of like others.

use std::collections::HashMap;
use std::time::Duration;

use haul_model::status::TaskStatus;
use haul_model::task::TaskId;
use haul_store::NewRecord;
use tokio::sync::RwLockReadGuard;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::mailbox::Letter;
use crate::EngineError;
use crate::library::{
    Describe, DownloadTask, Finished, Haul, Listening, Refused, RequestTask, StatusUpdate, Update, UploadTask, Wants,
};

/// Said of a task whose engine was closed while somebody waited.
const CLOSED: &str =
    "The engine was closed while somebody waited for this task. It goes on when the folder is opened again.";

/// Said of a task that was removed while somebody waited.
const REMOVED: &str = "The task was removed while somebody waited for it.";

impl Haul {
    /// Fetches a file and answers when that has ended, one way or another (M003).
    pub async fn download(&self, task: DownloadTask) -> Finished {
        self.run(task, Listening::new()).await
    }

    /// As [`Haul::download`], and tells how it goes.
    pub async fn download_with(&self, task: DownloadTask, listening: Listening<'_>) -> Finished {
        self.run(task, listening).await
    }

    /// Sends files and answers when that has ended; what the server said is in the answer.
    pub async fn upload(&self, task: UploadTask) -> Finished {
        self.run(task, Listening::new()).await
    }

    /// As [`Haul::upload`], and tells how it goes.
    pub async fn upload_with(&self, task: UploadTask, listening: Listening<'_>) -> Finished {
        self.run(task, listening).await
    }

    /// Sends a request as a task and answers when there is an answer (M166).
    pub async fn transmit(&self, task: RequestTask) -> Finished {
        self.run(task, Listening::new()).await
    }

    /// Does any task and answers when it has ended.
    pub async fn run(&self, task: impl Describe, listening: Listening<'_>) -> Finished {
        let described = vec![task.describe(self.bases())];
        self.run_all(described, listening).await.pop().expect("one task has one end")
    }

    /// Does all tasks and answers, in their order, when the last one has ended.
    pub(super) async fn run_all(
        &self,
        described: Vec<Result<NewRecord, Refused>>,
        listening: Listening<'_>,
    ) -> Vec<Finished> {
        let adding = self.deliveries().adding.read().await;
        let added = self.add_all(described).await;
        self.wait_for_all(added, adding, listening).await
    }

    /// Answers, in their order, when the last one of those that were taken has ended.
    pub(super) async fn wait_for_all(
        &self,
        added: Vec<Result<TaskId, Refused>>,
        adding: RwLockReadGuard<'_, ()>,
        listening: Listening<'_>,
    ) -> Vec<Finished> {
        let wants = if listening.progress.is_some() { Wants::Both } else { Wants::Status };
        let mut ends: Vec<Option<Finished>> = Vec::with_capacity(added.len());
        let mut hearing = Hearing::of(listening);
        let mut places = HashMap::new();
        for (place, added) in added.into_iter().enumerate() {
            ends.push(match added {
                Ok(id) => {
                    places.insert(id, place);
                    None
                }
                Err(refused) => Some(Finished::refused(&refused)),
            });
        }
        let ids: Vec<TaskId> = places.keys().copied().collect();
        let waiting = self.running.deliveries.wait_for(&ids, wants);
        drop(adding);
        hearing.begins(ends.iter().flatten());
        while !places.is_empty() {
            let letter = tokio::select! {
                biased;
                letter = waiting.mailbox.next() => letter,
                () = hearing.tick() => continue,
            };
            let end = match letter {
                Some(Letter::Told(update)) => hearing.hear(*update),
                Some(Letter::Removed(id)) => Some(Finished::lost(id, REMOVED)),
                None => break,
            };
            if let Some(end) = end
                && let Some(place) = end.id.and_then(|id| places.remove(&id))
            {
                hearing.count(&end);
                ends[place] = Some(end);
            }
        }
        for (id, place) in places {
            ends[place] = Some(Finished::lost(id, CLOSED));
        }
        ends.into_iter().flatten().collect()
    }

    /// Keeps all that are described well, at once, and answers for each.
    pub(super) async fn add_all(&self, described: Vec<Result<NewRecord, Refused>>) -> Vec<Result<TaskId, Refused>> {
        let mut refusals = Vec::with_capacity(described.len());
        let mut records = Vec::with_capacity(described.len());
        for one in described {
            match one {
                Ok(record) => {
                    records.push(record);
                    refusals.push(None);
                }
                Err(refused) => refusals.push(Some(refused)),
            }
        }
        let mut added = match self.engine().add(records).await {
            Ok(added) => added.into_iter().map(|one| one.map(|record| record.id).map_err(Refused::from)).collect(),
            Err(error) => vec![Err(Refused::from(error))],
        }
        .into_iter();
        let mut next = || added.next().unwrap_or(Err(Refused::Engine(EngineError::Ended)));
        refusals.into_iter().map(|refused| refused.map_or_else(&mut next, Err)).collect()
    }
}

/// What a caller hears, with the counts and the clock that go with it.
struct Hearing<'a> {
    listening: Listening<'a>,
    succeeded: usize,
    failed: usize,
    begun: Instant,
    ticks: Option<Interval>,
}

impl<'a> Hearing<'a> {
    fn of(listening: Listening<'a>) -> Self {
        let begun = Instant::now();
        let ticks = listening.elapsed.is_some().then(|| {
            let mut ticks = interval_at(begun + listening.every, listening.every);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
            ticks
        });
        Self { listening, succeeded: 0, failed: 0, begun, ticks }
    }

    fn begins<'b>(&mut self, refused: impl Iterator<Item = &'b Finished>) {
        self.tell_counts();
        refused.for_each(|end| self.count(end));
    }

    /// Waits for the next tick and tells it; for ever where nobody listens.
    async fn tick(&mut self) {
        match &mut self.ticks {
            Some(ticks) => ticks.tick().await,
            None => std::future::pending().await,
        };
        let elapsed: Duration = self.begun.elapsed();
        if let Some(listener) = &mut self.listening.elapsed {
            listener(&elapsed);
        }
    }

    /// Passes an update on; answers the end, where it is one.
    fn hear(&mut self, update: Update) -> Option<Finished> {
        match update {
            Update::Progress(update) => {
                if let Some(listener) = &mut self.listening.progress {
                    listener(&update);
                }
                None
            }
            Update::Status(update) => self.hear_status(update),
        }
    }

    fn hear_status(&mut self, update: StatusUpdate) -> Option<Finished> {
        if let Some(listener) = &mut self.listening.status {
            listener(&update);
        }
        update.status.is_final().then(|| Finished::of_update(update))
    }

    fn count(&mut self, end: &Finished) {
        if end.status == TaskStatus::Complete {
            self.succeeded += 1;
        } else {
            self.failed += 1;
        }
        self.tell_counts();
    }

    fn tell_counts(&mut self) {
        if let Some(listener) = &mut self.listening.batch {
            listener(self.succeeded, self.failed);
        }
    }
}
