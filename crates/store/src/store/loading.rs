//! Records that are read by the numbers of their tasks.
//!
//! Owns the reading of one and of many. Refuses to search.

use haul_model::segments::Segment;
use haul_model::task::TaskId;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::record::Record;
use crate::store::Store;
use crate::{answer, segment, task};

impl Store {
    /// The record and segments of a task.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when there is none.
    pub async fn load(&self, id: TaskId) -> Result<(Record, Vec<Segment>), StoreError> {
        let read = move |connection: &Connection| {
            let record = record(connection, id)?;
            // Of a file that has neither a part nor a byte nothing is proven.
            let is_begun = record.part.is_some() || record.received > 0;
            let segments = if is_begun { segment::of(connection, id)? } else { Vec::new() };
            Ok((record, segments))
        };
        self.reader.run(read).await
    }

    /// The records of these tasks; those that are gone or cannot be read are left out.
    ///
    /// # Errors
    /// [`StoreError`] when the database is not read at all.
    pub async fn load_all(&self, ids: Vec<TaskId>) -> Result<Vec<Record>, StoreError> {
        let readable = |connection: &Connection, id| match record(connection, id) {
            Ok(record) => Some(record),
            Err(error) => {
                tracing::debug!(%id, %error, "a record is left out");
                None
            }
        };
        self.reader.run(move |connection| Ok(ids.into_iter().filter_map(|id| readable(connection, id)).collect())).await
    }
}

fn record(connection: &Connection, id: TaskId) -> Result<Record, StoreError> {
    let record = task::load(connection, id)?;
    // The result of a download is a file.
    let answer = if record.task.work.as_download().is_some() { None } else { answer::of(connection, id)? };
    Ok(Record { answer, ..record })
}
