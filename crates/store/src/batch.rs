//! The table of batches: tasks that were added together.
//!
//! Owns its SQL. Rules kept here: a batch is kept with all of its tasks or not at all (M145), and goes with the last of
//! them.

use std::path::Path;

use haul_model::batch::{Atomicity, BatchId, Stage, Standing, Tally};
use haul_model::link::Permission;
use haul_model::status::{TaskStatus, WaitingFor};
use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::error::StoreError;
use crate::insert::Insertion;
use crate::new_record::{Kept, NewRecord};
use crate::task::{self, LIVE, json, unreadable};

/// A batch that is not kept yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// The creator's own id.
    pub own_id: Option<String>,
    /// Name for people.
    pub name: Option<String>,
    /// How its files arrive.
    pub atomicity: Atomicity,
    /// When it was created.
    pub created: Timestamp,
}

/// What is kept of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its number.
    pub id: BatchId,
    /// The creator's own id.
    pub own_id: Option<String>,
    /// Name for people.
    pub name: Option<String>,
    /// How its files arrive.
    pub atomicity: Atomicity,
    /// When it was created.
    pub created: Timestamp,
    /// Where it is.
    pub stage: Stage,
    /// How many of its tasks stand how.
    pub tally: Tally,
}

/// A batch that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBatch {
    /// The batch.
    pub batch: Batch,
    /// What its tasks have got, in order.
    pub tasks: Vec<Kept>,
}

impl Batch {
    /// What a task of it says of it.
    #[must_use]
    pub const fn membership(&self) -> Membership {
        Membership { batch: self.id, atomicity: self.atomicity }
    }
}

/// Why nothing of a batch was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchRefusal {
    /// Its own id belongs to a batch that is not over.
    Id(String),
    /// The task at this place was refused.
    Task(usize, StoreError),
}

/// To which batch a task belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The batch.
    pub batch: BatchId,
    /// How its files arrive.
    pub atomicity: Atomicity,
}

/// What all tasks of a batch have in common; `None` where it is not the same (M148).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Common {
    /// Most bytes a second.
    pub limit_rate: Option<u64>,
    /// What they say about metered links.
    pub metered: Option<Permission>,
}

const COLUMNS: &str = "id, own_id, name, atomic, created, stage";

/// Keeps a batch with all of its tasks, or nothing.
pub(crate) fn insert(
    connection: &Connection,
    new: NewBatch,
    records: &[NewRecord],
    taken: fn(&Path) -> bool,
) -> Result<Result<KeptBatch, BatchRefusal>, StoreError> {
    connection.execute_batch("SAVEPOINT batch")?;
    let kept = insert_all(connection, new, records, taken);
    if !matches!(kept, Ok(Ok(_))) && !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK TO batch")?;
    }
    if !connection.is_autocommit() {
        connection.execute_batch("RELEASE batch")?;
    }
    kept
}

fn insert_all(
    connection: &Connection,
    new: NewBatch,
    records: &[NewRecord],
    taken: fn(&Path) -> bool,
) -> Result<Result<KeptBatch, BatchRefusal>, StoreError> {
    let NewBatch { own_id, name, atomicity, created } = new;
    if let Some(own_id) = &own_id
        && is_live(connection, own_id)?
    {
        return Ok(Err(BatchRefusal::Id(own_id.clone())));
    }
    let stage = if records.is_empty() { Stage::Complete } else { Stage::Open };
    connection
        .prepare_cached("INSERT INTO batch (own_id, name, atomic, created, stage) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![own_id, name, atomicity == Atomicity::Together, created.0, json(&stage)?])?;
    let id = BatchId(connection.last_insert_rowid().unsigned_abs());
    let mut tasks = Vec::with_capacity(records.len());
    let mut insertion = Insertion::begin(connection, Some(id), taken)?;
    for (index, record) in records.iter().enumerate() {
        tasks.push(match insertion.keep(record) {
            Err(error @ (StoreError::DuplicateId(_) | StoreError::Reserved(_))) => {
                return Ok(Err(BatchRefusal::Task(index, error)));
            }
            other => other?,
        });
    }
    let tally = Tally { size: tasks.len() as u64, ..Tally::default() };
    Ok(Ok(KeptBatch { batch: Batch { id, own_id, name, atomicity, created, stage, tally }, tasks }))
}

fn is_live(connection: &Connection, own_id: &str) -> Result<bool, StoreError> {
    let select = format!(
        "SELECT 1 FROM batch JOIN task ON task.batch = batch.id WHERE batch.own_id = ?1 AND task.{LIVE} LIMIT 1"
    );
    Ok(connection.prepare_cached(&select)?.exists([own_id])?)
}

/// The stage of a batch is this one from now on.
pub(crate) fn set_stage(connection: &Connection, id: BatchId, stage: &Stage) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached("UPDATE batch SET stage = ?2 WHERE id = ?1")?.execute(params![id.0, json(stage)?])?)
}

/// Forgets a batch without tasks; any other goes with the last of them.
pub(crate) fn forget_empty(connection: &Connection, id: BatchId) -> Result<bool, StoreError> {
    let delete = "DELETE FROM batch WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM task WHERE batch = ?1)";
    Ok(connection.prepare_cached(delete)?.execute([id.0])? > 0)
}

/// One batch.
pub(crate) fn load(connection: &Connection, id: BatchId) -> Result<Batch, StoreError> {
    let select = format!("SELECT {COLUMNS} FROM batch WHERE id = ?1");
    let batch = connection.prepare_cached(&select)?.query_row([id.0], |row| Ok(read(row))).optional()?;
    with_tally(connection, batch.ok_or(StoreError::Unknown)??)
}

/// The newest batch of this id.
pub(crate) fn by_own_id(connection: &Connection, own_id: &str) -> Result<Option<BatchId>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT id FROM batch WHERE own_id = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([own_id], |row| row.get(0).map(BatchId))
        .optional()?)
}

/// A window of the batches, newest first, and how many there are.
pub(crate) fn find(connection: &Connection, offset: u64, count: Option<u64>) -> Result<(u64, Vec<Batch>), StoreError> {
    let matching = connection.query_row("SELECT COUNT(*) FROM batch", [], |row| row.get(0))?;
    let limit = count.and_then(|count| i64::try_from(count).ok()).unwrap_or(-1);
    let select = format!("SELECT {COLUMNS} FROM batch ORDER BY id DESC LIMIT ?1 OFFSET ?2");
    let mut statement = connection.prepare_cached(&select)?;
    let rows = statement
        .query_map(params![limit, i64::try_from(offset).unwrap_or(i64::MAX)], |row| Ok(read(row)))?
        .collect::<Result<Vec<_>, _>>()?;
    let batches = rows.into_iter().map(|batch| with_tally(connection, batch?)).collect::<Result<_, _>>()?;
    Ok((matching, batches))
}

/// What all tasks of a batch have in common.
pub(crate) fn common(connection: &Connection, id: BatchId) -> Result<Common, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT MIN(json_extract(spec, '$.limit_rate')), COUNT(DISTINCT ifnull(json_extract(spec, '$.limit_rate'), 0)),
                MIN(metered), COUNT(DISTINCT ifnull(metered, '')) FROM task WHERE batch = ?1",
    )?;
    Ok(select.query_row([id.0], |row| {
        let metered = task::permission(row.get::<_, Option<String>>(2)?.as_deref());
        Ok(Common {
            limit_rate: row.get::<_, Option<u64>>(0)?.filter(|_| row.get(1) == Ok(1)),
            metered: (row.get(3) == Ok(1)).then_some(metered),
        })
    })?)
}

/// Every batch that something may still follow for.
pub(crate) fn unfinished(connection: &Connection) -> Result<Vec<Batch>, StoreError> {
    let select = format!(
        "SELECT {COLUMNS} FROM batch WHERE stage ->> '$.stage' IN ('placing', 'withdrawing')
           OR EXISTS (SELECT 1 FROM task WHERE task.batch = batch.id AND task.{LIVE}) ORDER BY id"
    );
    let mut statement = connection.prepare(&select)?;
    let rows = statement.query_map([], |row| Ok(read(row)))?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(|batch| with_tally(connection, batch?)).collect()
}

/// The batch of every live task that has one.
pub(crate) fn members(connection: &Connection) -> Result<Vec<(TaskId, BatchId)>, StoreError> {
    let select = format!("SELECT id, batch FROM task WHERE batch IS NOT NULL AND {LIVE}");
    let mut statement = connection.prepare(&select)?;
    let rows = statement.query_map([], |row| Ok((TaskId(row.get(0)?), BatchId(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn with_tally(connection: &Connection, mut batch: Batch) -> Result<Batch, StoreError> {
    let verified = TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings };
    let select = "SELECT status, state = ?2, COUNT(*) FROM task WHERE batch = ?1 GROUP BY 1, 2";
    let mut statement = connection.prepare_cached(select)?;
    let mut rows = statement.query(params![batch.id.0, json(&verified)?])?;
    while let Some(row) = rows.next()? {
        let standing = match (row.get_ref(0)?.as_str().unwrap_or_default(), row.get(1)?) {
            (_, true) => Standing::Verified,
            ("complete", false) => Standing::Succeeded,
            ("not_found" | "failed" | "canceled", false) => Standing::Failed,
            (_, false) => Standing::Underway,
        };
        batch.tally.add(standing, row.get(2)?);
    }
    Ok(batch)
}

fn read(row: &Row<'_>) -> Result<Batch, StoreError> {
    Ok(Batch {
        id: BatchId(row.get(0)?),
        own_id: row.get(1)?,
        name: row.get(2)?,
        atomicity: atomicity(row.get(3)?),
        created: Timestamp(row.get(4)?),
        stage: serde_json::from_str(&row.get::<_, String>(5)?).map_err(unreadable)?,
        tally: Tally::default(),
    })
}

const fn atomicity(is_atomic: bool) -> Atomicity {
    if is_atomic { Atomicity::Together } else { Atomicity::Each }
}

/// What a row of a task says of its batch.
pub(crate) fn membership(batch: Option<u64>, is_atomic: Option<bool>) -> Option<Membership> {
    batch.map(|batch| Membership { batch: BatchId(batch), atomicity: atomicity(is_atomic.unwrap_or(false)) })
}

/// Copies the batches of a damaged database that can be read, and whose numbers are free.
pub(crate) fn salvage(from: &Connection, to: &Connection) -> Result<(), StoreError> {
    let Ok(last) = from.query_row("SELECT MAX(id) FROM batch", [], |row| row.get::<_, Option<u64>>(0)) else {
        return Ok(());
    };
    for id in 1..=last.unwrap_or(0).min(MOST) {
        let select = format!("SELECT {COLUMNS} FROM batch WHERE id = ?1");
        let found = from.prepare_cached(&select).and_then(|mut one| one.query_row([id], |row| Ok(read(row))));
        let Ok(Ok(Batch { id, own_id, name, atomicity, created, stage, tally: _ })) = found else { continue };
        to.prepare_cached(
            "INSERT OR IGNORE INTO batch (id, own_id, name, atomic, created, stage) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![id.0, own_id, name, atomicity == Atomicity::Together, created.0, json(&stage)?])?;
    }
    Ok(())
}

/// The greatest number of a batch that is believed of a damaged database.
const MOST: u64 = 10_000_000;
