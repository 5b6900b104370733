//! The table of groups.
//!
//! Owns its SQL, whole beside the row it fills. Refuses to know which tasks a group has.

use haul_model::group::GroupSpec;
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::removed;
use crate::task::json;

/// Keeps what is said of a group, in place of what was said before.
pub(crate) fn keep(connection: &Connection, name: &str, spec: &GroupSpec) -> Result<usize, StoreError> {
    Ok(connection
        .prepare_cached(
            "INSERT INTO group_spec (name, spec) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET spec = excluded.spec",
        )?
        .execute(params![name, json(spec)?])?)
}

/// Forgets what was said of a group.
pub(crate) fn forget(connection: &Connection, name: &str) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached("DELETE FROM group_spec WHERE name = ?1")?.execute([name])?)
}

/// Gives a group and all its tasks another name, and answers how many rows that were.
pub(crate) fn rename(connection: &Connection, from: &str, to: &str) -> Result<usize, StoreError> {
    let update = "UPDATE task SET group_name = ?2, spec = json_set(spec, '$.group', ?2) WHERE group_name = ?1";
    let tasks = connection.prepare_cached(update)?.execute([from, to])?;
    let said = connection.prepare_cached("UPDATE group_spec SET name = ?2 WHERE name = ?1")?.execute([from, to])?;
    Ok(tasks + said + removed::rename_group(connection, from, to)?)
}

/// All groups of which something is said, by name. One that cannot be read is as if nothing were.
pub(crate) fn all(connection: &Connection) -> Result<Vec<(String, GroupSpec)>, StoreError> {
    let mut select = connection.prepare_cached("SELECT name, spec FROM group_spec ORDER BY name")?;
    let rows = select.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut groups = Vec::new();
    for row in rows {
        let (name, spec) = row?;
        match serde_json::from_str(&spec) {
            Ok(spec) => groups.push((name, spec)),
            Err(error) => tracing::error!(%error, group = name, "what was said of a group cannot be read"),
        }
    }
    Ok(groups)
}
