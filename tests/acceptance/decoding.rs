//! A content coding is taken off when that was asked for, and kept otherwise.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use haul_testkit::{Length, Origin, Resource, bytes, sha256_hex};

use crate::world::home;

fn text() -> Vec<u8> {
    (0..60_000_u32).flat_map(|line| format!("line {line} of a long text\n").into_bytes()).collect()
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?)
}

/// A server that sends `coded` to whoever takes `coding`, and `plain` to everybody else.
fn negotiating(coding: &'static str, plain: Vec<u8>, coded: Vec<u8>) -> Resource {
    Resource::decided_by(move |request| {
        let accepted = request.header("accept-encoding").unwrap_or_default();
        if accepted.contains(coding) {
            Resource::new(&coded).header("Content-Encoding", coding)
        } else {
            Resource::new(&plain)
        }
    })
}

#[test]
fn m089_a_coded_file_is_stored_plain_and_compared_plain() -> Result<()> {
    let plain = text();
    let (mut zlib, mut raw) =
        (ZlibEncoder::new(Vec::new(), Compression::default()), DeflateEncoder::new(Vec::new(), Compression::default()));
    zlib.write_all(&plain)?;
    raw.write_all(&plain)?;
    for (coding, coded) in [("gzip", gzip(&plain)?), ("deflate", zlib.finish()?), ("deflate", raw.finish()?)] {
        let origin =
            Origin::serving(negotiating(coding, b"unpacked by the server".to_vec(), coded)).start_blocking()?;
        let home = home()?;
        let digest = format!("sha-256={}", sha256_hex(&plain));
        let size = plain.len().to_string();
        let args = ["get", "--decode", &origin.url(), "--checksum", &digest, "--size", &size];
        home.haul(args)?.expecting(0)?;
        assert!(home.file("file.bin")? == plain, "{coding}");
        assert_eq!(origin.requests().len(), 1);
    }
    Ok(())
}

#[test]
fn m089_requests_ask_for_identity_unless_decoding_is_on() -> Result<()> {
    let plain = text();
    let origin = Origin::serving(negotiating("gzip", plain.clone(), gzip(&plain)?)).start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url()])?.expecting(0)?;
    let requests = origin.requests();
    assert!(requests.iter().all(|request| request.header("accept-encoding").as_deref() == Some("identity")));
    assert!(home.file("file.bin")? == plain);
    Ok(())
}

#[test]
fn f040_a_coding_that_nobody_asked_for_is_kept_as_it_came() -> Result<()> {
    let coded = gzip(&text())?;
    let origin = Origin::serving(Resource::new(&coded).header("Content-Encoding", "gzip")).start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url()])?.expecting(0)?;
    assert!(home.file("file.bin")? == coded);
    Ok(())
}

#[test]
fn m089_a_server_that_does_not_code_is_no_failure() -> Result<()> {
    let content = bytes(1, 3_000_000);
    let origin = Origin::serving(content.clone()).start_blocking()?;
    let home = home()?;
    home.haul(["get", "--decode", &origin.url()])?.expecting(0)?;
    assert!(home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn m089_an_empty_file_may_be_coded_too() -> Result<()> {
    for (body, coding) in [(gzip(b"")?, "gzip"), (Vec::new(), "identity")] {
        let coded = Resource::new(&body).length(Length::Chunked).header("Content-Encoding", coding);
        let origin = Origin::serving(coded).start_blocking()?;
        let home = home()?;
        home.haul(["get", "--decode", &origin.url()])?.expecting(0)?;
        assert_eq!(home.file("file.bin")?, b"", "{coding}");
    }
    Ok(())
}

#[test]
fn m089_a_coded_body_that_was_cut_is_fetched_from_its_beginning() -> Result<()> {
    let plain = text();
    let coded = gzip(&plain)?;
    let half = coded.len() / 2;
    let whole = Resource::new(&coded).header("Content-Encoding", "gzip");
    // Chunked, and properly ended: only the coding tells that something is missing.
    let cut = Resource::new(&coded[..half]).length(Length::Chunked).header("Content-Encoding", "gzip");
    let origin = Origin::serving(cut.then(1, whole)).start_blocking()?;
    let home = home()?;
    home.haul(["get", "--decode", &origin.url()])?.expecting(0)?;
    assert!(home.file("file.bin")? == plain);
    assert_eq!(home.listing()?, ["file.bin"]);
    assert!(origin.requests().iter().all(|request| request.range().is_none()), "a part of a coded file is none of it");
    Ok(())
}

#[test]
fn f041_a_bomb_is_refused_as_a_policy_and_places_nothing() -> Result<()> {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..100 {
        bomb.write_all(&vec![0; 1 << 20])?;
    }
    let coded = bomb.finish()?;
    let origin = Origin::serving(Resource::new(&coded).header("Content-Encoding", "gzip")).start_blocking()?;
    let home = home()?;
    let lines = home.haul(["get", "--json", "--decode", &origin.url()])?.expecting(1)?.json_lines()?;
    let last = lines.last().context("no line")?;
    assert_eq!((&last["category"], &last["remedy"]), (&"policy".into(), &"give_up".into()), "{last}");
    assert!(!home.listing()?.contains(&"file.bin".to_owned()), "{:?}", home.listing()?);
    home.haul(["get", &origin.url()])?.expecting(0)?;
    assert!(home.file("file.bin")? == coded, "as it came it is a small file");
    Ok(())
}

#[test]
fn m089_what_cannot_be_taken_off_is_asked_for_as_it_is() -> Result<()> {
    let packed = Resource::new(b"brotli").header("Content-Encoding", "br");
    let origin = Origin::serving(packed.then(1, b"plain")).start_blocking()?;
    let home = home()?;
    home.haul(["get", "--decode", &origin.url()])?.expecting(0)?;
    assert_eq!(home.file("file.bin")?, b"plain");
    let asked: Vec<_> = origin.requests().iter().map(|request| request.header("accept-encoding")).collect();
    assert_eq!(asked, [Some("gzip, deflate".to_owned()), Some("identity".to_owned())]);
    assert_eq!(home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn m089_what_comes_packed_again_is_never_called_unpacked() -> Result<()> {
    let origin = Origin::serving(Resource::new(b"brotli").header("Content-Encoding", "br")).start_blocking()?;
    let home = home()?;
    let lines = home.haul(["get", "--json", "--decode", &origin.url()])?.expecting(1)?.json_lines()?;
    assert!(lines.last().is_some_and(|last| last["category"] == "http.encoding"), "{lines:?}");
    assert!(home.listing()?.is_empty(), "{:?}", home.listing()?);
    Ok(())
}
