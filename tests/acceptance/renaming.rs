//! A task gets another name, folder or group, and a group another name.

use std::fs;

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes};
use serde_json::{Value, json};

use crate::world::World;

const SIZE: usize = 300_000;
const HELD_AT: u64 = 100_000;

/// A download that stands still in the middle, and the gate that lets it go on.
fn underway(world: &World, options: &[&str]) -> Result<(Origin, Gate, u64)> {
    let gate = Gate::closed();
    let resource = Resource::new(bytes(1, SIZE)).held_at(Point::AfterBytes(HELD_AT), &gate);
    let origin = Origin::serving(resource).start_blocking()?;
    let url = origin.url_of("/old.bin");
    let id = world.add(&[&[url.as_str(), "--connections", "1"], options].concat())?;
    world.has_received(id, HELD_AT)?;
    Ok((origin, gate, id))
}

/// Why an edit of a task was refused.
fn refusal(world: &World, edit: Value) -> Result<String> {
    let changed = world.call("edit", edit)?;
    let why = &changed["refused"][0]["why"];
    Ok(format!("{}: {}", why["code"].as_str().context("it was not refused")?, why["message"]))
}

#[test]
fn a_running_download_ends_under_the_name_that_it_was_given_meanwhile() -> Result<()> {
    let world = World::start()?;
    let (_origin, gate, id) = underway(&world, &[])?;
    world.home.haul(["set", &id.to_string(), "--name", "new ü.bin"])?.expecting(0)?;
    gate.open();
    let complete = world.reaches(id, "complete")?;
    assert_eq!(complete["name"], "new ü.bin");
    assert_eq!(world.home.listing()?, ["new ü.bin"]);
    assert_eq!(world.home.file("new ü.bin")?, bytes(1, SIZE));
    Ok(())
}

#[test]
fn a_paused_download_keeps_what_it_has_under_another_name_but_not_in_another_folder() -> Result<()> {
    let world = World::start()?;
    let (origin, gate, id) = underway(&world, &[])?;
    world.pause(id)?;
    gate.open();
    let elsewhere = world.home.root().join("elsewhere");
    let why = refusal(&world, json!({ "task": id, "folder": elsewhere }))?;
    assert!(why.starts_with("not_possible: ") && why.contains("in its folder"), "{why}");
    world.home.haul(["set", &id.to_string(), "--name", "kept.bin"])?.expecting(0)?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("kept.bin")?, bytes(1, SIZE));
    let last = origin.requests().last().context("nothing was asked")?.first_byte();
    assert!(last > 0, "it goes on where it was");
    Ok(())
}

#[test]
fn a_download_that_waits_goes_where_it_is_sent_and_survives_a_kill() -> Result<()> {
    let origin = Origin::serving(bytes(2, 10)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url_of("/old.bin"), "--later", "--group", "films"])?;
    let folder = world.home.root().join("else where");
    let arguments =
        ["set", &id.to_string(), "--name", "a.bin", "-d", &folder.to_string_lossy(), "--to-group", "series"];
    world.home.haul(arguments)?.expecting(0)?;
    world.restart_hard()?;
    let seen = world.show(id)?;
    assert_eq!((&seen["group"], &seen["path"]), (&json!("series"), &json!(folder.join("a.bin"))));
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(fs::read(folder.join("a.bin"))?, bytes(2, 10));
    let groups = world.call("groups", json!({}))?["groups"].take();
    let names: Vec<_> = groups.as_array().into_iter().flatten().map(|group| group["group"].clone()).collect();
    assert_eq!(names, ["series"]);
    Ok(())
}

#[test]
fn a_finished_file_is_renamed_on_disk_and_replaces_nothing() -> Result<()> {
    let origin = Origin::serving(bytes(3, 10)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url_of("/old.bin")])?;
    world.reaches(id, "complete")?;
    fs::write(world.home.downloads().join("taken.bin"), "theirs")?;
    let why = refusal(&world, json!({ "task": id, "name": "taken.bin" }))?;
    assert!(why.starts_with("disk: ") && why.contains("taken.bin"), "{why}");
    assert_eq!(world.home.file("taken.bin")?, b"theirs");
    world.home.haul(["set", &id.to_string(), "--name", "new.bin", "--to-group", "films"])?.expecting(0)?;
    let seen = world.show(id)?;
    assert_eq!((&seen["name"], &seen["group"]), (&json!("new.bin"), &json!("films")));
    assert_eq!(world.home.listing()?, ["new.bin", "taken.bin"]);
    let below = world.home.downloads().join("below");
    world.home.haul(["set", &id.to_string(), "-d", &below.to_string_lossy()])?.expecting(0)?;
    assert_eq!(world.show(id)?["path"], json!(below.join("new.bin")));
    assert_eq!(fs::read(below.join("new.bin"))?, bytes(3, 10));
    assert_eq!(world.call("groups", json!({}))?["groups"][0]["complete"], 1);
    Ok(())
}

#[test]
fn a_name_that_is_none_or_that_another_download_will_have_is_refused() -> Result<()> {
    let origin = Origin::serving(bytes(4, 10)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url_of("/a.bin"), "--later"])?;
    world.add(&[&origin.url_of("/b.bin"), "--later"])?;
    let why = refusal(&world, json!({ "task": id, "name": "b.bin" }))?;
    assert!(why.starts_with("disk: ") && why.contains("is taken"), "{why}");
    for name in ["../up.bin", "", ".."] {
        assert!(world.call("edit", json!({ "task": id, "name": name })).is_err(), "{name:?}");
    }
    let why = world.call("edit", json!({ "task": id, "folder": "/etc" }));
    assert!(why.is_err(), "{why:?}");
    assert_eq!(world.show(id)?["name"], "a.bin");
    Ok(())
}

#[test]
fn a_group_is_renamed_with_its_tasks_and_limits_and_never_made_one_with_another() -> Result<()> {
    let mut world = World::start()?;
    let (_origin, gate, running) = underway(&world, &["--group", "films"])?;
    let other = Origin::serving(bytes(5, 10)).start_blocking()?;
    let done = world.add(&[&other.url_of("/done.bin"), "--group", "films"])?;
    let waiting = world.add(&[&other.url_of("/waits.bin"), "--group", "films", "--later"])?;
    world.reaches(done, "complete")?;
    world.call("set_group", json!({ "group": "films", "limit_rate": 1_000_000, "weight": 30 }))?;
    world.call("set_group", json!({ "group": "taken", "weight": 20 }))?;
    for (from, to) in [("films", "taken"), ("films", "default"), ("default", "all"), ("nobody", "all")] {
        world.home.haul(["group", "rename", from, to])?.expecting(1)?;
    }
    world.home.haul(["group", "rename", "films", "Serien ü"])?.expecting(0)?;
    gate.open();
    world.reaches(running, "complete")?;
    world.restart_hard()?;
    for id in [running, done, waiting] {
        assert_eq!(world.show(id)?["group"], "Serien ü");
    }
    let groups = world.call("groups", json!({}))?["groups"].take();
    let [renamed, taken] = groups.as_array().context("no groups")?.as_slice() else {
        anyhow::bail!("two groups are left: {groups}");
    };
    assert_eq!(
        (&renamed["group"], &renamed["limit_rate"], &renamed["weight"]),
        (&json!("Serien ü"), &json!(1_000_000), &json!(30))
    );
    assert_eq!((&renamed["tasks"], &renamed["complete"], &renamed["enqueued"]), (&json!(3), &json!(2), &json!(1)));
    assert_eq!((&taken["group"], &taken["weight"]), (&json!("taken"), &json!(20)));
    Ok(())
}
