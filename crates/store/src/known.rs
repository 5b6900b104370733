//! What of a list of addresses and names is on record.
//!
//! Owns the two questions that are asked before downloads are added. Refuses whole records: the answers are the texts that
//! were asked for.

use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::task::{LIVE, json};

/// Those of `urls` that a task on record has.
pub(crate) fn urls(connection: &Connection, urls: &[String]) -> Result<Vec<String>, StoreError> {
    // A table of the given texts is made once, and every record is looked up in it.
    let mut statement =
        connection.prepare("SELECT DISTINCT url FROM task WHERE url IN (SELECT value FROM json_each(?1))")?;
    let rows = statement.query_map([json(&urls)?], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Those of `names` that a task which has not ended will have in `folder`.
pub(crate) fn names(connection: &Connection, folder: &str, names: &[String]) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(&format!(
        "SELECT name FROM task WHERE folder = ?1 AND {LIVE} AND name IN (SELECT value FROM json_each(?2))"
    ))?;
    let rows = statement.query_map(params![folder, json(&names)?], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
