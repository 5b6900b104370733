//! Ends that nobody heard of.
//!
//! Owns which ends were told to somebody in this process, and the telling of the others (M172). Refuses to keep the ends
//! themselves: the store does. Rule kept here: an end that was told is not told again, and one that was not is told once,
//! in its place.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use haul_model::task::TaskId;
use haul_store::{Ending, Store, StoreError};

use super::update::of_record;
use crate::library::{Haul, Update};

/// The name under which the store knows the programs that embed the engine.
const MAILBOX: &str = "library";

/// Most ends that are read at once.
const PAGE: u64 = 1000;

/// Most ends that are remembered as told while older ones are not; of more than that some are told twice.
const REMEMBERED: usize = 1 << 16;

/// The ends that were told while older ones were not.
#[derive(Debug, Default)]
pub(super) struct Missed {
    told: Mutex<HashSet<TaskId>>,
}

impl Missed {
    /// Somebody has heard of the end of this task.
    pub(super) fn note(&self, id: TaskId) {
        let mut told = self.lock();
        if told.len() < REMEMBERED {
            told.insert(id);
        }
    }

    /// Lets the store forget the ends that were told, as far as no older one was missed.
    pub(super) async fn settle(&self, store: &Store) -> Result<(), StoreError> {
        let endings = store.unseen(MAILBOX.to_owned(), 0, PAGE).await?;
        let heard: Vec<&Ending> = {
            let told = self.lock();
            endings.iter().take_while(|ending| told.contains(&ending.task)).collect()
        };
        if let Some(last) = heard.last() {
            store.saw(MAILBOX.to_owned(), last.number).await?;
            let mut told = self.lock();
            heard.iter().for_each(|ending| {
                told.remove(&ending.task);
            });
        }
        Ok(())
    }

    /// Whether somebody has heard of it; asked once.
    fn forget(&self, id: TaskId) -> bool {
        self.lock().remove(&id)
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<TaskId>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Haul {
    /// Tells the ends that nobody has heard of, oldest first, as if they happened now: to the callbacks of their group, else
    /// to the stream. Register and listen before. Answers how many were told; where nobody listens the rest is kept for the
    /// next time.
    ///
    /// # Errors
    /// [`StoreError`], when the database failed.
    pub async fn replay_missed(&self) -> Result<usize, StoreError> {
        let _nothing_happens = self.deliveries().adding.write().await;
        let (store, mut replayed) = (self.engine().store(), 0);
        loop {
            let endings = store.unseen(MAILBOX.to_owned(), 0, PAGE).await?;
            let Some(last) = endings.last().map(|ending| ending.number) else { return Ok(replayed) };
            for Ending { number, task: id, status } in endings {
                if !self.running.missed.forget(id)
                    && let Ok((record, _)) = store.load(id).await
                {
                    let task = Arc::new(record.task.clone());
                    if !self.deliveries().deliver(Update::Status(of_record(record, task, status))) {
                        store.saw(MAILBOX.to_owned(), number.saturating_sub(1)).await?;
                        return Ok(replayed);
                    }
                    replayed += 1;
                }
            }
            store.saw(MAILBOX.to_owned(), last).await?;
        }
    }
}
