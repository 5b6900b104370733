//! The queue can be held, paced and reordered, and nobody blocks others behind him.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Resource, bytes, eventually};
use serde_json::{Value, json};

use crate::world::World;

/// A world with one slot that a task holds until its gate opens; what it serves otherwise comes at once.
struct OneSlot {
    world: World,
    origin: Origin,
    gate: Gate,
}

impl OneSlot {
    fn start() -> Result<OneSlot> {
        let gate = Gate::closed();
        let origin =
            Origin::serving(bytes(1, 10)).at("/first", Resource::new(bytes(1, 10)).held_by(&gate)).start_blocking()?;
        let world = World::start()?;
        world.home.haul(["settings", "set", "max_running", "1"])?.expecting(0)?;
        let first = world.add(&[&origin.url_of("/first")])?;
        world.reaches(first, "running")?;
        Ok(OneSlot { world, origin, gate })
    }

    /// Adds one task for each letter.
    fn letters(&self, letters: &str) -> Result<Vec<u64>> {
        letters.chars().map(|letter| self.world.add(&[&self.origin.url_of(&format!("/{letter}"))])).collect()
    }

    /// Runs `haul queue move`.
    fn moves(&self, args: &[&str]) -> Result<()> {
        self.world.home.haul(["queue", "move"].iter().chain(args))?.expecting(0)?;
        Ok(())
    }

    /// The letters in the order in which they were worked on, once all are complete.
    fn order(&self) -> Result<String> {
        self.gate.open();
        all_complete(&self.world)?;
        let requests = self.origin.requests();
        Ok(requests
            .iter()
            .map(|request| request.path().trim_start_matches('/'))
            .filter(|path| path.len() == 1)
            .collect())
    }
}

fn all_complete(world: &World) -> Result<()> {
    eventually("all tasks are complete", || {
        world.list().is_ok_and(|tasks| tasks.iter().all(|task| task["status"] == "complete")).then_some(())
    })
}

/// Waits until everybody has begun who may: a change is answered when it is saved, and slots are given away before the next
/// one is looked at.
fn settled(world: &World) -> Result<()> {
    for weight in [1, 2] {
        world.call("set_group", json!({ "group": "nobody", "weight": weight }))?;
    }
    Ok(())
}

/// Tasks of this status.
fn with(world: &World, status: &str) -> Result<usize> {
    Ok(world.list()?.iter().filter(|task| task["status"] == status).count())
}

#[test]
fn m125_m174_a_paused_queue_holds_those_that_wait_and_leaves_alone_those_that_run() -> Result<()> {
    let gate = Gate::closed();
    let origin =
        Origin::serving(bytes(1, 10)).at("/active", Resource::new(bytes(2, 20)).held_by(&gate)).start_blocking()?;
    let mut world = World::start()?;
    let active = world.add(&[&origin.url_of("/active")])?;
    world.reaches(active, "running")?;
    world.home.haul(["queue", "pause"])?.expecting(0)?;
    let waiting = world.add(&[&origin.url_of("/waiting")])?;
    let seen = world.reaches(waiting, "enqueued")?;
    assert_eq!((&seen["waiting_for"], &seen["held"]), (&json!("queue"), &json!(false)));
    gate.open();
    world.reaches(active, "complete")?;
    settled(&world)?;
    world.restart_hard()?;
    settled(&world)?;
    let marker = world.add(&[&origin.url_of("/marker"), "--later"])?;
    assert_eq!(world.show(marker)?["waiting_for"], "start");
    assert_eq!(world.show(waiting)?["waiting_for"], "queue");
    assert!(origin.requests().iter().all(|request| request.path() == "/active"), "nothing else was asked for");
    world.home.haul(["queue", "resume"])?.expecting(0)?;
    world.reaches(waiting, "complete")?;
    Ok(())
}

#[test]
fn m125_m128_a_paused_group_holds_its_own_tasks_and_nobody_behind_them() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "max_running", "1"])?.expecting(0)?;
    world.home.haul(["group", "pause", "films"])?.expecting(0)?;
    let held: Vec<u64> = (0..5)
        .map(|index| world.add(&[&origin.url_of(&format!("/{index}")), "--group", "films", "--priority", "0"]))
        .collect::<Result<_>>()?;
    let other = world.add(&[&origin.url_of("/other"), "--priority", "10"])?;
    world.reaches(other, "complete")?;
    for id in &held {
        assert_eq!(world.show(*id)?["waiting_for"], "queue");
    }
    let listed = world.home.haul(["--json", "queue", "list", "--group", "films"])?.expecting(0)?.json_lines()?;
    assert_eq!(listed.iter().filter_map(|row| row["id"].as_u64()).collect::<Vec<_>>(), held);
    world.home.haul(["group", "resume", "films"])?.expecting(0)?;
    all_complete(&world)
}

#[test]
fn m125_pausing_a_queue_pauses_no_task() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 10)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["queue", "pause", "--group", "films"])?.expecting(0)?;
    let held = world.add(&[&origin.url(), "--group", "films"])?;
    world.home.haul(["pause", "--group", "films"])?.expecting(0)?;
    world.reaches(held, "paused")?;
    world.home.haul(["resume", "--group", "films"])?.expecting(0)?;
    let waiting = world.reaches(held, "enqueued")?;
    assert_eq!(waiting["waiting_for"], "queue", "the queue is still paused");
    world.home.haul(["queue", "resume", "--group", "films"])?.expecting(0)?;
    world.reaches(held, "running")?;
    Ok(())
}

#[test]
fn m018_tasks_are_moved_in_the_queue_and_begin_in_the_new_order() -> Result<()> {
    let scene = OneSlot::start()?;
    let ids: Vec<String> = scene.letters("abcdefg")?.iter().map(ToString::to_string).collect();
    let [a, b, c, d, e, f, g] = ids.as_slice() else { anyhow::bail!("seven tasks") };
    scene.moves(&[g, "--first"])?;
    scene.moves(&[a, "--last"])?;
    scene.moves(&[e, d, "--before", b])?;
    scene.moves(&[c, "--down"])?;
    scene.moves(&[f, "--up"])?;
    scene.moves(&[b, "--after", f])?;
    assert_eq!(scene.order()?, "gedfbca");
    Ok(())
}

#[test]
fn m174_the_order_of_the_queue_survives_a_kill_and_the_list_shows_it() -> Result<()> {
    let mut scene = OneSlot::start()?;
    let ids = scene.letters("abcd")?;
    let text: Vec<String> = ids.iter().map(ToString::to_string).collect();
    scene.moves(&[&text[3], "--before", &text[1]])?;
    scene.moves(&[&text[0], "--last"])?;
    let wanted = [ids[3], ids[1], ids[2], ids[0]];
    let queued = |scene: &OneSlot| -> Result<Vec<u64>> {
        let query = json!({ "status": "enqueued", "by": "queue", "sort": "ascending" });
        let rows = scene.world.call("list", query)?["rows"].take();
        Ok(rows.as_array().context("no rows")?.iter().filter_map(|row| row["id"].as_u64()).collect())
    };
    assert_eq!(queued(&scene)?, wanted);
    scene.world.restart_hard()?;
    eventually("the first one runs again", || with(&scene.world, "running").ok().filter(|running| *running == 1))?;
    assert_eq!(queued(&scene)?, wanted);
    scene.letters("e")?;
    assert_eq!(scene.order()?, "dbcae");
    Ok(())
}

#[test]
fn m018_a_task_moved_among_others_of_another_priority_takes_theirs() -> Result<()> {
    let scene = OneSlot::start()?;
    let ids = scene.letters("abc")?;
    let text: Vec<String> = ids.iter().map(ToString::to_string).collect();
    scene.world.home.haul(["set", &text[1], "--priority", "1"])?.expecting(0)?;
    scene.moves(&[&text[2], "--before", &text[1]])?;
    assert_eq!(scene.world.show(ids[2])?["priority"], 1);
    scene.world.home.haul(["set", &text[1], "--priority", "9"])?.expecting(0)?;
    assert_eq!(scene.order()?, "cab");
    Ok(())
}

#[test]
fn a_move_that_makes_no_sense_moves_nobody() -> Result<()> {
    let scene = OneSlot::start()?;
    let ids: Vec<String> = scene.letters("abc")?.iter().map(ToString::to_string).collect();
    let move_to = |args: &[&str]| scene.world.home.haul(["queue", "move"].iter().chain(args));
    move_to(&[&ids[2], "--before", "999"])?.expecting(1)?;
    move_to(&[&ids[2], "999", "--first"])?.expecting(1)?;
    move_to(&[&ids[2]])?.expecting(2)?;
    assert_eq!(move_to(&[&ids[0], "--first"])?.expecting(0)?.stdout, format!("{}\n", ids[0]));
    assert_eq!(move_to(&[&ids[2], "--down"])?.expecting(0)?.stdout, "", "it is there already");
    scene.world.home.haul(["cancel", &ids[1]])?.expecting(0)?;
    move_to(&[&ids[2], "--before", &ids[1]])?.expecting(1)?;
    scene.gate.open();
    for id in [&ids[0], &ids[2]] {
        scene.world.reaches(id.parse()?, "complete")?;
    }
    let paths: Vec<String> = scene.origin.requests().iter().map(|request| request.path().to_owned()).collect();
    assert_eq!(paths, ["/first", "/a", "/c"]);
    Ok(())
}

#[test]
fn m124_between_two_starts_there_is_the_time_that_is_set() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 10)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["group", "set", "films", "--interval", "3600000"])?.expecting(0)?;
    for index in 0..3 {
        world.add(&[&origin.url_of(&format!("/film-{index}")), "--group", "films"])?;
    }
    let other = world.add(&[&origin.url_of("/other")])?;
    world.reaches(other, "running")?;
    settled(&world)?;
    assert_eq!((with(&world, "running")?, with(&world, "enqueued")?), (2, 2), "one film an hour, and the other");
    world.home.haul(["settings", "set", "start_interval", "3600000"])?.expecting(0)?;
    world.home.haul(["group", "set", "films", "--interval", "0"])?.expecting(0)?;
    let late = world.add(&[&origin.url_of("/late"), "--group", "late"])?;
    settled(&world)?;
    assert_eq!(world.show(late)?["status"], "enqueued", "another start was less than an hour ago");
    world.home.haul(["settings", "set", "start_interval", "50"])?.expecting(0)?;
    origin.wait_for_blocking(|requests| requests.len() == 5)?;
    gate.open();
    all_complete(&world)
}

/// Adds ten tasks of two groups, of which `running` run at once, and gives the most that were asked for at once and how many
/// could be called off.
fn ten(setting: &str, running: usize) -> Result<(usize, u64)> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 10)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", setting, "3"])?.expecting(0)?;
    let download = |index: u32| {
        let group = if index.is_multiple_of(2) { "even" } else { "odd" };
        json!({ "url": origin.url_of(&format!("/{index}")), "name": "?", "group": group, "lanes": 1 })
    };
    world.call("add", json!({ "downloads": (0..10).map(download).collect::<Vec<_>>() }))?;
    origin.wait_for_blocking(|requests| requests.len() == running)?;
    settled(&world)?;
    assert_eq!((with(&world, "running")?, with(&world, "enqueued")?), (running, 10 - running), "all of them are seen");
    let most = origin.most_requests_at_once();
    let canceled: u64 = ["even", "odd"]
        .map(|group| world.call("reset", json!({ "group": group })))
        .into_iter()
        .map(|reset| Ok(reset?["canceled"].as_u64().unwrap_or_default()))
        .sum::<Result<u64>>()?;
    assert_eq!(with(&world, "canceled")?, 10);
    Ok((most, canceled))
}

#[test]
fn m121_m122_m123_bd46_limits_in_all_for_a_host_and_for_a_group_are_kept_and_the_held_can_be_called_off() -> Result<()>
{
    assert_eq!(ten("max_running", 3)?, (3, 10));
    assert_eq!(ten("max_running_per_host", 3)?, (3, 10));
    assert_eq!(ten("max_running_per_group", 6)?, (6, 10), "three of each of two groups");
    Ok(())
}

#[test]
fn m123_bd46_every_held_task_is_told_of_as_enqueued_once_and_at_once() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 10)).held_by(&gate)).start_blocking()?;
    let home = crate::world::home()?;
    home.haul(["settings", "set", "max_running", "1"])?.expecting(0)?;
    let urls: Vec<String> = (0..10).map(|index| origin.url_of(&format!("/{index}"))).collect();
    let mut get = home.spawn(["get", "--json"].into_iter().chain(urls.iter().map(String::as_str)))?;
    origin.wait_for_blocking(|requests| requests.len() == 1)?;
    let mut enqueued: Vec<Value> = Vec::new();
    while enqueued.len() < 10 {
        let line = get.json_where("a task is enqueued", |line| line["status"] == "enqueued")?;
        assert!(!enqueued.contains(&line["id"]), "told twice: {line}");
        enqueued.push(line["id"].clone());
    }
    gate.open();
    get.wait()?.expecting(0)?;
    Ok(())
}

#[test]
fn bd34_of_nineteen_tasks_that_are_called_off_each_is_complete_or_canceled() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(1, 20_000)).paced(200_000)).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "max_running", "4"])?.expecting(0)?;
    let download = |index: u32| json!({ "url": origin.url_of(&format!("/{index}")), "name": "?", "lanes": 1 });
    world.call("add", json!({ "downloads": (0..19).map(download).collect::<Vec<_>>() }))?;
    eventually("one is complete", || with(&world, "complete").ok().filter(|complete| *complete > 0))?;
    let canceled = world.call("cancel", json!("all"))?["changed"].as_array().map_or(0, Vec::len);
    let (complete, called_off) = (with(&world, "complete")?, with(&world, "canceled")?);
    assert_eq!((complete + called_off, called_off), (19, canceled));
    assert!(canceled > 0, "some were still waiting");
    Ok(())
}
