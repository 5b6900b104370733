//! Whoever cannot prove who they are gets nothing and gives nothing.
//!
//! Rows 77 to 84 of the fault matrix.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{
    Certificate, DeadPort, FaultProxy, Faults, Gate, Home, Origin, Point, Recorded, Resource, TestCa, bytes,
    eventually, sha256_hex,
};
use serde_json::{Value, json};

use crate::world::{World, home};

const SIZE: usize = 1_000_000;
const KEPT: u64 = 300_000;

/// The last line of a `get`, whatever became of it.
fn last_word(home: &Home, args: &[&str]) -> Result<Value> {
    let output = home.haul(["get", "--json"].iter().chain(args))?;
    output.json_lines()?.pop().with_context(|| format!("no line; {}", output.stderr))
}

fn is_refused_certificate(last: &Value) {
    assert_eq!((&last["status"], &last["category"]), (&json!("failed"), &json!("tls.cert")), "{last}");
    assert_eq!(last["remedy"], "ask_user", "{last}");
}

#[test]
fn f077_a_bad_certificate_is_refused_and_its_fault_is_named() -> Result<()> {
    let ca = TestCa::new()?;
    let home = home()?.trusting(&ca)?;
    let faults = [
        (Certificate::Expired, "has expired"),
        (Certificate::NotYetValid, "is not valid yet"),
        (Certificate::WrongName, "is for another name"),
        (Certificate::CommonNameOnly, "is for another name"),
        (Certificate::SelfSigned, "is signed by nobody whom this computer trusts"),
    ];
    for (certificate, fault) in faults {
        let origin = Origin::serving("secret").tls_showing(&ca, certificate).start_blocking()?;
        let last = last_word(&home, &[&origin.url()])?;
        is_refused_certificate(&last);
        assert!(last["message"].as_str().is_some_and(|message| message.contains(fault)), "{certificate:?}: {last}");
        assert!(origin.requests().is_empty(), "nothing is asked of it");
    }
    assert!(home.listing()?.is_empty());
    Ok(())
}

#[test]
fn f077_a_certificate_of_an_unknown_authority_is_refused_and_http_is_not_tried_instead() -> Result<()> {
    let (ca, stranger) = (TestCa::new()?, TestCa::new()?);
    let origin = Origin::serving("x").tls(&stranger).start_blocking()?;
    let link = FaultProxy::before(origin.address(), Faults::none())?;
    let home = home()?.trusting(&ca)?;
    is_refused_certificate(&last_word(&home, &[&link.https_url_of("/file.bin")])?);
    assert_eq!(link.connections(), 1);
    assert!(home.listing()?.is_empty());
    Ok(())
}

/// The first words of a server that knows nothing newer than this version: record, handshake, version, random, no
/// session, a cipher of the time, no compression.
fn old_hello(minor: u8) -> Vec<u8> {
    let hello = [&[3, minor][..], &[7; 32], &[0, 0xc0, 0x13, 0]].concat();
    let length = u8::try_from(hello.len()).expect("38 bytes");
    [&[22, 3, minor, 0, length + 4, 2, 0, 0, length][..], &hello].concat()
}

#[test]
fn f078_a_server_that_knows_only_old_tls_is_refused_after_one_repeat() -> Result<()> {
    let ca = TestCa::new()?;
    let home = home()?.trusting(&ca)?;
    for minor in [1, 2] {
        let origin = Origin::serving("").saying(old_hello(minor)).start_blocking()?;
        let link = FaultProxy::before(origin.address(), Faults::none())?;
        let last = last_word(&home, &[&link.https_url_of("/file.bin")])?;
        assert_eq!((&last["status"], &last["category"]), (&json!("failed"), &json!("tls.handshake")), "{last}");
        assert_eq!(last["remedy"], "give_up", "{last}");
        assert_eq!(link.connections(), 2, "one silent repeat");
    }
    assert!(home.listing()?.is_empty());
    Ok(())
}

#[test]
fn f078_a_server_that_refuses_the_version_is_refused_too() -> Result<()> {
    let ca = TestCa::new()?;
    let origin = Origin::serving("").saying([21, 3, 1, 0, 2, 2, 70]).start_blocking()?;
    let url = origin.url().replace("http:", "https:");
    let last = last_word(&home()?.trusting(&ca)?, &[&url])?;
    assert_eq!((&last["status"], &last["category"]), (&json!("failed"), &json!("tls.handshake")), "{last}");
    Ok(())
}

#[test]
fn f079_a_certificate_that_changes_to_another_trusted_authority_is_no_reason_to_stop() -> Result<()> {
    let (ca, other, gate, content) = (TestCa::new()?, TestCa::new()?, Gate::closed(), bytes(1, SIZE));
    let file = Resource::new(&content).held_at(Point::AfterBytes(KEPT), &gate);
    let origin = Origin::serving(file).tls(&ca).start_blocking()?;
    let world = World::of(home()?.trusting_all(&[&ca, &other])?)?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, KEPT)?;
    origin.now_shows(&other, Certificate::Valid)?;
    origin.reset_connections();
    world.reaches(id, "waiting_to_retry")?;
    gate.open();
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    assert_eq!(origin.requests().iter().map(Recorded::first_byte).collect::<Vec<_>>(), [0, KEPT]);
    Ok(())
}

#[test]
fn f080_a_damaged_record_is_never_stored() -> Result<()> {
    let (ca, content) = (TestCa::new()?, bytes(1, SIZE));
    let origin = Origin::serving(&content).tls(&ca).start_blocking()?;
    let link = FaultProxy::before(origin.address(), Faults::none().flipping_a_bit_at(KEPT))?;
    let world = World::of(home()?.trusting(&ca)?)?;
    let id = world.add(&[&link.https_url_of("/file.bin")])?;
    let waiting = world.reaches(id, "waiting_to_retry")?;
    assert_eq!(waiting["category"], "tls.record", "{waiting}");
    assert!(waiting["received"].as_u64() < Some(KEPT), "what came before the damage: {waiting}");
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    assert_eq!(Some(origin.requests()[1].first_byte()), waiting["received"].as_u64(), "what was authentic is kept");
    Ok(())
}

#[test]
fn f081_a_connection_that_ends_in_the_handshake_was_dropped_and_nobody_is_offline() -> Result<()> {
    let ca = TestCa::new()?;
    let origin = Origin::serving("").saying([]).start_blocking()?;
    let url = origin.url().replace("http:", "https:");
    let last = last_word(&home()?.trusting(&ca)?, &["--retries", "0", &url])?;
    assert_eq!((&last["status"], &last["category"]), (&json!("failed"), &json!("net.reset")), "{last}");
    Ok(())
}

#[test]
fn f081_a_handshake_that_hangs_is_a_connection_that_hangs() -> Result<()> {
    let ca = TestCa::new()?;
    let origin = Origin::serving("").tls(&ca).silent().start_blocking()?;
    let world = World::of(home()?.trusting(&ca)?)?;
    world.call("set", json!({ "key": "connect_timeout", "value": "1" }))?;
    let id = world.add(&[&origin.url()])?;
    assert_eq!(world.reaches(id, "waiting_to_retry")?["category"], "net.connect_timeout");
    Ok(())
}

#[test]
fn f082_a_certificate_of_another_time_makes_one_think_of_the_clock() -> Result<()> {
    let ca = TestCa::new()?;
    let home = home()?.trusting(&ca)?;
    for certificate in [Certificate::NotYetValid, Certificate::Expired] {
        let origin = Origin::serving("x").tls_showing(&ca, certificate).start_blocking()?;
        let last = last_word(&home, &[&origin.url()])?;
        is_refused_certificate(&last);
        assert!(last["message"].as_str().is_some_and(|message| message.contains("clock")), "{last}");
    }
    Ok(())
}

#[test]
fn f083_accepting_any_certificate_is_for_one_task_and_its_first_server() -> Result<()> {
    let ca = TestCa::new()?;
    let shady =
        |resource: Resource| Origin::serving(resource).tls_showing(&ca, Certificate::SelfSigned).start_blocking();
    let other = shady("other".into())?;
    let origin = shady("file".into())?;
    origin.now_serves_at("/away", Resource::redirect(302, other.url()));
    let mut world = World::of(home()?.trusting(&ca)?)?;
    let allowed = world.add(&["--allow-insecure", &origin.url()])?;
    world.reaches(allowed, "complete")?;
    let plain = world.add(&[&origin.url()])?;
    is_refused_certificate(&world.reaches(plain, "failed")?);
    let redirected = world.add(&["--allow-insecure", &origin.url_of("/away")])?;
    is_refused_certificate(&world.reaches(redirected, "failed")?);
    world.restart_hard()?;
    world.does("retry", plain)?;
    world.is_seen(plain, "it is refused again", |task| task["status"] == "failed")?;
    assert!(other.requests().is_empty(), "the other server was never spoken to");
    assert_eq!(origin.requests().len(), 2, "by the two tasks that may");
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn f083_a_mirror_does_not_share_what_was_said_of_the_first_server() -> Result<()> {
    const BIG: usize = 24 << 20;
    let (ca, content) = (TestCa::new()?, bytes(1, BIG));
    let shady =
        |resource: Resource| Origin::serving(resource).tls_showing(&ca, Certificate::SelfSigned).start_blocking();
    let (origin, mirror) = (shady(Resource::new(&content).paced(8 << 20))?, shady(Resource::new(&content))?);
    let link = FaultProxy::before(mirror.address(), Faults::none())?;
    let world = World::of(home()?.trusting(&ca)?)?;
    let mirrored = link.https_url_of("/file.bin");
    let id = world.add(&["--allow-insecure", "-c", "4", "--mirror", &mirrored, &origin.url()])?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    assert!(link.connections() > 0, "the mirror was tried");
    assert!(mirror.requests().is_empty(), "and not spoken to");
    Ok(())
}

#[test]
fn f084_a_megabyte_of_certificates_is_refused_without_being_kept() -> Result<()> {
    let ca = TestCa::new()?;
    let modest = Origin::serving("x").tls(&ca).start_blocking()?;
    let huge = Origin::serving("x").tls_showing(&ca, Certificate::HugeChain).start_blocking()?;
    let world = World::of(home()?.trusting(&ca)?)?;
    let first = world.add(&[&modest.url()])?;
    world.reaches(first, "complete")?;
    let memory = world.daemon.peak_memory()?;
    let id = world.add(&["--retries", "0", &huge.url()])?;
    let task = world.reaches(id, "failed")?;
    assert_eq!(task["category"], "tls.handshake", "{task}");
    assert!(world.daemon.peak_memory()? < memory + (8 << 20), "{} after {memory}", world.daemon.peak_memory()?);
    eventually("the connection is gone", || (huge.live_connections() == 0).then_some(()))
}

#[test]
fn f084_a_server_that_wants_to_negotiate_anew_ends_the_connection_and_nothing_else() -> Result<()> {
    let ca = TestCa::new()?;
    let port = DeadPort::refusing()?.address().port();
    let world = World::of(home()?.trusting(&ca)?)?;
    let (certificate, key) = ca.issue(Certificate::Valid)?;
    std::fs::write(world.home.root().join("certificate.pem"), certificate + &key)?;
    // Ends after a minute and with this test, whatever becomes of it.
    let mut command = Command::new("timeout");
    command.args(["60", "setpriv", "--pdeathsig", "KILL", "openssl"]);
    command.args(["s_server", "-tls1_2", "-cert", "certificate.pem", "-accept", &format!("127.0.0.1:{port}")]);
    let mut server = Server::start(command.current_dir(world.home.root()))?;
    server.hears("ACCEPT")?;
    let id = world.add(&[&format!("https://127.0.0.1:{port}/file.bin")])?;
    server.hears("GET /file.bin")?;
    server.says(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")?;
    world.has_received(id, 5)?;
    let memory = world.daemon.peak_memory()?;
    // To openssl a line that begins with this letter is the order to negotiate anew.
    server.says(b"R\n")?;
    let task = world.reaches(id, "waiting_to_retry")?;
    assert_eq!((&task["category"], &task["received"]), (&json!("tls.record"), &json!(5)), "{task}");
    assert!(world.daemon.peak_memory()? < memory + (8 << 20));
    Ok(())
}

/// A server we did not write, which is spoken to through its input and output; ended when dropped.
struct Server {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start(command: &mut Command) -> Result<Server> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let output = BufReader::new(child.stdout.take().context("no output")?);
        Ok(Server { child, output })
    }

    fn hears(&mut self, words: &str) -> Result<()> {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            ensure!(self.output.read_line(&mut line)? > 0, "the server has ended without {words}");
        }
        Ok(())
    }

    fn says(&mut self, bytes: &[u8]) -> Result<()> {
        Ok(self.child.stdin.as_mut().context("no input")?.write_all(bytes)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when it has ended already, which is what they are for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
