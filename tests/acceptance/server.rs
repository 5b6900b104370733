//! A server that lies about its answers, or cannot speak, spoils no file.
//!
//! Rows 19 to 56 of the fault matrix, as far as a download that runs for the first time shows them; what happens to
//! stored bytes is in `resume.rs`, what several connections do in `lanes.rs`, what waits in `waiting.rs`, codings and
//! digests in `decoding.rs` and `digests.rs`, what fills a disk in `space.rs`, what fills memory in `cost.rs`.

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Gate, Home, Length, Origin, Point, Ranges, Recorded, Resource, Stop, bytes, sha256_hex};
use serde_json::{Value, json};

use crate::world::{World, home};

const SIZE: usize = 500_000;
const KEPT: u64 = 200_000;

/// The last line of a `get` that fails at once; nothing may have the file's name.
fn refused(home: &Home, args: &[&str]) -> Result<Value> {
    let output = home.haul(["get", "--json", "--retries", "0", "-o", "file.bin"].iter().chain(args))?;
    ensure!(output.code != Some(0), "it is no success");
    let last = output.json_lines()?.pop().context("no line")?;
    let message = last["message"].as_str().unwrap_or_default();
    ensure!(message.len() > 20 && message.ends_with('.'), "a sentence: {last}");
    ensure!(!home.listing()?.contains(&"file.bin".to_owned()), "{:?}", home.listing()?);
    Ok(last)
}

/// A `get` that has to bring exactly these bytes, and nothing else.
fn gets(home: &Home, url: &str, content: &[u8]) -> Result<()> {
    home.haul(["get", "-o", "file.bin", url])?.expecting(0)?;
    assert_eq!(sha256_hex(&home.file("file.bin")?), sha256_hex(content));
    assert_eq!(home.listing()?, ["file.bin"]);
    Ok(())
}

/// A task that has [`KEPT`] bytes of `first` and is paused; from now on the server gives `then`.
fn paused_with(first: Resource, then: Resource) -> Result<(World, Origin, u64)> {
    let origin = Origin::serving(first.stopping(Point::AfterBytes(KEPT), Stop::Stall)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, KEPT)?;
    world.pause(id)?;
    origin.now_serves(then);
    Ok((world, origin, id))
}

fn ends_with(world: &World, id: u64, content: &[u8]) -> Result<()> {
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(content));
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn f022_chunks_do_not_make_a_wrong_range_a_right_one() -> Result<()> {
    let content = bytes(1, SIZE);
    for lie in [Ranges::Shifted(1), Ranges::Shifted(-1), Ranges::FromZero, Ranges::Unlabelled] {
        let chunked = Resource::new(&content).ranges(lie).length(Length::Chunked);
        let (world, origin, id) = paused_with(Resource::new(&content), chunked)?;
        ends_with(&world, id, &content).with_context(|| format!("{lie:?}"))?;
        let ranges: Vec<_> = origin.requests().iter().map(Recorded::range).collect();
        ensure!(ranges.len() == 3 && ranges[2].is_none(), "{lie:?}: {ranges:?}");
    }
    Ok(())
}

#[test]
fn f026_a_date_of_the_last_second_proves_nothing() -> Result<()> {
    let young = |content: &[u8]| {
        let file = Resource::new(content).without_etag().last_modified("Wed, 01 Jul 2020 10:00:00 GMT");
        file.header("Date", "Wed, 01 Jul 2020 10:00:01 GMT")
    };
    let (old, new) = (bytes(1, SIZE), bytes(2, SIZE));
    let (world, origin, id) = paused_with(young(&old), young(&new))?;
    ends_with(&world, id, &new)?;
    let requests = origin.requests();
    assert!(requests.iter().all(|request| request.header("if-range").is_none()), "it is not sent as proof");
    assert_eq!(requests[1].first_byte(), KEPT - (64 << 10), "bytes are compared instead");
    Ok(())
}

#[test]
fn f030_a_file_that_is_shorter_than_what_is_there_is_fetched_anew() -> Result<()> {
    let (old, new) = (bytes(1, SIZE), bytes(2, 100_000));
    let (world, origin, id) = paused_with(Resource::new(&old), Resource::new(&new).ranges(Ranges::Blind))?;
    ends_with(&world, id, &new)?;
    let statuses: Vec<_> = origin.requests().iter().filter_map(|request| request.status).collect();
    assert_eq!(statuses, [200, 416, 200]);
    Ok(())
}

#[test]
fn f032_f033_only_get_is_asked_and_believed() -> Result<()> {
    let content = bytes(1, 900);
    for head in [Resource::new(bytes(2, 1000)), Resource::status(405), Resource::status(403), Resource::endless()] {
        let file = Resource::new(&content);
        let asked = move |request: &Recorded| if request.method == "HEAD" { head.clone() } else { file.clone() };
        let origin = Origin::serving(Resource::decided_by(asked)).start_blocking()?;
        gets(&home()?, &origin.url(), &content)?;
        assert!(origin.requests().iter().all(|request| request.method == "GET"), "nothing is asked by HEAD");
    }
    Ok(())
}

#[test]
fn f034_a_length_that_nobody_told_is_not_made_up() -> Result<()> {
    let content = bytes(1, SIZE);
    let gate = Gate::closed();
    let file = Resource::new(&content).length(Length::Absent).held_at(Point::AfterBytes(KEPT), &gate);
    let origin = Origin::serving(file).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    let running = world.has_received(id, KEPT)?;
    assert_eq!((&running["total"], running["seconds_left"].as_u64()), (&json!(-1), None));
    gate.open();
    let complete = world.reaches(id, "complete")?;
    assert_eq!((&complete["received"], &complete["progress"]), (&json!(SIZE), &json!(1.0)));
    assert_eq!(world.home.file("file.bin")?, content);
    Ok(())
}

#[test]
fn f036_more_than_was_announced_is_ignored_and_its_connection_is_not_used_again() -> Result<()> {
    let content = bytes(1, SIZE);
    let answer = [format!("HTTP/1.1 200 OK\r\nContent-Length: {KEPT}\r\n\r\n").as_bytes(), &content].concat();
    let origin = Origin::serving(Resource::verbatim(answer)).start_blocking()?;
    let world = World::start()?;
    for name in ["one.bin", "two.bin"] {
        let id = world.add(&[&origin.url(), "-o", name])?;
        world.reaches(id, "complete")?;
        assert_eq!(world.home.file(name)?, content[..usize::try_from(KEPT)?]);
    }
    let connections: Vec<u64> = origin.requests().iter().map(|request| request.connection).collect();
    assert_eq!(connections, [0, 1]);
    Ok(())
}

#[test]
fn f044_chunks_beat_a_length_and_their_end_is_the_end() -> Result<()> {
    let content = bytes(1, SIZE);
    for length in [3, SIZE, 2 * SIZE] {
        let both = Resource::new(&content).length(Length::Chunked).header("Content-Length", length.to_string());
        let origin = Origin::serving(both.ranges(Ranges::Ignored)).start_blocking()?;
        gets(&home()?, &origin.url(), &content)?;
    }
    Ok(())
}

#[test]
fn f045_broken_chunks_are_tried_three_times_and_what_came_is_kept() -> Result<()> {
    let content = bytes(1, 1000);
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n".to_vec();
    let broken = [&head[..], &content, b"\r\nno number\r\n"].concat();
    let origin = Origin::serving(Resource::verbatim(broken)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--retries", "10"])?;
    let failed = world.reaches(id, "failed")?;
    assert_eq!((&failed["category"], &failed["remedy"]), (&json!("http.protocol"), &json!("give_up")));
    assert_eq!(origin.requests().len(), 3, "two retries");
    for part in world.home.listing()? {
        ensure!(part.ends_with(".haulpart"), "{part}");
        assert_eq!(world.home.file(&part)?, content, "{part}");
    }
    Ok(())
}

#[test]
fn f045_a_chunk_that_ends_early_is_a_body_that_ends_early() -> Result<()> {
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n".to_vec();
    let origin = Origin::serving(Resource::verbatim([head, bytes(1, 600)].concat())).start_blocking()?;
    let home = home()?;
    assert_eq!(refused(&home, &[&origin.url()])?["category"], "net.truncated");
    assert_eq!(home.file("file.bin.haulpart")?, bytes(1, 600));
    Ok(())
}

#[test]
fn f046_what_is_no_http_of_today_is_no_file() -> Result<()> {
    for answer in [
        "<html>a page of 1991</html>\r\n",
        "HTTP/0.9 200 OK\r\n\r\nbytes",
        "HTTP/1.1 2000 Very OK\r\n\r\n",
        "ICY 200 OK\r\n\r\nmusic",
        "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "HTTP/1.1 200 OK\r\nNo colon\r\n\r\nabc",
    ] {
        let origin = Origin::serving(Resource::verbatim(answer)).start_blocking()?;
        let home = home()?;
        let failed = refused(&home, &[&origin.url()])?;
        assert_eq!(failed["category"], "http.protocol", "{answer}");
        assert!(home.listing()?.is_empty(), "{answer}: {:?}", home.listing()?);
    }
    Ok(())
}

#[test]
fn f052_the_rest_of_a_slow_lane_is_shared_and_no_byte_is_asked_for_twice() -> Result<()> {
    let content = bytes(1, 12 << 20);
    let (slow, quick) = (Resource::new(&content).paced(512 << 10), Resource::new(&content));
    let paced = move |request: &Recorded| if request.nth == 0 { slow.clone() } else { quick.clone() };
    let origin = Origin::serving(Resource::decided_by(paced)).start_blocking()?;
    let home = home()?;
    home.haul(["get", "-c", "4", "-o", "file.bin", &origin.url()])?.expecting(0)?;
    assert_eq!(sha256_hex(&home.file("file.bin")?), sha256_hex(&content));
    let requests = origin.requests();
    let mut asked: Vec<(u64, u64)> = Vec::new();
    for request in &requests[1..] {
        let range = request.range().context("everything was asked for twice")?;
        let (first, last) = range.trim_start_matches("bytes=").split_once('-').context("no range")?;
        asked.push((first.parse()?, last.parse()?));
    }
    asked.sort_unstable();
    ensure!(asked.len() >= 3, "the slow lane's rest goes to others: {asked:?}");
    ensure!(asked.windows(2).all(|pair| pair[0].0 < pair[1].0), "no lane begins where another began: {asked:?}");
    let own = requests[0].sent;
    ensure!(own < 6 << 20, "the slow lane did not do it alone: {own} bytes");
    Ok(())
}

#[test]
fn f053_a_server_that_speaks_only_newer_http_is_told_apart() -> Result<()> {
    let settings = b"\0\0\0\x04\0\0\0\0\0".as_slice();
    let go_away = b"\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\x0d".as_slice();
    let origin = Origin::serving("").saying([settings, go_away].concat()).start_blocking()?;
    assert_eq!(refused(&home()?, &[&origin.url()])?["category"], "http.protocol");
    let no_common_protocol = b"\x15\x03\x03\0\x02\x02\x78";
    let origin = Origin::serving("").saying(no_common_protocol).start_blocking()?;
    let failed = refused(&home()?, &[&format!("https://{}/file.bin", origin.address())])?;
    assert_eq!((&failed["category"], &failed["remedy"]), (&json!("tls.handshake"), &json!("give_up")));
    Ok(())
}

#[test]
fn f056_an_answer_without_a_file_is_a_failure_of_its_own_kind() -> Result<()> {
    let expected = [(202, "http.202"), (204, "http.no_content"), (205, "http.no_content"), (304, "http.protocol")];
    for (status, category) in expected {
        let origin = Origin::serving(Resource::status(status)).start_blocking()?;
        let home = home()?;
        let failed = refused(&home, &[&origin.url()])?;
        assert_eq!((&failed["category"], origin.requests().len()), (&json!(category), 1), "{status}");
        assert!(home.listing()?.is_empty());
    }
    Ok(())
}
