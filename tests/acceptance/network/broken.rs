//! Connections that are refused, hang, break, stall or are gone with the network: rows 4, 5, 7 to 10 and 12 to 14.

use anyhow::{Context as _, Result};
use haul_testkit::{
    DeadPort, Ending, FaultProxy, Faults, Gate, Isolated, NameAnswer, Need, Origin, Point, Resource, Stop, bytes,
    eventually, needs, sha256_hex,
};

use crate::network::{KEPT, SIZE, ends_with, firsts, held, impatient, troubles, waits_for};
use crate::world::{World, home};

#[test]
fn f004_a_refused_connection_is_tried_three_times() -> Result<()> {
    let dead = DeadPort::refusing()?;
    let home = home()?;
    let output = home.haul(["get", "--json", "--retries", "10", &dead.url()])?.expecting(6)?;
    let waits = ["waiting_to_retry", "net.refused", "retry_later"];
    assert_eq!(troubles(&output)?, [waits, waits, ["failed", "net.refused", "ask_user"]]);
    let url = dead.url();
    let (_, port) = url.trim_end_matches('/').rsplit_once(':').context("no port")?;
    let port = port.split('/').next().unwrap_or_default();
    assert!(output.stdout.contains(&format!("at 127.0.0.1:{port}.")), "the port may be what is wrong");
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
