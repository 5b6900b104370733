//! How a batch begins.
//!
//! Owns what may be asked for and what becomes of it. Rule kept here: a batch is kept with all of its tasks or not at
//! all, and what can be known beforehand to fail refuses it (M145).

use std::collections::HashSet;
use std::path::PathBuf;

use haul_model::batch::{Atomicity, may_be_together};
use haul_model::task::{Conflict, NameChoice};
use haul_store::{BatchRefusal, KeptBatch, NewBatch, NewRecord, StoreError};
use tokio::sync::oneshot;

use crate::actor::Actor;
use crate::actor::command::EngineError;
use crate::actor::files::skipping_existing;
use crate::actor::turn::Turn;
use crate::disk;
use crate::events::Fact;
use crate::transfer::blocking;

/// A batch with its tasks that is to be kept.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) batch: NewBatch,
    pub(crate) records: Vec<NewRecord>,
}

/// A batch that was kept.
pub type AddedBatch = KeptBatch;

/// Why nothing of a batch was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusedBatch {
    /// Its own id belongs to a batch that is not over.
    Id(String),
    /// The task at this place was refused.
    Task(usize, StoreError),
    /// The task at this place fails where its name is taken, and it is.
    Exists(usize, PathBuf),
    /// The task at this place would write the same file as another one of the batch.
    Twice(usize, PathBuf),
    /// The task at this place cannot arrive together with others: it replaces or skips what is there, has a
    /// command of its own, or is no download.
    Alone(usize),
}

/// The line a new batch is answered on.
pub(crate) type BatchKept = oneshot::Sender<Result<Result<AddedBatch, RefusedBatch>, EngineError>>;

impl Actor {
    pub(in crate::actor) async fn add_batch(&mut self, wanted: Wanted, reply: BatchKept, turn: &mut Turn) {
        let kept = self.keep_batch(wanted, turn).await;
        let _ = reply.send(kept);
    }

    async fn keep_batch(
        &mut self,
        wanted: Wanted,
        turn: &mut Turn,
    ) -> Result<Result<AddedBatch, RefusedBatch>, EngineError> {
        let rules = self.shared.site.tuning.get().disks;
        let looked = blocking(move || {
            let Wanted { batch, records } = wanted;
            let records = skipping_existing(records, rules);
            existing(&records).map_or(Ok((batch, records)), Err)
        });
        let (batch, records) = match looked.await.map_err(|trouble| EngineError::Disk(trouble.message))? {
            Ok(looked) => looked,
            Err(refused) => return Ok(Err(refused)),
        };
        let hosts: Vec<String> = records.iter().map(|record| record.host.clone()).collect();
        let kept = match self.shared.site.store.insert_batch(batch, records, disk::exists).await? {
            Ok(kept) => kept,
            Err(BatchRefusal::Id(own_id)) => return Ok(Err(RefusedBatch::Id(own_id))),
            Err(BatchRefusal::Task(index, error)) => return Ok(Err(RefusedBatch::Task(index, error))),
        };
        let known = self.batches.know(&kept.batch).progress(kept.batch.id);
        for (record, host) in kept.records.iter().zip(hosts) {
            self.batches.of.insert(record.id, kept.batch.id);
            self.take_new(record, host, turn);
        }
        if let Some(first) = kept.records.first() {
            turn.facts.push((first.id, Fact::Batch(known)));
        }
        self.batches.drop_if_over(kept.batch.id);
        Ok(Ok(kept))
    }
}

/// The first task that fails where its name is taken, while it is; blocks.
fn existing(records: &[NewRecord]) -> Option<RefusedBatch> {
    records.iter().enumerate().find_map(|(index, record)| {
        let path = record.folder.join(record.name.as_str());
        let fails = record.task.work.as_download().is_some_and(|download| download.conflict == Conflict::Fail);
        (fails && disk::exists(&path)).then_some(RefusedBatch::Exists(index, path))
    })
}

/// What of an atomic batch cannot be: two tasks of one given path, or one that does not arrive together with others.
pub(crate) fn impossible(atomicity: Atomicity, records: &[NewRecord]) -> Option<RefusedBatch> {
    if atomicity == Atomicity::Each {
        return None;
    }
    let mut paths = HashSet::new();
    records.iter().enumerate().find_map(|(index, record)| {
        let Some(download) = record.task.work.as_download() else { return Some(RefusedBatch::Alone(index)) };
        if !may_be_together(download.conflict) || download.post_command.is_some() {
            return Some(RefusedBatch::Alone(index));
        }
        let path = record.folder.join(record.name.as_str());
        let is_given = matches!(download.name, NameChoice::Given(_));
        (is_given && !paths.insert(path.clone())).then_some(RefusedBatch::Twice(index, path))
    })
}
