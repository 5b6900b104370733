//! A task can be changed while it is under way.

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Gate, Origin, Point, Resource, bytes};
use serde_json::json;

use crate::world::World;

#[test]
fn f050_a_new_address_goes_on_with_what_is_on_disk() -> Result<()> {
    let content = bytes(1, 3_000_000);
    let expired = Resource::status(403).body("the link has expired");
    let origin = Origin::serving(Resource::new(&content).dropping_after(1_800_000).then(1, expired.clone()))
        .at("/new", Resource::new(&content))
        .start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--connections", "1"])?;
    let failed = world.reaches(id, "failed")?;
    assert_eq!(failed["category"], "http.403");
    let kept = failed["received"].as_u64().context("nothing is known of what was received")?;
    ensure!(kept > 1 << 20, "{kept} bytes are kept");
    world.home.haul(["set", &id.to_string(), "--url", &origin.url_of("/new")])?.expecting(0)?;
    let complete = world.reaches(id, "complete")?;
    assert_eq!(complete["url"], origin.url_of("/new"));
    let asked: Vec<u64> = origin
        .requests()
        .iter()
        .filter(|request| request.path() == "/new")
        .map(|request| request.first_byte())
        .collect();
    ensure!(asked.iter().all(|first| *first + (64 << 10) >= kept), "only the rest is fetched: {asked:?}");
    assert_eq!(world.home.file("file.bin")?, content);
    Ok(())
}

#[test]
fn a_running_task_gets_another_address_and_keeps_what_it_has() -> Result<()> {
    let content = bytes(1, 2_000_000);
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(&content).held_at(Point::AfterBytes(1_500_000), &gate))
        .at("/new", Resource::new(&content))
        .start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--connections", "1"])?;
    world.has_received(id, 1_500_000)?;
    world.home.haul(["set", &id.to_string(), "--url", &origin.url_of("/new")])?.expecting(0)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    Ok(())
}

#[test]
fn m153_a_new_limit_holds_for_a_running_task_and_is_read_back() -> Result<()> {
    let origin = Origin::serving(bytes(1, 4_000_000)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--limit-rate", "20K"])?;
    world.is_seen(id, "bytes flow", |task| task["received"].as_u64() > Some(0))?;
    assert_eq!(world.show(id)?["limit_rate"], 20 << 10);
    // At 20 KiB/s the file takes more than three minutes: it is only complete in time when the change holds at once.
    world.home.haul(["set", &id.to_string(), "--limit-rate", "0"])?.expecting(0)?;
    let complete = world.reaches(id, "complete")?;
    assert_eq!(
        (&complete["limit_rate"], origin.requests().len()),
        (&json!(null), 1),
        "the transfer was not broken off"
    );
    Ok(())
}

#[test]
fn what_cannot_be_changed_says_why() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "complete")?;
    let id = id.to_string();
    let refused = world.home.haul(["set", &id, "--url", &origin.url()])?.expecting(1)?;
    assert!(refused.stderr.contains("complete"), "{}", refused.stderr);
    world.home.haul(["set", &id, "--url", "ftp://a.example/"])?.expecting(2)?;
    world.home.haul(["set", "--all", "--url", &origin.url()])?.expecting(2)?;
    world.home.haul(["set", &id])?.expecting(2)?;
    world.home.haul(["set", "9999", "--limit-rate", "1M"])?.expecting(1)?;
    Ok(())
}

#[test]
fn m174_a_change_survives_a_crash() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 10)).held_by(&gate)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    let change = ["set", &id.to_string(), "--limit-rate", "3M", "--connections", "3", "--priority", "2"];
    world.home.haul(change)?.expecting(0)?;
    world.home.haul(["settings", "set", "limit_rate", "9M"])?.expecting(0)?;
    world.restart_hard()?;
    let task = world.show(id)?;
    assert_eq!((&task["limit_rate"], &task["max_lanes"], &task["priority"]), (&json!(3 << 20), &json!(3), &json!(2)));
    assert_eq!(world.home.haul(["settings", "get", "limit_rate"])?.stdout, "limit_rate = 9M\n");
    Ok(())
}
