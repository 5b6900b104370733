//! The table of segments: how far each part of an unfinished file is proven on disk.
//!
//! Owns its SQL. Rule kept here: a row is written after its bytes were synced, never before.

use haul_model::segments::Segment;
use haul_model::task::TaskId;
use rusqlite::{Connection, params};

use crate::open::StoreError;

/// Takes the place of whatever was known of the task's segments.
pub(crate) fn replace(connection: &Connection, id: TaskId, segments: &[Segment]) -> Result<(), StoreError> {
    forget(connection, id)?;
    let mut insert =
        connection.prepare_cached("INSERT INTO segment (task, start, end, done) VALUES (?1, ?2, ?3, ?4)")?;
    for segment in segments {
        insert.execute(params![id.0, segment.start, segment.end, segment.done])?;
    }
    let received: u64 = segments.iter().map(Segment::received).sum();
    connection.prepare_cached("UPDATE task SET received = ?2 WHERE id = ?1")?.execute(params![id.0, received])?;
    Ok(())
}

/// Forgets the task's segments.
pub(crate) fn forget(connection: &Connection, id: TaskId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM segment WHERE task = ?1")?.execute([id.0])?;
    Ok(())
}

/// The task's segments in order of their start.
pub(crate) fn of(connection: &Connection, id: TaskId) -> Result<Vec<Segment>, StoreError> {
    let mut select =
        connection.prepare_cached("SELECT start, end, done FROM segment WHERE task = ?1 ORDER BY start")?;
    let rows =
        select.query_map([id.0], |row| Ok(Segment { start: row.get(0)?, end: row.get(1)?, done: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
