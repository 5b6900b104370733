//! A computer that goes to sleep loses nothing, and goes on when it wakes up.

use anyhow::Result;
use haul_testkit::{Gate, Origin, Point, PrivateBus, Ranges, Resource, SleepKeeper, bytes, eventually};
use serde_json::json;

use crate::world::{World, home};

const SIZE: usize = 1_000_000;
const KEPT: u64 = 300_000;

fn on_a_laptop() -> Result<(World, SleepKeeper, PrivateBus)> {
    let bus = PrivateBus::start()?;
    let manager = SleepKeeper::logind_on(&bus)?;
    let world = World::of(bus.as_system_bus_of(home()?))?;
    delays(&manager, 1)?;
    Ok((world, manager, bus))
}

/// Waits until sleep is delayed by so many programs: none once all has been put down.
fn delays(manager: &SleepKeeper, number: usize) -> Result<()> {
    eventually(&format!("{number} delays"), || (manager.delays() == number).then_some(()))
}

#[test]
fn m070_f117_what_runs_is_put_down_before_a_sleep_and_goes_on_at_once_after_it() -> Result<()> {
    let (world, manager, _bus) = on_a_laptop()?;
    let (gate, content) = (Gate::closed(), bytes(1, SIZE));
    let held = Resource::new(&content).held_at(Point::AfterBytes(KEPT), &gate).for_the_first(1);
    let origin = Origin::serving(held).at("/late", bytes(1, 10)).start_blocking()?;
    let id = world.add(&[&origin.url(), "-o", "a.bin", "-c", "1"])?;
    world.has_received(id, KEPT)?;
    manager.is_about_to_sleep()?;
    delays(&manager, 0)?;
    let resting = world.show(id)?;
    assert_eq!((&resting["status"], &resting["received"]), (&json!("paused"), &json!(KEPT)));
    let late = world.add(&[&origin.url_of("/late")])?;
    assert_eq!(world.show(late)?["status"], "enqueued", "nothing begins on the way to sleep");
    manager.has_woken()?;
    world.reaches(id, "complete")?;
    world.reaches(late, "complete")?;
    assert_eq!(world.home.file("a.bin")?, content);
    let firsts: Vec<u64> =
        origin.requests().iter().filter(|it| it.path() != "/late").map(|it| it.first_byte()).collect();
    assert!(firsts.len() == 2 && firsts[1] >= KEPT - (64 << 10), "the rest alone is fetched: {firsts:?}");
    delays(&manager, 1)
}

#[test]
fn m070_a_pause_of_the_user_outlasts_a_sleep_and_what_cannot_be_continued_is_not_cut_off() -> Result<()> {
    let (world, manager, _bus) = on_a_laptop()?;
    let gate = Gate::closed();
    let held = |ranges| Resource::new(bytes(1, SIZE)).ranges(ranges).held_at(Point::AfterBytes(KEPT), &gate);
    let origin = Origin::serving(held(Ranges::Ignored)).at("/paused", held(Ranges::Honoured)).start_blocking()?;
    let paused = world.add(&[&origin.url_of("/paused"), "-c", "1"])?;
    let plain = world.add(&[&origin.url(), "-c", "1"])?;
    for id in [paused, plain] {
        world.has_received(id, KEPT)?;
    }
    world.pause(paused)?;
    manager.is_about_to_sleep()?;
    delays(&manager, 0)?;
    manager.has_woken()?;
    gate.open();
    world.reaches(plain, "complete")?;
    assert_eq!(world.show(paused)?["status"], "paused");
    assert_eq!(origin.requests().len(), 2, "nothing was asked for again");
    Ok(())
}
