//! The table of answers: the whole bodies that servers sent as the results of tasks.
//!
//! Owns its SQL. Refuses heads: those stand in the row of the task. Rule kept here: a body is read for its own task alone,
//! so that a list of many tasks costs nothing of it.

use haul_model::task::TaskId;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;

/// Takes the place of whatever was answered before; an answer to a task that is gone is dropped.
pub(crate) fn replace(connection: &Connection, id: TaskId, body: Option<&[u8]>) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM answer WHERE task = ?1")?.execute([id.0])?;
    if let Some(body) = body {
        connection
            .prepare_cached("INSERT INTO answer (task, body) SELECT id, ?2 FROM task WHERE id = ?1")?
            .execute(params![id.0, body])?;
    }
    Ok(())
}

/// The body of the task's answer.
pub(crate) fn of(connection: &Connection, id: TaskId) -> Result<Option<Vec<u8>>, StoreError> {
    let mut select = connection.prepare_cached("SELECT body FROM answer WHERE task = ?1")?;
    Ok(select.query_row([id.0], |row| row.get(0)).optional()?)
}
