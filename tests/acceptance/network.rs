//! Whatever the network does, nothing is lost, nothing is doubled, and the reason has a word.
//!
//! Rows 1 to 18 of the fault matrix. A test that needs a network of its own says so where it cannot have one.

mod broken;
mod lookup;
mod portal;
mod speed;

use anyhow::Result;
use haul_testkit::{Gate, Home, Origin, Output, Point, Recorded, Resource, sha256_hex};
use serde_json::{Value, json};

use crate::world::World;

const SIZE: usize = 1_000_000;
const KEPT: u64 = 300_000;

/// The lines of a `get` that change the status of the task: status, category, remedy.
fn told(output: &Output) -> Result<Vec<[String; 3]>> {
    let lines = output.json_lines()?;
    let statuses = lines.iter().filter(|line| line["event"] == "status");
    let word = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    Ok(statuses.map(|line| ["status", "category", "remedy"].map(|name| word(line, name))).collect())
}

/// As [`told`], without the statuses of ordinary work.
fn troubles(output: &Output) -> Result<Vec<[String; 3]>> {
    let mut told = told(output)?;
    told.retain(|[status, ..]| status != "enqueued" && status != "running");
    Ok(told)
}

/// A file whose first answer waits for the gate after so many bytes.
fn held(content: &[u8], gate: &Gate) -> Resource {
    Resource::new(content).held_at(Point::AfterBytes(KEPT), gate)
}

/// A world whose daemon gives servers a second to be reached and a second of silence.
fn impatient(home: Home) -> Result<World> {
    let world = World::of(home)?;
    for key in ["connect_timeout", "stall_timeout"] {
        world.call("set", json!({ "key": key, "value": "1" }))?;
    }
    Ok(world)
}

fn waits_for(world: &World, id: u64, category: &str) -> Result<Value> {
    world.is_seen(id, &format!("task {id} waits because of {category}"), |task| {
        task["status"] == "waiting_to_retry" && task["category"] == category
    })
}

fn ends_with(world: &World, id: u64, content: &[u8]) -> Result<()> {
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(content));
    assert_eq!(world.home.listing()?, ["file.bin"], "no part file stays");
    Ok(())
}

fn firsts(origin: &Origin) -> Vec<u64> {
    origin.requests().iter().map(Recorded::first_byte).collect()
}
