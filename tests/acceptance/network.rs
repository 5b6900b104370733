//! Whatever the network does, nothing is lost, nothing is doubled, and the reason has a word.
//!
//! Rows 1 to 18 of the fault matrix. A test that needs a network of its own says so where it cannot have one.

use anyhow::{Context as _, Result};
use haul_testkit::{
    DeadPort, Ending, FaultProxy, Faults, Gate, Home, Isolated, NameAnswer, Need, Origin, Output, Point, Recorded,
    Resource, Stop, bytes, eventually, needs, sha256_hex,
};
use serde_json::{Value, json};

use crate::world::{World, home};

const SIZE: usize = 1_000_000;
const KEPT: u64 = 300_000;

/// The lines of a `get` that change the status of the task: status, category, remedy.
fn told(output: &Output) -> Result<Vec<[String; 3]>> {
    let lines = output.json_lines()?;
    let statuses = lines.iter().filter(|line| line["event"] == "status");
    let word = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    Ok(statuses.map(|line| ["status", "category", "remedy"].map(|name| word(line, name))).collect())
}

/// As [`told`], without the statuses of ordinary work.
fn troubles(output: &Output) -> Result<Vec<[String; 3]>> {
    let mut told = told(output)?;
    told.retain(|[status, ..]| status != "enqueued" && status != "running");
    Ok(told)
}

/// A file whose first answer waits for the gate after so many bytes.
fn held(content: &[u8], gate: &Gate) -> Resource {
    Resource::new(content).held_at(Point::AfterBytes(KEPT), gate)
}

/// A world whose daemon gives servers a second to be reached and a second of silence.
fn impatient(home: Home) -> Result<World> {
    let world = World::of(home)?;
    for key in ["connect_timeout", "stall_timeout"] {
        world.call("set", json!({ "key": key, "value": "1" }))?;
    }
    Ok(world)
}

fn waits_for(world: &World, id: u64, category: &str) -> Result<Value> {
    world.is_seen(id, &format!("task {id} waits because of {category}"), |task| {
        task["status"] == "waiting_to_retry" && task["category"] == category
    })
}

fn ends_with(world: &World, id: u64, content: &[u8]) -> Result<()> {
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(content));
    assert_eq!(world.home.listing()?, ["file.bin"], "no part file stays");
    Ok(())
}

fn firsts(origin: &Origin) -> Vec<u64> {
    origin.requests().iter().map(Recorded::first_byte).collect()
}

#[test]
fn f001_a_name_that_does_not_exist_is_asked_for_once_and_told() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let net = Isolated::start()?;
    let home = home()?.inside(&net);
    let output = home.haul(["get", "--json", "http://nobody.example/file.bin"])?.expecting(6)?;
    assert_eq!(troubles(&output)?, [["failed", "net.dns_nxdomain", "ask_user"]]);
    assert!(output.stdout.contains("There is no server called nobody.example."), "{}", output.stdout);
    assert!(net.lookups("nobody.example") <= 2, "one lookup, v4 and v6: {}", net.lookups("nobody.example"));
    assert!(home.listing()?.is_empty());
    Ok(())
}

#[test]
fn f002_a_failing_name_server_is_waited_for_with_everything_kept() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let (net, gate, content) = (Isolated::start()?, Gate::closed(), bytes(1, SIZE));
    let origin = net.within(|| Origin::serving(held(&content, &gate)).port(80).start_blocking())?;
    net.answers("files.example", NameAnswer::addresses(["127.0.0.1"]));
    let world = World::of(home()?.inside(&net))?;
    let id = world.add(&["http://files.example/file.bin"])?;
    world.has_received(id, KEPT)?;
    net.answers("files.example", NameAnswer::Failure);
    origin.reset_connections();
    let task = waits_for(&world, id, "net.dns_temporary")?;
    assert_eq!(task["received"], KEPT);
    net.answers("files.example", NameAnswer::addresses(["127.0.0.1"]));
    gate.open();
    ends_with(&world, id, &content)?;
    assert_eq!((firsts(&origin), origin.bytes_sent()), (vec![0, KEPT], SIZE as u64));
    Ok(())
}

#[test]
fn f003_a_silent_name_server_makes_one_task_wait_and_nothing_else() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let net = Isolated::start()?;
    let origin = net.within(|| Origin::serving("here").start_blocking())?;
    net.answers("lost.example", NameAnswer::Silence);
    let world = World::of(home()?.inside(&net))?;
    let id = world.add(&["http://lost.example/file.bin"])?;
    eventually("the name is looked up", || (net.lookups("lost.example") > 0).then_some(()))?;
    let other = world.add(&["-o", "other.bin", &origin.url()])?;
    world.reaches(other, "complete")?;
    assert_eq!(world.show(id)?["status"], "running", "the silent server is still being asked");
    let task = world.reaches(id, "waiting_to_retry")?;
    assert_eq!(task["category"], "net.dns_temporary");
    assert_eq!(world.home.listing()?, ["other.bin"]);
    Ok(())
}

#[test]
fn f003_a_task_that_waits_for_a_name_can_be_canceled_at_once() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let net = Isolated::start()?;
    net.answers("lost.example", NameAnswer::Silence);
    let world = World::of(home()?.inside(&net))?;
    let id = world.add(&["http://lost.example/file.bin"])?;
    eventually("the name is looked up", || (net.lookups("lost.example") > 0).then_some(()))?;
    world.does("cancel", id)?;
    assert_eq!(world.reaches(id, "canceled")?["category"], Value::Null);
    assert!(net.lookups("lost.example") <= 2, "the name server was not asked a second time meanwhile");
    Ok(())
}

#[test]
fn f004_a_refused_connection_is_tried_three_times() -> Result<()> {
    let dead = DeadPort::refusing()?;
    let home = home()?;
    let output = home.haul(["get", "--json", "--retries", "10", &dead.url()])?.expecting(6)?;
    let waits = ["waiting_to_retry", "net.refused", "retry_later"];
    assert_eq!(troubles(&output)?, [waits, waits, ["failed", "net.refused", "ask_user"]]);
    assert!(home.listing()?.is_empty());
    Ok(())
}

#[test]
fn f005_a_connection_that_hangs_is_given_up_and_tried_again() -> Result<()> {
    let dead = DeadPort::hanging()?;
    let world = impatient(home()?)?;
    let id = world.add(&[&dead.url()])?;
    let task = waits_for(&world, id, "net.connect_timeout")?;
    assert!(task["message"].as_str().is_some_and(|message| message.contains("did not answer in time")), "{task}");
    assert!(world.home.listing()?.is_empty());
    Ok(())
}

#[test]
fn f006_a_dead_address_beside_a_good_one_is_nobodys_concern() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let (net, content) = (Isolated::start()?, bytes(1, SIZE));
    let _origin = net.within(|| Origin::serving(&content).port(80).start_blocking())?;
    net.answers("many.example", NameAnswer::addresses(["127.0.0.9", "::1", "127.0.0.1"]));
    let home = home()?.inside(&net);
    let output = home.haul(["get", "--json", "http://many.example/file.bin"])?.expecting(0)?;
    assert_eq!(troubles(&output)?, [["complete", "", ""]]);
    assert_eq!(home.file("file.bin")?, content);
    Ok(())
}

/// Gets a file whose first answer is `broken`, and expects one wait for `category`; gives the origin.
fn recovers_from(broken: Resource, content: &[u8], category: &str) -> Result<Origin> {
    let origin = Origin::serving(broken.for_the_first(1)).start_blocking()?;
    let home = home()?;
    let output = home.haul(["get", "--json", &origin.url()])?.expecting(0)?;
    assert_eq!(troubles(&output)?, [["waiting_to_retry", category, "retry_later"], ["complete", "", ""]]);
    assert_eq!(sha256_hex(&home.file("file.bin")?), sha256_hex(content));
    assert_eq!(home.listing()?, ["file.bin"], "no part file stays");
    Ok(origin)
}

#[test]
fn f007_a_reset_before_the_answer_is_waited_out() -> Result<()> {
    let content = bytes(1, SIZE);
    let broken = Resource::new(&content).stopping(Point::BeforeHead, Stop::Reset);
    let origin = recovers_from(broken, &content, "net.reset")?;
    assert_eq!(firsts(&origin), [0, 0]);
    Ok(())
}

#[test]
fn f008_a_reset_in_the_middle_loses_and_doubles_no_byte() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = recovers_from(Resource::new(&content).resetting_after(KEPT), &content, "net.reset")?;
    assert_eq!((firsts(&origin), origin.bytes_sent()), (vec![0, KEPT], SIZE as u64));
    Ok(())
}

#[test]
fn f009_an_early_end_keeps_exactly_what_came() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = recovers_from(Resource::new(&content).dropping_after(KEPT), &content, "net.truncated")?;
    assert_eq!((firsts(&origin), origin.bytes_sent()), (vec![0, KEPT], SIZE as u64));
    Ok(())
}

#[test]
fn f009_while_it_waits_the_part_holds_the_bytes_that_came_and_the_name_is_free() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(Resource::new(&content).dropping_after(KEPT)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    assert_eq!(waits_for(&world, id, "net.truncated")?["received"], KEPT);
    let listing = world.home.listing()?;
    assert!(!listing.contains(&"file.bin".to_owned()), "{listing:?}");
    let part = world.home.file(listing.first().context("no part file")?)?;
    assert_eq!(part[..KEPT as usize], content[..KEPT as usize]);
    Ok(())
}

#[test]
fn f010_silence_after_the_head_counts_as_a_stall() -> Result<()> {
    let content = bytes(1, SIZE);
    let broken = Resource::new(&content).stalling_after(0).for_the_first(1);
    let origin = Origin::serving(broken).start_blocking()?;
    let world = impatient(home()?)?;
    let id = world.add(&[&origin.url()])?;
    waits_for(&world, id, "net.stall")?;
    ends_with(&world, id, &content)?;
    assert_eq!(firsts(&origin), [0, 0]);
    Ok(())
}

#[test]
fn f010_silence_instead_of_an_answer_counts_as_a_stall_too() -> Result<()> {
    let origin = Origin::serving("x").silent().start_blocking()?;
    let world = impatient(home()?)?;
    let id = world.add(&[&origin.url()])?;
    waits_for(&world, id, "net.stall")?;
    assert!(world.home.listing()?.is_empty());
    Ok(())
}

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
fn f012_a_link_that_goes_down_and_up_costs_no_byte() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let (net, gate, content) = (Isolated::start()?, Gate::closed(), bytes(1, SIZE));
    let origin = net.within(|| Origin::serving(held(&content, &gate)).start_blocking())?;
    let world = impatient(home()?.inside(&net))?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, KEPT)?;
    net.link_down()?;
    gate.open();
    let task = waits_for(&world, id, "net.stall")?;
    assert_eq!(task["received"], KEPT);
    waits_for(&world, id, "net.connect_timeout")?;
    net.link_up()?;
    ends_with(&world, id, &content)?;
    assert_eq!(origin.requests().last().context("no request")?.first_byte(), KEPT);
    Ok(())
}

#[test]
fn f013_a_network_that_is_gone_is_waited_for_without_working_and_without_losing_heart() -> Result<()> {
    const HOME: &str = "10.9.0.2";
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let (net, content) = (Isolated::start()?, bytes(1, SIZE));
    net.add_address(HOME)?;
    let origin = net.within(|| Origin::serving(&content).on(HOME).port(80).start_blocking())?;
    let near = net.within(|| Origin::serving(bytes(2, 320_000)).start_blocking())?;
    net.answers("files.example", NameAnswer::addresses([HOME]));
    let world = World::of(home()?.inside(&net))?;
    net.unplug()?;
    net.remove_address(HOME)?;
    let id = world.add(&["http://files.example/file.bin"])?;
    let waiting = waits_for(&world, id, "net.offline")?;
    assert!(waiting["message"].as_str().is_some_and(|message| message.contains("no network")), "{waiting}");
    let (asked, worked) = (net.lookups("files.example"), world.daemon.processor_ticks()?);
    // Five seconds by the limit of a download that needs no network.
    let clock = world.add(&["--limit-rate", "64K", "-o", "clock", &near.url()])?;
    world.reaches(clock, "complete")?;
    let worked = world.daemon.processor_ticks()? - worked;
    assert_eq!(net.lookups("files.example"), asked, "nothing is tried while there is no network");
    assert!(worked < 100, "{worked} hundredths of a second of work in five seconds");
    let still = waits_for(&world, id, "net.offline")?;
    assert_eq!(still["retries_left"], waiting["retries_left"], "being offline costs no try");
    net.add_address(HOME)?;
    net.plug_in()?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    assert_eq!(origin.requests().len(), 1);
    Ok(())
}

#[test]
fn f014_when_all_connections_are_killed_all_lanes_go_on_for_one_try() -> Result<()> {
    const BIG: usize = 40 << 20;
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let (net, content) = (Isolated::start()?, bytes(1, BIG));
    let slow = Resource::new(&content).paced(500_000);
    let origin = net.within(|| Origin::serving(slow).start_blocking())?;
    let world = World::of(home()?.inside(&net))?;
    let id = world.add(&["-c", "16", &origin.url()])?;
    eventually("16 lanes run", || (origin.live_connections() == 16).then_some(()))?;
    let before = world.show(id)?["retries_left"].as_u64().context("no budget")?;
    origin.now_serves(content.clone());
    net.run("ss", &["--kill", "dst", "127.0.0.1", "and", "dport", "=", &origin.address().port().to_string()])?;
    let task = world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    assert!(task["retries_left"].as_u64() >= Some(before - 1), "one budget for all lanes: {task}");
    Ok(())
}

#[test]
fn f014_a_link_that_kills_all_connections_is_survived_by_every_lane() -> Result<()> {
    const BIG: usize = 40 << 20;
    let content = bytes(1, BIG);
    let origin = Origin::serving(&content).start_blocking()?;
    let link = FaultProxy::before(origin.address(), Faults::none().passing(4 << 20))?;
    let world = World::start()?;
    let id = world.add(&["-c", "8", &link.url_of("/file.bin")])?;
    eventually("8 lanes run", || (link.live_connections() == 8).then_some(()))?;
    link.now_has(Faults::none());
    link.end_connections(Ending::Reset);
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    Ok(())
}

#[test]
fn f015_a_server_that_moves_is_found_by_its_name_again() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let (net, gate, content) = (Isolated::start()?, Gate::closed(), bytes(1, SIZE));
    let at = |address: &str, resource: Resource| -> Result<Origin> {
        net.add_address(address)?;
        net.answers("files.example", NameAnswer::addresses([address]));
        net.within(|| Origin::serving(resource).on(address).port(80).start_blocking())
    };
    let _old = at("10.9.0.2", held(&content, &gate))?;
    let world = impatient(home()?.inside(&net))?;
    let id = world.add(&["http://files.example/file.bin"])?;
    world.has_received(id, KEPT)?;
    net.remove_address("10.9.0.2")?;
    let new = at("10.9.0.3", Resource::new(&content))?;
    gate.open();
    ends_with(&world, id, &content)?;
    assert_eq!((firsts(&new), new.bytes_sent()), (vec![KEPT], SIZE as u64 - KEPT));
    Ok(())
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

#[test]
fn f018_the_page_of_a_captive_portal_never_takes_the_files_place() -> Result<()> {
    let (gate, content) = (Gate::closed(), bytes(1, SIZE));
    let portal = Origin::serving(Resource::new("<html>log in</html>").content_type("text/html")).start_blocking()?;
    let zip = |resource: Resource| resource.content_type("application/zip");
    let origin = Origin::serving(zip(held(&content, &gate))).start_blocking()?;
    let world = World::start()?;
    std::fs::write(world.home.downloads().join("file.bin"), "mine")?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, KEPT)?;
    origin.now_serves(Resource::redirect(302, portal.url_of("/login")));
    origin.reset_connections();
    let task = world.reaches(id, "failed")?;
    assert_eq!((&task["category"], &task["remedy"]), (&json!("http.changed"), &json!("ask_user")), "{task}");
    assert_eq!(task["received"], KEPT, "what is there stays");
    origin.now_serves(zip(Resource::new(&content)));
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file (1).bin")?), sha256_hex(&content));
    assert_eq!(world.home.file("file.bin")?, b"mine");
    assert_eq!(origin.requests().last().context("no request")?.first_byte(), KEPT);
    Ok(())
}
