//! What passes is waited for, as long as the server asks and no longer than the person allows.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Gate, Origin, Point, Recorded, Resource, bytes, eventually};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::world::{World, home, statuses};

/// The pauses between the requests, in the order of their arrival.
fn pauses(requests: &[Recorded]) -> Vec<Duration> {
    requests.windows(2).map(|pair| pair[1].at - pair[0].at).collect()
}

/// The same address under another name: another host, as far as anybody can tell.
fn under_another_name(url: &str) -> String {
    url.replace("127.0.0.1", "localhost")
}

#[test]
fn f047_m058_what_a_host_says_to_one_task_holds_for_all_of_its_tasks() -> Result<()> {
    let busy = Resource::status(429).header("Retry-After", "3");
    let file = || Resource::new(bytes(1, 200_000)).paced(1_000_000);
    let origin =
        Origin::serving(file()).at("/busy", busy.then(1, file())).at("/elsewhere", bytes(2, 10)).start_blocking()?;
    let world = World::start()?;
    let first = world.add(&[&origin.url_of("/busy")])?;
    let waiting = world.reaches(first, "waiting_to_retry")?;
    assert!(waiting["retry_at"].is_i64(), "the countdown is shown: {waiting}");
    let others: Vec<u64> =
        ["/b", "/c", "/d"].iter().map(|path| world.add(&[&origin.url_of(path)])).collect::<Result<_>>()?;
    let elsewhere = world.add(&[&under_another_name(&origin.url_of("/elsewhere"))])?;
    world.reaches(elsewhere, "complete")?;
    for id in &others {
        let waits = world.show(*id)?;
        assert_eq!(waits["status"], "enqueued", "they hold up nobody and do not ask");
        assert_eq!(waits["waiting_for"], "host", "and say why: {waits}");
        assert!(waits["retry_at"].is_i64(), "and for how long: {waits}");
    }
    for id in others.iter().chain([&first]) {
        world.reaches(*id, "complete")?;
    }
    let of_host: Vec<_> = origin.requests().into_iter().filter(|request| request.path() != "/elsewhere").collect();
    ensure!(pauses(&of_host)[0] >= Duration::from_secs(3), "{:?}", pauses(&of_host));
    assert_eq!(origin.most_requests_at_once(), 1, "after a 429 the host gets one connection at a time");
    Ok(())
}

#[test]
fn f048_a_wish_that_means_nothing_is_ignored_and_one_for_years_is_the_persons_to_wait_for() -> Result<()> {
    let says = |wish: &str| Resource::status(503).header("Retry-After", wish).then(1, bytes(1, 10));
    let origin = Origin::serving(bytes(1, 10))
        .at("/soon", says("soon"))
        .at("/past", says("Wed, 21 Oct 2015 07:28:00 GMT"))
        .at("/negative", says("-1"))
        .at("/years", says("99999999"))
        .start_blocking()?;
    let world = World::start()?;
    let add = |path: &str| world.add(&[&origin.url_of(path)]);
    let (years, ids) = (add("/years")?, [add("/soon")?, add("/past")?, add("/negative")?]);
    let failed = world.reaches(years, "failed")?;
    assert_eq!((&failed["category"], &failed["remedy"]), (&json!("http.503"), &json!("ask_user")));
    for id in ids {
        world.reaches(id, "complete")?;
    }
    Ok(())
}

#[test]
fn f049_m053_m055_a_broken_server_is_tried_three_times_with_growing_pauses() -> Result<()> {
    let origin = Origin::serving(Resource::status(500)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--retries", "5", "--connections", "16"])?;
    world.is_seen(id, "one retry is gone", |task| task["retries_left"] == 4)?;
    world.is_seen(id, "two retries are gone", |task| task["retries_left"] == 3)?;
    let failed = world.reaches(id, "failed")?;
    assert_eq!((&failed["category"], &failed["remedy"]), (&json!("http.500"), &json!("ask_user")));
    let pauses = pauses(&origin.requests());
    assert_eq!(pauses.len(), 2, "three tries");
    let least = [Duration::from_millis(1800), Duration::from_millis(3600)];
    ensure!(pauses.iter().zip(least).all(|(pause, least)| *pause >= least), "{pauses:?}");
    Ok(())
}

#[test]
fn m054_a_retry_asks_for_the_rest_alone() -> Result<()> {
    let content = bytes(1, 3_000_000);
    let origin =
        Origin::serving(Resource::new(&content).dropping_after(2_000_000).for_the_first(1)).start_blocking()?;
    let home = home()?;
    home.haul(["get", "--connections", "1", &origin.url()])?.expecting(0)?;
    assert_eq!(home.file("file.bin")?, content);
    let requests = origin.requests();
    ensure!(requests.len() == 2 && requests[1].first_byte() > 1 << 20, "{:?}", requests[1].range());
    Ok(())
}

#[test]
fn m024_m057_an_answer_that_will_not_change_is_final_unless_the_task_insists() -> Result<()> {
    let codes = [400, 401, 403, 405, 410, 451];
    let mut script = Origin::serving(bytes(1, 10));
    for code in codes {
        script = script.at(&format!("/{code}"), Resource::status(code));
    }
    let origin = script.at("/insist", Resource::status(403)).start_blocking()?;
    let home = home()?;
    for code in codes {
        let path = format!("/{code}");
        home.haul(["get", "--retries", "5", &origin.url_of(&path)])?.expecting(1)?;
        assert_eq!(origin.requests().iter().filter(|request| request.path() == path).count(), 1, "{code}");
    }
    let insisting = ["get", "--json", "--retries", "1", "--retry-permanent", &origin.url_of("/insist")];
    let lines = home.haul(insisting)?.expecting(1)?.json_lines()?;
    let id = lines[0]["id"].as_u64().context("no number")?;
    let expected = ["enqueued", "running", "waiting_to_retry", "enqueued", "running", "failed"];
    assert_eq!(statuses(&lines, id), expected, "(N + 1) * 3 events");
    Ok(())
}

#[test]
fn m056_a_task_that_is_canceled_while_it_waits_asks_no_more() -> Result<()> {
    let origin = Origin::serving(Resource::status(503)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "waiting_to_retry")?;
    world.does("cancel", id)?;
    // By the end of a task whose own wait began later, the first one's time has passed.
    let later = Origin::serving(Resource::status(503).then(1, bytes(1, 10))).start_blocking()?;
    let other = world.add(&[&later.url()])?;
    world.reaches(other, "complete")?;
    assert_eq!((&world.show(id)?["status"], origin.requests().len()), (&json!("canceled"), 1));
    Ok(())
}

#[test]
fn m059_a_wait_survives_a_crash() -> Result<()> {
    let origin = Origin::serving(Resource::status(503).then(1, bytes(1, 10))).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url(), "--retries", "4"])?;
    world.reaches(id, "waiting_to_retry")?;
    world.restart_hard()?;
    let complete = world.reaches(id, "complete")?;
    assert_eq!((&complete["retries_left"], origin.requests().len()), (&json!(3), 2));
    ensure!(pauses(&origin.requests())[0] >= Duration::from_millis(1800), "{:?}", pauses(&origin.requests()));
    Ok(())
}

#[test]
fn m128_a_task_that_waits_gives_its_slot_away() -> Result<()> {
    let busy = Resource::status(503).header("Retry-After", "3600");
    let origin = Origin::serving(bytes(1, 10)).at("/busy", busy).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "max_running", "1"])?.expecting(0)?;
    let busy = world.add(&[&origin.url_of("/busy")])?;
    world.reaches(busy, "waiting_to_retry")?;
    let next = world.add(&[&under_another_name(&origin.url())])?;
    world.reaches(next, "complete")?;
    Ok(())
}

#[test]
fn m110_a_time_limit_bounds_a_task_over_all_of_its_attempts_and_waits() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 10)).held_by(&gate))
        .at("/busy", Resource::status(503))
        .at("/fine", bytes(1, 10))
        .start_blocking()?;
    let mut world = World::start()?;
    let limited = |path: &str, seconds: &str| world.add(&[&origin.url_of(path), "--max-time", seconds]);
    let (held, busy, fine) = (limited("/held", "1")?, limited("/busy", "4")?, limited("/fine", "60")?);
    for id in [held, busy] {
        let failed = world.reaches(id, "failed")?;
        assert_eq!((&failed["category"], &failed["remedy"]), (&json!("policy"), &json!("ask_user")), "{failed}");
    }
    world.reaches(fine, "complete")?;
    let tries = origin.requests().iter().filter(|request| request.path() == "/busy").count();
    ensure!((1..=2).contains(&tries), "after 2 and 4 more seconds there would be a third: {tries}");
    // A restart does not begin the time anew.
    let busy = world.add(&[&origin.url_of("/busy"), "--max-time", "3", "--output", "again"])?;
    world.reaches(busy, "waiting_to_retry")?;
    world.restart_hard()?;
    world.reaches(busy, "failed")?;
    gate.open();
    world.does("retry", held)?;
    world.reaches(held, "complete")?;
    Ok(())
}

#[test]
fn f116_a_daemon_that_is_told_to_end_saves_what_runs_and_goes_on_with_it_later() -> Result<()> {
    let content = bytes(1, 3_000_000);
    let gate = Gate::closed();
    let file = Resource::new(&content).held_at(Point::AfterBytes(2_000_000), &gate);
    let origin = Origin::serving(file).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url(), "--connections", "1"])?;
    world.has_received(id, 2_000_000)?;
    world.daemon.terminate()?;
    world.daemon.wait()?.expecting(0)?;
    gate.open();
    world.daemon = world.home.daemon()?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    assert!(origin.requests().last().is_some_and(|request| request.first_byte() >= 1_900_000));
    Ok(())
}

#[test]
fn f117_a_process_that_was_stopped_goes_on_over_new_connections() -> Result<()> {
    let content = bytes(1, 3_000_000);
    let gate = Gate::closed();
    let file = Resource::new(&content).held_at(Point::AfterBytes(2_000_000), &gate).for_the_first(1);
    let origin = Origin::serving(file).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--connections", "1"])?;
    world.has_received(id, 2_000_000)?;
    let pid = Pid::from_raw(i32::try_from(world.daemon.pid())?).context("a daemon without a number")?;
    kill_process(pid, Signal::STOP)?;
    origin.reset_connections();
    eventually("the connection is gone", || (origin.live_connections() == 0).then_some(()))?;
    kill_process(pid, Signal::CONT)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    Ok(())
}
