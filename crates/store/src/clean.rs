//! Which records a clean-up takes away.
//!
//! Owns the question, over the index of ends. Rule kept here: a task that has not ended is never among them, and those
//! that ended first go first (M171).

use std::path::{Path, PathBuf};

use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::task::LIVE;

/// A record of an ended task that a clean-up takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surplus {
    /// The task.
    pub id: TaskId,
    /// Its group.
    pub group: String,
    /// How it ended.
    pub status: String,
    /// Part files that it may have left behind.
    pub parts: Vec<PathBuf>,
}

/// The ended tasks beyond the last `records`, and those that ended before `oldest`; at most `most` of them.
pub(crate) fn surplus(
    connection: &Connection,
    records: Option<u64>,
    oldest: Option<Timestamp>,
    most: u64,
) -> Result<Vec<Surplus>, StoreError> {
    let count =
        |sql: &str, before: i64| connection.prepare_cached(sql)?.query_row([before], |row| row.get::<_, u64>(0));
    let beyond = match records {
        Some(records) => {
            let ended = count("SELECT COUNT(*) FROM task WHERE finished IS NOT NULL AND finished <= ?1", i64::MAX)?;
            ended.saturating_sub(records)
        }
        None => 0,
    };
    let aged = match oldest {
        Some(oldest) => count("SELECT COUNT(*) FROM task WHERE finished IS NOT NULL AND finished < ?1", oldest.0)?,
        None => 0,
    };
    // Both are the first ones in the same order.
    let select = format!(
        "SELECT id, group_name, status, folder, part, old_part,
                EXISTS (SELECT 1 FROM task AS other WHERE other.batch = task.batch AND other.{LIVE})
         FROM task WHERE finished IS NOT NULL ORDER BY finished, id LIMIT ?1"
    );
    let mut statement = connection.prepare_cached(&select)?;
    let rows = statement.query_map(params![beyond.max(aged).min(most)], |row| {
        let folder: String = row.get(3)?;
        let parts: [Option<String>; 2] = [row.get(4)?, row.get(5)?];
        // What became of a batch is known for as long as something may follow for it.
        let is_of_live_batch: bool = row.get(6)?;
        Ok((!is_of_live_batch).then_some(Surplus {
            id: TaskId(row.get(0)?),
            group: row.get(1)?,
            status: row.get(2)?,
            parts: parts.into_iter().flatten().map(|part| in_folder(&folder, &part)).collect(),
        }))
    })?;
    Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

fn in_folder(folder: &str, part: &str) -> PathBuf {
    Path::new(folder).join(part)
}
