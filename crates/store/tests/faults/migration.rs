//! Older schemas (row 132, M176).

use anyhow::Result;
use haul_model::segments::Segment;
use haul_model::task::TaskId;
use haul_store::Store;
use rusqlite::Connection;

use crate::place::{Place, all};

/// A database of the first schema with what the newest one knows of its tasks.
async fn first_schema() -> Result<Place> {
    let newest = Place::with_tasks(5).await?;
    let first = Place::new()?;
    let old = Connection::open(&first.path)?;
    old.execute_batch(include_str!("../../src/migrations/0001.sql"))?;
    old.pragma_update(None, "user_version", 1)?;
    old.execute("ATTACH ?1 AS newest", [newest.path.to_string_lossy()])?;
    for table in ["task", "segment"] {
        let mut columns = Vec::new();
        old.pragma(Some("main"), "table_info", table, |row| {
            columns.push(row.get::<_, String>("name")?);
            Ok(())
        })?;
        let columns = columns.join(", ");
        old.execute(&format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newest.{table}"), [])?;
    }
    Ok(first)
}

#[tokio::test]
async fn m176_an_older_database_is_brought_up_to_date_without_a_loss() -> Result<()> {
    let place = first_schema().await?;
    let store = Store::open(&place.path)?.store;
    assert_eq!(all(&store).await?.len(), 5);
    let (_, segments) = store.load(TaskId(3)).await?;
    assert_eq!(segments, [Segment { start: 0, end: Some(5_000), done: 1_003 }], "what was proven stays proven");
    Ok(())
}

#[tokio::test]
async fn f132_a_copy_of_the_older_database_lies_beside_the_newer_one() -> Result<()> {
    let place = first_schema().await?;
    drop(Store::open(&place.path)?);
    let copy = Connection::open(place.beside(".schema-1"))?;
    let version: u32 = copy.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tasks: u32 = copy.query_row("SELECT COUNT(*) FROM task", [], |row| row.get(0))?;
    assert_eq!((version, tasks, place.names()?), (1, 5, vec!["haul.db".to_owned(), "haul.db.schema-1".to_owned()]));
    Ok(())
}

#[tokio::test]
async fn f132_what_a_kill_left_of_a_copy_is_made_anew() -> Result<()> {
    let place = first_schema().await?;
    std::fs::write(place.beside(".schema-1.new"), "half a copy")?;
    assert_eq!(all(&Store::open(&place.path)?.store).await?.len(), 5);
    assert_eq!(place.names()?, ["haul.db", "haul.db.schema-1"]);
    Ok(())
}

#[tokio::test]
async fn a_new_database_has_no_copy() -> Result<()> {
    let place = Place::with_tasks(1).await?;
    assert_eq!(place.names()?, ["haul.db"]);
    Ok(())
}

#[tokio::test]
async fn m175_a_damaged_database_of_an_older_schema_is_saved_too() -> Result<()> {
    let place = first_schema().await?;
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'task_status'";
    let page: usize = Connection::open(&place.path)?.query_row(root, [], |row| row.get(0))?;
    let mut bytes = std::fs::read(&place.path)?;
    bytes[(page - 1) * 4096..page * 4096].fill(0xa5);
    std::fs::write(&place.path, &bytes)?;
    let opened = Store::open(&place.path)?;
    assert_eq!((opened.damage.is_some(), all(&opened.store).await?.len()), (true, 5));
    Ok(())
}
