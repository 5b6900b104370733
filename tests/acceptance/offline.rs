//! A network that goes away takes nothing with it, and brings everything back.

use anyhow::Result;
use haul_testkit::{Gate, Isolated, Need, Origin, Point, Resource, bytes, eventually, needs};

use crate::world::{World, home};

/// The address of the computer on its network.
const HERE: &str = "192.0.2.2";

/// Takes the computer off its network, and its address with it.
fn pull(net: &Isolated) -> Result<()> {
    net.run("ip", &["address", "flush", "dev", "outside"])?;
    net.unplug()
}

/// Puts it on again.
fn plug_in(net: &Isolated) -> Result<()> {
    net.run("ip", &["address", "add", &format!("{HERE}/24"), "dev", "outside"])?;
    net.plug_in()
}

#[test]
fn m070_running_tasks_rest_while_the_network_is_gone_and_go_on_by_themselves() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let (net, gate, content) = (Isolated::start()?, Gate::closed(), bytes(1, 3_000_000));
    let held = || Resource::new(&content).held_at(Point::AfterBytes(2_000_000), &gate).for_the_first(1);
    let far = net.within(|| Origin::serving(held()).at("/user", held()).on(HERE).start_blocking())?;
    let near = net.within(|| Origin::serving(held()).start_blocking())?;
    let world = World::of(home()?.inside(&net))?;
    let add = |url: &str, name: &str| world.add(&[url, "-o", name, "--connections", "1"]);
    let (task, other) = (add(&far.url(), "task")?, add(&near.url(), "near")?);
    let by_user = add(&far.url_of("/user"), "user")?;
    for id in [task, other, by_user] {
        world.has_received(id, 2_000_000)?;
    }
    world.pause(by_user)?;
    pull(&net)?;
    let rests = world.reaches(task, "paused")?;
    assert_eq!(rests["received"], 2_000_000);
    assert_eq!(world.show(other)?["status"], "running", "this computer itself is always there");
    let late = add(&far.url_of("/late"), "late")?;
    world.is_seen(late, "a task that begins now is offline", |task| task["category"] == "net.offline")?;
    gate.open();
    plug_in(&net)?;
    for id in [task, late, other] {
        world.reaches(id, "complete")?;
    }
    assert_eq!(world.home.file("task")?, content);
    assert_eq!(world.show(by_user)?["status"], "paused", "a person's pause is theirs to end");
    let firsts = || far.requests().iter().filter(|request| request.path() == "/file.bin").map(|r| r.first_byte()).max();
    eventually("the rest alone was asked for", || firsts().filter(|first| *first >= 1_900_000))?;
    Ok(())
}

#[test]
fn m070_a_task_that_rests_is_found_again_after_a_crash() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let (net, gate, content) = (Isolated::start()?, Gate::closed(), bytes(1, 3_000_000));
    let held = Resource::new(&content).held_at(Point::AfterBytes(2_000_000), &gate).for_the_first(1);
    let far = net.within(|| Origin::serving(held).on(HERE).start_blocking())?;
    let mut world = World::of(home()?.inside(&net))?;
    let task = world.add(&[&far.url(), "--connections", "1"])?;
    world.has_received(task, 2_000_000)?;
    pull(&net)?;
    world.reaches(task, "paused")?;
    world.restart_hard()?;
    gate.open();
    plug_in(&net)?;
    world.reaches(task, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    Ok(())
}
