//! Names that are unknown, late, silent, or somewhere else by now: rows 1 to 3, 6 and 15.

use anyhow::Result;
use haul_testkit::{Gate, Isolated, NameAnswer, Need, Origin, Resource, bytes, eventually, needs};
use serde_json::Value;

use crate::network::{KEPT, SIZE, ends_with, firsts, held, impatient, troubles, waits_for};
use crate::world::{World, home};

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
