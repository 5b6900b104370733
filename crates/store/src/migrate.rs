//! The schema and how an older one becomes the newest.
//!
//! Owns the history of the schema. Rule kept here: before anything of an older database changes, a whole copy of it lies
//! beside it (row 132).

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations, SchemaVersion};

use crate::error::StoreError;
use crate::files::{remove, sync_folder, with_ending};

/// History: never edited, only added to.
fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("migrations/0001.sql")),
        M::up(include_str!("migrations/0002.sql")),
        M::up(include_str!("migrations/0003.sql")),
        M::up(include_str!("migrations/0004.sql")),
        M::up(include_str!("migrations/0005.sql")),
        M::up(include_str!("migrations/0006.sql")),
        M::up(include_str!("migrations/0007.sql")),
        M::up(include_str!("migrations/0008.sql")),
        M::up(include_str!("migrations/0009.sql")),
    ])
}

/// Refuses a database of a newer version (row 131), and finds damage in the words of the schema.
pub(crate) fn check_schema(connection: &Connection) -> Result<(), StoreError> {
    let version = match migrations().current_version(connection)? {
        SchemaVersion::Outside(_) => return Err(StoreError::Newer),
        SchemaVersion::NoneSet => 0,
        SchemaVersion::Inside(version) => version.get(),
    };
    let mut right = Connection::open_in_memory()?;
    migrations().to_version(&mut right, version)?;
    if words(connection)? == words(&right)? {
        Ok(())
    } else {
        Err(StoreError::Damaged(format!("the tables are not those of schema {version}")))
    }
}

/// The name of a table or index, and what it was made with.
type Words = (Vec<u8>, Option<Vec<u8>>);

fn words(connection: &Connection) -> Result<Vec<Words>, StoreError> {
    // Bytes, for damaged words may be no text; the planner may have added tables of its own.
    let mut select = connection.prepare(
        "SELECT CAST(name AS BLOB), CAST(sql AS BLOB) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'
         ORDER BY type, name",
    )?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the schema is the newest.
pub(crate) fn is_latest(connection: &Connection) -> Result<bool, StoreError> {
    Ok(migrations().pending_migrations(connection)? == 0)
}

/// Brings the schema up to date without a copy: for a database that nobody has yet.
pub(crate) fn to_latest(connection: &mut Connection) -> Result<(), StoreError> {
    Ok(migrations().to_latest(connection)?)
}

/// Copies an older database at `path` aside, then brings it up to date.
pub(crate) fn with_copy(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    if migrations().pending_migrations(connection)? > 0 {
        let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let copy = copy_of(path, version);
        write_copy(connection, &copy)?;
        tracing::info!(copy = %copy.display(), "an older database is brought up to date");
    }
    to_latest(connection)
}

fn copy_of(path: &Path, version: u32) -> PathBuf {
    with_ending(path, &format!(".schema-{version}"))
}

/// The copy has its name only when it is whole and on the disk.
fn write_copy(connection: &Connection, copy: &Path) -> Result<(), StoreError> {
    let unfinished = with_ending(copy, ".new");
    remove(&unfinished)?;
    crate::files::create_private(&unfinished)?;
    let text = unfinished.to_str().ok_or_else(|| StoreError::Denied("its path is not UTF-8".into()))?;
    connection.execute("VACUUM INTO ?1", [text])?;
    File::open(&unfinished).and_then(|file| file.sync_all()).map_err(StoreError::of_disk)?;
    std::fs::rename(&unfinished, copy).map_err(StoreError::of_disk)?;
    sync_folder(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_valid() {
        assert_eq!(migrations().validate(), Ok(()));
    }
}
