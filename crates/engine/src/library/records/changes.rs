//! The stream of changed records.

use std::collections::VecDeque;
use std::sync::Arc;

use haul_model::task::TaskId;
use haul_store::Record;
use tokio::sync::watch;

use crate::library::Haul;
use crate::{Engine, Event};

/// A record is another one now, or gone.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordUpdate {
    /// The task.
    pub id: TaskId,
    /// Its record as it is now; `None` when it is forgotten.
    pub record: Option<Record>,
}

/// The changes of all records, each told after it was written: who reads the record meanwhile sees the new value (M170).
/// Any number of readers may listen, each at its own pace.
#[derive(Debug)]
pub struct RecordUpdates {
    engine: Arc<Engine>,
    version: watch::Receiver<u64>,
    told: u64,
    waiting: VecDeque<Event>,
}

impl RecordUpdates {
    pub(in crate::library) fn from_now(haul: &Haul) -> Self {
        let engine = Arc::clone(&haul.running.engine);
        Self { version: engine.version(), told: engine.newest(), waiting: VecDeque::new(), engine }
    }

    /// The next change; `None` when the engine has ended. Of a reader who is 65,536 changes behind the oldest are lost.
    pub async fn next(&mut self) -> Option<RecordUpdate> {
        loop {
            if let Some(Event { revision, id, .. }) = self.waiting.pop_front() {
                self.told = revision;
                let record = self.engine.store().load(id).await.ok().map(|(record, _)| record);
                return Some(RecordUpdate { id, record });
            }
            match self.engine.events_after(self.told) {
                Ok(events) if !events.is_empty() => self.waiting = events.into(),
                Ok(_) => self.version.changed().await.ok()?,
                Err(_) => self.told = self.engine.newest(),
            }
        }
    }
}
