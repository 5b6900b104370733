//! Files that are in their place although the list does not say so (M086), and waits that go on (M059).

use std::os::unix::fs::MetadataExt as _;

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes, sha256_hex};
use serde_json::json;

use super::tool::sql;
use crate::world::World;

/// Half a download, paused, of a daemon that was killed.
fn half(content: &[u8], args: &[&str]) -> Result<(Origin, World, u64)> {
    let gate = Gate::closed();
    let file = Resource::new(content).held_at(Point::AfterBytes(200_000), &gate).for_the_first(1);
    let origin = Origin::serving(file).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&[origin.url().as_str()], args].concat())?;
    world.has_received(id, 200_000)?;
    world.pause(id)?;
    world.daemon.kill9()?;
    Ok((origin, world, id))
}

fn digest(content: &[u8]) -> String {
    format!("sha-256={}", sha256_hex(content))
}

#[test]
fn m086_a_file_with_the_right_digest_in_its_place_is_complete_at_the_next_start() -> Result<()> {
    let content = bytes(86, 500_000);
    let (origin, mut world, id) = half(&content, &["--checksum", &digest(&content)])?;
    std::fs::remove_file(world.home.downloads().join("file.bin.haulpart"))?;
    std::fs::write(world.home.downloads().join("file.bin"), &content)?;
    world.daemon = world.home.daemon()?;
    let task = world.show(id)?;
    assert_eq!((&task["status"], &task["received"]), (&"complete".into(), &500_000.into()));
    assert_eq!(task["digest"], digest(&content));
    assert_eq!(events(&world, id)?, ["complete"]);
    assert_eq!(origin.requests().len(), 1);
    Ok(())
}

#[test]
fn m086_a_file_that_nothing_proves_is_not_taken_for_the_download() -> Result<()> {
    let content = bytes(86, 500_000);
    for (args, planted) in [
        (vec![], content.clone()),
        (vec!["--checksum".to_owned(), digest(&content)], bytes(87, 500_000)),
        (vec!["--checksum".to_owned(), digest(&content)], content[..200_000].to_vec()),
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (_origin, mut world, id) = half(&content, &args)?;
        std::fs::remove_file(world.home.downloads().join("file.bin.haulpart"))?;
        std::fs::write(world.home.downloads().join("file.bin"), &planted)?;
        world.daemon = world.home.daemon()?;
        assert_eq!(world.show(id)?["status"], "paused");
        world.does("resume", id)?;
        world.reaches(id, "complete")?;
        assert_eq!((world.home.file("file.bin")?, world.home.file("file (1).bin")?), (planted, content.clone()));
    }
    Ok(())
}

#[test]
fn m086_a_part_file_is_no_file() -> Result<()> {
    let content = bytes(86, 500_000);
    let (_origin, mut world, id) = half(&content, &["--checksum", &digest(&content)])?;
    world.daemon = world.home.daemon()?;
    assert_eq!((&world.show(id)?["status"], events(&world, id)?), (&"paused".into(), Vec::new()));
    Ok(())
}

/// A daemon that was killed between the rename and the record of it; `foreign` puts another file in the place.
fn killed_while_placing(foreign: Option<&[u8]>) -> Result<(Origin, World, u64)> {
    let origin = Origin::serving(bytes(114, 500_000)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "complete")?;
    world.daemon.kill9()?;
    let path = world.home.downloads().join("file.bin");
    let inode = std::fs::metadata(&path)?.ino();
    if let Some(foreign) = foreign {
        std::fs::write(world.home.downloads().join("theirs"), foreign)?;
        std::fs::rename(world.home.downloads().join("theirs"), &path)?;
    }
    sql(
        &world.home.folder().join("haul.db"),
        &format!(
            "UPDATE task SET status = 'running', state = '{{\"status\":\"running\",\"phase\":\"placing\"}}',
                             placing = 1, part = 'file.bin.haulpart', part_inode = {inode}, finished = NULL"
        ),
    )?;
    world.daemon = world.home.daemon()?;
    Ok((origin, world, id))
}

#[test]
fn f114_a_kill_after_the_rename_fetches_nothing_again() -> Result<()> {
    let (origin, world, id) = killed_while_placing(None)?;
    assert_eq!((&world.show(id)?["status"], events(&world, id)?), (&"complete".into(), vec!["complete".to_owned()]));
    assert_eq!((origin.requests().len(), world.home.listing()?), (1, vec!["file.bin".to_owned()]));
    Ok(())
}

#[test]
fn f114_a_foreign_file_of_the_same_name_and_length_is_not_the_download() -> Result<()> {
    let theirs = bytes(1, 500_000);
    let (_origin, world, id) = killed_while_placing(Some(&theirs))?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, theirs);
    assert_eq!(world.home.file("file (1).bin")?, bytes(114, 500_000));
    Ok(())
}

#[test]
fn m059_a_wait_for_a_retry_goes_on_after_a_kill() -> Result<()> {
    let busy = Resource::status(503).header("Retry-After", "2");
    let origin = Origin::serving(busy.then(1, bytes(59, 1000))).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    let before = world.reaches(id, "waiting_to_retry")?;
    world.restart_hard()?;
    let after = world.show(id)?;
    assert!(after["status"] != "waiting_to_retry" || after["retry_at"] == before["retry_at"], "{after}");
    world.reaches(id, "complete")?;
    assert_eq!(origin.requests().len(), 2);
    Ok(())
}

/// The statuses that the daemon has told of a task since it started.
fn events(world: &World, id: u64) -> Result<Vec<String>> {
    // What is added now comes after everything that was told before.
    let last = world.add(&["--later", "http://127.0.0.1:9/last"])?;
    let mut watcher = world.watch(&json!({ "tasks": { "tasks": [id, last], "since": 0 } }))?;
    let mut statuses = Vec::new();
    loop {
        let update = watcher.next()?;
        if update["event"] == "added" && update["task"]["id"] == last {
            return Ok(statuses);
        }
        if update["event"] == "status" && update["task"]["id"] == id {
            statuses.push(update["task"]["status"].as_str().context("no status")?.to_owned());
        }
    }
}
