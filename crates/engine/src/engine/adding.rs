//! Adding tasks.
//!
//! Owns the way of new tasks into the actor, and the patience with another program that holds the database (row 125).
//! Refuses descriptions. Rule kept here: there may be a great many of them, so that they are never copied: who tries again
//! tries with the same.

use std::sync::Arc;

use haul_model::options::AddedBy;
use haul_store::{Batch, NewBatch, NewRecord, Record, StoreError};
use tokio::time::{Duration, Instant, sleep};

use crate::actor::{Command, EngineError, RefusedBatch, Wanted, impossible};
use crate::engine::Engine;
use crate::secrets;

/// Longest wait for another program that holds the database.
const PATIENCE: Duration = Duration::from_secs(10);

/// Time until the database is asked again.
const AGAIN: Duration = Duration::from_millis(250);

/// A batch that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedBatch {
    /// The batch.
    pub batch: Batch,
    /// Its tasks, in order.
    pub records: Vec<Record>,
}

impl Engine {
    /// Keeps new tasks, each by itself, in order; they begin when they have slots.
    ///
    /// # Errors
    /// The outer error when the database failed; an inner one for a task that was refused (M005, M077).
    pub async fn add(&self, records: Vec<NewRecord>) -> Result<Vec<Result<Record, StoreError>>, EngineError> {
        let moving = self.moving.read().await;
        let records = self.prepared(records).await?;
        let patience = Patience::begin();
        let kept = loop {
            let kept = self.ask(|reply| Command::Add(Arc::clone(&records), reply)).await;
            if !patience.lasts(kept.as_ref().err()).await {
                break kept;
            }
        };
        drop(moving);
        if kept.as_ref().map_or(true, |kept| kept.iter().any(Result::is_err)) {
            self.sweep().await;
        }
        let records = Arc::unwrap_or_clone(records).into_iter();
        Ok(records.zip(kept?).map(|(record, kept)| kept.map(|kept| record.kept(kept, None))).collect())
    }

    /// Keeps a batch with all of its tasks, or nothing (M145); they begin when they have slots.
    ///
    /// # Errors
    /// The outer error when the database failed; the inner one when nothing was kept because of one of them.
    pub async fn add_batch(
        &self,
        batch: NewBatch,
        records: Vec<NewRecord>,
    ) -> Result<Result<AddedBatch, RefusedBatch>, EngineError> {
        if let Some(refused) = impossible(batch.atomicity, &records) {
            return Ok(Err(refused));
        }
        let moving = self.moving.read().await;
        let records = self.prepared(records).await?;
        let patience = Patience::begin();
        let kept = loop {
            let wanted = Wanted { batch: batch.clone(), records: Arc::clone(&records) };
            let kept = self.ask(|reply| Command::AddBatch(wanted, reply)).await;
            if !patience.lasts(kept.as_ref().err()).await {
                break kept;
            }
        };
        drop(moving);
        if !matches!(kept, Ok(Ok(_))) {
            self.sweep().await;
        }
        let kept = match kept? {
            Ok(kept) => kept,
            Err(refused) => return Ok(Err(refused)),
        };
        let (membership, records) = (kept.batch.membership(), Arc::unwrap_or_clone(records).into_iter());
        let records = records.zip(kept.tasks).map(|(record, kept)| record.kept(kept, Some(membership))).collect();
        Ok(Ok(AddedBatch { batch: kept.batch, records }))
    }

    /// Says who adds what nobody has said it of, and takes the secrets out.
    async fn prepared(&self, mut records: Vec<NewRecord>) -> Result<Arc<Vec<NewRecord>>, EngineError> {
        for record in &mut records {
            record.task.added_by.get_or_insert(AddedBy::Library);
        }
        secrets::put_away(&self.shared.site, &mut records).await?;
        Ok(Arc::new(records))
    }
}

/// Patience with another program that holds the database.
struct Patience {
    until: Instant,
}

impl Patience {
    fn begin() -> Self {
        Self { until: Instant::now() + PATIENCE }
    }

    /// Whether the same is to be asked again after this error, once a moment has passed.
    async fn lasts(&self, error: Option<&EngineError>) -> bool {
        let lasts = matches!(error, Some(EngineError::Store(StoreError::Busy))) && Instant::now() < self.until;
        if lasts {
            sleep(AGAIN).await;
        }
        lasts
    }
}
