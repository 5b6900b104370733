//! A limit on tasks is about servers and links: a small file that is all there and only waits for the disk takes no slot.

use anyhow::Result;
use haul_testkit::{Gate, Origin, Resource, bytes};
use serde_json::{Value, json};

use crate::world::{World, home};

const FILES: usize = 40;

/// Gets small files with one slot, and gives how many of them began before the one ahead had ended.
fn overlapping(options: &[&str]) -> Result<usize> {
    let origin = Origin::serving(bytes(1, 100)).start_blocking()?;
    let home = home()?;
    home.haul(["settings", "set", "max_running", "1"])?.expecting(0)?;
    let urls: Vec<String> = (0..FILES).map(|index| origin.url_of(&format!("/{index}"))).collect();
    let line = ["get", "--json"].iter().chain(options).copied().chain(urls.iter().map(String::as_str));
    let told = home.haul(line)?.expecting(0)?.json_lines()?;
    let is = |line: &Value, status: &str| line["event"] == "status" && line["status"] == status;
    let (mut running, mut overlapping) = (0_usize, 0);
    for line in &told {
        if is(line, "running") {
            overlapping += usize::from(running > 0);
            running += 1;
        } else if is(line, "complete") {
            running -= 1;
        }
    }
    assert_eq!(told.iter().filter(|line| is(line, "complete")).count(), FILES);
    Ok(overlapping)
}

#[test]
fn m121_the_next_task_begins_while_a_small_file_waits_for_the_disk() -> Result<()> {
    assert!(overlapping(&[])? > 0, "each one waited for the one ahead to end");
    Ok(())
}

#[test]
fn m091_m121_a_task_with_a_command_keeps_its_slot_to_its_end() -> Result<()> {
    assert_eq!(overlapping(&["--post-command", "true"])?, 0);
    Ok(())
}

#[test]
fn m121_a_task_that_asks_a_server_takes_its_slot_after_many_small_files() -> Result<()> {
    let gate = Gate::closed();
    let small = Origin::serving(bytes(1, 100)).start_blocking()?;
    let slow = Origin::serving(Resource::new(bytes(1, 100)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "max_running", "2"])?.expecting(0)?;
    for index in 0..FILES {
        world.add(&[&small.url_of(&format!("/small-{index}"))])?;
    }
    let slow_ones: Vec<u64> =
        (0..5).map(|index| world.add(&[&slow.url_of(&format!("/slow-{index}"))])).collect::<Result<_>>()?;
    slow.wait_for_blocking(|requests| requests.len() == 2)?;
    for id in 1..slow_ones[0] {
        world.reaches(id, "complete")?;
    }
    assert_eq!(slow.requests().len(), 2, "no third one asks while two are answered");
    gate.open();
    for id in slow_ones {
        world.reaches(id, "complete")?;
    }
    assert_eq!(slow.most_requests_at_once(), 2);
    Ok(())
}

#[test]
fn m029_who_waits_for_ends_alone_hears_nothing_else() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 100)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let ids = [world.add(&[&origin.url_of("/a")])?, world.add(&[&origin.url_of("/b")])?];
    let mut ends = world.watch(&json!({ "ends": { "tasks": [ids[0], ids[1]], "since": 0 } }))?;
    world.home.haul(["cancel", &ids[0].to_string()])?.expecting(0)?;
    let canceled = ends.next()?;
    gate.open();
    let complete = ends.next()?;
    let said = |update: &Value| (update["task"]["id"].clone(), update["task"]["status"].clone());
    assert_eq!(said(&canceled), (json!(ids[0]), json!("canceled")));
    assert_eq!(said(&complete), (json!(ids[1]), json!("complete")));
    assert_eq!(complete["response"], Value::Null, "what the server said is asked for by who wants it");
    Ok(())
}
