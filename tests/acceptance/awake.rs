//! The computer stays awake while something is transferred, and not a moment longer than that.

use anyhow::Result;
use haul_testkit::{Gate, Origin, Point, PrivateBus, Resource, SleepKeeper, bytes, eventually};
use serde_json::json;

use crate::world::{World, home};

const SIZE: usize = 100_000;
/// Less than half: what is fetched after a pause is held up as well.
const HELD_AT: u64 = 20_000;

fn held_up(gate: &Gate) -> Resource {
    Resource::new(bytes(1, SIZE)).held_at(Point::AfterBytes(HELD_AT), gate)
}

fn holds(keeper: &SleepKeeper, number: usize) -> Result<()> {
    eventually(&format!("{number} holds on the sleep"), || (keeper.held() == number).then_some(()))
}

#[test]
fn sleep_is_held_off_while_bytes_move_and_let_go_by_a_pause_and_by_the_end() -> Result<()> {
    let (bus, gate) = (PrivateBus::start()?, Gate::closed());
    let keeper = SleepKeeper::logind_on(&bus)?;
    let world = World::of(bus.as_system_bus_of(home()?))?;
    assert_eq!(keeper.asked(), []);
    let origin = Origin::serving(held_up(&gate)).start_blocking()?;
    let task = world.add(&[&origin.url(), "-c", "1"])?;
    holds(&keeper, 1)?;
    assert_eq!(keeper.asked()[0].what, "sleep block");
    assert_eq!(keeper.asked()[0].why, "Files are being transferred");
    world.call("pause", json!({ "tasks": [task] }))?;
    holds(&keeper, 0)?;
    world.call("resume", json!({ "tasks": [task] }))?;
    holds(&keeper, 1)?;
    gate.open();
    world.reaches(task, "complete")?;
    holds(&keeper, 0)
}

#[test]
fn who_may_sleep_while_something_is_transferred_does() -> Result<()> {
    let (bus, gate) = (PrivateBus::start()?, Gate::closed());
    let keeper = SleepKeeper::logind_on(&bus)?;
    let world = World::of(bus.as_system_bus_of(home()?))?;
    let origin = Origin::serving(held_up(&gate)).start_blocking()?;
    world.add(&[&origin.url(), "-c", "1"])?;
    holds(&keeper, 1)?;
    world.call("set", json!({ "key": "stay_awake", "value": "false" }))?;
    holds(&keeper, 0)?;
    world.call("set", json!({ "key": "stay_awake", "value": "true" }))?;
    holds(&keeper, 1)
}

#[test]
fn a_killed_process_holds_nothing() -> Result<()> {
    let (bus, gate) = (PrivateBus::start()?, Gate::closed());
    let keeper = SleepKeeper::logind_on(&bus)?;
    let mut world = World::of(bus.as_system_bus_of(home()?))?;
    let origin = Origin::serving(held_up(&gate)).start_blocking()?;
    world.add(&[&origin.url(), "-c", "1"])?;
    holds(&keeper, 1)?;
    world.daemon.kill9()?;
    holds(&keeper, 0)
}

#[test]
fn where_there_is_no_logind_the_portal_is_asked() -> Result<()> {
    let (bus, gate) = (PrivateBus::start()?, Gate::closed());
    let keeper = SleepKeeper::portal_on(&bus)?;
    let world = World::of(bus.as_session_bus_of(home()?.env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")))?;
    let origin = Origin::serving(held_up(&gate)).start_blocking()?;
    let task = world.add(&[&origin.url(), "-c", "1"])?;
    holds(&keeper, 1)?;
    assert_eq!(keeper.asked()[0].what, "4", "suspending, and nothing else");
    gate.open();
    world.reaches(task, "complete")?;
    holds(&keeper, 0)
}
