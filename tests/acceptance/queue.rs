//! The queue has an order, and groups do not touch each other.

use anyhow::Result;
use haul_testkit::{Gate, Origin, Resource, bytes, eventually};
use serde_json::{Value, json};

use crate::world::World;

/// A world with one slot, and a task in it that waits for the gate.
fn one_slot(gate: &Gate) -> Result<(World, Origin)> {
    let origin =
        Origin::serving(bytes(1, 10)).at("/first", Resource::new(bytes(1, 10)).held_by(gate)).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "max_running", "1"])?.expecting(0)?;
    let first = world.add(&[&origin.url_of("/first")])?;
    world.reaches(first, "running")?;
    Ok((world, origin))
}

fn order(origin: &Origin) -> Vec<String> {
    origin.requests().iter().map(|request| request.path().to_owned()).collect()
}

fn all_complete(world: &World) -> Result<()> {
    eventually("all tasks are complete", || {
        world.list().is_ok_and(|tasks| tasks.iter().all(|task| task["status"] == "complete")).then_some(())
    })
}

#[test]
fn m016_verbs_and_lists_can_be_limited_to_a_group() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 10)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let url = origin.url();
    let (own, other, plain) =
        (world.add(&[&url, "--group", "own"])?, world.add(&[&url, "--group", "other"])?, world.add(&[&url])?);
    let ids = |args: &[&str]| -> Result<Vec<Value>> {
        let lines = world.home.haul(["--json", "list"].iter().chain(args))?.expecting(0)?.json_lines()?;
        Ok(lines.into_iter().map(|line| line["id"].clone()).collect())
    };
    assert_eq!(ids(&["--group", "own"])?, [own]);
    assert_eq!(ids(&["--group", "default"])?, [plain]);
    let paused = world.home.haul(["pause", "--group", "own"])?.expecting(0)?;
    assert_eq!(paused.stdout, format!("{own}\n"), "exactly the tasks that paused are named");
    assert_eq!(ids(&["--status", "running"])?, [other, plain]);
    world.home.haul(["cancel", "--group", "other"])?.expecting(0)?;
    assert_eq!(ids(&["--status", "canceled"])?, [other]);
    world.home.haul(["resume", "--group", "own"])?.expecting(0)?;
    assert_eq!(ids(&["--status", "running"])?, [own, plain]);
    world.home.haul(["pause", "--all", "--group", "own"])?.expecting(2)?;
    Ok(())
}

#[test]
fn m017_with_one_slot_tasks_start_by_priority_and_then_by_age() -> Result<()> {
    let gate = Gate::closed();
    let (world, origin) = one_slot(&gate)?;
    for (path, priority) in [("/e", "10"), ("/c", "5"), ("/a", "0"), ("/b", "1"), ("/d", "5")] {
        world.add(&[&origin.url_of(path), "--priority", priority])?;
    }
    world.home.haul(["add", &origin.url(), "--priority", "11"])?.expecting(2)?;
    gate.open();
    all_complete(&world)?;
    assert_eq!(order(&origin), ["/first", "/a", "/b", "/c", "/d", "/e"]);
    Ok(())
}

#[test]
fn m018_a_changed_priority_changes_the_order_of_the_waiting() -> Result<()> {
    let gate = Gate::closed();
    let (world, origin) = one_slot(&gate)?;
    let (a, b) = (world.add(&[&origin.url_of("/a")])?, world.add(&[&origin.url_of("/b")])?);
    let c = world.add(&[&origin.url_of("/c")])?;
    world.home.haul(["set", &c.to_string(), "--priority", "0"])?.expecting(0)?;
    world.home.haul(["set", &a.to_string(), "--priority", "9"])?.expecting(0)?;
    assert_eq!((&world.show(c)?["priority"], &world.show(b)?["priority"]), (&json!(0), &json!(5)));
    gate.open();
    all_complete(&world)?;
    assert_eq!(order(&origin), ["/first", "/c", "/b", "/a"]);
    Ok(())
}

#[test]
fn m072_a_pause_gives_the_slot_to_the_next() -> Result<()> {
    let gate = Gate::closed();
    let (world, origin) = one_slot(&gate)?;
    let next = world.add(&[&origin.url_of("/next")])?;
    let first = world.list()?[0]["id"].as_u64().unwrap_or_default();
    world.pause(first)?;
    world.reaches(next, "complete")?;
    assert_eq!(world.show(first)?["status"], "paused");
    Ok(())
}

#[test]
fn m121_no_more_tasks_run_at_once_than_are_allowed() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 10)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "max_running", "3"])?.expecting(0)?;
    let download = |index: u32| json!({ "url": origin.url_of(&format!("/{index}")), "name": "?" });
    world.call("add", json!({ "downloads": (0..12).map(download).collect::<Vec<_>>() }))?;
    origin.wait_for_blocking(|requests| requests.len() == 3)?;
    // Two changes that are saved one after the other: slots were given away in between.
    for weight in [1, 2] {
        world.call("set_group", json!({ "group": "nobody", "weight": weight }))?;
    }
    assert_eq!(origin.most_requests_at_once(), 3);
    gate.open();
    all_complete(&world)
}

#[test]
fn a_task_added_while_another_command_waits_is_finished_after_that_command_has_ended() -> Result<()> {
    let (first, second) = (Gate::closed(), Gate::closed());
    let origin = Origin::serving(bytes(1, 10))
        .at("/first", Resource::new(bytes(1, 10)).held_by(&first))
        .at("/second", Resource::new(bytes(2, 20)).held_by(&second))
        .start_blocking()?;
    let home = crate::world::home()?;
    let mut get = home.spawn(["get", "--json", &origin.url_of("/first")])?;
    get.json_where("the first one runs", |line| line["status"] == "running")?;
    home.haul(["add", &origin.url_of("/second")])?.expecting(0)?;
    first.open();
    get.json_where("the first one is complete", |line| line["status"] == "complete")?;
    get.wait()?.expecting(0)?;
    second.open();
    eventually("the second one is complete", || home.file("second").ok().filter(|file| file.len() == 20))?;
    Ok(())
}
