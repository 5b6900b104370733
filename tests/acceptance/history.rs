//! The log of a task and the totals outlive what happens to its record.

use anyhow::Result;
use haul_testkit::{Origin, bytes};
use serde_json::{Value, json};

use crate::world::World;

const SIZE: usize = 300_000;

/// A download that was paused, went on and is complete.
fn downloaded(world: &World) -> Result<u64> {
    let origin = Origin::serving(bytes(1, SIZE)).start_blocking()?;
    let id = world.add(&[&origin.url(), "--later"])?;
    world.does("pause", id)?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    Ok(id)
}

fn totals(world: &World) -> Result<Value> {
    let statistics = world.call("statistics", json!({}))?;
    Ok(json!([statistics["today"], statistics["all_time"], statistics["since"]]))
}

fn log(world: &World, id: u64) -> Result<Value> {
    Ok(world.show(id)?["log"].take())
}

#[test]
fn a_removal_that_is_taken_back_leaves_the_log_and_the_totals_as_they_were() -> Result<()> {
    let world = World::start()?;
    let id = downloaded(&world)?;
    let (told, counted) = (log(&world, id)?, totals(&world)?);
    let words: Vec<_> = told.as_array().into_iter().flatten().map(|entry| entry["what"].clone()).collect();
    assert!(words.contains(&json!("paused")) && words.ends_with(&[json!("completed")]), "{words:?}");
    assert_eq!(counted[0]["received"], SIZE);
    world.call("remove", json!({ "tasks": { "tasks": [id] }, "file": "keep", "removal": "set_aside" }))?;
    assert_eq!(totals(&world)?, counted);
    assert_eq!(world.call("bring_back", json!({ "tasks": [id] }))?["changed"], json!([id]));
    assert_eq!((log(&world, id)?, totals(&world)?), (told, counted));
    Ok(())
}

#[test]
fn a_damaged_database_that_is_rebuilt_keeps_the_log_and_the_totals() -> Result<()> {
    let mut world = World::start()?;
    let id = downloaded(&world)?;
    let (told, counted) = (log(&world, id)?, totals(&world)?);
    world.daemon.terminate()?;
    world.daemon.wait()?.expecting(0)?;
    let database = world.home.folder().join("haul.db");
    let mut damaged = std::fs::read(&database)?;
    damaged[..4096].fill(0);
    std::fs::write(&database, &damaged)?;
    world.daemon = world.home.daemon()?;
    assert_eq!(std::fs::read(world.home.folder().join("haul.db.damaged-1"))?, damaged);
    assert_eq!((log(&world, id)?, totals(&world)?), (told, counted));
    Ok(())
}
