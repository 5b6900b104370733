//! What was removed a moment ago can be brought back, as it was; what was not brought back is gone for good.

use std::fs;

use anyhow::{Context as _, Result};
use haul_testkit::{Origin, Point, Recorded, Resource, Stop, bytes, eventually, sha256_hex};
use serde_json::json;

use crate::world::World;

const SIZE: usize = 1_000_000;
const KEPT: u64 = 300_000;

/// Takes a task off the list so that it can be brought back.
fn set_aside(world: &World, task: u64, file: &str) -> Result<()> {
    let with = json!({ "tasks": { "tasks": [task] }, "file": file, "removal": "set_aside" });
    let changed = world.call("remove", with)?;
    assert_eq!(changed, json!({ "changed": [task], "refused": [] }));
    Ok(())
}

/// Brings a task back; why not, if it was refused.
fn bring_back(world: &World, task: u64) -> Result<Option<String>> {
    let changed = world.call("bring_back", json!({ "tasks": [task] }))?;
    let why = changed["refused"][0]["why"]["code"].as_str().map(str::to_owned);
    assert_eq!(changed["changed"], if why.is_some() { json!([]) } else { json!([task]) });
    Ok(why)
}

/// A download that runs and has its first bytes, of a file that stops in the middle.
fn begun(content: &[u8], options: &[&str]) -> Result<(World, Origin, u64)> {
    let stopping = Resource::new(content).stopping(Point::AfterBytes(KEPT), Stop::Stall);
    let origin = Origin::serving(stopping).start_blocking()?;
    let world = World::start()?;
    let url = origin.url();
    let id = world.add(&[&[url.as_str()], options].concat())?;
    world.has_received(id, KEPT)?;
    Ok((world, origin, id))
}

/// The names of the files in the trash.
fn trashed(world: &World) -> Result<Vec<String>> {
    let root = world.home.downloads().parent().context("downloads without a folder")?.to_owned();
    let Ok(entries) = fs::read_dir(root.join("data/Trash/files")) else { return Ok(Vec::new()) };
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

#[test]
fn a_removed_download_that_ran_comes_back_and_goes_on_where_it_was() -> Result<()> {
    let content = bytes(3, SIZE);
    let (world, origin, id) = begun(&content, &["--header", "Authorization: Bearer abc"])?;
    set_aside(&world, id, "keep")?;
    assert!(world.list()?.is_empty());
    assert_eq!(world.call("overview", json!({}))?["counts"]["all"], 0);
    assert_eq!(world.home.listing()?, ["file.bin.haulpart"], "what was fetched stays while it can be brought back");
    origin.now_serves(content.clone());
    assert_eq!(bring_back(&world, id)?, None);
    assert_eq!(world.call("overview", json!({}))?["counts"]["all"], 1);
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    assert_eq!(origin.requests().iter().map(Recorded::first_byte).collect::<Vec<_>>(), [0, KEPT]);
    let secrets: Vec<_> = origin.requests().iter().map(|request| request.header("authorization")).collect();
    assert_eq!(secrets, vec![Some("Bearer abc".to_owned()); 2], "its secrets come back with it");
    Ok(())
}

#[test]
fn a_kill_after_a_removal_neither_brings_the_download_back_nor_leaves_its_part() -> Result<()> {
    let (mut world, _origin, id) = begun(&bytes(4, SIZE), &[])?;
    set_aside(&world, id, "keep")?;
    world.restart_hard()?;
    assert!(world.list()?.is_empty());
    eventually("the part file is gone", || world.home.listing().is_ok_and(|names| names.is_empty()).then_some(()))?;
    assert_eq!(bring_back(&world, id)?.as_deref(), Some("unknown_task"));
    Ok(())
}

#[test]
fn a_kill_after_it_was_brought_back_does_not_remove_it_again() -> Result<()> {
    let content = bytes(5, SIZE);
    let (mut world, origin, id) = begun(&content, &[])?;
    set_aside(&world, id, "keep")?;
    assert_eq!(bring_back(&world, id)?, None);
    origin.now_serves(content.clone());
    world.restart_hard()?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    Ok(())
}

#[test]
fn what_nobody_brings_back_is_forgotten_by_itself() -> Result<()> {
    let (world, _origin, id) = begun(&bytes(6, SIZE), &[])?;
    set_aside(&world, id, "keep")?;
    eventually("the part file is gone", || world.home.listing().is_ok_and(|names| names.is_empty()).then_some(()))?;
    assert_eq!(bring_back(&world, id)?.as_deref(), Some("unknown_task"));
    Ok(())
}

#[test]
fn a_finished_file_goes_to_the_trash_and_comes_back_from_there() -> Result<()> {
    let content = bytes(7, SIZE);
    let origin = Origin::serving(Resource::new(&content)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    let before = world.reaches(id, "complete")?;
    set_aside(&world, id, "trash")?;
    assert_eq!((world.home.listing()?, trashed(&world)?), (vec![], vec!["file.bin".to_owned()]));
    assert_eq!(bring_back(&world, id)?, None);
    assert_eq!(trashed(&world)?, Vec::<String>::new());
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    assert_eq!(world.show(id)?, before, "nothing of the record is another");
    Ok(())
}

#[test]
fn who_comes_back_takes_another_name_where_its_own_is_taken() -> Result<()> {
    let content = bytes(8, SIZE);
    let (world, origin, id) = begun(&content, &["--id", "mine"])?;
    set_aside(&world, id, "keep")?;
    let other = world.add(&[&origin.url(), "--later"])?;
    let blocked = world.add(&[&origin.url_of("/other"), "--later", "--id", "mine"])?;
    assert_eq!(bring_back(&world, id)?.as_deref(), Some("duplicate_id"), "an id belongs to one live task");
    world.does("cancel", blocked)?;
    origin.now_serves(content.clone());
    assert_eq!(bring_back(&world, id)?, None);
    let done = world.reaches(id, "complete")?;
    assert_eq!((done["name"].as_str(), world.show(other)?["name"].as_str()), (Some("file (1).bin"), Some("file.bin")));
    assert_eq!(sha256_hex(&world.home.file("file (1).bin")?), sha256_hex(&content));
    Ok(())
}

#[test]
fn a_batch_counts_its_tasks_as_they_go_and_come_back() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(9, SIZE))).start_blocking()?;
    let world = World::start()?;
    let download = |start: &str| json!({ "url": origin.url(), "start": start });
    let added =
        world.call("add", json!({ "downloads": [download("now"), download("later")], "batch": { "name": "two" } }))?;
    let ids: Vec<u64> =
        added["outcomes"].as_array().into_iter().flatten().filter_map(|one| one["added"]["id"].as_u64()).collect();
    world.reaches(ids[0], "complete")?;
    let batch = || world.call("batch", json!({ "batch": added["batch"] }));
    let before = batch()?;
    for id in &ids {
        set_aside(&world, *id, "keep")?;
    }
    assert!(batch().is_err(), "a batch goes with the last of its tasks");
    for id in &ids {
        assert_eq!(bring_back(&world, *id)?, None);
    }
    assert_eq!(batch()?, before);
    world.does("resume", ids[1])?;
    eventually("the batch is complete", || batch().ok().filter(|batch| batch["status"] == "complete"))?;
    Ok(())
}

#[test]
fn one_of_an_atomic_batch_is_called_off_with_it_and_stays_removed() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(10, SIZE))).start_blocking()?;
    let world = World::start()?;
    let download = json!({ "url": origin.url(), "start": "later" });
    let added = world.call("add", json!({ "downloads": [download, download], "batch": { "atomic": true } }))?;
    let ids: Vec<u64> =
        added["outcomes"].as_array().into_iter().flatten().filter_map(|one| one["added"]["id"].as_u64()).collect();
    set_aside(&world, ids[0], "keep")?;
    world.reaches(ids[1], "canceled")?;
    assert_eq!(bring_back(&world, ids[0])?.as_deref(), Some("unknown_task"));
    Ok(())
}
