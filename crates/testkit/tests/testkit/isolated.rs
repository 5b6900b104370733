//! The network of a test's own, tried with ordinary programs.

use anyhow::Result;
use haul_testkit::{Home, Isolated, NameAnswer, Need, Origin, bytes, needs};

fn shell_inside(net: &Isolated) -> Result<Home> {
    Ok(Home::of("/bin/sh")?.inside(net))
}

#[test]
fn a_command_inside_reaches_a_server_inside_by_a_name_of_the_tests_own() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let net = Isolated::start()?;
    let origin = net.within(|| Origin::serving(bytes(1, 1000)).port(80).start_blocking())?;
    net.answers("files.example", NameAnswer::addresses(["127.0.0.1"]));
    let home = shell_inside(&net)?;
    home.haul(["-c", "curl -q -s -o got http://files.example/file.bin"])?.expecting(0)?;
    assert_eq!(home.file("got")?, bytes(1, 1000));
    assert_eq!(origin.requests()[0].header("host").as_deref(), Some("files.example"));
    assert!(net.lookups("files.example") >= 1);
    Ok(())
}

#[test]
fn names_are_unknown_failing_or_lost_as_told() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let net = Isolated::start()?;
    net.answers("failing.example", NameAnswer::Failure);
    net.answers("six.example", NameAnswer::addresses(["::1", "127.0.0.7"]));
    let known = net.run("getent", &["ahosts", "six.example"])?;
    assert!(known.contains("::1") && known.contains("127.0.0.7"), "{known}");
    assert!(net.run("getent", &["hosts", "nobody.example"]).is_err());
    assert!(net.run("getent", &["hosts", "failing.example"]).is_err());
    assert!(net.run("getent", &["hosts", "localhost"]).is_ok());
    Ok(())
}

#[test]
fn the_link_goes_down_and_up_inside_alone() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let net = Isolated::start()?;
    let origin = net.within(|| Origin::serving("x").start_blocking())?;
    let url = origin.url();
    net.link_down()?;
    assert!(net.run("curl", &["-q", "-s", "--max-time", "1", &url]).is_err());
    assert!(Origin::serving("x").start_blocking().is_ok(), "outside nothing changed");
    net.link_up()?;
    assert_eq!(net.run("curl", &["-q", "-s", &url])?, "x");
    Ok(())
}

#[test]
fn an_unplugged_network_knows_no_way_and_comes_back() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let net = Isolated::start()?;
    net.add_address("10.9.0.2")?;
    let origin = net.within(|| Origin::serving("x").on("10.9.0.2").start_blocking())?;
    assert_eq!(net.run("curl", &["-q", "-s", &origin.url()])?, "x");
    net.unplug()?;
    net.remove_address("10.9.0.2")?;
    let refusal = net.run("curl", &["-q", "-s", "-S", &origin.url()]).expect_err("there is no way");
    assert!(!refusal.to_string().contains("timed out"), "{refusal}");
    net.plug_in()?;
    net.add_address("10.9.0.2")?;
    assert_eq!(net.run("curl", &["-q", "-s", &origin.url()])?, "x");
    Ok(())
}
