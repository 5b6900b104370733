//! The table of removed tasks that can still be brought back.
//!
//! Owns the step of a task and of everything that hangs on it out of the tables and back. Refuses to know what the rows mean:
//! whatever names a task in its foreign key goes along. Rule kept here: a task is in the list or set aside, never both and
//! never neither, whatever is killed in between.

use std::path::Path;

use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, params, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::record::Record;
use crate::task::{self, json, unreadable};

/// Rows of one table, as they were.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    table: String,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// One value, as the database has it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// Takes a task out of the list, with all that hangs on it.
pub(crate) fn set_aside(connection: &Connection, id: TaskId, at: Timestamp) -> Result<usize, StoreError> {
    let Some(kept) = rows_of(connection, id)? else { return Ok(0) };
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO removed (task, at, secrets, rows) SELECT id, ?2, secrets, ?3 FROM task WHERE id = ?1",
        )?
        .execute(params![id.0, at.0, json(&kept)?])?;
    Ok(connection.prepare_cached("DELETE FROM task WHERE id = ?1")?.execute([id.0])?)
}

/// Puts a task back into the list under a name that is free; a taken one is counted on. A task that was live is only brought
/// back while nobody has its id.
pub(crate) fn bring_back(connection: &Connection, id: TaskId, taken: fn(&Path) -> bool) -> Result<Record, StoreError> {
    put_back(connection, id)?;
    let record = task::load(connection, id)?;
    if !record.state.status.is_final() {
        task::refuse_duplicate(connection, &record.task)?;
        if !record.placing {
            task::reserve(connection, id, record.name, taken)?;
        }
        let update = "UPDATE task SET status = ?2 WHERE id = ?1";
        connection.prepare_cached(update)?.execute(params![id.0, record.state.status.word()])?;
    }
    forget(connection, id)?;
    task::load(connection, id)
}

/// The record of a task that is set aside.
pub(crate) fn load(connection: &Connection, id: TaskId) -> Result<Record, StoreError> {
    connection.execute_batch("SAVEPOINT look")?;
    let record = put_back(connection, id).and_then(|()| task::load(connection, id));
    connection.execute_batch("ROLLBACK TO look; RELEASE look")?;
    record
}

/// Those that were set aside before `before`, oldest first; at most `most`.
pub(crate) fn before(connection: &Connection, before: Timestamp, most: u64) -> Result<Vec<TaskId>, StoreError> {
    let mut select = connection.prepare_cached("SELECT task FROM removed WHERE at < ?1 ORDER BY task LIMIT ?2")?;
    let ids = select.query_map(params![before.0, most], |row| row.get(0).map(TaskId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// A group has another name: tasks of it that are set aside come back under that.
pub(crate) fn rename_group(connection: &Connection, from: &str, to: &str) -> Result<usize, StoreError> {
    let mut select = connection.prepare_cached("SELECT task, rows FROM removed")?;
    let found = select.query_map([], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, String>(1)?)))?;
    let found: Vec<(u64, String)> = found.collect::<Result<_, _>>()?;
    let mut renamed = 0;
    for (task, rows) in found {
        let mut kept: Vec<Kept> = serde_json::from_str(&rows).map_err(unreadable)?;
        let Some(own) = kept.iter_mut().find(|kept| kept.table == "task") else { continue };
        if regroup(own, from, to)? {
            let update = "UPDATE removed SET rows = ?2 WHERE task = ?1";
            renamed += connection.prepare_cached(update)?.execute(params![task, json(&kept)?])?;
        }
    }
    Ok(renamed)
}

/// Puts the one row of a task into another group, where it is in this one.
fn regroup(own: &mut Kept, from: &str, to: &str) -> Result<bool, StoreError> {
    let column = |name: &str| own.columns.iter().position(|column| column == name);
    let (Some(group), Some(spec), Some(row)) = (column("group_name"), column("spec"), own.rows.first_mut()) else {
        return Ok(false);
    };
    if !matches!(&row[group], Cell::Text(text) if text == from) {
        return Ok(false);
    }
    row[group] = Cell::Text(to.to_owned());
    if let Cell::Text(text) = &mut row[spec] {
        let mut described: serde_json::Value = serde_json::from_str(text).map_err(unreadable)?;
        described["group"] = to.into();
        *text = json(&described)?;
    }
    Ok(true)
}

/// Forgets a task that is set aside, for good.
pub(crate) fn forget(connection: &Connection, id: TaskId) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached("DELETE FROM removed WHERE task = ?1")?.execute([id.0])?)
}

/// The batch of a task, the task and what names it, in the order in which they go back.
fn rows_of(connection: &Connection, id: TaskId) -> Result<Option<Vec<Kept>>, StoreError> {
    let own = kept(connection, "task", "id = ?1", id)?;
    if own.rows.is_empty() {
        return Ok(None);
    }
    let mut all = vec![kept(connection, "batch", "id = (SELECT batch FROM task WHERE id = ?1)", id)?, own];
    for (table, column) in dependents(connection)? {
        all.push(kept(connection, &table, &format!("{column} = ?1"), id)?);
    }
    Ok(Some(all))
}

/// Tables whose rows go with their task, and the column that names it.
fn dependents(connection: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT schema.name, keys.\"from\" FROM sqlite_schema AS schema, pragma_foreign_key_list(schema.name) AS keys
         WHERE schema.type = 'table' AND keys.\"table\" = 'task' ORDER BY schema.name",
    )?;
    let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn kept(connection: &Connection, table: &str, condition: &str, id: TaskId) -> Result<Kept, StoreError> {
    let mut select = connection.prepare_cached(&format!("SELECT * FROM {table} WHERE {condition}"))?;
    let columns: Vec<String> = select.column_names().into_iter().map(str::to_owned).collect();
    let width = columns.len();
    let rows = select.query_map([id.0], |row| (0..width).map(|index| Ok(cell(row.get_ref(index)?))).collect())?;
    let rows: Vec<Vec<Cell>> = rows.collect::<Result<_, _>>()?;
    Ok(Kept { table: table.to_owned(), columns, rows })
}

/// Puts the rows back. A task that was live is not yet: its id and its name may be another one's by now.
fn put_back(connection: &Connection, id: TaskId) -> Result<(), StoreError> {
    let rows: Option<String> = connection
        .prepare_cached("SELECT rows FROM removed WHERE task = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    let kept: Vec<Kept> = serde_json::from_str(&rows.ok_or(StoreError::Unknown)?).map_err(unreadable)?;
    for Kept { table, columns, rows } in kept {
        // A batch that others are still in, and what a trigger wrote with the task, are there already.
        let verb = if table == "task" { "INSERT" } else { "INSERT OR IGNORE" };
        let marks = vec!["?"; columns.len()].join(", ");
        let mut insert =
            connection.prepare(&format!("{verb} INTO {table} ({}) VALUES ({marks})", columns.join(", ")))?;
        for row in rows {
            let cells = columns.iter().zip(row).map(|(column, cell)| {
                if table == "task" && column == "status" { at_rest(value(cell)) } else { value(cell) }
            });
            insert.execute(params_from_iter(cells))?;
        }
    }
    Ok(())
}

/// A status that owns neither an id nor a name.
fn at_rest(status: Value) -> Value {
    const LIVE: [&str; 4] = ["enqueued", "running", "waiting_to_retry", "paused"];
    let is_live = matches!(&status, Value::Text(word) if LIVE.contains(&word.as_str()));
    if is_live { Value::Text("canceled".to_owned()) } else { status }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
    }
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(number) => Value::Integer(number),
        Cell::Real(number) => Value::Real(number),
        Cell::Text(text) => Value::Text(text),
        Cell::Blob(bytes) => Value::Blob(bytes),
    }
}
