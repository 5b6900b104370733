//! Stored bytes are continued on proof only, whatever the server says.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Length, Nginx, Origin, Point, Ranges, Resource, Stop, TestCa, bytes, sha256_hex};

use crate::world::{World, home};

const SIZE: usize = 1_000_000;
const KEPT: u64 = 300_000;

/// A file whose first answer stops in the middle until it is given up.
fn stopping(content: &[u8]) -> Resource {
    Resource::new(content).stopping(Point::AfterBytes(KEPT), Stop::Stall)
}

/// A world in which a task has its first bytes and is paused; the origin serves `then` from now on.
fn paused_with(first: Resource, then: Resource) -> Result<(World, Origin, u64)> {
    let origin = Origin::serving(first).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, KEPT)?;
    world.pause(id)?;
    origin.now_serves(then);
    Ok((world, origin, id))
}

/// Resumes the task and expects exactly `content` and nothing else in the folder.
fn ends_with(world: &World, id: u64, content: &[u8]) -> Result<()> {
    world.does("resume", id)?;
    let task = world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(content));
    assert_eq!(task["received"], content.len());
    assert_eq!(world.home.listing()?, ["file.bin"], "no part file stays");
    Ok(())
}

#[test]
fn m061_any_number_of_pauses_gives_the_same_file_and_fetches_no_byte_twice() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin =
        Origin::serving(Resource::new(&content).stopping(Point::AfterBytes(100_000), Stop::Stall)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    for cycle in 1..=6 {
        world.has_received(id, cycle * 100_000)?;
        world.pause(id)?;
        if cycle == 6 {
            origin.now_serves(content.clone());
        }
        world.does("resume", id)?;
    }
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    let firsts: Vec<u64> = origin.requests().iter().map(haul_testkit::Recorded::first_byte).collect();
    assert_eq!(firsts, [0, 100_000, 200_000, 300_000, 400_000, 500_000, 600_000]);
    Ok(())
}

#[test]
fn m062_a_pause_that_would_lose_bytes_is_refused_and_the_download_goes_on() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, SIZE);
    let file = Resource::new(&content).ranges(Ranges::Ignored).held_at(Point::AfterBytes(KEPT), &gate);
    let origin = Origin::serving(file).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, KEPT)?;
    assert_eq!(world.show(id)?["pausable"], false);
    let output = world.home.haul(["--json", "pause", &id.to_string()])?.expecting(1)?;
    assert_eq!(output.json_lines()?[0]["refused"][0]["why"]["code"], "not_pausable");
    assert!(output.stderr.contains("goes on"), "{}", output.stderr);
    assert_eq!(world.show(id)?["status"], "running");
    gate.open();
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    assert_eq!(origin.requests().len(), 1);
    Ok(())
}

#[test]
fn m063_f019_a_range_ignored_on_resume_starts_from_zero() -> Result<()> {
    let content = bytes(1, SIZE);
    let whole = Resource::new(&content).ranges(Ranges::Ignored);
    let (world, origin, id) = paused_with(stopping(&content), whole)?;
    ends_with(&world, id, &content)?;
    assert_eq!(origin.requests()[1].first_byte(), KEPT, "the rest was asked for");
    assert_eq!(origin.requests().len(), 2, "the whole answer is used, not asked for again");
    Ok(())
}

#[test]
fn m064_f027_a_file_that_changed_is_fetched_anew_and_never_spliced() -> Result<()> {
    let (old, new) = (bytes(1, SIZE), bytes(2, SIZE + 77));
    let (world, origin, id) = paused_with(stopping(&old), Resource::new(&new))?;
    ends_with(&world, id, &new)?;
    let proof = origin.requests()[1].header("if-range").context("no If-Range")?;
    assert!(proof.starts_with('"'), "the strong ETag of the old file: {proof}");
    Ok(())
}

#[test]
fn m064_a_date_is_the_proof_where_there_is_no_etag() -> Result<()> {
    const DATE: &str = "Wed, 01 Jul 2020 10:00:00 GMT";
    let (old, new) = (bytes(1, SIZE), bytes(2, SIZE));
    let dated = |resource: Resource| resource.without_etag().last_modified(DATE);
    let (world, origin, id) = paused_with(dated(stopping(&old)), dated(Resource::new(&old)))?;
    ends_with(&world, id, &old)?;
    assert_eq!(origin.requests()[1].header("if-range").as_deref(), Some(DATE));
    assert_eq!(origin.requests()[1].sent, SIZE as u64 - KEPT);
    let later = Resource::new(&new).without_etag().last_modified("Thu, 02 Jul 2020 10:00:00 GMT");
    let (world, _origin, id) = paused_with(dated(stopping(&old)), later)?;
    ends_with(&world, id, &new)
}

/// A file that is cut off once after [`KEPT`] bytes, told apart by nothing that proves anything.
fn unproven(content: &[u8]) -> Resource {
    Resource::new(content).weak_etag().resetting_after(KEPT).for_the_first(1)
}

#[test]
fn m065_f025_a_weak_etag_joins_no_bytes_but_equal_ones_do() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(unproven(&content)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    let requests = origin.requests();
    let firsts: Vec<u64> = requests.iter().map(haul_testkit::Recorded::first_byte).collect();
    assert_eq!(firsts, [0, KEPT - (64 << 10)], "64 KiB are read again and compared");
    assert!(requests.iter().all(|request| request.header("if-range").is_none()), "a weak tag is no proof");
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn m065_f024_other_bytes_behind_the_same_weak_etag_are_never_joined() -> Result<()> {
    let (old, new) = (bytes(1, SIZE), bytes(2, SIZE));
    let first = Resource::new(&old).etag("W/\"same\"").resetting_after(KEPT).for_the_first(1);
    let origin = Origin::serving(first.then(1, Resource::new(&new).etag("W/\"same\""))).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&new));
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn m064_who_is_strict_is_told_of_a_change_and_keeps_what_is_there() -> Result<()> {
    let (old, new) = (bytes(1, SIZE), bytes(2, SIZE));
    let origin = Origin::serving(stopping(&old)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--strict"])?;
    world.has_received(id, KEPT)?;
    world.pause(id)?;
    origin.now_serves(Resource::new(&new));
    world.does("resume", id)?;
    let task = world.reaches(id, "failed")?;
    assert_eq!((task["category"].as_str(), task["received"].as_u64()), (Some("http.changed"), Some(KEPT)));
    assert_eq!(world.home.listing()?, ["file.bin.haulpart"]);
    Ok(())
}

#[test]
fn m066_f021_a_part_that_is_not_the_one_asked_for_is_never_written() -> Result<()> {
    let content = bytes(1, SIZE);
    let lies = [
        Ranges::Shifted(1),
        Ranges::Shifted(-1),
        Ranges::Shifted(64),
        Ranges::FromZero,
        Ranges::OtherTotal(SIZE as u64 + 1),
        Ranges::UnknownTotal,
        Ranges::Unlabelled,
        Ranges::Multipart,
    ];
    for lie in lies {
        let (world, _origin, id) = paused_with(stopping(&content), Resource::new(&content).ranges(lie))?;
        ends_with(&world, id, &content).with_context(|| format!("{lie:?}"))?;
    }
    Ok(())
}

#[test]
fn m066_a_server_that_does_not_look_at_the_proof_cannot_mix_two_versions() -> Result<()> {
    let (old, new) = (bytes(1, SIZE), bytes(2, SIZE));
    let blind = Resource::new(&new).ranges(Ranges::Blind);
    let (world, _origin, id) = paused_with(stopping(&old), blind)?;
    ends_with(&world, id, &new)
}

#[test]
fn m067_a_416_at_the_end_is_verified_and_complete() -> Result<()> {
    let content = bytes(1, SIZE);
    // All bytes come, but their end does not: only the next request can tell that nothing is missing.
    let unended = Resource::new(&content).length(Length::Chunked).stopping(Point::AfterBytes(SIZE as u64), Stop::Stall);
    let origin = Origin::serving(unended).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--checksum", &format!("sha-256={}", sha256_hex(&content))])?;
    world.has_received(id, SIZE as u64)?;
    world.pause(id)?;
    origin.now_serves(content.clone());
    ends_with(&world, id, &content)?;
    let last = origin.requests().pop().context("no request")?;
    assert_eq!((last.status, last.first_byte()), (Some(416), SIZE as u64));
    Ok(())
}

#[test]
fn m067_f031_a_416_before_the_end_starts_over() -> Result<()> {
    let content = bytes(1, SIZE);
    for refusal in [Ranges::Refused, Ranges::RefusedWithoutSize] {
        let (world, _origin, id) = paused_with(stopping(&content), Resource::new(&content).ranges(refusal))?;
        ends_with(&world, id, &content).with_context(|| format!("{refusal:?}"))?;
    }
    Ok(())
}

#[test]
fn m069_a_part_file_that_is_gone_or_cut_or_grown_means_a_new_start() -> Result<()> {
    let content = bytes(1, SIZE);
    let damages: [fn(&std::path::Path) -> std::io::Result<()>; 2] =
        [|part| std::fs::remove_file(part), |part| std::fs::OpenOptions::new().write(true).open(part)?.set_len(1000)];
    for damage in damages {
        let (world, origin, id) = paused_with(stopping(&content), Resource::new(&content))?;
        damage(&world.home.downloads().join("file.bin.haulpart"))?;
        world.does("resume", id)?;
        world.reaches(id, "complete")?;
        assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
        assert_eq!(origin.requests()[1].first_byte(), 0);
    }
    Ok(())
}

#[test]
fn f028_a_login_page_in_the_place_of_the_rest_keeps_what_is_there() -> Result<()> {
    let content = bytes(1, SIZE);
    let page = Resource::new("<h1>sign in</h1>").content_type("text/html").without_etag();
    let first = stopping(&content).content_type("application/zip");
    let (world, origin, id) = paused_with(first, page)?;
    world.does("resume", id)?;
    let task = world.reaches(id, "failed")?;
    assert_eq!((task["category"].as_str(), task["remedy"].as_str()), (Some("http.changed"), Some("ask_user")));
    assert_eq!(world.home.listing()?, ["file.bin.haulpart"]);
    origin.now_serves(Resource::new(&content).content_type("application/zip"));
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    assert_eq!(origin.requests()[2].first_byte(), KEPT, "what was there is not fetched again");
    Ok(())
}

#[test]
fn a_connection_that_breaks_goes_on_where_it_was() -> Result<()> {
    let content = bytes(1, SIZE);
    let breaking = Resource::new(&content).resetting_after(KEPT).for_the_first(1);
    let origin = Origin::serving(breaking).start_blocking()?;
    let home = home()?;
    let lines = home.haul(["get", "--json", &origin.url()])?.expecting(0)?.json_lines()?;
    let words = crate::world::statuses(&lines, 1);
    assert_eq!(words, ["enqueued", "running", "waiting_to_retry", "enqueued", "running", "complete"]);
    assert_eq!(home.file("file.bin")?, content);
    let firsts: Vec<u64> = origin.requests().iter().map(haul_testkit::Recorded::first_byte).collect();
    assert_eq!(firsts, [0, KEPT]);
    Ok(())
}

#[test]
fn a_real_server_over_https_is_resumed() -> Result<()> {
    let ca = TestCa::new()?;
    let nginx = Nginx::start(&ca)?;
    let content = bytes(5, 3_000_000);
    nginx.put("file.bin", &content)?;
    let world = World::of(home()?.trusting(&ca)?)?;
    let id = world.add(&[&nginx.https_url_of("file.bin?rate=1m"), "-o", "file.bin"])?;
    world.is_seen(id, "some of it is there", |task| task["received"].as_u64().is_some_and(|bytes| bytes > 500_000))?;
    let kept = world.pause(id)?["received"].as_u64().context("no count")?;
    assert!(kept > 500_000 && kept < 3_000_000, "{kept}");
    world.does("resume", id)?;
    let task = world.reaches(id, "complete")?;
    assert_eq!((&task["total"], &task["response"]["code"]), (&3_000_000.into(), &206.into()));
    assert_eq!(sha256_hex(&world.home.file("file.bin")?), sha256_hex(&content));
    Ok(())
}
