//! Nobody pays for bytes who did not want to: metered and mobile links, as NetworkManager tells of them.

use anyhow::Result;
use haul_testkit::{Gate, NetworkManager, NetworkWay, Origin, Point, PrivateBus, Ranges, Resource, bytes, eventually};
use serde_json::{Value, json};

use crate::world::{World, home};

const SIZE: usize = 3_000_000;
const KEPT: u64 = 2_000_000;

/// A world whose system bus has a NetworkManager that says this.
fn on(way: NetworkWay) -> Result<(World, NetworkManager, PrivateBus)> {
    let bus = PrivateBus::start()?;
    let manager = NetworkManager::on(&bus, way)?;
    let world = World::of(bus.as_system_bus_of(home()?))?;
    Ok((world, manager, bus))
}

fn set(world: &World, key: &str, value: &str) -> Result<()> {
    world.call("set", json!({ "key": key, "value": value }))?;
    Ok(())
}

/// Waits until the task is held up by the link, and says so in words that hold `words`.
fn waits(world: &World, id: u64, words: &str) -> Result<Value> {
    world.is_seen(id, &format!("task {id} waits for another network"), |task| {
        task["status"] == "enqueued" && task["message"].as_str().is_some_and(|message| message.contains(words))
    })
}

#[test]
fn m154_a_task_that_may_not_use_a_metered_link_waits_without_a_byte_and_holds_up_nobody() -> Result<()> {
    let (world, manager, _bus) = on(NetworkWay::METERED_WIFI)?;
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    set(&world, "max_running", "1")?;
    let careful = world.add(&[&origin.url_of("/careful"), "--metered", "refuse", "--priority", "0"])?;
    let other = world.add(&[&origin.url_of("/other")])?;
    world.reaches(other, "complete")?;
    let seen = waits(&world, careful, "metered")?;
    assert_eq!((&seen["received"], &seen["metered"]), (&json!(0), &json!("refused")));
    assert_eq!(origin.requests().len(), 1, "nothing was asked for on its behalf");
    manager.says(NetworkWay::WIFI)?;
    world.reaches(careful, "complete")?;
    Ok(())
}

#[test]
fn m154_a_permission_that_is_given_later_starts_it() -> Result<()> {
    let (world, _manager, _bus) = on(NetworkWay::MOBILE)?;
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    set(&world, "metered", "hold")?;
    let (first, second) = (world.add(&[&origin.url()])?, world.add(&[&origin.url()])?);
    waits(&world, first, "metered")?;
    world.home.haul(["set", &first.to_string(), "--metered", "allow"])?.expecting(0)?;
    world.reaches(first, "complete")?;
    waits(&world, second, "metered")?;
    set(&world, "metered", "allow")?;
    world.reaches(second, "complete")?;
    Ok(())
}

#[test]
fn m154_a_running_task_rests_when_the_link_becomes_metered_and_goes_on_with_the_rest_alone() -> Result<()> {
    let (world, manager, _bus) = on(NetworkWay::WIFI)?;
    let (gate, content) = (Gate::closed(), bytes(1, SIZE));
    let held = || Resource::new(&content).held_at(Point::AfterBytes(KEPT), &gate).for_the_first(1);
    let origin = Origin::serving(held()).at("/free", held()).start_blocking()?;
    let careful = world.add(&[&origin.url(), "-o", "careful", "--metered", "refuse", "-c", "1"])?;
    let free = world.add(&[&origin.url_of("/free"), "-o", "free", "-c", "1"])?;
    for id in [careful, free] {
        world.has_received(id, KEPT)?;
    }
    manager.says(NetworkWay::METERED_WIFI)?;
    let seen = waits(&world, careful, "metered")?;
    assert_eq!(seen["received"], KEPT, "what was there is kept");
    assert_eq!(world.show(free)?["status"], "running", "who said nothing is not held up");
    manager.says(NetworkWay::CABLE)?;
    world.reaches(careful, "complete")?;
    assert_eq!(world.home.file("careful")?, content);
    let firsts: Vec<u64> =
        origin.requests().iter().filter(|it| it.path() != "/free").map(|it| it.first_byte()).collect();
    assert!(firsts.len() == 2 && firsts[1] >= KEPT - (64 << 10), "{firsts:?}");
    gate.open();
    world.reaches(free, "complete")?;
    Ok(())
}

#[test]
fn m154_what_cannot_be_continued_begins_anew_and_what_cannot_be_repeated_is_not_cut_off() -> Result<()> {
    let (world, manager, _bus) = on(NetworkWay::WIFI)?;
    let (gate, content) = (Gate::closed(), bytes(1, SIZE));
    let held = || {
        let resource = Resource::new(&content).ranges(Ranges::Ignored);
        resource.held_at(Point::AfterBytes(KEPT), &gate).for_the_first(1)
    };
    let origin = Origin::serving(held()).at("/post", held()).start_blocking()?;
    let fetched = world.add(&[&origin.url(), "-o", "fetched", "--metered", "refuse", "-c", "1"])?;
    let post = ["-o", "posted", "--post", "order=1", "--metered", "refuse", "-c", "1"];
    let posted = world.add(&[&[origin.url_of("/post").as_str()], &post[..]].concat())?;
    for id in [fetched, posted] {
        world.has_received(id, KEPT)?;
    }
    manager.says(NetworkWay::MOBILE)?;
    waits(&world, fetched, "metered")?;
    assert_eq!(world.show(posted)?["status"], "running");
    gate.open();
    world.reaches(posted, "complete")?;
    manager.says(NetworkWay::WIFI)?;
    world.reaches(fetched, "complete")?;
    assert_eq!(world.home.file("fetched")?, content);
    assert_eq!(origin.requests().iter().filter(|request| request.path() == "/post").count(), 1);
    Ok(())
}

#[test]
fn m155_a_task_for_wifi_waits_on_metered_and_mobile_links_and_on_no_other() -> Result<()> {
    let (world, manager, _bus) = on(NetworkWay::MOBILE)?;
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    for (costs, free) in [(NetworkWay::MOBILE, NetworkWay::WIFI), (NetworkWay::METERED_WIFI, NetworkWay::CABLE)] {
        manager.says(costs)?;
        let task = world.add(&[&origin.url(), "--wifi-only"])?;
        waits(&world, task, "WiFi")?;
        manager.says(free)?;
        world.reaches(task, "complete")?;
    }
    manager.says(NetworkWay::MOBILE)?;
    let task = world.add(&[&origin.url(), "--wifi-only"])?;
    waits(&world, task, "WiFi")?;
    world.home.haul(["set", &task.to_string(), "--wifi-only", "no"])?.expecting(0)?;
    world.reaches(task, "complete")?;
    Ok(())
}

#[test]
fn m156_the_mode_for_all_tasks_is_kept_and_reaches_those_that_run() -> Result<()> {
    let (mut world, _manager, _bus) = on(NetworkWay::MOBILE)?;
    let (gate, content) = (Gate::closed(), bytes(1, SIZE));
    let held = Resource::new(&content).held_at(Point::AfterBytes(KEPT), &gate).for_the_first(1);
    let origin = Origin::serving(held).start_blocking()?;
    let task = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(task, KEPT)?;
    set(&world, "wifi_mode", "for_all_tasks")?;
    waits(&world, task, "WiFi")?;
    world.restart_hard()?;
    waits(&world, task, "WiFi")?;
    assert_eq!(origin.requests().len(), 1);
    set(&world, "wifi_mode", "for_no_tasks")?;
    world.reaches(task, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    Ok(())
}

#[test]
fn m156_without_rescheduling_running_tasks_end_as_they_began() -> Result<()> {
    let (world, _manager, _bus) = on(NetworkWay::MOBILE)?;
    let gate = Gate::closed();
    let held = Resource::new(bytes(1, SIZE)).held_at(Point::AfterBytes(KEPT), &gate);
    let origin = Origin::serving(held).at("/late", bytes(1, 10)).start_blocking()?;
    let task = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(task, KEPT)?;
    set(&world, "reschedule_running", "false")?;
    set(&world, "wifi_mode", "for_all_tasks")?;
    let late = world.add(&[&origin.url_of("/late")])?;
    waits(&world, late, "WiFi")?;
    gate.open();
    world.reaches(task, "complete")?;
    assert_eq!(origin.requests().len(), 1, "it was not begun again");
    Ok(())
}

#[test]
fn m157_without_networkmanager_every_link_is_free_and_one_that_comes_later_is_heard() -> Result<()> {
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let careful = |world: &World| world.add(&[&origin.url(), "--metered", "refuse", "--wifi-only"]);
    let busless = World::start()?;
    let task = careful(&busless)?;
    busless.reaches(task, "complete")?;
    let bus = PrivateBus::start()?;
    let world = World::of(bus.as_system_bus_of(home()?))?;
    let task = careful(&world)?;
    world.reaches(task, "complete")?;
    let manager = NetworkManager::on(&bus, NetworkWay::MOBILE)?;
    let probe = || -> Result<u64> {
        let task = careful(&world)?;
        world.is_seen(task, "the task has been decided on", |task| {
            task["status"] == "complete" || task["message"].is_string()
        })?;
        Ok(task)
    };
    let held = eventually("the new NetworkManager is heard", || {
        let task = probe().ok()?;
        (world.show(task).ok()?["status"] == "enqueued").then_some(task)
    })?;
    drop(manager);
    world.reaches(held, "complete")?;
    Ok(())
}

#[test]
fn m154_who_waits_on_the_command_line_is_told_why() -> Result<()> {
    let (world, manager, _bus) = on(NetworkWay::MOBILE)?;
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let mut get = world.home.spawn(["--json", "get", &origin.url(), "--metered", "refuse"])?;
    eventually("the task waits", || {
        let tasks = world.list().ok()?;
        tasks.first().filter(|task| task["message"].is_string()).cloned()
    })?;
    manager.says(NetworkWay::CABLE)?;
    let lines = get.wait()?.expecting(0)?.json_lines()?;
    let told = lines.iter().find(|line| line["status"] == "enqueued");
    let message = told.and_then(|line| line["message"].as_str()).unwrap_or_default();
    assert!(message.contains("metered"), "{lines:?}");
    Ok(())
}

#[test]
fn m154_a_request_waits_as_a_download_does() -> Result<()> {
    let (world, manager, _bus) = on(NetworkWay::MOBILE)?;
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let mut request = world.home.spawn(["request", "GET", &origin.url(), "--metered", "refuse"])?;
    eventually("the request waits", || {
        let tasks = world.list().ok()?;
        tasks.first().filter(|task| task["message"].is_string()).cloned()
    })?;
    assert!(origin.requests().is_empty());
    manager.says(NetworkWay::WIFI)?;
    request.wait()?.expecting(0)?;
    assert_eq!(origin.requests().len(), 1);
    Ok(())
}

#[test]
fn m154_what_a_group_says_counts_for_its_tasks_that_say_nothing_and_holds_at_once() -> Result<()> {
    let (mut world, manager, _bus) = on(NetworkWay::METERED_WIFI)?;
    let (gate, content) = (Gate::closed(), bytes(1, SIZE));
    let held = Resource::new(&content).held_at(Point::AfterBytes(KEPT), &gate).for_the_first(1);
    let origin = Origin::serving(held).at("/small", bytes(1, 10)).start_blocking()?;
    let group = |world: &World, word: &str| world.home.haul(["group", "set", "films", "--metered", word]);
    let small = origin.url_of("/small");
    let running = world.add(&[&origin.url(), "-o", "film", "--group", "films", "-c", "1"])?;
    world.has_received(running, KEPT)?;
    let shown = group(&world, "refuse")?.expecting(0)?;
    assert!(shown.stdout.lines().any(|line| line.split_whitespace().eq(["metered", "refuse"])), "{}", shown.stdout);
    waits(&world, running, "metered")?;
    let own_word = world.add(&[&small, "--group", "films", "--metered", "allow"])?;
    let elsewhere = world.add(&[&small])?;
    for id in [own_word, elsewhere] {
        world.reaches(id, "complete")?;
    }
    world.restart_hard()?;
    let late = world.add(&[&small, "--group", "films"])?;
    waits(&world, late, "metered")?;
    set(&world, "metered", "hold")?;
    group(&world, "allow")?.expecting(0)?;
    world.reaches(late, "complete")?;
    world.reaches(running, "complete")?;
    assert_eq!(world.home.file("film")?, content);
    group(&world, "usual")?.expecting(0)?;
    let again = world.add(&[&small, "--group", "films"])?;
    waits(&world, again, "metered")?;
    manager.says(NetworkWay::CABLE)?;
    world.reaches(again, "complete")?;
    Ok(())
}
