//! A task is in one of eight states, and its end is an end.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes};
use serde_json::json;

use crate::world::{World, home, statuses};

#[test]
fn m022_every_state_has_its_word_and_final_ones_are_left_by_retry_alone() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(bytes(1, 1000))
        .at("/held", Resource::new(bytes(2, 1000)).held_by(&gate))
        .at("/kept", Resource::new(bytes(2, 1000)).held_by(&gate))
        .at("/gone", Resource::status(404))
        .at("/forbidden", Resource::status(403))
        .at("/busy", Resource::status(503).header("Retry-After", "3600"))
        .start_blocking()?;
    let world = World::start()?;
    let add = |path: &str| world.add(&[&origin.url_of(path)]);
    let (complete, gone, forbidden) = (add("/f")?, add("/gone")?, add("/forbidden")?);
    let (running, paused, canceled) = (add("/held")?, add("/kept")?, add("/kept")?);
    let (waiting, later) = (add("/busy")?, world.add(&[&origin.url_of("/f"), "--later"])?);
    world.reaches(running, "running")?;
    world.does("pause", paused)?;
    world.does("cancel", canceled)?;
    let expected = [
        (complete, "complete"),
        (gone, "not_found"),
        (forbidden, "failed"),
        (running, "running"),
        (paused, "paused"),
        (canceled, "canceled"),
        (waiting, "waiting_to_retry"),
        (later, "enqueued"),
    ];
    for (id, status) in expected {
        world.reaches(id, status)?;
        let listed = world.home.haul(["list", "--json", "--status", status])?.expecting(0)?.json_lines()?;
        assert_eq!(listed.iter().map(|task| &task["id"]).collect::<Vec<_>>(), [&json!(id)], "{status}");
    }
    for id in [complete, gone, forbidden, canceled] {
        for verb in ["pause", "resume"] {
            let output = world.home.haul([verb, &id.to_string()])?.expecting(1)?;
            assert!(!output.stderr.is_empty());
        }
    }
    for (id, status) in [(complete, "complete"), (gone, "not_found"), (forbidden, "failed"), (canceled, "canceled")] {
        assert_eq!(world.show(id)?["status"], status, "nothing follows a final status by itself");
    }
    Ok(())
}

#[test]
fn m023_a_success_makes_exactly_three_status_events() -> Result<()> {
    let origin = Origin::serving(bytes(1, 3_000_000)).start_blocking()?;
    let urls = [origin.url_of("/a"), origin.url_of("/b"), origin.url_of("/c")];
    let output = home()?.haul(["get", "--json"].into_iter().chain(urls.iter().map(String::as_str)))?.expecting(0)?;
    let lines = output.json_lines()?;
    let added: Vec<u64> =
        lines.iter().filter(|line| line["event"] == "added").filter_map(|line| line["id"].as_u64()).collect();
    assert_eq!(added.len(), 3);
    for id in added {
        assert_eq!(statuses(&lines, id), ["enqueued", "running", "complete"]);
    }
    Ok(())
}

#[test]
fn m025_success_codes_that_carry_a_file_are_success_and_a_partial_one_nobody_asked_for_is_looked_at() -> Result<()> {
    let content = bytes(1, 1000);
    let with = |status: u16| Resource::status(status).body(&content);
    let partial = |range: &str| with(206).header("Content-Range", range);
    let origin = Origin::serving(content.clone())
        .at("/200", with(200))
        .at("/201", with(201))
        .at("/203", with(203))
        .at("/whole", partial("bytes 0-999/1000"))
        .at("/part", partial("bytes 0-999/5000"))
        .start_blocking()?;
    let home = home()?;
    for path in ["/200", "/201", "/203", "/whole"] {
        home.haul(["get", &origin.url_of(path)])?.expecting(0).with_context(|| path.to_owned())?;
        assert_eq!(home.file(&path[1..])?, content);
    }
    home.haul(["get", "--retries", "0", &origin.url_of("/part")])?.expecting(1)?;
    assert!(!home.listing()?.contains(&"part".to_owned()), "a part is never taken for the whole");
    Ok(())
}

#[test]
fn m026_a_404_is_not_found_at_once_and_its_answer_is_kept() -> Result<()> {
    let page = Resource::status(404).body("<h1>no such file</h1>").content_type("text/html; charset=UTF-8");
    let origin = Origin::serving(page).start_blocking()?;
    let world = World::start()?;
    let output = world.home.haul(["get", "--json", "--retries", "5", &origin.url()])?.expecting(3)?;
    let lines = output.json_lines()?;
    let id = lines[0]["id"].as_u64().context("no number")?;
    assert_eq!(statuses(&lines, id), ["enqueued", "running", "not_found"]);
    assert_eq!(origin.requests().len(), 1, "it is never tried again");
    let task = world.show(id)?;
    let response = &task["response"];
    assert_eq!((&response["code"], &response["body"]), (&json!(404), &json!("<h1>no such file</h1>")));
    assert_eq!((&response["mime"], &response["charset"]), (&json!("text/html"), &json!("utf-8")));
    assert!(task.get("category").is_none_or(serde_json::Value::is_null), "not found is no exception");
    assert!(world.home.listing()?.is_empty());
    Ok(())
}

#[test]
fn m027_a_cancel_from_every_state_ends_canceled_within_a_second_and_leaves_nothing() -> Result<()> {
    let gate = Gate::closed();
    let file = Resource::new(bytes(1, 500_000)).held_at(Point::AfterBytes(200_000), &gate);
    let origin = Origin::serving(file)
        .at("/silent", Resource::new(bytes(1, 10)).held_by(&gate))
        .at("/busy", Resource::status(503).header("Retry-After", "3600"))
        .start_blocking()?;
    let world = World::start()?;
    let enqueued = world.add(&[&origin.url(), "--later"])?;
    let silent = world.add(&[&origin.url_of("/silent")])?;
    let running = world.add(&[&origin.url()])?;
    let paused = world.add(&[&origin.url()])?;
    let waiting = world.add(&[&origin.url_of("/busy")])?;
    world.reaches(silent, "running")?;
    world.has_received(running, 200_000)?;
    world.has_received(paused, 200_000)?;
    world.pause(paused)?;
    world.reaches(waiting, "waiting_to_retry")?;
    let paths =
        || origin.requests().iter().map(|request| (request.path().to_owned(), request.range())).collect::<Vec<_>>();
    origin.wait_for_blocking(|requests| requests.len() == 4).with_context(|| format!("{:?}", paths()))?;
    let asked = 4;
    for id in [enqueued, silent, running, paused, waiting] {
        let begun = Instant::now();
        world.does("cancel", id)?;
        assert_eq!(world.show(id)?["status"], "canceled");
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    }
    assert!(world.home.listing()?.is_empty(), "no part file stays: {:?}", world.home.listing()?);
    assert_eq!(paths().len(), asked, "no request follows a cancel: {:?}", paths());
    Ok(())
}

#[test]
fn m027_a_cancel_that_cannot_delete_what_is_there_is_refused_and_leaves_no_task_that_nobody_works_on() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, 500_000);
    let held = Resource::new(content.clone()).held_at(Point::AfterBytes(200_000), &gate);
    let origin = Origin::serving(held).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, 200_000)?;
    let part = world.home.downloads().join(world.home.listing()?.first().context("no part file")?);
    std::fs::remove_file(&part)?;
    std::fs::create_dir(&part)?;
    let refused = world.home.haul(["cancel", &id.to_string()])?;
    assert_ne!(refused.code, Some(0), "a folder is not deleted as a part file");
    world.reaches(id, "failed")?;
    std::fs::remove_dir(&part)?;
    gate.open();
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.listing()?.len(), 1);
    Ok(())
}

#[test]
fn m028_a_cancel_before_a_failure_is_known_wins() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::status(403).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    origin.wait_for_blocking(|requests| !requests.is_empty())?;
    let mut cancel = world.home.spawn(["cancel", &id.to_string()])?;
    gate.open();
    cancel.wait()?.expecting(0)?;
    let status = world.show(id)?["status"].clone();
    // The failure may have been processed before the cancel came; never after it.
    assert!(status == "canceled" || status == "failed", "{status}");
    // Here it cannot: the answer comes after the cancel has been answered.
    let gate = Gate::closed();
    origin.now_serves(Resource::status(403).held_by(&gate));
    let id = world.add(&[&origin.url()])?;
    origin.wait_for_blocking(|requests| requests.len() == 2)?;
    world.does("cancel", id)?;
    gate.open();
    assert_eq!(world.show(id)?["status"], "canceled");
    Ok(())
}

#[test]
fn m036_a_task_paused_before_its_start_is_downloaded_when_it_is_resumed() -> Result<()> {
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let mut world = World::start()?;
    let pid = world.daemon.pid();
    let id = world.add(&[&origin.url(), "--later"])?;
    world.pause(id)?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, bytes(1, 1000));
    assert!(!world.daemon.has_ended()? && world.daemon.pid() == pid);
    Ok(())
}

#[test]
fn m035_a_repeated_command_changes_nothing_and_is_no_error() -> Result<()> {
    let gate = Gate::closed();
    let file = Resource::new(bytes(1, 500_000)).held_at(Point::AfterBytes(100_000), &gate);
    let origin = Origin::serving(file).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, 100_000)?;
    for (verb, status) in [("resume", "running"), ("pause", "paused"), ("cancel", "canceled")] {
        world.does(verb, id)?;
        let changed = world.home.haul(["--json", verb, &id.to_string()])?.expecting(0)?.json_lines()?;
        assert_eq!((&changed[0]["changed"], &world.show(id)?["status"]), (&json!([]), &json!(status)), "{verb}");
    }
    Ok(())
}

#[test]
fn a_failed_task_can_be_tried_again() -> Result<()> {
    let origin = Origin::serving(Resource::status(403)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "failed")?;
    origin.now_serves(bytes(1, 1000));
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, bytes(1, 1000));
    Ok(())
}

#[test]
fn a_removed_task_is_gone_and_its_file_stays_unless_it_is_named() -> Result<()> {
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let world = World::start()?;
    let (kept, deleted) = (world.add(&[&origin.url(), "-o", "kept"])?, world.add(&[&origin.url(), "-o", "deleted"])?);
    world.reaches(kept, "complete")?;
    world.reaches(deleted, "complete")?;
    world.does("remove", kept)?;
    world.home.haul(["remove", &deleted.to_string(), "--delete-file"])?.expecting(0)?;
    assert_eq!(world.home.listing()?, ["kept"]);
    assert!(world.list()?.is_empty());
    world.home.haul(["show", &kept.to_string()])?.expecting(1)?;
    Ok(())
}
