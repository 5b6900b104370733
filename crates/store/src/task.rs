//! The table of tasks.
//!
//! Owns its SQL, whole beside the row it fills. Rule kept here: a live task's own id and final path belong to it alone.

use std::path::{Path, PathBuf};

use haul_model::link::Permission;
use haul_model::naming::FileName;
use haul_model::status::{Intent, State, TaskStatus, WaitingFor};
use haul_model::task::{Conflict, Task, TaskId};
use haul_model::time::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::batch;
use crate::error::StoreError;
use crate::query::{CountRow, Found, Order, OrderBy, Query, Spread};
use crate::record::Record;

const COLUMNS: &str = "id, spec, intent, state, folder, name, part, old_part, placing, received, remote, reply, digest, \
                       retries_left, finished, part_inode, secrets, first_byte, delivery, batch, \
                       (SELECT atomic FROM batch WHERE batch.id = task.batch), post_run";

/// What holds for tasks that have not ended.
pub(crate) const LIVE: &str = "status NOT IN ('complete', 'not_found', 'failed', 'canceled')";

/// The text of the state that nearly all live tasks are in.
pub(crate) const QUEUED: &str = r#"{"status":"enqueued","waiting_for":"slot"}"#;

/// Gives a live task another final name.
pub(crate) fn reserve(
    connection: &Connection,
    id: TaskId,
    wanted: FileName,
    taken: fn(&Path) -> bool,
) -> Result<FileName, StoreError> {
    let record = load(connection, id)?;
    if record.state.status.is_final() {
        refuse_duplicate(connection, &record.task)?;
    }
    let Some(download) = record.task.work.as_download() else { return Ok(wanted) };
    let name = free_name(connection, Some(id), &record.folder, wanted, download.conflict, taken)?;
    connection.prepare_cached("UPDATE task SET name = ?2 WHERE id = ?1")?.execute(params![id.0, name.as_str()])?;
    Ok(name)
}

/// One record.
pub(crate) fn load(connection: &Connection, id: TaskId) -> Result<Record, StoreError> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM task WHERE id = ?1"))?
        .query_row([id.0], |row| Ok(read(row)))
        .optional()?
        .ok_or(StoreError::Unknown)?
}

/// The names of all columns.
pub(crate) fn columns(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut columns = Vec::new();
    connection.pragma(None, "table_info", "task", |row| {
        columns.push(row.get("name")?);
        Ok(())
    })?;
    Ok(columns)
}

/// The live, else newest, task of this id.
pub(crate) fn by_own_id(connection: &Connection, own_id: &str) -> Result<Option<TaskId>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("SELECT id FROM task WHERE own_id = ?1 ORDER BY {LIVE} DESC, id DESC LIMIT 1"))?
        .query_row([own_id], |row| row.get(0).map(TaskId))
        .optional()?)
}

/// A window of the records.
pub(crate) fn find(connection: &Connection, query: &Query) -> Result<Found, StoreError> {
    let (condition, mut values) = condition(query);
    let matching = match query.matching {
        Some(known) => known,
        None => {
            let count = format!("SELECT COUNT(*) FROM task WHERE {condition}");
            connection.prepare_cached(&count)?.query_row(params_from_iter(&values), |row| row.get(0))?
        }
    };
    values.push(Value::from(query.count.and_then(|count| i64::try_from(count).ok()).unwrap_or(-1)));
    values.push(Value::from(i64::try_from(query.offset).unwrap_or(i64::MAX)));
    let select = format!(
        "SELECT {COLUMNS} FROM task WHERE {condition} ORDER BY {} LIMIT ? OFFSET ?",
        order_of(query.by, query.order)
    );
    let mut statement = connection.prepare_cached(&select)?;
    let rows = statement.query_map(params_from_iter(&values), |row| Ok(read(row)))?;
    let mut records = Vec::new();
    for row in rows {
        match row? {
            Ok(record) => records.push(record),
            // One record that was damaged does not hide all others.
            Err(error) => tracing::error!(%error, "a record cannot be read"),
        }
    }
    Ok(Found { matching, records })
}

/// Whether any task but this one matches, whatever the window.
pub(crate) fn any(connection: &Connection, query: &Query, except: Option<TaskId>) -> Result<bool, StoreError> {
    let (condition, mut values) = condition(query);
    values.push(except.map_or(Value::Null, |id| Value::from(id.0.cast_signed())));
    let select = format!("SELECT 1 FROM task WHERE {condition} AND id IS NOT ? LIMIT 1");
    Ok(connection.prepare_cached(&select)?.exists(params_from_iter(&values))?)
}

/// The numbers of all tasks that match, oldest first, whatever the window.
pub(crate) fn ids(connection: &Connection, query: &Query) -> Result<Vec<TaskId>, StoreError> {
    let (condition, values) = condition(query);
    let mut statement = connection.prepare_cached(&format!("SELECT id FROM task WHERE {condition} ORDER BY id"))?;
    let rows = statement.query_map(params_from_iter(&values), |row| row.get(0).map(TaskId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many tasks each group has of each status.
pub(crate) fn counts(connection: &Connection) -> Result<Vec<CountRow>, StoreError> {
    let mut statement =
        connection.prepare("SELECT group_name, status, COUNT(*) FROM task GROUP BY group_name, status")?;
    let rows =
        statement.query_map([], |row| Ok(CountRow { group: row.get(0)?, status: row.get(1)?, tasks: row.get(2)? }))?;
    let is_readable = |row: &rusqlite::Result<CountRow>| match row {
        Err(error) if error.sqlite_error_code().is_none() => {
            tracing::error!(%error, "the group of a record cannot be read");
            false
        }
        Ok(_) | Err(_) => true,
    };
    Ok(rows.filter(is_readable).collect::<Result<_, _>>()?)
}

/// What holds for the tasks that a query is about, and the values in it.
pub(crate) fn condition(query: &Query) -> (String, Vec<Value>) {
    let mut parts = vec!["1".to_owned()];
    // A plus keeps the planner from the index of a column.
    let passed_over = match query.spread {
        Spread::Few => "",
        Spread::Many => "+",
    };
    let mut values = Vec::new();
    if !query.statuses.is_empty() {
        parts.push(format!("status IN ({})", vec!["?"; query.statuses.len()].join(", ")));
        values.extend(query.statuses.iter().map(|status| Value::from((*status).to_owned())));
    }
    if let Some(group) = &query.group {
        parts.push(format!("{passed_over}group_name = ?"));
        values.push(Value::from(group.clone()));
    }
    if let Some(ids) = &query.ids {
        parts.push("id IN (SELECT value FROM json_each(?))".to_owned());
        let numbers: Vec<String> = ids.iter().map(ToString::to_string).collect();
        values.push(Value::from(format!("[{}]", numbers.join(","))));
    }
    if let Some(before) = query.before {
        parts.push("created < ?".to_owned());
        values.push(Value::from(before.0));
    }
    if let Some(after) = query.after {
        parts.push(if query.order == Order::Ascending { "id > ?" } else { "id < ?" }.to_owned());
        values.push(Value::from(after.0.cast_signed()));
    }
    if let Some(batch) = query.batch {
        parts.push(format!("{passed_over}batch = ?"));
        values.push(Value::from(i64::try_from(batch.0).unwrap_or(i64::MAX)));
    }
    if let Some(since) = query.batches_from {
        parts.push("batch >= ?".to_owned());
        values.push(Value::from(since.0.cast_signed()));
    }
    if let Some(since) = query.batches_before {
        parts.push("ifnull(batch, 0) < ?".to_owned());
        values.push(Value::from(since.0.cast_signed()));
    }
    if let Some(search) = &query.search {
        parts.push("(name LIKE ? ESCAPE '\\' OR url LIKE ? ESCAPE '\\')".to_owned());
        let escaped = search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let pattern = format!("%{escaped}%");
        values.extend([Value::from(pattern.clone()), Value::from(pattern)]);
    }
    (parts.join(" AND "), values)
}

const fn order_of(by: OrderBy, order: Order) -> &'static str {
    match (by, order) {
        (OrderBy::Added, Order::Descending) => "id DESC",
        (OrderBy::Added, Order::Ascending) => "id",
        (OrderBy::Name, Order::Descending) => "name COLLATE NOCASE DESC, id DESC",
        (OrderBy::Name, Order::Ascending) => "name COLLATE NOCASE, id",
        (OrderBy::Size, Order::Descending) => "total DESC, id DESC",
        (OrderBy::Size, Order::Ascending) => "total, id",
        (OrderBy::Status, Order::Descending) => "status DESC, id DESC",
        (OrderBy::Status, Order::Ascending) => "status, id",
        (OrderBy::Host, Order::Descending) => "host DESC, id DESC",
        (OrderBy::Host, Order::Ascending) => "host, id",
        (OrderBy::Group, Order::Descending) => "group_name DESC, status DESC, id DESC",
        (OrderBy::Group, Order::Ascending) => "group_name, status, id",
        (OrderBy::Priority, Order::Descending) => "priority DESC, id DESC",
        (OrderBy::Priority, Order::Ascending) => "priority, id",
        (OrderBy::Finished, Order::Descending) => "finished DESC, id DESC",
        (OrderBy::Finished, Order::Ascending) => "finished, id",
        // The place that follows from a number is that of `haul_model::queue::rank_of`.
        (OrderBy::Queue, Order::Ascending) => {
            "CASE status WHEN 'running' THEN 0 WHEN 'enqueued' THEN 1 WHEN 'waiting_to_retry' THEN 2
                         WHEN 'paused' THEN 3 ELSE 4 END, priority, coalesce(rank, id << 20), id"
        }
        (OrderBy::Queue, Order::Descending) => {
            "CASE status WHEN 'running' THEN 0 WHEN 'enqueued' THEN 1 WHEN 'waiting_to_retry' THEN 2
                         WHEN 'paused' THEN 3 ELSE 4 END DESC, priority DESC, coalesce(rank, id << 20) DESC, id DESC"
        }
    }
}

fn free_name(
    connection: &Connection,
    own: Option<TaskId>,
    folder: &Path,
    wanted: FileName,
    conflict: Conflict,
    taken: fn(&Path) -> bool,
) -> Result<FileName, StoreError> {
    let mut reserved = connection.prepare_cached(&format!(
        "SELECT 1 FROM task WHERE folder = ?1 AND name = ?2 AND id IS NOT ?3 AND kind = 'download' AND {LIVE}"
    ))?;
    let folder_text = text_of(folder)?;
    let mut name = wanted;
    loop {
        let is_reserved = reserved.exists(params![folder_text, name.as_str(), own.map(|id| id.0)])?;
        match conflict {
            Conflict::Rename if is_reserved || taken(&folder.join(name.as_str())) => name = name.next_numbered(),
            Conflict::Overwrite | Conflict::Skip | Conflict::Fail if is_reserved => {
                return Err(StoreError::Reserved(folder.join(name.as_str())));
            }
            Conflict::Rename | Conflict::Overwrite | Conflict::Skip | Conflict::Fail => return Ok(name),
        }
    }
}

/// Refuses a task whose own id a live one has.
pub(crate) fn refuse_duplicate(connection: &Connection, task: &Task) -> Result<(), StoreError> {
    match &task.own_id {
        Some(own_id) if is_live(connection, own_id)? => Err(StoreError::DuplicateId(own_id.clone())),
        Some(_) | None => Ok(()),
    }
}

fn is_live(connection: &Connection, own_id: &str) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached(&format!("SELECT 1 FROM task WHERE own_id = ?1 AND {LIVE}"))?.exists([own_id])?)
}

fn read(row: &Row<'_>) -> Result<Record, StoreError> {
    // What is only looked at is not copied.
    let text = |index| row.get_ref(index)?.as_str().map_err(rusqlite::Error::from);
    let text_or_null = |index| row.get_ref(index)?.as_str_or_null().map_err(rusqlite::Error::from);
    Ok(Record {
        id: TaskId(row.get(0)?),
        task: Task::from_json(text(1)?).map_err(unreadable)?,
        state: state(text(2)?, text(3)?)?,
        folder: PathBuf::from(text(4)?),
        name: FileName::typed_by_user(text(5)?).map_err(unreadable)?,
        part: row.get(6)?,
        old_part: row.get(7)?,
        placing: row.get(8)?,
        received: row.get(9)?,
        remote: from_json(text_or_null(10)?)?,
        reply: from_json(text_or_null(11)?)?,
        answer: None,
        digest: row.get::<_, Option<String>>(12)?.map(|text| text.parse().map_err(unreadable)).transpose()?,
        retries_left: row.get(13)?,
        finished: row.get::<_, Option<i64>>(14)?.map(Timestamp),
        part_inode: row.get::<_, Option<i64>>(15)?.map(i64::cast_unsigned),
        secrets: row.get(16)?,
        first_byte: row.get::<_, Option<i64>>(17)?.map(Timestamp),
        delivery: from_json(text_or_null(18)?)?,
        batch: batch::membership(row.get(19)?, row.get(20)?),
        post_run: from_json(text_or_null(21)?)?,
    })
}

/// Wanted and actual, from their columns.
pub(crate) fn state(intent: &str, status: &str) -> Result<State, StoreError> {
    let status = match status {
        // A million of them wait at a start.
        QUEUED => TaskStatus::Enqueued { waiting_for: WaitingFor::Slot },
        other => serde_json::from_str(other).map_err(unreadable)?,
    };
    let intent = if intent == intent_word(Intent::Run) { Intent::Run } else { Intent::Hold };
    Ok(State { intent, status })
}

/// The word of what a task says about metered links; none when it says nothing.
pub(crate) const fn permission_word(permission: Permission) -> Option<&'static str> {
    match permission {
        Permission::AsSet => None,
        Permission::Allowed => Some("allowed"),
        Permission::Refused => Some("refused"),
    }
}

pub(crate) fn permission(word: Option<&str>) -> Permission {
    [Permission::Allowed, Permission::Refused]
        .into_iter()
        .find(|permission| permission_word(*permission) == word)
        .unwrap_or_default()
}

pub(crate) const fn intent_word(intent: Intent) -> &'static str {
    match intent {
        Intent::Run => "run",
        Intent::Hold => "hold",
    }
}

pub(crate) fn text_of(path: &Path) -> Result<&str, StoreError> {
    path.to_str().ok_or_else(|| StoreError::Unreadable(format!("{} is not UTF-8", path.display())))
}

pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(unreadable)
}

fn from_json<T: DeserializeOwned>(text: Option<&str>) -> Result<Option<T>, StoreError> {
    text.map(|text| serde_json::from_str(text).map_err(unreadable)).transpose()
}

pub(crate) fn unreadable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable(error.to_string())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{COLUMNS, order_of};
    use crate::error::StoreError;
    use crate::migrate::to_latest;
    use crate::query::{Order, OrderBy};

    /// How SQLite would answer a window of the list.
    fn plan(connection: &Connection, by: OrderBy, order: Order) -> Result<String, StoreError> {
        let select =
            format!("EXPLAIN QUERY PLAN SELECT {COLUMNS} FROM task WHERE 1 ORDER BY {} LIMIT 40", order_of(by, order));
        let mut statement = connection.prepare(&select)?;
        let steps = statement.query_map([], |row| row.get::<_, String>("detail"))?;
        Ok(steps.collect::<Result<Vec<_>, _>>()?.join("; "))
    }

    #[test]
    fn a_window_of_the_list_is_read_in_order_and_not_sorted() -> Result<(), StoreError> {
        let mut connection = Connection::open_in_memory()?;
        to_latest(&mut connection)?;
        let orders = [
            OrderBy::Added,
            OrderBy::Name,
            OrderBy::Size,
            OrderBy::Status,
            OrderBy::Host,
            OrderBy::Group,
            OrderBy::Priority,
            OrderBy::Finished,
        ];
        for by in orders {
            for order in [Order::Ascending, Order::Descending] {
                let plan = plan(&connection, by, order)?;
                assert!(!plan.contains("TEMP B-TREE"), "{by:?} {order:?}: {plan}");
            }
        }
        Ok(())
    }
}
