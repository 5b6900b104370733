//! The records of all tasks, ended ones too.
//!
//! Owns the questions about them (M168, M169). Refuses to change a task: whatever deletes a record forgets its task.

pub(super) mod changes;

use std::time::Duration;

use haul_model::progress::{fraction, on_the_way};
use haul_model::rules::Keep;
use haul_model::status::TaskStatus;
use haul_model::task::TaskId;
use haul_store::{Order, Query, Record, StoreError};

use crate::library::{Haul, Which};
use crate::{EngineError, Fate, Rescheduled, clock};
use changes::RecordUpdates;

/// The records of all tasks; see [`Haul::records`].
#[derive(Debug, Clone, Copy)]
pub struct Records<'a> {
    haul: &'a Haul,
}

impl Haul {
    /// The records of all tasks, ended ones too: task, status, bytes, the server's answer, and what it taught.
    #[must_use]
    pub const fn records(&self) -> Records<'_> {
        Records { haul: self }
    }
}

impl Records<'_> {
    /// All, or those of a group, oldest first.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn all(&self, group: Option<&str>) -> Result<Vec<Record>, StoreError> {
        self.find(Query { group: group.map(str::to_owned), ..Query::default() }).await
    }

    /// Those whose status has this word: `enqueued`, `running`, `waiting_to_retry`, `paused`, `complete`, `not_found`,
    /// `failed` or `canceled`.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn with_status(&self, word: &'static str, group: Option<&str>) -> Result<Vec<Record>, StoreError> {
        self.find(Query { statuses: vec![word], group: group.map(str::to_owned), ..Query::default() }).await
    }

    /// Those that were created longer ago than this.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn older_than(&self, age: Duration, group: Option<&str>) -> Result<Vec<Record>, StoreError> {
        let before = clock::now().plus_millis(-i64::try_from(age.as_millis()).unwrap_or(i64::MAX));
        self.find(Query { before: Some(before), group: group.map(str::to_owned), ..Query::default() }).await
    }

    /// The one with this number.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn by_id(&self, id: TaskId) -> Result<Option<Record>, StoreError> {
        match self.haul.engine().store().load(id).await {
            Ok((record, _)) => Ok(Some(record)),
            Err(StoreError::Unknown) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Those with these numbers; unknown ones are passed over.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn by_ids(&self, ids: &[TaskId]) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            records.extend(self.by_id(*id).await?);
        }
        Ok(records)
    }

    /// How far the task of a record is: 0.0 to 0.999 on the way, and kept by a pause; 1.0 when complete; -1 failed, -2
    /// canceled, -3 not found, -4 waiting to retry.
    #[must_use]
    pub fn progress(&self, record: &Record) -> f64 {
        let reading = self.haul.engine().reading(record.id);
        let received = reading.as_ref().map_or(record.received, |reading| reading.received.max(record.received));
        let total = reading.and_then(|reading| reading.total).or_else(|| record.remote.as_ref()?.total);
        let is_paused = matches!(record.state.status, TaskStatus::Paused { .. });
        if is_paused { on_the_way(received, total) } else { fraction(&record.state.status, received, total) }
    }

    /// Forgets records, and answers how many there were; their files stay. Tasks that are live are called off first.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn delete(&self, which: &Which) -> Result<usize, StoreError> {
        let ids = match which {
            Which::All => self.ids(None).await?,
            Which::Group(group) => self.ids(Some(group.clone())).await?,
            Which::Tasks(ids) => ids.clone(),
        };
        let answers = self.haul.engine().act(&ids, crate::Verb::Remove(Fate::Keep)).await;
        Ok(answers.iter().filter(|answer| answer.is_ok()).count())
    }

    /// Forgets the tasks that ended first, where there are more than `keep` allows, and answers which they were;
    /// [`Keep::USUAL`] are 500 records and 10 days. Live tasks are never touched (M171).
    ///
    /// # Errors
    /// [`EngineError`], when the database failed.
    pub async fn clean_up(&self, keep: Keep) -> Result<Vec<TaskId>, EngineError> {
        self.haul.engine().clean_up(keep).await
    }

    /// Takes in records of live tasks that nobody works on, and answers which (M173).
    ///
    /// # Errors
    /// [`EngineError`], when the database failed.
    pub async fn reschedule_killed(&self) -> Result<Rescheduled, EngineError> {
        self.haul.engine().reschedule().await
    }

    /// Hears of every change of a record from now on.
    #[must_use]
    pub fn updates(&self) -> RecordUpdates {
        RecordUpdates::from_now(self.haul)
    }

    async fn ids(&self, group: Option<String>) -> Result<Vec<TaskId>, StoreError> {
        self.haul.engine().store().ids(Query { group, ..Query::default() }).await
    }

    async fn find(&self, query: Query) -> Result<Vec<Record>, StoreError> {
        let query = Query { order: Order::Ascending, ..query };
        Ok(self.haul.engine().store().find(query).await?.records)
    }
}
