//! Trickles, slow lines and limits: rows 11, 16 and 17.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use haul_testkit::{FaultProxy, Faults, Gate, Origin, bytes, eventually, sha256_hex};
use serde_json::json;

use crate::network::{KEPT, SIZE, ends_with, held};
use crate::world::World;

#[test]
fn f011_a_trickle_goes_on_and_fills_no_memory() -> Result<()> {
    let (gate, content) = (Gate::closed(), bytes(1, SIZE));
    let origin = Origin::serving(held(&content, &gate)).start_blocking()?;
    let link = FaultProxy::before(origin.address(), Faults::none())?;
    let world = World::start()?;
    world.call("set", json!({ "key": "stall_timeout", "value": "3" }))?;
    let id = world.add(&[&link.url_of("/file.bin")])?;
    world.has_received(id, KEPT)?;
    let memory = world.daemon.peak_memory()?;
    link.now_has(Faults::none().passing(1));
    gate.open();
    // Five seconds of a byte a second: longer than the silence that this daemon takes for a stall.
    let task = world.is_seen(id, "five bytes trickle in", |task| task["received"].as_u64() >= Some(KEPT + 5))?;
    assert_eq!(task["status"], "running");
    assert!(world.daemon.peak_memory()? < memory + (8 << 20), "a trickle needs no memory");
    link.now_has(Faults::none());
    ends_with(&world, id, &content)?;
    assert_eq!(origin.requests().len(), 1);
    Ok(())
}

#[test]
fn f011_a_line_slower_than_the_least_speed_is_given_up_and_tried_again() -> Result<()> {
    let (gate, content) = (Gate::closed(), bytes(1, SIZE));
    let origin = Origin::serving(held(&content, &gate)).start_blocking()?;
    let link = FaultProxy::before(origin.address(), Faults::none())?;
    let world = World::start()?;
    world.call("set", json!({ "key": "stall_timeout", "value": "2" }))?;
    world.call("set", json!({ "key": "min_speed", "value": "1000" }))?;
    let id = world.add(&[&link.url_of("/file.bin")])?;
    world.has_received(id, KEPT)?;
    link.now_has(Faults::none().passing(10));
    gate.open();
    let task = world.reaches(id, "waiting_to_retry")?;
    assert_eq!((&task["category"], &task["remedy"]), (&"net.slow".into(), &"retry_later".into()), "{task}");
    link.now_has(Faults::none());
    ends_with(&world, id, &content)
}

#[test]
fn f016_two_tasks_share_a_slow_line_and_a_limited_one_keeps_its_limit() -> Result<()> {
    const LINE: u64 = 1_000_000;
    let content = bytes(1, 3 * LINE as usize);
    let origin = Origin::serving(&content).start_blocking()?;
    let line = FaultProxy::before(origin.address(), Faults::none().passing(LINE))?;
    let world = World::start()?;
    let add = |name: &str| world.add(&["-c", "1", "-o", name, &line.url_of("/file.bin")]);
    let (one, two) = (add("one")?, add("two")?);
    let received = |id: u64| world.show(id).ok()?["received"].as_u64();
    let counts = || Some((received(one)?, received(two)?));
    let far = |(one, two): &(u64, u64)| one.max(two) > &(2 * LINE);
    let (one_has, two_has) = eventually("one of them is far", || counts().filter(far))?;
    assert!(one_has.min(two_has) * 2 > one_has.max(two_has), "neither starves: {one_has} beside {two_has}");
    world.reaches(one, "complete")?;
    world.reaches(two, "complete")?;
    let limited = world.add(&["--limit-rate", "400K", "-o", "limited", &line.url_of("/file.bin")])?;
    let task = world.reaches(limited, "complete")?;
    let took = task["finished"].as_u64().context("no end")? - task["created"].as_u64().context("no beginning")?;
    let least = 3 * LINE * 1000 / (400 << 10) * 95 / 100;
    assert!(took >= least, "{took} ms are less than {least}: faster than its limit");
    assert_eq!(world.home.file("limited")?, content);
    Ok(())
}

/// What a task had at some moments, the earliest first.
struct Samples(Vec<(Instant, u64)>);

impl Samples {
    /// Looks at the task until it has `more` bytes than at first.
    fn taken(world: &World, id: u64, more: u64) -> Result<Samples> {
        let mut samples = Vec::new();
        eventually("enough bytes came", || {
            let received = world.show(id).ok()?["received"].as_u64()?;
            samples.push((Instant::now(), received));
            (received >= samples[0].1 + more).then_some(())
        })?;
        Ok(Samples(samples))
    }

    /// The most bytes a second over any second or longer.
    fn fastest(&self) -> f64 {
        let pairs = self.0.iter().flat_map(|one| self.0.iter().map(move |other| (one, other)));
        let seconds = pairs.filter_map(|((from, before), (until, after))| {
            let seconds = until.checked_duration_since(*from)?.as_secs_f64();
            (seconds >= 1.0).then(|| (after - before) as f64 / seconds)
        });
        seconds.fold(0.0, f64::max)
    }

    /// The longest time in which the looks kept coming and no byte did.
    fn longest_pause(&self) -> Duration {
        let (mut longest, mut since, mut last) = (Duration::ZERO, self.0[0], self.0[0].0);
        for (at, received) in &self.0 {
            if *received > since.1 || *at - last > Duration::from_millis(500) {
                since = (*at, *received);
            }
            last = *at;
            longest = longest.max(*at - since.0);
        }
        longest
    }
}

#[test]
fn f017_a_limit_set_and_lifted_while_running_neither_stalls_nor_bursts() -> Result<()> {
    const LIMIT: u64 = 50 << 10;
    let content = bytes(1, 20 << 20);
    let origin = Origin::serving(&content).start_blocking()?;
    let line = FaultProxy::before(origin.address(), Faults::none().passing(1 << 20))?;
    let world = World::start()?;
    let id = world.add(&["-c", "4", &line.url_of("/file.bin")])?;
    let free = Samples::taken(&world, id, 2 << 20)?;
    assert!(free.fastest() > 2.0 * LIMIT as f64, "without a limit it is fast: {}", free.fastest());
    world.home.haul(["set", &id.to_string(), "--limit-rate", "50K"])?.expecting(0)?;
    let limited = Samples::taken(&world, id, 5 * LIMIT)?;
    assert!(limited.fastest() <= 2.0 * LIMIT as f64, "a burst of {} a second", limited.fastest());
    assert!(limited.longest_pause() <= Duration::from_secs(2), "a stall of {:?}", limited.longest_pause());
    world.home.haul(["set", &id.to_string(), "--limit-rate", "0"])?.expecting(0)?;
    line.now_has(Faults::none());
    // By the limit the rest would take more than five minutes.
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    Ok(())
}
