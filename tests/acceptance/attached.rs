//! Who is not there misses how far everything was, and nothing is kept for them (M052).

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes};
use serde_json::{Value, json};

use crate::world::World;

const SIZE: usize = 3_000_000;
const HALF: u64 = 1_500_000;

/// A client that has begun to hear everything.
fn attach(world: &World) -> Result<BufReader<UnixStream>> {
    let mut stream = UnixStream::connect(world.home.socket())?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    writeln!(stream, "{}", json!({ "watch": "all" }))?;
    let mut stream = BufReader::new(stream);
    assert_eq!(next(&mut stream)?["event"], "watching");
    Ok(stream)
}

fn next(stream: &mut BufReader<UnixStream>) -> Result<Value> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    serde_json::from_str(&line).with_context(|| format!("the line {line:?}"))
}

#[test]
fn m052_a_client_that_comes_late_hears_how_far_it_is_now_once_and_nothing_of_before() -> Result<()> {
    let gate = Gate::closed();
    let film = Resource::new(bytes(1, SIZE)).paced(1_500_000).held_at(Point::AfterBytes(HALF), &gate);
    let origin = Origin::serving(film).start_blocking()?;
    let world = World::start()?;
    let task = world.add(&["-c", "1", &origin.url()])?;
    // A second in which somebody who was there would have heard of it more than once.
    world.has_received(task, HALF)?;

    let mut client = attach(&world)?;
    let first = next(&mut client)?;
    assert_eq!((&first["event"], &first["received"]), (&json!("progress"), &json!(HALF)), "{first}");
    gate.open();
    let mut told = Vec::new();
    loop {
        let update = next(&mut client)?;
        if update["event"] == "status" && update["task"]["status"] == "complete" {
            break;
        }
        told.push(update);
    }
    let before = |update: &Value| update["event"] == "progress" && update["received"].as_u64() <= Some(HALF);
    assert!(!told.iter().any(before), "nothing of before is told later: {told:?}");
    Ok(())
}

#[test]
fn m052_what_a_client_that_went_would_have_heard_is_not_kept_for_the_next() -> Result<()> {
    let gate = Gate::closed();
    let film = Resource::new(bytes(1, SIZE)).paced(1_000_000).held_at(Point::AfterBytes(HALF), &gate);
    let origin = Origin::serving(film).start_blocking()?;
    let world = World::start()?;
    let gone = attach(&world)?;
    drop(gone);
    let task = world.add(&["-c", "1", &origin.url()])?;
    world.has_received(task, HALF)?;
    let mut client = attach(&world)?;
    assert_eq!(next(&mut client)?["received"], HALF, "how far it is now");
    gate.open();
    world.reaches(task, "complete").map(drop)
}
