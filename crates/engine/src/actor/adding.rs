//! How new tasks begin.
//!
//! Owns their step into the database and onto the board. Rule kept here: a task is on the board only when it is in the
//! database.

use std::sync::Arc;

use futures_util::future::join_all;
use haul_model::queue::Place;
use haul_model::rules::DiskRules;
use haul_model::task::{Conflict, TaskId};
use haul_store::{Change, Kept, NewRecord, StoreError, Waiting};
use tokio::sync::{mpsc, oneshot};

use crate::actor::Actor;
use crate::actor::command::{Command, EngineError};
use crate::actor::turn::Turn;
use crate::disk;
use crate::events::Fact;
use crate::transfer::blocking;

/// The line new tasks are answered on: one result for each.
pub(crate) type AllKept = oneshot::Sender<Result<Vec<Result<Kept, StoreError>>, EngineError>>;

/// Most calls whose tasks are kept in one commit.
const TOGETHER: usize = 256;

/// New tasks of one call, with the line to answer on.
type Call = (Arc<Vec<NewRecord>>, AllKept);

impl Actor {
    /// Takes a command; new tasks together with those of the calls right behind, for one commit costs as much as many.
    pub(super) async fn take_with_next(
        &mut self,
        command: Command,
        commands: &mut mpsc::Receiver<Command>,
        turn: &mut Turn,
    ) {
        let Command::Add(records, reply) = command else { return self.take(command, turn).await };
        let (mut calls, mut behind) = (vec![(records, reply)], None);
        while calls.len() < TOGETHER && behind.is_none() {
            match commands.try_recv() {
                Ok(Command::Add(records, reply)) => calls.push((records, reply)),
                Ok(other) => behind = Some(other),
                Err(_) => break,
            }
        }
        self.add(calls, turn).await;
        if let Some(command) = behind {
            self.take(command, turn).await;
        }
    }

    /// Keeps the tasks of these calls, those of each call by themselves.
    pub(super) async fn add(&mut self, calls: Vec<Call>, turn: &mut Turn) {
        let calls = self.skipping(calls).await;
        let store = &self.shared.site.store;
        let kept = join_all(calls.iter().map(|(records, _)| store.insert(Arc::clone(records), disk::exists))).await;
        for ((records, reply), kept) in calls.into_iter().zip(kept) {
            for (record, task) in records.iter().zip(kept.iter().flatten()) {
                if let Ok(task) = task {
                    self.take_new(record, task.id, turn);
                }
            }
            // Whoever hears the answer has the records alone again.
            drop(records);
            let _ = reply.send(kept.map_err(EngineError::from));
        }
    }

    /// The calls with tasks that keep the names of files that are there, where that is set; those that cannot be looked at
    /// are answered.
    async fn skipping(&self, calls: Vec<Call>) -> Vec<Call> {
        let rules = self.shared.site.tuning.get().disks;
        if rules.skip_larger_than.is_none() {
            return calls;
        }
        let mut looked = Vec::with_capacity(calls.len());
        for (records, reply) in calls {
            match blocking(move || skipping_existing(Arc::unwrap_or_clone(records), rules)).await {
                Ok(records) => looked.push((Arc::new(records), reply)),
                Err(trouble) => {
                    let _ = reply.send(Err(EngineError::Disk(trouble.message)));
                }
            }
        }
        looked
    }

    /// Takes in a task that was kept just now.
    pub(super) fn take_new(&mut self, record: &NewRecord, id: TaskId, turn: &mut Turn) {
        let NewRecord { task, state, host, .. } = record;
        let waiting = Waiting {
            id,
            state: state.clone(),
            priority: task.priority,
            rank: None,
            group: task.group.clone(),
            host: host.clone(),
            max_seconds: task.work.max_seconds(),
            begun: None,
            link: task.link,
        };
        if let Some(Place { id, priority, rank }) = self.board.add(waiting) {
            turn.changes.push(Change::Placed { id, priority, rank });
        }
        turn.facts.push((id, Fact::Added(state.clone())));
    }
}

/// A task whose file is there and large enough keeps its name instead of taking another (M085).
pub(super) fn skipping_existing(mut records: Vec<NewRecord>, rules: DiskRules) -> Vec<NewRecord> {
    for record in &mut records {
        let Some(download) = record.task.work.as_download_mut() else { continue };
        let takes_another = matches!(download.conflict, Conflict::Rename);
        let length = disk::length(&record.folder.join(record.name.as_str()));
        if takes_another && length.is_some_and(|length| rules.skips(length)) {
            download.conflict = Conflict::Skip;
        }
    }
    records
}
