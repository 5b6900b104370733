//! Servers that speak HTTP/2: what shares a connection with others, what does not, and what each end of a stream means.
//!
//! Rows 53 and 54 of the fault matrix.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use haul_testkit::{
    Frames, Gate, Length, Origin, Outcome, Point, PrivateBus, Ranges, Recorded, Resource, SleepKeeper, Stop, TestCa,
    Version, bytes, eventually,
};
use serde_json::{Value, json};

use crate::world::{World, home};

const SIZE: usize = 3_000_000;
const KEPT: u64 = 1_000_000;

// Codes of HTTP/2 (RFC 9113, 7).
const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const FLOW_CONTROL_ERROR: u32 = 3;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const HTTP_1_1_REQUIRED: u32 = 13;

/// A world that trusts a server with HTTP/2.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) ca: TestCa,
}

impl Stage {
    pub(crate) fn new() -> Result<Stage> {
        let ca = TestCa::new()?;
        Ok(Stage { world: World::of(home()?.trusting(&ca)?)?, ca })
    }

    fn origin(&self, serving: impl Into<Resource>) -> Result<Origin> {
        Origin::serving(serving).tls(&self.ca).http2().start_blocking()
    }

    /// A file that is fetched up to `KEPT`, meets that end, and goes on.
    fn breaks(&self, end: Stop, file: Resource) -> Result<Value> {
        let gate = Gate::closed();
        let point = Point::AfterBytes(KEPT);
        let origin = self.origin(file.held_at(point, &gate).stopping(point, end).for_the_first(1))?;
        let id = self.world.add(&["-c", "1", "-o", &format!("{end:?}.bin"), &origin.url()])?;
        self.world.has_received(id, KEPT)?;
        gate.open();
        let waiting = self.world.reaches(id, "waiting_to_retry")?;
        self.world.reaches(id, "complete").with_context(|| format!("{end:?}"))?;
        assert!(self.world.home.file(format!("{end:?}.bin"))? == bytes(1, SIZE), "{end:?}: other bytes");
        assert!(origin.requests().iter().all(|request| request.version == Version::Http2), "{end:?}");
        assert_eq!((waiting["received"].as_u64(), origin.requests().len()), (Some(KEPT), 2), "{end:?}: {waiting}");
        Ok(waiting)
    }
}

fn versions(requests: &[Recorded]) -> Vec<Version> {
    requests.iter().map(|request| request.version).collect()
}

fn file() -> Resource {
    Resource::new(bytes(1, SIZE))
}

#[test]
fn f053_many_small_files_share_one_connection_and_each_gets_its_own_bytes() -> Result<()> {
    let stage = Stage::new()?;
    let origin = stage.origin(Resource::decided_by(|request| request.path().to_owned().into()))?;
    let first = stage.world.add(&[&origin.url_of("/first")])?;
    stage.world.reaches(first, "complete")?;
    let urls: Vec<String> = (0..40).map(|number| origin.url_of(&format!("/file-{number}"))).collect();
    stage.world.home.haul(["get"].into_iter().chain(urls.iter().map(String::as_str)))?.expecting(0)?;
    for number in 0..40 {
        assert_eq!(stage.world.home.file(format!("file-{number}"))?, format!("/file-{number}").as_bytes());
    }
    assert!(origin.requests().iter().all(|request| request.version == Version::Http2));
    assert_eq!(origin.connections(), 1);
    Ok(())
}

#[test]
fn f053_a_large_file_has_several_connections_all_the_same() -> Result<()> {
    let (stage, content) = (Stage::new()?, bytes(1, 12 << 20));
    let origin = stage.origin(Resource::new(&content).paced(3 << 20))?;
    let id = stage.world.add(&["-c", "4", &origin.url()])?;
    stage.world.reaches(id, "complete")?;
    let requests = origin.requests();
    assert_eq!(requests[0].version, Version::Http2);
    assert!(requests[1..4].iter().all(|request| request.version == Version::Http1), "{:?}", versions(&requests));
    let over: BTreeSet<u64> = requests[..4].iter().map(|request| request.connection).collect();
    assert_eq!(over.len(), 4, "each lane has its own");
    assert!(stage.world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f053_a_server_that_knows_nothing_but_http2_gives_the_whole_file_all_the_same() -> Result<()> {
    let (stage, gate, content) = (Stage::new()?, Gate::closed(), bytes(1, 12 << 20));
    let held = Resource::new(&content).held_at(Point::AfterBytes(KEPT), &gate);
    let origin = Origin::serving(held).tls(&stage.ca).only_http2().start_blocking()?;
    let id = stage.world.add(&["-c", "4", &origin.url()])?;
    stage.world.has_received(id, KEPT)?;
    stage.world.pause(id)?;
    gate.open();
    stage.world.does("resume", id)?;
    stage.world.reaches(id, "complete")?;
    assert!(stage.world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f053_a_refused_stream_is_asked_for_again_at_once_five_times() -> Result<()> {
    let stage = Stage::new()?;
    let refused = file().stopping(Point::BeforeHead, Stop::ResetStream(REFUSED_STREAM));
    let origin = stage.origin(refused.clone())?;
    let patient = stage.origin(refused.for_the_first(5))?;
    let id = stage.world.add(&["--retries", "0", &origin.url()])?;
    let failed = stage.world.reaches(id, "failed")?;
    assert_eq!((&failed["category"], &failed["remedy"]), (&json!("http2.refused"), &json!("ask_user")), "{failed}");
    assert_eq!(origin.requests().len(), 6);
    let id = stage.world.add(&["--retries", "0", "-c", "1", &patient.url()])?;
    stage.world.reaches(id, "complete")?;
    assert_eq!(patient.requests().len(), 6);
    Ok(())
}

#[test]
fn f053_who_demands_http1_is_asked_so_at_once_and_from_then_on() -> Result<()> {
    let stage = Stage::new()?;
    let origin = stage.origin(file().stopping(Point::BeforeHead, Stop::ResetStream(HTTP_1_1_REQUIRED)))?;
    for name in ["first", "second"] {
        let id = stage.world.add(&["--retries", "0", "-c", "1", "-o", name, &origin.url()])?;
        stage.world.reaches(id, "complete")?;
        assert!(stage.world.home.file(name)? == bytes(1, SIZE));
    }
    assert_eq!(versions(&origin.requests()), [Version::Http2, Version::Http1, Version::Http1]);
    Ok(())
}

#[test]
fn f053_http1_may_be_demanded_in_the_middle_of_a_body() -> Result<()> {
    let (stage, gate) = (Stage::new()?, Gate::closed());
    let (point, end) = (Point::AfterBytes(KEPT), Stop::ResetStream(HTTP_1_1_REQUIRED));
    let origin = stage.origin(file().held_at(point, &gate).stopping(point, end))?;
    let id = stage.world.add(&["--retries", "0", "-c", "1", &origin.url()])?;
    stage.world.has_received(id, KEPT)?;
    gate.open();
    stage.world.reaches(id, "complete")?;
    assert_eq!(versions(&origin.requests()), [Version::Http2, Version::Http1]);
    assert_eq!(origin.requests()[1].first_byte(), KEPT);
    assert!(stage.world.home.file("file.bin")? == bytes(1, SIZE));
    Ok(())
}

#[test]
fn f053_a_stream_that_breaks_keeps_its_part_and_goes_on_after_a_pause() -> Result<()> {
    let stage = Stage::new()?;
    for code in [INTERNAL_ERROR, FLOW_CONTROL_ERROR, CANCEL, NO_ERROR] {
        let waiting = stage.breaks(Stop::ResetStream(code), file())?;
        assert_eq!((&waiting["category"], &waiting["remedy"]), (&json!("http2.stream"), &json!("retry_later")));
    }
    Ok(())
}

#[test]
fn f053_a_body_that_ends_short_of_its_length_is_not_the_file() -> Result<()> {
    let stage = Stage::new()?;
    assert_eq!(stage.breaks(Stop::EndStream, file())?["category"], "http2.stream");
    Ok(())
}

#[test]
fn f053_a_connection_that_ends_in_a_body_keeps_the_part() -> Result<()> {
    let stage = Stage::new()?;
    for (end, category) in [(Stop::Close, "net.truncated"), (Stop::Reset, "net.reset")] {
        assert_eq!(stage.breaks(end, file())?["category"], category);
    }
    Ok(())
}

#[test]
fn f053_a_connection_that_ends_without_a_farewell_keeps_the_part() -> Result<()> {
    let stage = Stage::new()?;
    assert_eq!(stage.breaks(Stop::Close, file().without_close_notify())?["category"], "net.truncated");
    Ok(())
}

#[test]
fn f053_without_a_length_a_stream_that_was_reset_is_never_a_whole_file() -> Result<()> {
    let stage = Stage::new()?;
    for code in [NO_ERROR, CANCEL, INTERNAL_ERROR] {
        let gate = Gate::closed();
        let cut = file().length(Length::Absent).held_at(Point::AfterBytes(KEPT), &gate);
        let origin = stage.origin(cut.stopping(Point::AfterBytes(KEPT), Stop::ResetStream(code)))?;
        let id = stage.world.add(&["--retries", "0", "-o", &format!("{code}.bin"), &origin.url()])?;
        stage.world.has_received(id, KEPT)?;
        gate.open();
        assert_eq!(stage.world.reaches(id, "failed")?["category"], "http2.stream", "{code}");
    }
    assert!(stage.world.home.listing()?.iter().all(|name| name.ends_with("haulpart")));
    Ok(())
}

#[test]
fn f053_a_server_that_leaves_after_some_requests_costs_no_attempt() -> Result<()> {
    let stage = Stage::new()?;
    let leaving = Frames::LeavingAfter(10, b"small".to_vec());
    let origin = Origin::serving("").tls(&stage.ca).in_frames(leaving).start_blocking()?;
    let urls: Vec<String> = (0..60).map(|number| origin.url_of(&format!("/file-{number}"))).collect();
    let get = ["get", "--retries", "0"];
    stage.world.home.haul(get.into_iter().chain(urls.iter().map(String::as_str)))?.expecting(0)?;
    assert_eq!(stage.world.home.listing()?.len(), 60);
    assert!(origin.connections() >= 6, "each gives ten answers: {}", origin.connections());
    assert!(origin.requests().len() > 60, "some came too late: {}", origin.requests().len());
    Ok(())
}

#[test]
fn f053_what_is_on_its_way_survives_a_goodbye_and_the_next_goes_elsewhere() -> Result<()> {
    let (stage, gate) = (Stage::new()?, Gate::closed());
    let origin = stage.origin(file().held_at(Point::AfterBytes(KEPT), &gate))?;
    origin.now_serves_at("/small", "small");
    let id = stage.world.add(&["-c", "1", &origin.url()])?;
    stage.world.has_received(id, KEPT)?;
    origin.says_goodbye();
    // The goodbye needs a moment, and until then the server takes what comes.
    eventually("a request goes elsewhere", || {
        let small = stage.world.add(&[&origin.url_of("/small")]).ok()?;
        stage.world.reaches(small, "complete").ok()?;
        let requests = origin.requests();
        requests.iter().any(|request| request.connection != requests[0].connection).then_some(())
    })?;
    gate.open();
    stage.world.reaches(id, "complete")?;
    assert!(stage.world.home.file("file.bin")? == bytes(1, SIZE));
    let requests = origin.requests();
    assert!(requests.iter().all(|request| request.version == Version::Http2), "{requests:#?}");
    let large = requests.iter().filter(|request| request.target == requests[0].target);
    assert_eq!(large.count(), 1, "what was on its way is not asked for again: {requests:#?}");
    Ok(())
}

#[test]
fn m027_a_pause_and_a_kill_over_http2_leave_the_same_bytes() -> Result<()> {
    let (mut stage, gate) = (Stage::new()?, Gate::closed());
    let held = file().held_at(Point::AfterBytes(KEPT), &gate).for_the_first(2);
    let origin = stage.origin(held)?;
    let id = stage.world.add(&["-c", "1", &origin.url()])?;
    stage.world.has_received(id, KEPT)?;
    stage.world.pause(id)?;
    stage.world.does("resume", id)?;
    stage.world.has_received(id, 2 * KEPT)?;
    stage.world.restart_hard()?;
    stage.world.reaches(id, "complete")?;
    assert!(stage.world.home.file("file.bin")? == bytes(1, SIZE));
    let requests = origin.requests();
    assert!(requests.iter().all(|request| request.version == Version::Http2));
    assert_eq!((requests.len(), requests[1].first_byte()), (3, KEPT));
    Ok(())
}

#[test]
fn m030_a_cancel_ends_its_stream_and_leaves_the_connection_to_the_others() -> Result<()> {
    let (stage, gate) = (Stage::new()?, Gate::closed());
    let origin = stage.origin(file().held_at(Point::AfterBytes(KEPT), &gate))?;
    let canceled = stage.world.add(&["-c", "1", "-o", "canceled", &origin.url()])?;
    stage.world.has_received(canceled, KEPT)?;
    let other = stage.world.add(&["-c", "1", "-o", "other", &origin.url()])?;
    stage.world.has_received(other, KEPT)?;
    stage.world.does("cancel", canceled)?;
    origin.wait_for_blocking(|requests| requests[0].outcome == Outcome::Abandoned)?;
    gate.open();
    stage.world.reaches(other, "complete")?;
    assert_eq!((origin.requests().len(), origin.connections()), (2, 1));
    assert!(stage.world.home.file("other")? == bytes(1, SIZE));
    Ok(())
}

#[test]
fn f117_after_a_sleep_nobody_goes_by_the_connection_that_was_there_before() -> Result<()> {
    let (ca, bus, gate) = (TestCa::new()?, PrivateBus::start()?, Gate::closed());
    let manager = SleepKeeper::logind_on(&bus)?;
    let stage = Stage { world: World::of(bus.as_system_bus_of(home()?.trusting(&ca)?))?, ca };
    let origin = stage.origin(file().held_at(Point::AfterBytes(KEPT), &gate).for_the_first(2))?;
    // It cannot be continued, so it keeps the connection alive.
    origin.now_serves_at("/plain", file().ranges(Ranges::Ignored).held_at(Point::AfterBytes(KEPT), &gate));
    let plain = stage.world.add(&["-c", "1", "-o", "plain", &origin.url_of("/plain")])?;
    // Two that begin together might each make one.
    stage.world.has_received(plain, KEPT)?;
    let id = stage.world.add(&["-c", "1", &origin.url()])?;
    stage.world.has_received(id, KEPT)?;
    eventually("sleep is delayed", || (manager.delays() == 1).then_some(()))?;
    manager.is_about_to_sleep()?;
    stage.world.reaches(id, "paused")?;
    manager.has_woken()?;
    origin.wait_for_blocking(|requests| requests.len() == 3)?;
    gate.open();
    for id in [plain, id] {
        stage.world.reaches(id, "complete")?;
    }
    let over: Vec<u64> = origin.requests().iter().map(|request| request.connection).collect();
    assert!(over[0] == over[1] && over[2] != over[0], "{over:?}");
    assert_eq!(origin.requests()[2].version, Version::Http2);
    Ok(())
}

#[test]
fn f057_secrets_and_cookies_stay_with_the_first_origin_over_http2_too() -> Result<()> {
    let stage = Stage::new()?;
    let other = Origin::serving("there").on("127.0.0.2").tls(&stage.ca).http2().start_blocking()?;
    let origin = stage.origin("here")?;
    let sent = Resource::redirect(302, other.url()).header("Set-Cookie", "seen=pearl-cookie; Path=/");
    origin.now_serves_at("/away", sent);
    origin
        .now_serves_at("/home", Resource::redirect(302, "/file.bin").header("Set-Cookie", "seen=pearl-cookie; Path=/"));
    let secret = ["--header", "Authorization: Bearer pearl-token"];
    for path in ["/away", "/home"] {
        let url = origin.url_of(path);
        stage.world.home.haul(["get", &url].into_iter().chain(secret))?.expecting(0)?;
    }
    let own = origin.requests();
    assert!(own.iter().all(|request| request.version == Version::Http2 && request.mentions("pearl-token")));
    assert_eq!(own.last().and_then(|request| request.header("cookie")).as_deref(), Some("seen=pearl-cookie"));
    let foreign = other.requests();
    assert_eq!(versions(&foreign), [Version::Http2]);
    assert!(!foreign[0].mentions("pearl"), "{foreign:?}");
    Ok(())
}

#[test]
fn m151_a_limit_holds_over_http2_and_holds_nobody_else_up() -> Result<()> {
    let stage = Stage::new()?;
    let origin = stage.origin(Resource::new(bytes(1, 32 << 20)))?;
    origin.now_serves_at("/free", Resource::new(bytes(2, 16 << 20)));
    // At this pace it would take hours: it is not the server that is slow.
    let slow = stage.world.add(&["-c", "1", "--limit-rate", "2000", &origin.url()])?;
    stage.world.is_seen(slow, "it has begun", |task| task["received"].as_u64() > Some(0))?;
    let free = stage.world.add(&["-c", "1", &origin.url_of("/free")])?;
    stage.world.reaches(free, "complete")?;
    let received = stage.world.show(slow)?["received"].as_u64().context("no count")?;
    assert!(received < 1_000_000, "{received}");
    assert!(origin.requests()[0].sent < 12 << 20, "what nobody reads is not sent: {}", origin.requests()[0].sent);
    assert_eq!(origin.connections(), 1);
    Ok(())
}

#[test]
fn f054_a_flood_ends_with_its_connection_and_takes_no_memory() -> Result<()> {
    let stage = Stage::new()?;
    for (key, seconds) in [("connect_timeout", "1"), ("stall_timeout", "3")] {
        stage.world.call("set", json!({ "key": key, "value": seconds }))?;
    }
    let modest = stage.origin("modest")?;
    let before = stage.world.add(&[&modest.url()])?;
    stage.world.reaches(before, "complete")?;
    let memory = stage.world.daemon.peak_memory()?;
    let floods = [
        (Frames::EmptyData, "http.protocol"),
        (Frames::Continuation, "http.protocol"),
        (Frames::Settings, "net.stall"),
    ];
    for (frames, category) in floods {
        let origin = Origin::serving("").tls(&stage.ca).in_frames(frames.clone()).start_blocking()?;
        let id = stage.world.add(&["--retries", "0", &origin.url()])?;
        let failed = stage.world.reaches(id, "failed")?;
        eventually(&format!("{frames:?}: the connection is gone"), || (origin.live_connections() == 0).then_some(()))?;
        assert_eq!(failed["category"], category, "{frames:?}: {failed}");
    }
    let peak = stage.world.daemon.peak_memory()?;
    assert!(peak < memory + (16 << 20), "{peak} after {memory}");
    Ok(())
}
