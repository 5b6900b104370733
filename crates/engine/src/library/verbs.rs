//! What can be asked of tasks that are there.
//!
//! Owns the calls about one task, a list of them, a group, or all. Rule kept here: a task is live until it ends; who asks
//! about live tasks hears of no other, and records keep the rest.

use std::path::{Path, PathBuf};

use haul_model::place::Location;
use haul_model::remote::Remote;
use haul_model::task::TaskId;
use haul_store::{Order, Query, Record, StoreError};

use crate::library::Haul;
use crate::{Done, EngineError, Fate, Verb};

/// The status words of live tasks.
const LIVE: [&str; 4] = ["enqueued", "running", "waiting_to_retry", "paused"];

/// Which tasks are meant: by list or by group, and never by both at once (M071).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All that are live.
    All,
    /// The live ones of a group.
    Group(String),
    /// These.
    Tasks(Vec<TaskId>),
}

/// Whether tasks that wait to be tried again count among those that are not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WaitingToRetry {
    /// They do.
    #[default]
    Included,
    /// They do not.
    LeftOut,
}

impl Haul {
    /// Stops a task and keeps what is there.
    ///
    /// # Errors
    /// [`EngineError::NotPausable`], when its server could not continue it: it goes on (M062).
    pub async fn pause(&self, id: TaskId) -> Result<Done, EngineError> {
        self.act(id, Verb::Pause).await
    }

    /// Starts a held task, or goes on with a paused one.
    ///
    /// # Errors
    /// [`EngineError`], when there is no such task, or it has ended.
    pub async fn resume(&self, id: TaskId) -> Result<Done, EngineError> {
        self.act(id, Verb::Resume).await
    }

    /// Calls a task off; what is there of its file goes.
    ///
    /// # Errors
    /// [`EngineError`], when there is no such task.
    pub async fn cancel(&self, id: TaskId) -> Result<Done, EngineError> {
        self.act(id, Verb::Cancel).await
    }

    /// Tries a task again that has ended.
    ///
    /// # Errors
    /// [`EngineError`], when there is no such task, or its file is there.
    pub async fn retry(&self, id: TaskId) -> Result<Done, EngineError> {
        self.act(id, Verb::Retry).await
    }

    /// Gives a task another priority, 0 (first) to 10, while it waits too (M018).
    ///
    /// # Errors
    /// [`EngineError`], when there is no such task.
    pub async fn prioritize(&self, id: TaskId, priority: u8) -> Result<Done, EngineError> {
        self.act(id, Verb::Prioritize(priority.min(10))).await
    }

    /// Forgets a task and its record.
    ///
    /// # Errors
    /// [`EngineError`], when there is no such task, or its file could not be deleted.
    pub async fn remove(&self, id: TaskId, fate: Fate) -> Result<Done, EngineError> {
        self.act(id, Verb::Remove(fate)).await
    }

    /// Stops tasks; answers those that were stopped, and passes over those that cannot be.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn pause_all(&self, which: &Which) -> Result<Vec<TaskId>, StoreError> {
        self.act_on_all(which, Verb::Pause).await
    }

    /// Starts tasks or goes on with them; answers those that were not on their way before.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn resume_all(&self, which: &Which) -> Result<Vec<TaskId>, StoreError> {
        self.act_on_all(which, Verb::Resume).await
    }

    /// Calls tasks off; answers those that were.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn cancel_all(&self, which: &Which) -> Result<Vec<TaskId>, StoreError> {
        self.act_on_all(which, Verb::Cancel).await
    }

    /// Calls off all tasks of a group, those too that wait to be tried again, and answers how many they were (M247).
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn reset(&self, group: &str) -> Result<usize, StoreError> {
        Ok(self.cancel_all(&Which::Group(group.to_owned())).await?.len())
    }

    /// Whether a pause would keep what is there. Waits until the server has answered; a task that has ended, or that is
    /// not there, cannot go on (M060).
    pub async fn can_resume(&self, id: TaskId) -> bool {
        let mut version = self.engine().version();
        loop {
            let Ok((record, _)) = self.engine().store().load(id).await else { return false };
            if record.state.status.is_final() {
                return false;
            }
            if let Some(remote) = &record.remote {
                return Remote::can_pause(remote);
            }
            if version.changed().await.is_err() {
                return false;
            }
        }
    }

    /// The live tasks among those that are meant, oldest first; paused and waiting ones are among them.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn all_tasks(&self, which: &Which, waiting: WaitingToRetry) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::new();
        for id in self.live(which, waiting).await? {
            if let Ok((record, _)) = self.engine().store().load(id).await
                && !record.state.status.is_final()
            {
                records.push(record);
            }
        }
        Ok(records)
    }

    /// A live task; `None` when there is none with this number.
    pub async fn task_by_id(&self, id: TaskId) -> Option<Record> {
        let (record, _) = self.engine().store().load(id).await.ok()?;
        (!record.state.status.is_final()).then_some(record)
    }

    /// The number of the live, else newest, task with this id of your own.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn id_of(&self, own_id: &str) -> Result<Option<TaskId>, StoreError> {
        self.engine().store().by_own_id(own_id.to_owned()).await
    }

    /// Whether all tasks that are meant have ended, but for `ignored` (M126).
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn tasks_finished(
        &self,
        which: &Which,
        waiting: WaitingToRetry,
        ignored: Option<TaskId>,
    ) -> Result<bool, StoreError> {
        Ok(self.live(which, waiting).await?.into_iter().all(|id| Some(id) == ignored))
    }

    /// The location and name of an absolute path, below the base that holds it (M009).
    #[must_use]
    pub fn split(&self, path: &Path) -> Option<(Location, String)> {
        Location::split(path, self.bases())
    }

    /// Where the file of a task is, or will be.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], when there is no such task.
    pub async fn file_path(&self, id: TaskId) -> Result<PathBuf, StoreError> {
        let (record, _) = self.engine().store().load(id).await?;
        Ok(record.folder.join(record.name.as_str()))
    }

    async fn act(&self, id: TaskId, verb: Verb) -> Result<Done, EngineError> {
        self.engine().act(&[id], verb).await.pop().unwrap_or(Err(EngineError::Ended))
    }

    /// Does the same to all that are meant; answers those that it changed.
    async fn act_on_all(&self, which: &Which, verb: Verb) -> Result<Vec<TaskId>, StoreError> {
        let ids = self.live(which, WaitingToRetry::Included).await?;
        let answers = self.engine().act(&ids, verb).await;
        let changed = ids.into_iter().zip(answers).filter(|(_, answer)| matches!(answer, Ok(Done::Changed)));
        Ok(changed.map(|(id, _)| id).collect())
    }

    /// The live tasks that are meant; a list is believed.
    async fn live(&self, which: &Which, waiting: WaitingToRetry) -> Result<Vec<TaskId>, StoreError> {
        let group = match which {
            Which::All => None,
            Which::Group(group) => Some(group.clone()),
            Which::Tasks(ids) => return self.live_among(ids, waiting).await,
        };
        self.engine()
            .store()
            .ids(Query { statuses: words(waiting), group, order: Order::Ascending, ..Query::default() })
            .await
    }

    async fn live_among(&self, ids: &[TaskId], waiting: WaitingToRetry) -> Result<Vec<TaskId>, StoreError> {
        let mut live = Vec::new();
        for id in ids {
            match self.engine().store().load(*id).await {
                Ok((record, _)) if words(waiting).contains(&record.state.status.word()) => live.push(*id),
                Ok(_) | Err(StoreError::Unknown) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(live)
    }
}

fn words(waiting: WaitingToRetry) -> Vec<&'static str> {
    let keeps = |word: &&str| waiting == WaitingToRetry::Included || *word != "waiting_to_retry";
    LIVE.into_iter().filter(keeps).collect()
}
