//! A damaged, large or newer database.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes};
use serde_json::json;

use super::tool::sql;
use crate::world::{World, home};

#[test]
fn m175_a_damaged_list_is_rebuilt_and_its_downloads_go_on_where_they_were() -> Result<()> {
    let content = bytes(175, 500_000);
    let gate = Gate::closed();
    let file = Resource::new(&content).held_at(Point::AfterBytes(300_000), &gate).for_the_first(1);
    let origin = Origin::serving(file).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, 300_000)?;
    world.pause(id)?;
    world.daemon.terminate()?;
    world.daemon.wait()?.expecting(0)?;
    let database = world.home.folder().join("haul.db");
    let mut damaged = std::fs::read(&database)?;
    damaged[..4096].fill(0);
    std::fs::write(&database, &damaged)?;
    world.daemon = world.home.daemon()?;
    let notes = world.notes()?;
    assert!(notes.contains("damaged") && notes.contains("1 of its downloads were saved"), "{notes}");
    let told = world.home.haul(["list"])?.expecting(0)?.stderr;
    assert!(told.contains("damaged"), "{told}");
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    assert_eq!(origin.requests()[1].first_byte(), 300_000, "what was proven is not fetched again");
    assert_eq!(std::fs::read(world.home.folder().join("haul.db.damaged-1"))?, damaged);
    Ok(())
}

#[test]
fn m175_part_files_of_a_list_that_is_wholly_lost_are_named() -> Result<()> {
    let home = home()?;
    std::fs::write(home.folder().join("haul.db"), "")?;
    std::fs::write(home.downloads().join("film.mkv.haulpart"), "half of it")?;
    let world = World::of(home)?;
    let notes = world.notes()?;
    assert!(notes.contains("film.mkv.haulpart") && notes.contains("0 of its downloads"), "{notes}");
    assert_eq!(world.home.file("film.mkv.haulpart")?, b"half of it");
    Ok(())
}

#[test]
fn one_record_that_makes_no_sense_does_not_hide_the_others() -> Result<()> {
    let mut world = World::start()?;
    for name in ["/a", "/b", "/c"] {
        world.add(&["--later", &format!("http://127.0.0.1:9{name}")])?;
    }
    world.daemon.kill9()?;
    sql(&world.home.folder().join("haul.db"), "UPDATE task SET state = '{' WHERE id = 2")?;
    world.daemon = world.home.daemon()?;
    let ids: Vec<_> = world.list()?.iter().map(|task| task["id"].clone()).collect();
    assert_eq!(ids, [1, 3]);
    assert!(world.notes()?.contains("1 of the downloads cannot be read"), "{}", world.notes()?);
    Ok(())
}

#[test]
fn f134_a_window_of_a_hundred_thousand_finished_tasks_is_a_window() -> Result<()> {
    let origin = Origin::serving(bytes(134, 10)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "complete")?;
    world.daemon.kill9()?;
    let database = world.home.folder().join("haul.db");
    let columns = sql(
        &database,
        "SELECT group_concat(name, ', ') FROM pragma_table_info('task') WHERE name NOT IN ('id', 'own_id')",
    )?;
    sql(
        &database,
        &format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
             INSERT INTO task ({columns}) SELECT {columns} FROM task, n"
        ),
    )?;
    world.daemon = world.home.daemon()?;
    let page = world.call("list", json!({ "sort": "ascending", "offset": 50_000, "count": 100 }))?;
    let rows = page["rows"].as_array().context("a page without rows")?;
    assert_eq!((rows.len(), &page["matching"], &rows[0]["id"]), (100, &json!(100_000), &json!(50_001)));
    assert_eq!(page["counts"]["finished"], 100_000);
    Ok(())
}

#[test]
fn f131_a_newer_database_ends_a_start_with_a_sentence() -> Result<()> {
    let home = home()?;
    home.haul(["list"])?.expecting(0)?;
    let database = home.folder().join("haul.db");
    sql(&database, "PRAGMA user_version = 9999")?;
    let before = std::fs::read(&database)?;
    let output = home.haul(["daemon"])?.expecting(1)?;
    assert!(output.stderr.contains("newer version of Haul"), "{}", output.stderr);
    assert_eq!(std::fs::read(&database)?, before);
    Ok(())
}
