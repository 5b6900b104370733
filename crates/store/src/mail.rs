//! The ends of tasks, for readers who were not there.
//!
//! Owns the tables of ends and mailboxes. Rules kept here: an end is written in the commit of the end itself; a
//! mailbox that says how far it has read is never given that again, whatever is killed meanwhile (M172).

use haul_model::status::TaskStatus;
use haul_model::task::TaskId;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;

/// One end of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Its number, growing with time.
    pub number: u64,
    /// The task.
    pub task: TaskId,
    /// How it ended.
    pub status: TaskStatus,
}

/// A task ends this way.
pub(crate) fn note(connection: &Connection, id: TaskId, state: &str) -> Result<(), StoreError> {
    connection.prepare_cached("INSERT INTO ending (task, state) VALUES (?1, ?2)")?.execute(params![id.0, state])?;
    Ok(())
}

/// The ends that a mailbox has not seen, oldest first, and after `after` at that; at most `most`.
pub(crate) fn unseen(connection: &Connection, name: &str, after: u64, most: u64) -> Result<Vec<Ending>, StoreError> {
    let seen: u64 = connection
        .prepare_cached("SELECT seen FROM mailbox WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?
        .unwrap_or(0);
    let mut statement = connection
        .prepare_cached("SELECT number, task, state FROM ending WHERE number > ?1 ORDER BY number LIMIT ?2")?;
    let rows = statement.query_map(params![seen.max(after), most], |row| {
        Ok((row.get(0)?, TaskId(row.get(1)?), row.get::<_, String>(2)?))
    })?;
    let mut endings = Vec::new();
    for row in rows {
        let (number, task, state) = row?;
        match serde_json::from_str::<TaskStatus>(&state) {
            Ok(status) => endings.push(Ending { number, task, status }),
            Err(error) => tracing::error!(%error, number, "an end cannot be read"),
        }
    }
    Ok(endings)
}

/// Notes that a mailbox has seen everything up to and including `number`.
pub(crate) fn saw(connection: &Connection, name: &str, number: u64) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO mailbox (name, seen) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET seen = max(seen, excluded.seen)",
        )?
        .execute(params![name, number])?;
    Ok(())
}
