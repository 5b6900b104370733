//! The table of segments: how far each part of an unfinished file is proven on disk.
//!
//! Owns its SQL. Rules kept here: a row is written after its bytes were synced, never before; a row that is not what was
//! written proves nothing.

use haul_model::segments::Segment;
use haul_model::task::TaskId;
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::traffic::Gain;

/// Takes the place of whatever was known of the task's segments, and counts what is new.
pub(crate) fn prove(connection: &Connection, id: TaskId, segments: &[Segment]) -> Result<(), StoreError> {
    let mut gain = Gain::default();
    gain.proves(connection, id, received(segments))?;
    gain.keep(connection)?;
    replace(connection, id, segments)
}

/// Takes the place of whatever was known of the task's segments.
pub(crate) fn replace(connection: &Connection, id: TaskId, segments: &[Segment]) -> Result<(), StoreError> {
    forget(connection, id)?;
    let mut insert =
        connection.prepare_cached("INSERT INTO segment (task, start, end, done, seal) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for segment in segments {
        insert.execute(params![id.0, segment.start, segment.end, segment.done, seal(id, *segment)])?;
    }
    connection
        .prepare_cached("UPDATE task SET received = ?2 WHERE id = ?1")?
        .execute(params![id.0, received(segments)])?;
    Ok(())
}

fn received(segments: &[Segment]) -> u64 {
    segments.iter().map(Segment::received).sum()
}

/// Forgets the task's segments.
pub(crate) fn forget(connection: &Connection, id: TaskId) -> Result<(), StoreError> {
    // A statement that deletes notes first what it is to delete, in a table of its own; small files have nothing of the kind.
    if connection.prepare_cached("SELECT 1 FROM segment WHERE task = ?1")?.exists([id.0])? {
        connection.prepare_cached("DELETE FROM segment WHERE task = ?1")?.execute([id.0])?;
    }
    Ok(())
}

/// The task's segments in order of their start; none when one of them is not what was written.
pub(crate) fn of(connection: &Connection, id: TaskId) -> Result<Vec<Segment>, StoreError> {
    let mut select =
        connection.prepare_cached("SELECT start, end, done, seal FROM segment WHERE task = ?1 ORDER BY start")?;
    let rows = select.query_map([id.0], |row| {
        let segment = Segment { start: row.get(0)?, end: row.get(1)?, done: row.get(2)? };
        Ok((segment, row.get::<_, Option<i64>>(3)?))
    })?;
    let mut segments = Vec::new();
    for row in rows {
        let (segment, sealed) = match row {
            // A number that no segment has, such as one below zero, is damage like any other.
            Err(error) if error.sqlite_error_code().is_none() => {
                tracing::warn!(%id, %error, "what was proven of a file is damaged, and is not believed");
                return Ok(Vec::new());
            }
            row => row?,
        };
        if sealed.is_some_and(|sealed| sealed != seal(id, segment)) {
            tracing::warn!(%id, "what was proven of a file is damaged, and is not believed");
            return Ok(Vec::new());
        }
        segments.push(segment);
    }
    Ok(segments)
}

/// FNV-1a over all numbers of a row.
fn seal(id: TaskId, segment: Segment) -> i64 {
    let Segment { start, end, done } = segment;
    let numbers = [id.0, start, end.unwrap_or(u64::MAX), done];
    let bytes = numbers.iter().flat_map(|number| number.to_le_bytes());
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    hash.cast_signed()
}
