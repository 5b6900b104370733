//! What is read of tasks that have not ended.
//!
//! Owns the little that the scheduler needs of each, read in steps: there may be a million of them. Refuses whole
//! records.

use haul_model::link::LinkWish;
use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use rusqlite::{Connection, Row, params};

use crate::error::StoreError;
use crate::record::Waiting;
use crate::task::{LIVE, permission, state};

/// A step of the tasks that have not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveTasks {
    /// Oldest first.
    pub waiting: Vec<Waiting>,
    /// Those that cannot be read.
    pub unreadable: Vec<TaskId>,
    /// After which the next step begins; `None` after the last.
    pub next: Option<TaskId>,
}

/// Most tasks of one step.
const STEP: u64 = 4096;

/// The live tasks after `after`, oldest first, and those that cannot be read; at most a step of them.
pub(crate) fn waiting(connection: &Connection, after: TaskId) -> Result<LiveTasks, StoreError> {
    waiting_in(connection, after, STEP)
}

fn waiting_in(connection: &Connection, after: TaskId, most: u64) -> Result<LiveTasks, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, intent, state, priority, group_name, host, max_seconds, begun, metered, requires_wifi, rank
         FROM task WHERE id > ?1 AND {LIVE} ORDER BY id LIMIT ?2"
    ))?;
    let mut rows = statement.query(params![after.0, most])?;
    let (mut waiting, mut unreadable, mut last, mut read) = (Vec::new(), Vec::new(), after, 0);
    while let Some(row) = rows.next()? {
        (last, read) = (TaskId(row.get(0)?), read + 1);
        match one(row, last) {
            Ok(one) => waiting.push(one),
            Err(error) => {
                tracing::error!(%error, "a record of a live task cannot be read");
                unreadable.push(last);
            }
        }
    }
    Ok(LiveTasks { waiting, unreadable, next: (read == most).then_some(last) })
}

/// What the scheduler needs of one live task.
pub(crate) fn waiting_of(connection: &Connection, id: TaskId) -> Result<Waiting, StoreError> {
    waiting_in(connection, TaskId(id.0.saturating_sub(1)), 1)?
        .waiting
        .pop()
        .filter(|found| found.id == id)
        .ok_or(StoreError::Unknown)
}

fn one(row: &Row<'_>, id: TaskId) -> Result<Waiting, StoreError> {
    let text = |index| row.get_ref(index)?.as_str().map_err(rusqlite::Error::from);
    Ok(Waiting {
        id,
        state: state(text(1)?, text(2)?)?,
        priority: row.get(3)?,
        group: row.get(4)?,
        host: row.get(5)?,
        max_seconds: row.get(6)?,
        begun: row.get::<_, Option<i64>>(7)?.map(Timestamp),
        link: LinkWish { metered: permission(row.get_ref(8)?.as_str().ok()), requires_wifi: row.get(9)? },
        rank: row.get(10)?,
    })
}

/// Live tasks that have begun, oldest first.
pub(crate) fn begun(connection: &Connection) -> Result<Vec<TaskId>, StoreError> {
    let mut statement =
        connection.prepare(&format!("SELECT id FROM task WHERE part IS NOT NULL AND {LIVE} ORDER BY id"))?;
    let rows = statement.query_map([], |row| row.get(0).map(TaskId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use haul_model::status::State;

    use crate::task::{QUEUED, json};

    #[test]
    fn the_state_that_is_known_by_its_text_is_written_as_that_text() {
        assert_eq!(json(&State::to_run().status).ok().as_deref(), Some(QUEUED));
    }
}
