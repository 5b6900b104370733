//! Who is not there misses how far everything was, and nothing is kept for them (M052).

use anyhow::Result;
use haul_testkit::{Gate, Origin, Point, Resource, bytes};
use serde_json::{Value, json};

use crate::world::World;

const SIZE: usize = 3_000_000;
const HALF: u64 = 1_500_000;

#[test]
fn m052_a_client_that_comes_late_hears_how_far_it_is_now_once_and_nothing_of_before() -> Result<()> {
    let gate = Gate::closed();
    let film = Resource::new(bytes(1, SIZE)).paced(1_500_000).held_at(Point::AfterBytes(HALF), &gate);
    let origin = Origin::serving(film).start_blocking()?;
    let world = World::start()?;
    let task = world.add(&["-c", "1", &origin.url()])?;
    // A second in which somebody who was there would have heard of it more than once.
    world.has_received(task, HALF)?;

    let mut client = world.watch(&json!("all"))?;
    let first = client.next()?;
    assert_eq!((&first["event"], &first["received"]), (&json!("progress"), &json!(HALF)), "{first}");
    gate.open();
    let mut told = Vec::new();
    loop {
        let update = client.next()?;
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
    let gone = world.watch(&json!("all"))?;
    drop(gone);
    let task = world.add(&["-c", "1", &origin.url()])?;
    world.has_received(task, HALF)?;
    let mut client = world.watch(&json!("all"))?;
    assert_eq!(client.next()?["received"], HALF, "how far it is now");
    gate.open();
    world.reaches(task, "complete").map(drop)
}
