//! The table of what happened to a task.
//!
//! Owns its SQL. Rules kept here: an entry is written in the commit of what it tells; of each task the last fifty stay,
//! and none longer than the task.

use haul_model::log::{Happening, LogEntry};
use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::task::json;

/// Adds an entry behind the others; of a task that is gone nothing is kept.
pub(crate) fn add(connection: &Connection, id: TaskId, at: Timestamp, what: &Happening) -> Result<usize, StoreError> {
    // One statement that does both would put what it reads into a table of its own first: it writes where it reads.
    let mut next = connection.prepare_cached(
        "SELECT coalesce((SELECT max(number) FROM log WHERE task = ?1), 0) + 1 FROM task WHERE id = ?1",
    )?;
    let number: Option<i64> = next.query_row([id.0], |row| row.get(0)).optional()?;
    let Some(number) = number else { return Ok(0) };
    Ok(connection
        .prepare_cached("INSERT INTO log (task, number, at, what) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id.0, number, at.0, json(what)?])?)
}

/// What is kept of a task, oldest first. An entry that cannot be read does not hide the others.
pub(crate) fn of(connection: &Connection, id: TaskId) -> Result<Vec<LogEntry>, StoreError> {
    let mut select = connection.prepare_cached("SELECT at, what FROM log WHERE task = ?1 ORDER BY number")?;
    let rows = select.query_map([id.0], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let mut entries = Vec::new();
    for row in rows {
        let (at, what) = row?;
        match serde_json::from_str(&what) {
            Ok(what) => entries.push(LogEntry { at: Timestamp(at), what }),
            Err(error) => tracing::error!(%error, %id, "an entry of a log cannot be read"),
        }
    }
    Ok(entries)
}
