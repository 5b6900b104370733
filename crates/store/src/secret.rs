//! The table of keys of secrets that belong to no task.
//!
//! Owns its SQL. Refuses secrets themselves. Rules kept here: a key is in here before its secret is kept anywhere, and until
//! it is kept nowhere; whoever writes a new task takes its key out, in the same commit; a forgotten one leaves its key behind
//! by a trigger.

use rusqlite::Connection;

use crate::error::StoreError;

/// Notes keys whose secrets belong to no task yet.
pub(crate) fn loosen(connection: &Connection, keys: &[String]) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("INSERT OR IGNORE INTO loose_secret (key) VALUES (?1)")?;
    keys.iter().try_for_each(|key| statement.execute([key]).map(|_| ()).map_err(StoreError::from))
}

/// Takes out the key of a new task: its secrets are its own from now on.
pub(crate) fn tie(connection: &Connection, key: &str) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM loose_secret WHERE key = ?1")?.execute([key])?;
    Ok(())
}

/// Keys whose secrets belong to no task.
pub(crate) fn loose(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT key FROM loose_secret")?;
    let keys = statement.query_map([], |row| row.get(0))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// Forgets keys whose secrets are kept nowhere any more.
pub(crate) fn settle(connection: &Connection, keys: &[String]) -> Result<(), StoreError> {
    keys.iter().try_for_each(|key| tie(connection, key))
}
