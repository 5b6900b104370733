//! What was asked for survives everything.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes, eventually, sha256_hex};
use serde_json::{Value, json};

use crate::world::{World, home, names_in};

/// What a person sees of a task, without what changes by itself.
fn essence(tasks: &[Value]) -> Vec<Value> {
    let fields = ["id", "own_id", "status", "held", "url", "path", "group", "priority", "message", "category"];
    let of = |task: &Value| fields.iter().map(|field| (*field, task[*field].clone())).collect::<Vec<_>>();
    tasks.iter().map(|task| json!(of(task))).collect()
}

#[test]
fn m168_records_and_their_typed_failures_survive_a_crash() -> Result<()> {
    let origin = Origin::serving(bytes(1, 1000))
        .at("/gone", Resource::status(404).body("no"))
        .at("/forbidden", Resource::status(403).body("never"))
        .start_blocking()?;
    let mut world = World::start()?;
    let complete = world.add(&[&origin.url(), "--checksum", &format!("sha-256={}", sha256_hex(&bytes(1, 1000)))])?;
    let gone = world.add(&[&origin.url_of("/gone")])?;
    let failed = world.add(&[&origin.url_of("/forbidden")])?;
    let ends = [(complete, "complete"), (gone, "not_found"), (failed, "failed")];
    let mut before = Vec::new();
    for (id, status) in ends {
        before.push(world.reaches(id, status)?);
    }
    assert_eq!((&before[0]["received"], &before[0]["total"]), (&json!(1000), &json!(1000)));
    assert_eq!(before[0]["digest"], format!("sha-256={}", sha256_hex(&bytes(1, 1000))));
    assert_eq!((&before[2]["category"], &before[2]["response"]["body"]), (&json!("http.403"), &json!("never")));
    world.restart_hard()?;
    for ((id, _), before) in ends.iter().zip(before) {
        assert_eq!(world.show(*id)?, before);
    }
    assert_eq!(origin.requests().len(), 3, "an end is an end after a start too");
    Ok(())
}

#[test]
fn m174_queue_groups_priorities_pauses_and_limits_survive_a_crash() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, 500_000);
    let file = Resource::new(&content).held_at(Point::AfterBytes(200_000), &gate);
    let origin = Origin::serving(file).start_blocking()?;
    let mut world = World::start()?;
    world.home.haul(["settings", "set", "max_running", "1"])?.expecting(0)?;
    let paused = world.add(&[&origin.url_of("/paused"), "--group", "g", "--limit-rate", "5M"])?;
    world.has_received(paused, 200_000)?;
    world.pause(paused)?;
    let held = world.add(&[&origin.url_of("/held"), "--later", "--priority", "0", "--id", "mine"])?;
    let running = world.add(&[&origin.url_of("/running")])?;
    world.has_received(running, 200_000)?;
    let last = world.add(&[&origin.url_of("/last"), "--priority", "9"])?;
    let first = world.add(&[&origin.url_of("/first"), "--priority", "1"])?;
    let before = world.list()?;
    world.restart_hard()?;
    world.reaches(running, "enqueued").or_else(|_| world.reaches(running, "running"))?;
    let fixed = |tasks: &[Value]| -> Vec<Value> {
        // The one slot is given anew after a start: the most urgent has it.
        let moving = [running, first].map(Value::from);
        essence(&tasks.iter().filter(|task| !moving.contains(&task["id"])).cloned().collect::<Vec<_>>())
    };
    assert_eq!(fixed(&world.list()?), fixed(&before));
    assert_eq!(world.list()?.len(), 5);
    assert_eq!(world.show(paused)?["limit_rate"], 5 << 20);
    assert_eq!(world.home.haul(["settings", "get", "max_running"])?.expecting(0)?.stdout, "max_running = 1\n");
    gate.open();
    for id in [running, first, last] {
        world.reaches(id, "complete")?;
    }
    assert_eq!((&world.show(paused)?["status"], &world.show(held)?["held"]), (&json!("paused"), &json!(true)));
    world.does("resume", paused)?;
    world.reaches(paused, "complete")?;
    for name in ["running", "first", "last", "paused"] {
        assert_eq!(sha256_hex(&world.home.file(name)?), sha256_hex(&content), "{name}");
    }
    Ok(())
}

#[test]
fn m073_bytes_that_were_proven_are_not_fetched_again_after_a_crash() -> Result<()> {
    let content = bytes(1, 500_000);
    let gate = Gate::closed();
    let file = Resource::new(&content).held_at(Point::AfterBytes(300_000), &gate).for_the_first(1);
    let origin = Origin::serving(file).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, 300_000)?;
    world.pause(id)?;
    world.does("resume", id)?;
    world.restart_hard()?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    assert!(origin.requests().iter().skip(1).all(|request| request.first_byte() >= 300_000));
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn m177_a_database_of_a_newer_version_is_told_and_not_touched() -> Result<()> {
    let home = home()?;
    home.haul(["list"])?.expecting(0)?;
    let database = home.folder().join("haul.db");
    let newer = newer_version(&std::fs::read(&database)?)?;
    std::fs::write(&database, &newer)?;
    for args in [["list", "--json"], ["add", "example.org/f"], ["get", "example.org/f"]] {
        let output = home.haul(args)?.expecting(1)?;
        assert!(output.stderr.contains("newer version"), "{args:?}: {}", output.stderr);
    }
    assert_eq!(std::fs::read(&database)?, newer);
    assert!(names_in(&home.downloads())?.is_empty());
    Ok(())
}

/// The same database with 9999 as its user version, which stands at offset 60 of the file.
fn newer_version(database: &[u8]) -> Result<Vec<u8>> {
    let mut newer = database.to_vec();
    newer.get_mut(60..64).context("no database")?.copy_from_slice(&9999_u32.to_be_bytes());
    Ok(newer)
}

#[test]
fn m177_a_database_that_cannot_be_opened_is_told() -> Result<()> {
    let home = home()?;
    std::fs::create_dir(home.folder().join("haul.db"))?;
    for args in [vec!["daemon"], vec!["add", "example.org/f"], vec!["list"]] {
        let output = home.haul(&args)?.expecting(1)?;
        assert!(output.stderr.contains("haul: ") && output.stderr.contains("database"), "{args:?}: {}", output.stderr);
    }
    Ok(())
}

#[test]
fn m175_a_damaged_database_is_set_aside_and_told() -> Result<()> {
    let home = home()?;
    std::fs::write(home.folder().join("haul.db"), "this is no database, whatever its name says. ".repeat(100))?;
    let world = World::of(home)?;
    let notes = world.call("overview", json!({}))?["notes"].to_string();
    assert!(notes.contains("damaged"), "{notes}");
    let aside = names_in(&world.home.folder())?.into_iter().find(|name| name.contains("damaged"));
    let aside = std::fs::read(world.home.folder().join(aside.context("it is not kept")?))?;
    assert!(aside.starts_with(b"this is no database"));
    Ok(())
}

#[test]
fn f116_a_daemon_that_is_asked_to_end_saves_everything_and_ends_well() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, 500_000);
    let file = Resource::new(&content).held_at(Point::AfterBytes(300_000), &gate).for_the_first(1);
    let origin = Origin::serving(file).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, 300_000)?;
    let begun = std::time::Instant::now();
    world.daemon.terminate()?;
    world.daemon.wait()?.expecting(0)?;
    assert!(begun.elapsed().as_secs() < 2, "{:?}", begun.elapsed());
    assert!(!world.home.socket().exists());
    world.daemon = world.home.daemon()?;
    world.reaches(id, "complete")?;
    assert_eq!(origin.requests()[1].first_byte(), 300_000, "the last checkpoint is the last byte");
    assert_eq!(world.home.file("file.bin")?, content);
    Ok(())
}

#[test]
fn two_daemons_of_one_home_are_one_too_many() -> Result<()> {
    let world = World::start()?;
    let output = world.home.haul(["daemon"])?.expecting(1)?;
    assert!(output.stderr.contains("running already"), "{}", output.stderr);
    world.home.haul(["list"])?.expecting(0)?;
    Ok(())
}

#[test]
fn add_starts_a_daemon_that_goes_on_by_itself() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(bytes(1, 1000)).held_by(&gate).start_blocking()?;
    let home = home()?;
    let added = home.haul(["add", &origin.url()])?.expecting(0)?;
    assert_eq!(added.stdout, "1\n");
    gate.open();
    let path = home.downloads().join("file.bin");
    assert_eq!(eventually("the file appears", || std::fs::read(&path).ok())?, bytes(1, 1000));
    let listed = home.haul(["list", "--json"])?.expecting(0)?.json_lines()?;
    assert_eq!(listed.len(), 1);
    Ok(())
}
