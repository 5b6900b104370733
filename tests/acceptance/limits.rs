//! How fast and how many: limits hold, are shared, and change while tasks run.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Gate, Origin, Resource, bytes, eventually};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};

use crate::world::World;

fn set(world: &World, key: &str, value: &str) -> Result<()> {
    world.home.haul(["settings", "set", key, value])?.expecting(0)?;
    Ok(())
}

fn all_complete(world: &World) -> Result<()> {
    eventually("all tasks are complete", || {
        world.list().is_ok_and(|tasks| tasks.iter().all(|task| task["status"] == "complete")).then_some(())
    })
}

#[test]
fn m151_a_limited_download_takes_the_time_that_its_limit_asks_for() -> Result<()> {
    let origin = Origin::serving(bytes(1, 400_000)).start_blocking()?;
    let world = World::start()?;
    let begun = Instant::now();
    let id = world.add(&[&origin.url(), "--limit-rate", "200000", "--connections", "4"])?;
    let complete = world.reaches(id, "complete")?;
    ensure!(begun.elapsed() >= Duration::from_millis(1700), "{:?}", begun.elapsed());
    assert_eq!(complete["limit_rate"], 200_000);
    Ok(())
}

#[test]
fn m152_a_total_limit_is_shared_and_a_schedule_takes_its_place() -> Result<()> {
    let origin = Origin::serving(bytes(1, 100_000)).start_blocking()?;
    let world = World::start()?;
    set(&world, "limit_rate", "200000")?;
    let timed = |world: &World| -> Result<Duration> {
        let begun = Instant::now();
        for path in ["/a", "/b", "/c", "/d"] {
            world.add(&[&origin.url_of(path)])?;
        }
        all_complete(world)?;
        Ok(begun.elapsed())
    };
    let shared = timed(&world)?;
    ensure!(shared >= Duration::from_millis(1700), "400 kB at 200 kB/s in {shared:?}");
    set(&world, "limit_rate", "1")?;
    set(&world, "limit_schedule", "daily 00:00-24:00 off")?;
    // At a byte a second this would take days.
    timed(&world)?;
    set(&world, "limit_schedule", "daily 00:00-24:00 200000")?;
    let scheduled = timed(&world)?;
    ensure!(scheduled >= Duration::from_millis(1700), "400 kB at 200 kB/s in {scheduled:?}");
    Ok(())
}

#[test]
fn m152_a_limit_for_each_task_and_one_for_a_group_hold_for_tasks_that_run() -> Result<()> {
    let origin = Origin::serving(bytes(1, 4_000_000)).start_blocking()?;
    let world = World::start()?;
    set(&world, "limit_rate_per_task", "20K")?;
    set(&world, "group_limits", "films=10K")?;
    let plain = world.add(&[&origin.url_of("/plain")])?;
    let film = world.add(&[&origin.url_of("/film"), "--group", "films"])?;
    for id in [plain, film] {
        world.is_seen(id, "bytes flow", |task| task["received"].as_u64() > Some(0))?;
    }
    // At these limits they would take minutes; without them they end in time.
    set(&world, "limit_rate_per_task", "0")?;
    world.reaches(plain, "complete")?;
    assert_eq!(world.show(film)?["status"], "running");
    set(&world, "group_limits", "")?;
    world.reaches(film, "complete")?;
    Ok(())
}

#[test]
fn m122_a_full_host_or_group_gets_exactly_its_number_and_delays_nobody() -> Result<()> {
    let gate = Gate::closed();
    let held = || Resource::new(bytes(1, 10)).held_by(&gate);
    let origin = Origin::serving(held()).start_blocking()?;
    let free = Origin::serving(bytes(1, 10)).start_blocking()?;
    let world = World::start()?;
    set(&world, "max_running_per_host", "3")?;
    let download = |index: u32| json!({ "url": origin.url_of(&format!("/{index}")), "name": "?" });
    world.call("add", json!({ "downloads": (0..6).map(download).collect::<Vec<_>>() }))?;
    let elsewhere = world.add(&[&free.url().replace("127.0.0.1", "localhost")])?;
    world.reaches(elsewhere, "complete")?;
    let running = |world: &World| -> Result<usize> {
        Ok(world.list()?.iter().filter(|task| task["status"] == "running").count())
    };
    origin.wait_for_blocking(|requests| requests.len() == 3)?;
    assert_eq!((running(&world)?, origin.most_requests_at_once()), (3, 3));
    gate.open();
    all_complete(&world)
}

#[test]
fn m129_f141_running_tasks_never_exceed_a_limit_that_changes_while_the_queue_is_reordered() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(1, 20_000)).paced(200_000)).start_blocking()?;
    let world = World::start()?;
    set(&world, "max_running", "4")?;
    let download = |index: u32| json!({ "url": origin.url_of(&format!("/{index}")), "name": "?", "lanes": 1 });
    let added = world.call("add", json!({ "downloads": (0..40).map(download).collect::<Vec<_>>() }))?;
    let ids: Vec<u64> = added["outcomes"]
        .as_array()
        .context("no outcomes")?
        .iter()
        .filter_map(|outcome| outcome["added"]["id"].as_u64())
        .collect();
    let mut chance = StdRng::seed_from_u64(141);
    for id in &ids {
        let priority = chance.random_range(0..=10);
        world.call("prioritize", json!({ "tasks": { "tasks": [id] }, "priority": priority }))?;
        let limit = chance.random_range(1..=4).to_string();
        world.call("set", json!({ "key": "max_running", "value": limit }))?;
    }
    all_complete(&world)?;
    assert!(origin.most_requests_at_once() <= 4, "{}", origin.most_requests_at_once());
    Ok(())
}

#[test]
fn f139_a_thousand_random_commands_leave_legal_states_and_nothing_behind() -> Result<()> {
    let content = bytes(1, 400_000);
    let origin = Origin::serving(Resource::new(&content).paced(4_000_000)).start_blocking()?;
    let world = World::start()?;
    let download = |index: u32| json!({ "url": origin.url_of(&format!("/{index}")), "name": "?", "retries": 10 });
    world.call("add", json!({ "downloads": (0..20).map(download).collect::<Vec<_>>() }))?;
    let mut chance = StdRng::seed_from_u64(139);
    for _ in 0..1000 {
        let verb = ["pause", "resume", "cancel", "retry", "resume", "retry"][chance.random_range(0..6)];
        let id: u64 = chance.random_range(1..=20);
        let changed = world.call(verb, json!({ "tasks": [id] }))?;
        let is_answered = changed["changed"].as_array().is_some_and(|changed| changed.len() <= 1);
        ensure!(is_answered, "{verb} {id}: {changed}");
        for refused in changed["refused"].as_array().into_iter().flatten() {
            let code = &refused["why"]["code"];
            ensure!(code == "not_possible" || code == "not_pausable", "{verb} {id}: {refused}");
        }
    }
    for verb in ["resume", "retry"] {
        world.call(verb, json!({ "tasks": (1..=20).collect::<Vec<u64>>() }))?;
    }
    all_complete(&world)?;
    let names: BTreeSet<String> = world.home.listing()?.into_iter().collect();
    ensure!(names.len() == 20 && names.iter().all(|name| !name.contains("haulpart")), "{names:?}");
    for name in &names {
        ensure!(world.home.file(name)? == content, "{name} holds other bytes");
    }
    let handles = eventually("what belongs to no transfer is closed", || {
        let open = open_handles(world.daemon.pid()).ok()?;
        (open.iter().all(|target| !target.ends_with(".haulpart"))).then_some(open)
    })?;
    let sockets = handles.iter().filter(|target| target.starts_with("socket:")).count();
    ensure!(sockets < 60, "{sockets} sockets are open: {handles:?}");
    assert_eq!(world.list()?.iter().filter(|task: &&Value| task["status"] == "complete").count(), 20);
    Ok(())
}

/// What the file handles of a process lead to.
fn open_handles(pid: u32) -> Result<Vec<String>> {
    let mut targets = Vec::new();
    for entry in std::fs::read_dir(format!("/proc/{pid}/fd"))? {
        // One that is closed meanwhile leads nowhere.
        if let Ok(target) = std::fs::read_link(entry?.path()) {
            targets.push(target.display().to_string());
        }
    }
    Ok(targets)
}
