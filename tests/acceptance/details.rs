//! What happened, how fast and how much: told of each task, and of all together, also after a kill.

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Gate, Origin, Point, Ranges, Resource, Stop, bytes, eventually, sha256_hex};
use serde_json::{Value, json};

use crate::world::World;

const SIZE: usize = 1_000_000;
const KEPT: u64 = 300_000;

/// The words of the log of a task, oldest first.
fn words(task: &Value) -> Vec<&str> {
    task["log"].as_array().into_iter().flatten().filter_map(|entry| entry["what"].as_str()).collect()
}

/// The last entry of the log with this word.
fn entry<'a>(task: &'a Value, word: &str) -> Result<&'a Value> {
    let entries = task["log"].as_array().context("a task without a log")?;
    entries.iter().rev().find(|entry| entry["what"] == word).with_context(|| format!("nothing {word} in {entries:?}"))
}

#[test]
fn the_log_tells_a_redirect_a_pause_and_a_digest_in_order() -> Result<()> {
    let content = bytes(1, SIZE);
    let held = Resource::new(&content).stopping(Point::AfterBytes(KEPT), Stop::Stall);
    let origin = Origin::serving(Resource::redirect(302, "/real.bin")).at("/real.bin", held).start_blocking()?;
    let world = World::start()?;
    let digest = format!("sha-256={}", sha256_hex(&content));
    let id = world.add(&[&origin.url(), "-c", "1", "--checksum", &digest])?;
    world.has_received(id, KEPT)?;
    world.pause(id)?;
    origin.now_serves_at("/real.bin", content.clone());
    world.does("resume", id)?;
    let task = world.reaches(id, "complete")?;
    let told = words(&task);
    assert_eq!(
        told,
        ["added", "started", "redirected", "paused", "resumed", "started", "verified", "completed"],
        "the log of {task}"
    );
    assert_eq!(entry(&task, "redirected")?["detail"], origin.url_of("/real.bin"));
    assert_eq!(entry(&task, "verified")?["detail"], digest);
    let moments: Vec<i64> =
        task["log"].as_array().into_iter().flatten().filter_map(|entry| entry["at"].as_i64()).collect();
    ensure!(moments.is_sorted() && moments[0] == task["created"], "{moments:?}");
    Ok(())
}

#[test]
fn the_log_says_why_a_task_waits_and_why_it_failed() -> Result<()> {
    let origin = Origin::serving(Resource::status(503)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--retries", "1"])?;
    let waiting = world.reaches(id, "waiting_to_retry")?;
    let wait = entry(&waiting, "waits")?;
    assert_eq!((&wait["category"], &wait["until"]), (&json!("http.503"), &waiting["retry_at"]));
    assert_eq!(wait["detail"], waiting["message"]);
    world.does("cancel", id)?;
    assert_eq!(words(&world.show(id)?).last(), Some(&"canceled"));
    origin.now_serves(Resource::status(403));
    world.does("retry", id)?;
    let failed = world.reaches(id, "failed")?;
    assert_eq!(words(&failed).last(), Some(&"failed"));
    assert_eq!(entry(&failed, "failed")?["category"], "http.403");
    Ok(())
}

#[test]
fn the_log_says_that_a_server_gives_no_parts() -> Result<()> {
    let content = bytes(1, SIZE);
    let stalls = Resource::new(&content).stopping(Point::AfterBytes(KEPT), Stop::Stall);
    let origin = Origin::serving(stalls).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, KEPT)?;
    world.pause(id)?;
    origin.now_serves(Resource::new(&content).ranges(Ranges::Ignored));
    world.does("resume", id)?;
    let task = world.reaches(id, "complete")?;
    let told = words(&task);
    ensure!(told.contains(&"no_parts") && told.contains(&"begun_anew"), "{told:?}");
    Ok(())
}

#[test]
fn the_log_outlives_a_kill_is_printed_and_goes_with_its_task() -> Result<()> {
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let held = Resource::new(&content).held_at(Point::AfterBytes(KEPT), &gate).for_the_first(1);
    let origin = Origin::serving(held).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, KEPT)?;
    world.restart_hard()?;
    let task = world.reaches(id, "complete")?;
    assert_eq!(words(&task), ["added", "started", "stopped", "started", "completed"]);
    let shown = world.home.haul(["show", &id.to_string()])?.expecting(0)?.stdout;
    let lines: Vec<&str> = shown.lines().filter(|line| line.starts_with("log ")).collect();
    assert_eq!(lines.len(), 5, "{shown}");
    ensure!(lines[0].ends_with("  added") && lines[4].ends_with("  complete"), "{lines:?}");
    world.does("remove", id)?;
    let again = world.add(&[&origin.url_of("/other.bin")])?;
    assert_eq!(words(&world.reaches(again, "complete")?), ["added", "started", "completed"]);
    Ok(())
}

#[test]
fn the_log_keeps_the_last_fifty_entries_after_the_first() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let world = World::start()?;
    let added = world.try_add(json!({ "url": origin.url(), "start": "later" }))?.expect("it may be added");
    let id = added["id"].as_u64().context("an added task without a number")?;
    for rate in 1..=60 {
        world.call("edit", json!({ "task": id, "limit_rate": rate }))?;
    }
    let task = world.show(id)?;
    let told = words(&task);
    assert_eq!((told.len(), told[0]), (51, "added"));
    ensure!(told[1..].iter().all(|word| *word == "edited"), "{told:?}");
    assert_eq!(entry(&task, "edited")?["detail"], "limit");
    Ok(())
}

#[test]
fn a_part_says_how_fast_the_connection_is_that_fills_it_and_that_none_does() -> Result<()> {
    let content = bytes(1, 4_000_000);
    let gate = Gate::closed();
    let origin =
        Origin::serving(Resource::new(&content).held_at(Point::AfterBytes(200_000), &gate)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "2"])?;
    let lanes = |task: &Value| task["lanes"].as_array().cloned().unwrap_or_default();
    let is_live = |lane: &&Value| lane["bytes_per_second"].is_u64();
    let task =
        world.is_seen(id, "two parts have a connection", |task| lanes(task).iter().filter(is_live).count() == 2)?;
    assert_eq!(task["status"], "running");
    gate.open();
    world.reaches(id, "complete")?;
    Ok(())
}

#[test]
fn the_hosts_of_running_tasks_are_counted_with_their_connections() -> Result<()> {
    let gate = Gate::closed();
    let held = Resource::new(bytes(1, 4_000_000)).held_at(Point::AfterBytes(200_000), &gate);
    let origin = Origin::serving(held).start_blocking()?;
    let world = World::start()?;
    world.add(&[&origin.url(), "-c", "2"])?;
    let hosts = eventually("two connections", || {
        let hosts = world.call("statistics", json!({})).ok()?["hosts"].take();
        (hosts[0]["connections"] == 2).then_some(hosts)
    })?;
    assert_eq!((&hosts[0]["host"], &hosts[0]["tasks"]), (&json!("127.0.0.1"), &json!(1)));
    let folders = world.call("statistics", json!({}))?["folders"].take();
    assert_eq!(folders[0]["folder"], world.home.downloads().display().to_string());
    assert_eq!(folders[0]["tasks"], 1);
    ensure!(folders[0]["free"].as_u64() > Some(0) && folders[0]["size"].as_u64() >= folders[0]["free"].as_u64());
    gate.open();
    Ok(())
}

#[test]
fn speeds_over_time_are_kept_while_a_task_rests() -> Result<()> {
    let stalls = Resource::new(bytes(1, SIZE)).stopping(Point::AfterBytes(KEPT), Stop::Stall);
    let origin = Origin::serving(stalls).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, KEPT)?;
    let flowed = |asked: Value| {
        let line = world.call("speeds", asked).ok()?;
        line["bytes_per_second"].as_array()?.iter().any(|speed| speed.as_u64() > Some(0)).then_some(line)
    };
    // What rests within the twentieth part of a second had no speed to tell.
    eventually("a first second of the task", || flowed(json!({ "task": id })))?;
    let paused = world.pause(id)?;
    assert_eq!(paused["lanes"], json!([{ "start": 0, "end": SIZE, "done": KEPT }]), "what is there is still known");
    let line = flowed(json!({ "task": id })).context("the line went with the pause")?;
    assert_eq!(line["at"].as_array().map(Vec::len), line["bytes_per_second"].as_array().map(Vec::len));
    let all = eventually("the line of all", || flowed(json!({})))?;
    ensure!(all["at"].as_array().is_some_and(|moments| !moments.is_empty()), "{all}");
    Ok(())
}

#[test]
fn what_came_is_counted_once_outlives_a_kill_and_the_record() -> Result<()> {
    let (content, gate) = (bytes(1, 3_000_000), Gate::closed());
    let held = Resource::new(&content).held_at(Point::AfterBytes(1_000_000), &gate).for_the_first(1);
    let origin = Origin::serving(held).start_blocking()?;
    let mut world = World::start()?;
    assert_eq!(world.call("statistics", json!({}))?.get("since"), None, "nothing has come yet");
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    let today = |world: &World| Some(world.call("statistics", json!({})).ok()?["today"].take());
    eventually("the first checkpoint is counted", || (today(&world)?["received"] == 1_000_000).then_some(()))?;
    world.restart_hard()?;
    world.reaches(id, "complete")?;
    world.does("remove", id)?;
    let statistics = world.call("statistics", json!({}))?;
    let expected = json!({ "received": 3_000_000, "sent": 0, "fetched": 1, "uploaded": 0 });
    assert_eq!((&statistics["today"], &statistics["all_time"]), (&expected, &expected));
    ensure!(statistics["since"].as_str().is_some_and(|day| day.len() == 10), "{statistics}");
    Ok(())
}

#[test]
fn what_left_is_counted_beside_what_came() -> Result<()> {
    let origin = Origin::serving(Resource::status(201)).start_blocking()?;
    let world = World::start()?;
    let path = world.home.root().join("sent.bin");
    std::fs::write(&path, bytes(1, 200_000))?;
    world.home.haul(["upload", &path.display().to_string(), &origin.url(), "--binary"])?.expecting(0)?;
    let today = world.call("statistics", json!({}))?["today"].take();
    assert_eq!(today, json!({ "received": 0, "sent": 200_000, "fetched": 0, "uploaded": 1 }));
    Ok(())
}
