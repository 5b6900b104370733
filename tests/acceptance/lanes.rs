//! Several connections fill one file, and it is always the same file.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Home, Origin, Point, Ranges, Recorded, Resource, bytes, sha256_hex};
use serde_json::Value;

use crate::world::{World, home, statuses};

const SIZE: usize = 12 << 20;

fn parts(requests: &[Recorded]) -> Vec<String> {
    requests.iter().filter_map(Recorded::range).collect()
}

/// Runs `get` with these arguments and gives its lines; the file has to be `content`.
fn gets(home: &Home, args: &[&str], content: &[u8]) -> Result<Vec<Value>> {
    let lines = home.haul(["get", "--json", "-o", "file.bin"].iter().chain(args))?.expecting(0)?.json_lines()?;
    assert_eq!(sha256_hex(&home.file("file.bin")?), sha256_hex(content));
    assert_eq!(home.listing()?, ["file.bin"], "nothing else stays");
    Ok(lines)
}

fn last(home: &Home, code: i32, args: &[&str]) -> Result<Value> {
    let lines = home.haul(["get", "--json", "--retries", "0"].iter().chain(args))?.expecting(code)?.json_lines()?;
    lines.last().cloned().context("no line")
}

#[test]
fn m134_eight_lanes_give_the_same_bytes_and_three_events() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(Resource::new(&content).paced(3 << 20)).start_blocking()?;
    let home = home()?;
    let lines = gets(&home, &["-c", "8", &origin.url()], &content)?;
    let words = statuses(&lines, 1);
    assert_eq!(words.iter().filter(|word| **word != "running").collect::<Vec<_>>(), [&"enqueued", &"complete"]);
    let requests = origin.requests();
    assert_eq!(requests[0].range(), None, "the first answer is the first lane");
    assert!(requests.len() >= 8, "{:?}", parts(&requests));
    assert!(requests[1..].iter().all(|request| request.header("if-range").is_some()), "each with proof");
    assert_eq!(home.haul(["list", "--json"])?.json_lines()?.len(), 1, "pieces are no tasks");
    Ok(())
}

#[test]
fn m132_pieces_begin_where_the_number_of_lanes_cuts_the_file() -> Result<()> {
    let content = bytes(1, 9 << 20);
    let gate = Gate::closed();
    let file = Resource::new(&content).held_at(Point::AfterBytes(1 << 20), &gate);
    let origin = Origin::serving(file).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&["-c", "3", &origin.url()])?;
    world.is_seen(id, "three lanes have begun", |task| task["received"].as_u64() == Some(3 << 20))?;
    gate.open();
    world.reaches(id, "complete")?;
    assert_eq!(parts(&origin.requests())[..2], ["bytes=3145728-6291455", "bytes=6291456-9437183"]);
    assert_eq!(world.home.file("file.bin")?, content);
    Ok(())
}

#[test]
fn m138_a_small_file_needs_one_request() -> Result<()> {
    for size in [0, 1, 100, 70_000] {
        let content = bytes(1, size);
        let origin = Origin::serving(content.clone()).start_blocking()?;
        gets(&home()?, &["-c", "8", &origin.url()], &content)?;
        assert_eq!(origin.requests().len(), 1, "{size} bytes");
    }
    Ok(())
}

#[test]
fn lanes_grow_by_themselves_while_they_pay() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(Resource::new(&content).paced(1 << 20)).start_blocking()?;
    gets(&home()?, &[&origin.url()], &content)?;
    assert!(origin.requests().len() > 2, "{:?}", parts(&origin.requests()));
    Ok(())
}

#[test]
fn f020_a_server_that_ignores_ranges_loses_nothing_of_the_first_lane() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(Resource::new(&content).ranges(Ranges::Ignored).paced(4 << 20)).start_blocking()?;
    gets(&home()?, &["-c", "8", &origin.url()], &content)?;
    let requests = origin.requests();
    assert_eq!(requests.len(), 2, "one is asked in vain, then the first goes on: {:?}", parts(&requests));
    assert_eq!(requests[0].sent, SIZE as u64);
    Ok(())
}

#[test]
fn f020_a_whole_answer_to_a_later_lane_ends_in_one_stream() -> Result<()> {
    let content = bytes(1, SIZE);
    let whole = Resource::new(&content).ranges(Ranges::Ignored);
    let honest = Resource::new(&content).paced(2 << 20);
    let origin = Origin::serving(Resource::decided_by(
        move |request| {
            if request.nth == 3 { whole.clone() } else { honest.clone() }
        },
    ))
    .start_blocking()?;
    gets(&home()?, &["-c", "8", &origin.url()], &content)?;
    Ok(())
}

#[test]
fn an_address_that_works_once_is_enough() -> Result<()> {
    let content = bytes(1, SIZE);
    let once = Resource::new(&content).paced(6 << 20).then(1, Resource::status(403));
    let origin = Origin::serving(once).start_blocking()?;
    let lines = gets(&home()?, &["-c", "8", &origin.url()], &content)?;
    assert!(!statuses(&lines, 1).contains(&"waiting_to_retry"), "{lines:?}");
    Ok(())
}

#[test]
fn f023_a_file_that_changes_between_lanes_is_never_mixed() -> Result<()> {
    let (old, new) = (bytes(1, SIZE), bytes(2, SIZE));
    let fresh = Resource::new(&new);
    let first = Resource::new(&old).paced(2 << 20);
    let origin = Origin::serving(Resource::decided_by(move |request| {
        if request.nth < 2 { first.clone() } else { fresh.clone().ranges(Ranges::Blind) }
    }))
    .start_blocking()?;
    gets(&home()?, &["-c", "8", &origin.url()], &new)?;
    Ok(())
}

#[test]
fn f023_a_file_that_never_stays_the_same_asks_the_user() -> Result<()> {
    let origin = Origin::serving(Resource::decided_by(|request| {
        Resource::new(bytes(request.nth as u64, SIZE)).ranges(Ranges::Blind).paced(2 << 20)
    }))
    .start_blocking()?;
    let home = home()?;
    let failed = last(&home, 1, &["-c", "8", "-o", "file.bin", &origin.url()])?;
    assert_eq!((failed["category"].as_str(), failed["remedy"].as_str()), (Some("http.changed"), Some("ask_user")));
    assert!(!home.listing()?.contains(&"file.bin".to_owned()));
    Ok(())
}

#[test]
fn f051_a_server_that_allows_two_connections_gets_two() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(Resource::new(&content).paced(3 << 20)).allowing_connections(2).start_blocking()?;
    let lines = gets(&home()?, &["-c", "8", &origin.url()], &content)?;
    assert!(!statuses(&lines, 1).contains(&"waiting_to_retry"), "it never had to wait");
    assert!(origin.requests().len() <= 8, "no storm: {:?}", parts(&origin.requests()));
    Ok(())
}

#[test]
fn f014_lanes_that_all_break_at_once_go_on_where_they_were() -> Result<()> {
    let content = bytes(1, SIZE);
    let breaking = Resource::new(&content).resetting_after(700_000).for_the_first(8);
    let origin = Origin::serving(breaking).start_blocking()?;
    gets(&home()?, &["-c", "8", &origin.url()], &content)?;
    let sent: u64 = origin.requests().iter().map(|request| request.sent).sum();
    assert!(sent < SIZE as u64 + (6 << 20), "what came is not fetched again: {sent}");
    Ok(())
}

#[test]
fn m135_a_pause_stops_all_lanes_and_a_resume_continues_each() -> Result<()> {
    let content = bytes(1, SIZE);
    let gate = Gate::closed();
    let origin =
        Origin::serving(Resource::new(&content).held_at(Point::AfterBytes(500_000), &gate)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&["-c", "4", &origin.url()])?;
    world.has_received(id, 2_000_000)?;
    world.pause(id)?;
    let before = origin.requests().len();
    gate.open();
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    let asked: Vec<u64> = origin.requests()[before..].iter().map(Recorded::first_byte).collect();
    assert!(asked.iter().all(|first| *first >= 500_000), "no byte that was there is asked for: {asked:?}");
    Ok(())
}

#[test]
fn m139_one_slot_is_enough_for_many_lanes() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(Resource::new(&content).paced(8 << 20)).start_blocking()?;
    let home = home()?;
    home.haul(["settings", "set", "max_running", "1"])?.expecting(0)?;
    gets(&home, &["-c", "8", &origin.url()], &content)?;
    Ok(())
}

#[test]
fn m133_without_proof_one_connection_is_used_and_who_is_strict_is_told() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(Resource::new(&content).without_etag()).start_blocking()?;
    gets(&home()?, &["-c", "8", &origin.url()], &content)?;
    assert_eq!(origin.requests().len(), 1);
    let failed = last(&home()?, 1, &["-c", "8", "--strict", &origin.url()])?;
    assert_eq!(failed["category"], "http.range");
    Ok(())
}

#[test]
fn m068_a_range_of_the_task_gives_that_part_of_the_file() -> Result<()> {
    let content = bytes(1, SIZE);
    let wanted = &content[10..=10_000_000];
    for ranges in [Ranges::Honoured, Ranges::Ignored] {
        let origin = Origin::serving(Resource::new(&content).ranges(ranges)).start_blocking()?;
        gets(&home()?, &["--header", "Range: bytes=10-10000000", &origin.url()], wanted)?;
    }
    Ok(())
}

#[test]
fn m068_a_pause_stays_inside_the_range_of_the_task() -> Result<()> {
    let content = bytes(1, SIZE);
    let gate = Gate::closed();
    let origin =
        Origin::serving(Resource::new(&content).held_at(Point::AfterBytes(300_000), &gate)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&["--header", "Range: bytes=1000-1000999", &origin.url()])?;
    world.has_received(id, 300_000)?;
    world.pause(id)?;
    gate.open();
    world.does("resume", id)?;
    let task = world.reaches(id, "complete")?;
    assert_eq!(
        (task["total"].as_i64(), world.home.file("file.bin")?),
        (Some(1_000_000), content[1000..=1_000_999].to_vec())
    );
    assert_eq!(parts(&origin.requests()), ["bytes=1000-1000999", "bytes=301000-1000999"]);
    Ok(())
}

#[test]
fn a_server_that_gives_small_parts_and_closes_without_a_word_is_asked_on() -> Result<()> {
    let content = bytes(1, 3000);
    let whole = content.clone();
    let origin = Origin::serving(Resource::decided_by(move |request| {
        let first = usize::try_from(request.first_byte()).unwrap_or_default();
        let last = (first + 99).min(whole.len() - 1);
        let head = format!(
            "HTTP/1.1 206 Part\r\nContent-Range: bytes {first}-{last}/3000\r\nContent-Length: {}\r\nETag: \"v1\"\r\n\r\n",
            last + 1 - first
        );
        Resource::verbatim([head.as_bytes(), &whole[first..=last]].concat())
    }))
    .start_blocking()?;
    let home = home()?;
    home.haul(["get", "--retries", "0", "-o", "file.bin", "--header", "Range: bytes=0-2999", &origin.url()])?
        .expecting(0)?;
    assert_eq!(home.file("file.bin")?, content);
    Ok(())
}
