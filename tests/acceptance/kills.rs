//! Ends, stops and clocks from outside: what runs is saved, goes on, and nothing of one task's end reaches another.

use std::os::unix::net::UnixStream;

use anyhow::{Result, ensure};
use haul_testkit::{Gate, MemoryLimit, Need, Origin, Point, Resource, Running, bytes, eventually, needs};
use serde_json::Value;

use crate::world::{World, home};

const SIZE: usize = 3_000_000;
const HELD: u64 = 1_000_000;

#[test]
fn f116_a_session_that_ends_saves_the_last_byte() -> Result<()> {
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let held = Resource::new(&content).held_at(Point::AfterBytes(HELD), &gate).for_the_first(1);
    let origin = Origin::serving(held).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, HELD)?;
    world.daemon.interrupt()?;
    world.daemon.wait()?.expecting(0)?;
    world.daemon = world.home.daemon()?;
    world.reaches(id, "complete")?;
    assert_eq!(origin.requests()[1].first_byte(), HELD);
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f117_connections_that_died_while_the_machine_slept_are_replaced() -> Result<()> {
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let held = Resource::new(&content).held_at(Point::AfterBytes(HELD), &gate).for_the_first(1);
    let origin = Origin::serving(held).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, HELD)?;
    world.daemon.suspend()?;
    origin.reset_connections();
    eventually("the connections are gone", || (origin.live_connections() == 0).then_some(()))?;
    world.daemon.go_on()?;
    world.reaches(id, "complete")?;
    assert_eq!(origin.requests()[1].first_byte(), HELD, "nothing is fetched twice");
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f117_a_healthy_transfer_goes_on_where_it_was_stopped() -> Result<()> {
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let held = Resource::new(&content).held_at(Point::AfterBytes(HELD), &gate);
    let origin = Origin::serving(held).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, HELD)?;
    world.daemon.suspend()?;
    gate.open();
    world.daemon.go_on()?;
    world.reaches(id, "complete")?;
    assert_eq!(origin.requests().len(), 1);
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

/// Sixteen tasks of eight lanes.
fn sixteen(world: &World, origin: &Origin) -> Result<Vec<u64>> {
    (0..16).map(|number| world.add(&[&origin.url_of(&format!("/{number}.bin")), "-c", "8"])).collect()
}

#[test]
fn f118_sixteen_tasks_of_eight_lanes_stay_under_their_bound() -> Result<()> {
    if !needs(Need::MemoryLimit) {
        return Ok(());
    }
    let content = bytes(1, 10_000_000);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "max_running", "16"])?.expecting(0)?;
    world.home.haul(["settings", "set", "max_running_per_host", "16"])?.expecting(0)?;
    let limit = MemoryLimit::of(100 << 20)?;
    limit.holds(world.daemon.pid())?;
    for id in sixteen(&world, &origin)? {
        world.reaches(id, "complete")?;
    }
    for number in 0..16 {
        assert!(world.home.file(format!("{number}.bin"))? == content, "{number}");
    }
    Ok(())
}

#[test]
fn f118_a_daemon_that_the_system_kills_for_memory_loses_nothing() -> Result<()> {
    if !needs(Need::MemoryLimit) {
        return Ok(());
    }
    let content = bytes(1, 10_000_000);
    let origin = Origin::serving(Resource::new(&content).paced(5_000_000)).start_blocking()?;
    let mut world = World::start()?;
    let ids = sixteen(&world, &origin)?;
    // Less than the program itself needs: the kernel ends it at the next page.
    let limit = MemoryLimit::of(1 << 20)?;
    limit.holds(world.daemon.pid())?;
    eventually("the system has killed it", || world.daemon.has_ended().ok().filter(|ended| *ended))?;
    world.daemon = world.home.daemon()?;
    let kept: Vec<u64> = world.list()?.iter().filter_map(|task| task["id"].as_u64()).collect();
    assert_eq!(kept, ids);
    for id in ids {
        world.reaches(id, "complete")?;
    }
    for number in 0..16 {
        assert!(world.home.file(format!("{number}.bin"))? == content, "{number}");
    }
    Ok(())
}

#[test]
fn f119_a_panic_in_one_task_fails_that_task_alone() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    let home = home()?;
    let daemon = home.daemon_under(&["env", "HAUL_PANIC_IN=create"])?;
    let world = World { home, daemon };
    let id = world.add(&[&origin.url_of("/first.bin"), "--retries", "0"])?;
    let task = world.reaches(id, "failed")?;
    assert_eq!(task["category"], "local.internal", "{task}");
    let other = world.add(&[&origin.url_of("/second.bin")])?;
    world.reaches(other, "complete")?;
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.listing()?, ["first.bin", "second.bin"]);
    assert!(world.home.file("first.bin")? == content);
    Ok(())
}

#[test]
fn f122_a_machine_that_has_run_for_years_counts_its_timers_right() -> Result<()> {
    if !needs(Need::ClockOfItsOwn) {
        return Ok(());
    }
    let content = bytes(1, SIZE);
    let origin = Origin::serving(Resource::new(&content).dropping_after(HELD).for_the_first(1)).start_blocking()?;
    let home = home()?;
    let ten_years = (10 * 365 * 86_400).to_string();
    // The first process of the namespace has the clocks that were set for it.
    let clocks = ["unshare", "-T", "--monotonic", &ten_years, "--boottime", &ten_years];
    let daemon = home.daemon_under(&clocks)?;
    let world = World { home, daemon };
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.reaches(id, "complete")?;
    assert_eq!(origin.requests().len(), 2, "one retry, where the first one ended");
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f124_a_second_start_waits_for_nobody_and_never_runs_beside_the_first() -> Result<()> {
    let content = bytes(1, SIZE);
    let gate = Gate::closed();
    let held = Resource::new(&content).held_at(Point::AfterBytes(1000), &gate);
    let origin = Origin::serving(held).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    for _ in 0..10 {
        world.is_seen(id, "it runs", |task| task["status"] == "running")?;
        world.daemon.terminate()?;
        let second = begun_beside(&mut world)?;
        world.daemon = second;
        let known: Vec<Value> = world.list()?;
        assert_eq!(known.iter().filter_map(|task| task["id"].as_u64()).collect::<Vec<_>>(), [id]);
    }
    gate.open();
    world.reaches(id, "complete")?;
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

/// Starts daemons while the first one ends, until one runs: each before it says that another is running.
fn begun_beside(world: &mut World) -> Result<Running> {
    loop {
        let mut second = world.home.spawn(["daemon"])?;
        eventually("the second one has decided", || {
            let runs = UnixStream::connect(world.home.socket()).is_ok() && world.daemon.has_ended().ok()?;
            (runs || second.has_ended().ok()?).then_some(())
        })?;
        if !second.has_ended()? {
            world.daemon.wait()?.expecting(0)?;
            return Ok(second);
        }
        let refused = second.wait()?.expecting(1)?;
        ensure!(refused.stderr.contains("running already"), "{}", refused.stderr);
    }
}
