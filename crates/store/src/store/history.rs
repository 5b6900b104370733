//! What was, as the engine asks for it: the log of a task, and what each day brought.

use haul_model::log::LogEntry;
use haul_model::task::TaskId;

use crate::error::StoreError;
use crate::log;
use crate::store::Store;
use crate::traffic::{self, Totals};

impl Store {
    /// What happened to a task, oldest first; the last of it.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn log(&self, id: TaskId) -> Result<Vec<LogEntry>, StoreError> {
        self.reader.run(move |connection| log::of(connection, id)).await
    }

    /// What came and went, today and since the beginning.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed.
    pub async fn totals(&self) -> Result<Totals, StoreError> {
        self.reader.run(traffic::totals).await
    }
}
