//! The database as the engine sees it.
//!
//! Owns the two threads that talk to SQLite. Refuses to block its caller: every answer is awaited.

mod history;
mod loading;
mod sections;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use haul_model::batch::BatchId;
use haul_model::group::GroupSpec;
use haul_model::rules::Keep;
use haul_model::segments::Segment;
use haul_model::status::State;
use haul_model::task::TaskId;
use haul_model::time::Timestamp;

use crate::batch::{self, Batch, BatchRefusal, Common, KeptBatch, NewBatch};
use crate::clean::Surplus;
use crate::doubt::Lookout;
use crate::error::StoreError;
use crate::insert::Insertion;
use crate::live::LiveTasks;
use crate::mail::Ending;
use crate::new_record::{Kept, NewRecord};
use crate::open::{self, Access, Opened};
use crate::query::{CountRow, Found, Query};
use crate::record::{Change, Record, Waiting};
use crate::worker::{Link, Reader, Writer};
use crate::{change, clean, group, known, live, mail, removed, secret, segment, task};

/// The database.
#[derive(Debug)]
pub struct Store {
    // Closed first: the last connection moves the log into the database, and only the writing one can.
    reader: Reader,
    writer: Writer,
    unreadable: AtomicU64,
    lookout: Option<Lookout>,
}

impl Store {
    /// Opens the database file at `path`, or creates it; blocks. A damaged one is rebuilt first. One that cannot be
    /// written is only read, until it can be: see [`Store::trouble`].
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be used at all; nothing was changed then (M177).
    pub fn open(path: &Path) -> Result<Opened, StoreError> {
        let (access, damage) = open::open(path)?;
        let (link, reader, lookout) = match access {
            Access::Whole(pair) => (Link::open(pair.writer, path), pair.reader, pair.lookout),
            Access::Picture(picture, why) => (Link::closed(path, why), picture, None),
        };
        let thread = |error: std::io::Error| StoreError::Other(error.to_string());
        let reader = Reader::start(reader).map_err(thread)?;
        let writer = Writer::start(link, reader.fresh()).map_err(thread)?;
        Ok(Opened { store: Self { reader, writer, unreadable: AtomicU64::new(0), lookout }, damage })
    }

    /// Why the last changes were not saved; `None` when they were.
    #[must_use]
    pub fn trouble(&self) -> Option<StoreError> {
        self.writer.trouble()
    }

    /// Writes something that changes nothing, to see whether the database takes changes again.
    ///
    /// # Errors
    /// [`StoreError`] when it does not.
    pub async fn probe(&self) -> Result<(), StoreError> {
        self.writer
            .run(|transaction| {
                let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
                Ok(transaction.pragma_update(None, "user_version", version)?)
            })
            .await
    }

    /// What damage was found in a large database since it was opened; the next start sets the file aside and saves what
    /// can be read.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        self.lookout.as_ref().and_then(Lookout::found)
    }

    /// How many live tasks could not be read when they were asked for last; their rows stay as they are.
    #[must_use]
    pub fn unreadable(&self) -> u64 {
        self.unreadable.load(Ordering::Relaxed)
    }

    /// Keeps new tasks, each by itself, in order. A name that is reserved, or that `taken` finds in the folder, is
    /// counted on when the task renames on conflict (M076, M077).
    ///
    /// # Errors
    /// The outer error when the database failed; an inner one for a task that was refused.
    pub async fn insert(
        &self,
        records: impl Into<Arc<Vec<NewRecord>>>,
        taken: fn(&Path) -> bool,
    ) -> Result<Vec<Result<Kept, StoreError>>, StoreError> {
        let records = records.into();
        self.writer
            .run(move |transaction| {
                let mut kept = Vec::with_capacity(records.len());
                let mut insertion = Insertion::begin(transaction, None, taken)?;
                for record in records.iter() {
                    kept.push(match insertion.keep(record) {
                        Err(error @ (StoreError::DuplicateId(_) | StoreError::Reserved(_))) => Err(error),
                        Err(other) => return Err(other),
                        Ok(one) => Ok(one),
                    });
                }
                Ok(kept)
            })
            .await
    }

    /// Keeps a batch with all of its tasks, or nothing; names are counted on as in [`Store::insert`].
    ///
    /// # Errors
    /// The outer error when the database failed; the inner one when nothing was kept because of one of them.
    pub async fn insert_batch(
        &self,
        new: NewBatch,
        records: impl Into<Arc<Vec<NewRecord>>>,
        taken: fn(&Path) -> bool,
    ) -> Result<Result<KeptBatch, BatchRefusal>, StoreError> {
        let records = records.into();
        self.writer.run(move |transaction| batch::insert(transaction, new, &records, taken)).await
    }

    /// Forgets a batch that has no tasks; says whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn forget_empty_batch(&self, id: BatchId) -> Result<bool, StoreError> {
        self.writer.run(move |transaction| batch::forget_empty(transaction, id)).await
    }

    /// One batch.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when there is none.
    pub async fn batch(&self, id: BatchId) -> Result<Batch, StoreError> {
        self.reader.run(move |connection| batch::load(connection, id)).await
    }

    /// What all tasks of a batch have in common.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn batch_common(&self, id: BatchId) -> Result<Common, StoreError> {
        self.reader.run(move |connection| batch::common(connection, id)).await
    }

    /// The number of the newest batch whose creator chose this id.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn batch_by_own_id(&self, own_id: String) -> Result<Option<BatchId>, StoreError> {
        self.reader.run(move |connection| batch::by_own_id(connection, &own_id)).await
    }

    /// How many batches there are, and a window of them, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn batches(&self, offset: u64, count: Option<u64>) -> Result<(u64, Vec<Batch>), StoreError> {
        self.reader.run(move |connection| batch::find(connection, offset, count)).await
    }

    /// Every batch that something may still follow for, and the batch of every live task that has one.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn unfinished_batches(&self) -> Result<(Vec<Batch>, Vec<(TaskId, BatchId)>), StoreError> {
        self.reader.run(|connection| Ok((batch::unfinished(connection)?, batch::members(connection)?))).await
    }

    /// Applies all changes, or none. A change of a task that is not there any more does nothing.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn apply(&self, changes: Vec<Change>) -> Result<(), StoreError> {
        self.writer.run(move |transaction| change::apply(transaction, &changes)).await
    }

    /// Keeps how far the segments of a task are proven on disk. Call it after the bytes were synced.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn checkpoint(&self, id: TaskId, segments: Vec<Segment>) -> Result<(), StoreError> {
        self.writer.run(move |transaction| segment::prove(transaction, id, &segments)).await
    }

    /// Reserves another final name for a live task; a taken one is counted on.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn reserve(
        &self,
        id: TaskId,
        wanted: haul_model::naming::FileName,
        taken: fn(&Path) -> bool,
    ) -> Result<haul_model::naming::FileName, StoreError> {
        self.writer.run(move |transaction| task::reserve(transaction, id, wanted, taken)).await
    }

    /// Puts ended tasks back into the queue, all or none, each under a name that is free; a taken one is counted on.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed, or one of them cannot have its id or name.
    pub async fn revive(&self, ids: Vec<TaskId>, state: State, taken: fn(&Path) -> bool) -> Result<(), StoreError> {
        self.writer
            .run(move |transaction| ids.iter().try_for_each(|id| change::revive(transaction, *id, &state, taken)))
            .await
    }

    /// Brings a task back that was set aside, with all that hung on it, under a name that is free.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when it is not set aside (any more), or why it cannot have its id or name.
    pub async fn bring_back(&self, id: TaskId, taken: fn(&Path) -> bool) -> Result<Record, StoreError> {
        self.writer.run(move |transaction| removed::bring_back(transaction, id, taken)).await
    }

    /// The record of a task that is set aside.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when it is not.
    pub async fn removed(&self, id: TaskId) -> Result<Record, StoreError> {
        self.writer.run(move |transaction| removed::load(transaction, id)).await
    }

    /// Tasks that were set aside before `before`, at most `most`.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn removed_before(&self, before: Timestamp, most: u64) -> Result<Vec<TaskId>, StoreError> {
        self.reader.run(move |connection| removed::before(connection, before, most)).await
    }

    /// Notes keys of secrets that are about to be kept; a task that is kept with one of them takes it over.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn loosen(&self, keys: Vec<String>) -> Result<(), StoreError> {
        self.writer.run(move |transaction| secret::loosen(transaction, &keys)).await
    }

    /// Keys of secrets that belong to no task: forgotten ones, and those whose task was never kept.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn loose(&self) -> Result<Vec<String>, StoreError> {
        self.reader.run(secret::loose).await
    }

    /// Drops keys whose secrets are gone.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn settle(&self, keys: Vec<String>) -> Result<(), StoreError> {
        self.writer.run(move |transaction| secret::settle(transaction, &keys)).await
    }

    /// The number of the live, else newest, task whose creator chose this id.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn by_own_id(&self, own_id: String) -> Result<Option<TaskId>, StoreError> {
        self.reader.run(move |connection| task::by_own_id(connection, &own_id)).await
    }

    /// A window of the records.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn find(&self, query: Query) -> Result<Found, StoreError> {
        self.reader.run(move |connection| task::find(connection, &query)).await
    }

    /// The numbers of all tasks that match, whatever the window.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn ids(&self, query: Query) -> Result<Vec<TaskId>, StoreError> {
        self.reader.run(move |connection| task::ids(connection, &query)).await
    }

    /// Whether any task but `except` matches, whatever the window.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn any(&self, query: Query, except: Option<TaskId>) -> Result<bool, StoreError> {
        self.reader.run(move |connection| task::any(connection, &query, except)).await
    }

    /// Those of the addresses that a task on record has, and those of the names that a task which has not ended will have in
    /// `folder`.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn known(
        &self,
        urls: Vec<String>,
        folder: String,
        names: Vec<String>,
    ) -> Result<(Vec<String>, Vec<String>), StoreError> {
        let read =
            move |connection: &_| Ok((known::urls(connection, &urls)?, known::names(connection, &folder, &names)?));
        self.reader.run(read).await
    }

    /// The groups of which something is said.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn groups(&self) -> Result<Vec<(String, GroupSpec)>, StoreError> {
        self.reader.run(group::all).await
    }

    /// Records of ended tasks that are more than `keep` allows at `now`, those that ended first; at most `most`.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn surplus(&self, keep: Keep, now: Timestamp, most: u64) -> Result<Vec<Surplus>, StoreError> {
        self.reader.run(move |connection| clean::surplus(connection, keep.records, keep.oldest(now), most)).await
    }

    /// Ends that a mailbox has not seen, oldest first and after the end numbered `after`; at most `most`.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn unseen(&self, mailbox: String, after: u64, most: u64) -> Result<Vec<Ending>, StoreError> {
        self.reader.run(move |connection| mail::unseen(connection, &mailbox, after, most)).await
    }

    /// Notes that a mailbox has seen every end up to and including `number`.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn saw(&self, mailbox: String, number: u64) -> Result<(), StoreError> {
        self.writer.run(move |transaction| mail::saw(transaction, &mailbox, number)).await
    }

    /// Tasks that are not final, those after `after`, in steps; the first begins after [`TaskId`] 0.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn waiting(&self, after: TaskId) -> Result<LiveTasks, StoreError> {
        let live = self.reader.run(move |connection| live::waiting(connection, after)).await?;
        let before = if after == TaskId(0) { 0 } else { self.unreadable.load(Ordering::Relaxed) };
        self.unreadable.store(before + live.unreadable.len() as u64, Ordering::Relaxed);
        Ok(live)
    }

    /// What the scheduler needs of one live task.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when it is not live, or cannot be read.
    pub async fn waiting_of(&self, id: TaskId) -> Result<Waiting, StoreError> {
        self.reader.run(move |connection| live::waiting_of(connection, id)).await
    }

    /// Live tasks that have begun.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn begun(&self) -> Result<Vec<TaskId>, StoreError> {
        self.reader.run(live::begun).await
    }

    /// How many tasks each group has of each status.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn counts(&self) -> Result<Vec<CountRow>, StoreError> {
        self.reader.run(task::counts).await
    }
}
