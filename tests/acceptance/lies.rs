//! A server that says one thing and does another costs a retry, never the file and never an endless download.

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Home, Length, Origin, Ranges, Recorded, Resource, bytes, sha256_hex};
use serde_json::{Value, json};

use crate::world::home;

const SIZE: usize = 6 << 20;
const CUT: u64 = 3 << 20;

fn lines(home: &Home, code: i32, args: &[&str]) -> Result<Vec<Value>> {
    home.haul(["get", "--json", "-o", "file.bin"].iter().chain(args))?.expecting(code)?.json_lines()
}

fn gets(home: &Home, args: &[&str], content: &[u8]) -> Result<()> {
    lines(home, 0, args)?;
    assert_eq!(sha256_hex(&home.file("file.bin")?), sha256_hex(content));
    assert_eq!(home.listing()?, ["file.bin"], "nothing else stays");
    Ok(())
}

/// Where the part begins that a request asks for.
fn first(request: &Recorded) -> Option<u64> {
    let range = request.range()?;
    range.strip_prefix("bytes=")?.split('-').next()?.parse().ok()
}

/// Tells the truth about the first half of a file, and something else about the rest.
fn two_faced(content: &[u8], lie: Ranges) -> Resource {
    let (honest, lying) = (Resource::new(content).paced(64 << 20), Resource::new(content).ranges(lie));
    Resource::decided_by(move |request| {
        let is_late = first(request).is_some_and(|first| first > SIZE as u64 / 2);
        if is_late { lying.clone() } else { honest.clone() }
    })
}

#[test]
fn f021_a_server_that_gives_only_later_parts_wrongly_gives_the_file_over_one_connection() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(two_faced(&content, Ranges::Shifted(-7))).start_blocking()?;
    gets(&home()?, &["-c", "4", &origin.url()], &content)?;
    ensure!(origin.requests().len() < 16, "{} requests", origin.requests().len());
    Ok(())
}

#[test]
fn f027_a_server_that_contradicts_itself_is_not_asked_without_end() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(two_faced(&content, Ranges::OtherTotal(SIZE as u64 + 5))).start_blocking()?;
    let home = home()?;
    let last = lines(&home, 1, &["-c", "4", &origin.url()])?.pop().context("no line")?;
    assert_eq!(last["category"], "http.changed");
    ensure!(origin.requests().len() < 32, "{} requests", origin.requests().len());
    Ok(())
}

#[test]
fn m053_a_file_that_breaks_off_at_the_same_place_each_time_uses_up_its_retries() -> Result<()> {
    let content = bytes(1, SIZE);
    let breaking = Resource::new(&content).length(Length::Chunked).ranges(Ranges::Ignored).dropping_after(CUT);
    let origin = Origin::serving(breaking).start_blocking()?;
    let home = home()?;
    let last = lines(&home, 6, &["--retries", "1", &origin.url()])?.pop().context("no line")?;
    assert_eq!((&last["status"], &last["category"]), (&json!("failed"), &json!("net.truncated")));
    assert_eq!(origin.requests().len(), 2, "the first try and one more");
    Ok(())
}

#[test]
fn f023_a_part_that_does_not_name_its_version_is_compared_before_it_is_joined() -> Result<()> {
    let (old, new) = (bytes(1, SIZE), bytes(2, SIZE));
    let silent = Resource::new(&new).without_etag().ranges(Ranges::Blind);
    let origin = Origin::serving(Resource::new(&old).dropping_after(CUT).then(1, silent)).start_blocking()?;
    gets(&home()?, &["-c", "1", &origin.url()], &new)
}

#[test]
fn f023_a_part_that_does_not_name_its_version_and_fits_goes_on() -> Result<()> {
    let content = bytes(1, SIZE);
    let silent = Resource::new(&content).without_etag().ranges(Ranges::Blind);
    let origin = Origin::serving(Resource::new(&content).dropping_after(CUT).then(1, silent)).start_blocking()?;
    gets(&home()?, &["-c", "1", &origin.url()], &content)?;
    let whole = origin.requests().iter().filter(|request| request.range().is_none()).count();
    assert_eq!(whole, 1, "what is there is not asked for again");
    Ok(())
}

#[test]
fn f023_lanes_whose_parts_do_not_name_their_version_are_not_joined_to_the_first() -> Result<()> {
    let (old, new) = (bytes(1, SIZE), bytes(2, SIZE));
    let (named, silent) =
        (Resource::new(&old).paced(8 << 20), Resource::new(&new).without_etag().ranges(Ranges::Blind));
    let origin = Origin::serving(named.then(1, silent)).start_blocking()?;
    gets(&home()?, &["-c", "4", &origin.url()], &old)
}

#[test]
fn f097_a_folder_in_the_way_of_a_file_that_may_replace_is_no_broken_disk() -> Result<()> {
    let (home, origin) = (home()?, Origin::serving(Resource::new("content")).start_blocking()?);
    std::fs::create_dir_all(home.downloads().join("file.bin"))?;
    let last = lines(&home, 4, &["--on-conflict", "overwrite", &origin.url()])?.pop().context("no line")?;
    assert_eq!(last["category"], "disk.exists");
    ensure!(home.downloads().join("file.bin").is_dir());
    Ok(())
}

#[test]
fn output_that_a_full_disk_does_not_take_is_a_failure_and_a_reader_that_has_enough_is_none() -> Result<()> {
    let (home, origin) = (home()?, Origin::serving(Resource::new(bytes(1, SIZE))).start_blocking()?);
    let full = std::fs::File::options().write(true).open("/dev/full")?;
    let ended = home.command(["request", "GET", &origin.url()]).stdout(full).output()?;
    assert_eq!(ended.status.code(), Some(4), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("cannot be written"));
    let (reader, writer) = std::io::pipe()?;
    drop(reader);
    let ended = home.command(["request", "GET", &origin.url()]).stdout(writer).output()?;
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    Ok(())
}

#[test]
fn a_list_of_addresses_with_tabs_in_them_is_refused_by_number() -> Result<()> {
    let (home, origin) = (home()?, Origin::serving(Resource::new("content")).start_blocking()?);
    let list = home.root().join("list.txt");
    std::fs::write(&list, format!("# names\n{}\tname.bin\n", origin.url()))?;
    let output = home.haul(["get", "-i", &list.to_string_lossy()])?.expecting(2)?;
    assert!(output.stderr.contains("line 2"), "{}", output.stderr);
    assert!(origin.requests().is_empty());
    Ok(())
}

#[test]
fn f044_a_body_in_a_transfer_coding_that_nobody_asked_for_is_not_the_file() -> Result<()> {
    for coding in ["gzip, chunked", "x-own"] {
        let answer = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: {coding}\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
        let origin = Origin::serving(Resource::verbatim(answer)).start_blocking()?;
        let home = home()?;
        let last = lines(&home, 1, &["--retries", "0", &origin.url()])?.pop().context("no line")?;
        assert_eq!(last["category"], "http.protocol", "{coding}");
        assert_eq!(home.listing()?, [""; 0], "{coding}");
    }
    Ok(())
}
