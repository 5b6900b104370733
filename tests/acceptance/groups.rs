//! A group is a thing: something can be said of it, and then it holds for its tasks and no others.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Ranges, Resource, bytes, eventually};
use serde_json::{Value, json};

use crate::world::{World, home};

/// A group as it is listed; `Null` when it is not.
fn group(world: &World, name: &str) -> Result<Value> {
    let groups = world.call("groups", json!({}))?["groups"].take();
    let found = groups.as_array().context("no groups")?.iter().find(|group| group["group"] == name);
    Ok(found.cloned().unwrap_or_default())
}

/// Asks the daemon something that it refuses, and gives the refusal.
fn refused(world: &World, call: &str, with: Value) -> Result<String> {
    let answer = world.call(call, with);
    Ok(format!("{:#}", answer.err().with_context(|| format!("{call} was not refused"))?))
}

fn held(gate: &Gate) -> Result<Origin> {
    Origin::serving(Resource::new(bytes(1, 10)).held_by(gate)).start_blocking()
}

#[test]
fn m016_a_group_is_there_when_a_task_names_it_and_stays_while_something_is_said_of_it() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--group", "films"])?;
    world.reaches(id, "complete")?;
    let named = group(&world, "films")?;
    assert_eq!((&named["tasks"], &named["complete"], &named["described"]), (&json!(1), &json!(1), &json!(false)));
    let set = world.home.haul(["--json", "group", "set", "films", "--weight", "30", "--limit-rate", "2M"])?;
    let said = set.expecting(0)?.json_lines()?.remove(0);
    assert_eq!((&said["weight"], &said["limit_rate"], &said["described"]), (&json!(30), &json!(2 << 20), &json!(true)));
    world.home.haul(["remove", &id.to_string()])?.expecting(0)?;
    let list = world.home.haul(["--json", "group", "list"])?.expecting(0)?.json_lines()?;
    assert_eq!(list, [group(&world, "films")?], "it stays without tasks");
    assert_eq!(list[0]["tasks"], 0);
    world.home.haul(["group", "forget", "films"])?.expecting(0)?;
    assert_eq!(group(&world, "films")?, Value::Null);
    world.home.haul(["group", "forget", "films"])?.expecting(2)?;
    Ok(())
}

#[test]
fn m174_what_is_said_of_groups_survives_a_kill_and_what_is_taken_back_is_gone() -> Result<()> {
    let mut world = World::start()?;
    let said = json!({ "group": "films", "max_running": 2, "limit_rate": 4096, "weight": 7, "start_interval": 50,
                       "retries": 1, "folder": "/tmp/films", "notifications": { "complete": "{filename} came" } });
    let before = world.call("set_group", said)?;
    world.call("pause_queue", json!({ "group": "films" }))?;
    world.restart_hard()?;
    let after = group(&world, "films")?;
    assert_eq!(after["queue_paused"], true);
    for field in ["max_running", "limit_rate", "weight", "start_interval", "retries", "folder", "notifications"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    world.call("set_group", json!({ "group": "films", "max_running": null, "weight": null, "folder": null }))?;
    let taken_back = group(&world, "films")?;
    assert_eq!((&taken_back["max_running"], &taken_back["weight"]), (&Value::Null, &json!(10)));
    assert_eq!((&taken_back["folder"], &taken_back["limit_rate"]), (&Value::Null, &json!(4096)));
    Ok(())
}

#[test]
fn m016_new_downloads_of_a_group_go_to_its_folder_where_they_name_none() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let world = World::start()?;
    let films = world.home.downloads().join("films");
    let folder = films.to_str().context("a folder")?;
    world.home.haul(["group", "set", "films", "--folder", "films", "--retries", "3"])?.expecting(0)?;
    assert_eq!(group(&world, "films")?["folder"], folder);
    let own = world.add(&[&origin.url_of("/a.bin"), "--group", "films"])?;
    let elsewhere = world.add(&[&origin.url_of("/b.bin"), "--group", "films", "-d", "other", "--retries", "0"])?;
    let plain = world.add(&[&origin.url_of("/c.bin")])?;
    for id in [own, elsewhere, plain] {
        world.reaches(id, "complete")?;
    }
    assert_eq!(world.home.listing()?, ["c.bin", "films/", "films/a.bin", "other/", "other/b.bin"]);
    let retries = |id: u64| -> Result<Value> { Ok(world.show(id)?["retries_left"].clone()) };
    assert_eq!((retries(own)?, retries(elsewhere)?, retries(plain)?), (json!(3), json!(0), json!(5)));
    Ok(())
}

#[test]
fn f149_a_group_gets_no_folder_that_is_trusted_and_no_value_that_makes_no_sense() -> Result<()> {
    let world = World::start()?;
    for (field, value) in [
        ("folder", json!("films")),
        ("folder", json!("/etc/films")),
        ("weight", json!(0)),
        ("weight", json!(101)),
        ("retries", json!(11)),
        ("wieght", json!(1)),
    ] {
        refused(&world, "set_group", json!({ "group": "films", field: value }))?;
    }
    refused(&world, "set_group", json!({ "group": "a\nb", "weight": 1 }))?;
    assert_eq!(group(&world, "films")?, Value::Null, "nothing of it was kept");
    Ok(())
}

#[test]
fn m122_m129_a_number_of_its_own_holds_for_a_group_at_once_and_delays_nobody() -> Result<()> {
    let gate = Gate::closed();
    let origin = held(&gate)?;
    let world = World::start()?;
    world.home.haul(["group", "set", "films", "--max-running", "2"])?.expecting(0)?;
    for index in 0..6 {
        world.add(&[&origin.url_of(&format!("/film-{index}")), "--group", "films"])?;
    }
    let other = world.add(&[&origin.url_of("/other")])?;
    world.reaches(other, "running")?;
    let running = || -> Result<Value> { Ok(group(&world, "films")?["running"].clone()) };
    origin.wait_for_blocking(|requests| requests.len() == 3)?;
    assert_eq!((running()?, origin.most_requests_at_once()), (json!(2), 3));
    world.home.haul(["group", "set", "films", "--max-running", "5"])?.expecting(0)?;
    origin.wait_for_blocking(|requests| requests.len() == 6)?;
    assert_eq!(running()?, 5);
    world.home.haul(["group", "set", "films", "--max-running", "1"])?.expecting(0)?;
    assert_eq!(running()?, 5, "those that run go on");
    gate.open();
    eventually("all are complete", || group(&world, "films").ok().filter(|group| group["complete"] == 6))?;
    Ok(())
}

#[test]
fn m247_bd15_a_reset_calls_off_all_of_a_group_and_says_how_many() -> Result<()> {
    let gate = Gate::closed();
    let origin = held(&gate)?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "max_running", "1"])?.expecting(0)?;
    let mut own = Vec::new();
    for index in 0..3 {
        own.push(world.add(&[&origin.url_of(&format!("/{index}")), "--group", "own"])?);
    }
    let other = world.add(&[&origin.url_of("/other"), "--group", "other"])?;
    let reset = |name: &str| -> Result<String> { Ok(world.home.haul(["reset", name])?.expecting(0)?.stdout) };
    assert_eq!(reset("foreign")?, "0\n");
    assert_eq!(reset("own")?, "3\n");
    for id in own {
        world.reaches(id, "canceled")?;
    }
    world.reaches(other, "running")?;
    assert_eq!(world.call("reset", json!({ "group": "own" }))?, json!({ "canceled": 0 }));
    Ok(())
}

#[test]
fn bd16_a_list_is_of_one_group_or_of_all() -> Result<()> {
    let gate = Gate::closed();
    let origin = held(&gate)?;
    let world = World::start()?;
    let own = world.add(&[&origin.url(), "--group", "own"])?;
    let other = world.add(&[&origin.url(), "--group", "other"])?;
    let ids = |query: Value| -> Result<Vec<Value>> {
        let rows = world.call("list", query)?["rows"].take();
        Ok(rows.as_array().context("no rows")?.iter().map(|row| row["id"].clone()).collect())
    };
    assert_eq!(ids(json!({ "group": "own" }))?, [own]);
    assert_eq!(ids(json!({ "sort": "ascending" }))?, [own, other]);
    assert_eq!(ids(json!({ "group": "nobody" }))?, [] as [u64; 0]);
    Ok(())
}

#[test]
fn m126_bd17_a_group_is_finished_when_nothing_of_it_waits_or_runs_but_what_is_ignored() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 10)).held_by(&gate))
        .at("/broken", Resource::status(503).header("Retry-After", "600"))
        .start_blocking()?;
    let world = World::start()?;
    let finished = |query: Value| -> Result<Value> { Ok(world.call("finished", query)?["finished"].take()) };
    assert_eq!(finished(json!({}))?, true);
    let running = world.add(&[&origin.url(), "--group", "own"])?;
    world.reaches(running, "running")?;
    assert_eq!(finished(json!({ "group": "own" }))?, false);
    assert_eq!(finished(json!({ "group": "other" }))?, true);
    assert_eq!(finished(json!({ "group": "own", "ignore": running }))?, true);
    let waiting = world.add(&[&origin.url().replace("127.0.0.1", "localhost").replace("/file.bin", "/broken")])?;
    world.reaches(waiting, "waiting_to_retry")?;
    assert_eq!(finished(json!({ "group": "default" }))?, true);
    assert_eq!(finished(json!({ "group": "default", "include_waiting_to_retry": true }))?, false);
    gate.open();
    world.reaches(running, "complete")?;
    assert_eq!(finished(json!({}))?, true);
    Ok(())
}

#[test]
fn m071_a_pause_of_a_group_names_exactly_those_that_paused_and_a_list_excludes_a_group() -> Result<()> {
    let gate = Gate::closed();
    let held = || Resource::new(bytes(1, 200_000)).held_at(Point::AfterBytes(100_000), &gate);
    let origin = Origin::serving(held()).at("/rigid", held().ranges(Ranges::Ignored)).start_blocking()?;
    let world = World::start()?;
    let able = world.add(&[&origin.url(), "--group", "own", "-c", "1"])?;
    let rigid = world.add(&[&origin.url_of("/rigid"), "--group", "own", "-c", "1"])?;
    let resting = world.add(&[&origin.url_of("/resting"), "--group", "own", "--later"])?;
    let foreign = world.add(&[&origin.url_of("/foreign"), "-c", "1"])?;
    world.is_seen(able, "it can be paused", |task| task["pausable"] == true)?;
    world.is_seen(rigid, "it cannot be paused", |task| task["pausable"] == false)?;
    for id in [able, rigid, foreign] {
        world.is_seen(id, "bytes are there", |task| task["received"].as_u64() > Some(0))?;
    }
    refused(&world, "pause", json!({ "tasks": [able], "group": "own" }))?;
    let paused = world.call("pause", json!({ "group": "own" }))?;
    let named = paused["changed"].as_array().context("no tasks")?;
    let mut ids: Vec<u64> = named.iter().filter_map(Value::as_u64).collect();
    ids.sort_unstable();
    let mut really: Vec<u64> = Vec::new();
    for id in [able, rigid, resting, foreign] {
        if world.show(id)?["status"] == "paused" {
            really.push(id);
        }
    }
    assert_eq!(ids, really);
    assert!(ids.contains(&able) && !ids.contains(&rigid) && !ids.contains(&foreign), "{ids:?}");
    Ok(())
}

#[test]
fn what_is_said_of_a_group_is_not_forgotten_under_its_live_tasks() -> Result<()> {
    let gate = Gate::closed();
    let origin = held(&gate)?;
    let world = World::start()?;
    world.home.haul(["group", "set", "films", "--weight", "20"])?.expecting(0)?;
    let id = world.add(&[&origin.url(), "--group", "films"])?;
    let message = refused(&world, "forget_group", json!({ "group": "films" }))?;
    assert!(message.contains("haul reset"), "{message}");
    assert_eq!(group(&world, "films")?["weight"], 20);
    gate.open();
    world.reaches(id, "complete")?;
    world.call("forget_group", json!({ "group": "films" }))?;
    Ok(())
}

#[test]
fn m152_the_setting_of_group_limits_is_another_way_to_say_the_same() -> Result<()> {
    let world = World::start()?;
    world.home.haul(["group", "set", "films", "--limit-rate", "500K", "--weight", "20"])?.expecting(0)?;
    let get = || -> Result<String> { Ok(world.home.haul(["settings", "get", "group_limits"])?.expecting(0)?.stdout) };
    assert_eq!(get()?, "group_limits = films=500K\n");
    world.home.haul(["settings", "set", "group_limits", "music=1M, books=7"])?.expecting(0)?;
    assert_eq!(get()?, "group_limits = books=7, music=1M\n");
    let films = group(&world, "films")?;
    assert_eq!((&films["limit_rate"], &films["weight"]), (&Value::Null, &json!(20)));
    world.home.haul(["settings", "set", "group_limits", "music"])?.expecting(2)?;
    assert_eq!(group(&world, "music")?["limit_rate"], 1 << 20);
    Ok(())
}

#[test]
fn m129_limits_of_groups_among_older_settings_are_taken_over_once() -> Result<()> {
    let home = home()?;
    std::fs::create_dir_all(home.folder())?;
    std::fs::write(home.folder().join("settings.toml"), "group_limits = \"films=500K\"\n")?;
    let mut world = World::of(home)?;
    assert_eq!(group(&world, "films")?["limit_rate"], 500 << 10);
    world.home.haul(["group", "set", "films", "--limit-rate", "0"])?.expecting(0)?;
    world.restart_hard()?;
    assert_eq!(group(&world, "films")?["limit_rate"], Value::Null, "what was taken over does not come back");
    Ok(())
}
