//! Several addresses of one file: a dead or slow one is left, one with another file is noticed before a byte mixes.

use anyhow::Result;
use haul_testkit::{DeadPort, Origin, Recorded, Resource, bytes, sha256_hex};

use crate::world::home;

const SIZE: usize = 12 << 20;

/// Gets the file of `first` with these mirrors; it has to be `content`.
fn gets(first: &str, mirrors: &[&str], content: &[u8]) -> Result<()> {
    let home = home()?;
    let mut args = vec!["get", "-o", "file.bin", "-c", "4", first];
    mirrors.iter().for_each(|mirror| args.extend(["--mirror", mirror]));
    home.haul(args)?.expecting(0)?;
    assert_eq!(sha256_hex(&home.file("file.bin")?), sha256_hex(content));
    assert_eq!(home.listing()?, ["file.bin"]);
    Ok(())
}

fn asked(origin: &Origin) -> Vec<u64> {
    origin.requests().iter().map(Recorded::first_byte).collect()
}

#[test]
fn m132_pieces_come_from_all_addresses_in_turn() -> Result<()> {
    let content = bytes(1, SIZE);
    let (first, second) = (
        Origin::serving(Resource::new(&content).paced(3 << 20)).start_blocking()?,
        Origin::serving(Resource::new(&content).paced(3 << 20)).start_blocking()?,
    );
    gets(&first.url(), &[&second.url()], &content)?;
    assert!(asked(&first).len() >= 2 && asked(&second).len() >= 2, "{:?} {:?}", asked(&first), asked(&second));
    Ok(())
}

#[test]
fn m136_a_dead_first_address_is_left_for_its_mirror() -> Result<()> {
    let content = bytes(1, SIZE);
    let dead = DeadPort::refusing()?;
    let mirror = Origin::serving(content.clone()).start_blocking()?;
    gets(&dead.url(), &[&mirror.url()], &content)?;
    let gone = Origin::serving(Resource::status(404)).start_blocking()?;
    gets(&gone.url(), &[&mirror.url()], &content)
}

#[test]
fn m136_a_dead_mirror_does_no_harm() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(Resource::new(&content).paced(6 << 20)).start_blocking()?;
    gets(&origin.url(), &[&DeadPort::refusing()?.url()], &content)
}

#[test]
fn m136_an_address_that_dies_on_the_way_is_left() -> Result<()> {
    let content = bytes(1, SIZE);
    let dying = Resource::new(&content).resetting_after(900_000).then(1, Resource::status(503));
    let (first, second) =
        (Origin::serving(dying).start_blocking()?, Origin::serving(content.clone()).start_blocking()?);
    gets(&first.url(), &[&second.url()], &content)
}

#[test]
fn m136_a_slow_address_is_left_for_a_quick_one() -> Result<()> {
    let content = bytes(1, SIZE);
    let slow = Origin::serving(Resource::new(&content).paced(10_000)).start_blocking()?;
    let quick = Origin::serving(content.clone()).start_blocking()?;
    gets(&slow.url(), &[&quick.url()], &content)?;
    let from_slow: u64 = slow.requests().iter().map(|request| request.sent).sum();
    assert!(from_slow < 1 << 20, "{from_slow}");
    Ok(())
}

#[test]
fn m137_a_mirror_with_another_file_gives_no_byte() -> Result<()> {
    let (content, other) = (bytes(1, SIZE), bytes(2, SIZE));
    let shorter = bytes(1, SIZE - 1);
    for strange in [
        Resource::new(&other),
        Resource::new(&other).ranges(haul_testkit::Ranges::Blind),
        Resource::new(&other).without_etag(),
        Resource::new(&shorter),
    ] {
        let first = Origin::serving(Resource::new(&content).paced(4 << 20)).start_blocking()?;
        let mirror = Origin::serving(strange).start_blocking()?;
        gets(&first.url(), &[&mirror.url()], &content)?;
    }
    Ok(())
}

#[test]
fn m136_when_only_a_mirror_with_another_file_is_left_it_begins_anew_from_there() -> Result<()> {
    let (content, other) = (bytes(1, SIZE), bytes(2, SIZE));
    let dying = Resource::new(&content).resetting_after(900_000).then(1, Resource::status(503));
    let first = Origin::serving(dying).start_blocking()?;
    let mirror = Origin::serving(Resource::new(&other)).start_blocking()?;
    gets(&first.url(), &[&mirror.url()], &other)
}

#[test]
fn a_mirror_never_sees_the_secrets_of_the_first_address() -> Result<()> {
    let content = bytes(1, SIZE);
    let first = Origin::serving(Resource::new(&content).paced(4 << 20)).start_blocking()?;
    let mirror = Origin::serving(Resource::new(&content).paced(4 << 20)).start_blocking()?;
    let home = home()?;
    let (url, other) = (first.url(), mirror.url());
    let args = ["get", "-c", "4", "--header", "Authorization: Bearer s3cret", &url, "--mirror", &other];
    home.haul(args.into_iter().chain(["--user", "anna:hunter2"]))?.expecting(0)?;
    assert!(!mirror.requests().is_empty() && first.requests().iter().all(|request| request.mentions("s3cret")));
    assert!(
        mirror
            .requests()
            .iter()
            .all(|request| !request.mentions("s3cret") && request.header("authorization").is_none())
    );
    Ok(())
}
