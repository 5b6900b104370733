//! Complete means whole and right.

use anyhow::{Context as _, Result};
use haul_testkit::{Certificate, Length, Origin, Resource, TestCa, bytes, sha256_hex};

use crate::world::{home, statuses};

#[test]
fn m103_a_body_that_ends_early_is_never_complete() -> Result<()> {
    let content = bytes(1, 500_000);
    let origin = Origin::serving(Resource::new(&content).dropping_after(200_000)).start_blocking()?;
    let home = home()?;
    let output = home.haul(["get", "--json", "--retries", "0", &origin.url()])?.expecting(6)?;
    let lines = output.json_lines()?;
    let last = lines.last().context("no line")?;
    assert_eq!(last["category"], "net.truncated");
    assert_eq!(home.listing()?, ["file.bin.haulpart"]);
    assert!(home.file("file.bin.haulpart")?.starts_with(&content[..200_000]), "what came is kept");
    Ok(())
}

#[test]
fn m103_a_body_that_ended_early_is_completed_by_a_retry() -> Result<()> {
    let content = bytes(1, 500_000);
    let origin = Origin::serving(Resource::new(&content).dropping_after(200_000).for_the_first(1)).start_blocking()?;
    let home = home()?;
    let lines = home.haul(["get", "--json", &origin.url()])?.expecting(0)?.json_lines()?;
    assert!(statuses(&lines, 1).contains(&"waiting_to_retry"));
    assert_eq!(home.file("file.bin")?, content);
    Ok(())
}

#[test]
fn f035_a_body_without_length_that_tls_did_not_end_is_never_complete() -> Result<()> {
    let ca = TestCa::new()?;
    let cut = Resource::new(bytes(1, 500_000)).length(Length::Absent).without_close_notify();
    let origin = Origin::serving(cut).tls(&ca).start_blocking()?;
    let home = home()?.trusting(&ca)?;
    let output = home.haul(["get", "--json", "--retries", "0", &origin.url()])?.expecting(6)?;
    assert_eq!(output.json_lines()?.last().context("no line")?["category"], "net.truncated");
    assert!(!home.listing()?.contains(&"file.bin".to_owned()));
    Ok(())
}

#[test]
fn a_body_without_length_ends_with_its_connection() -> Result<()> {
    for length in [Length::Absent, Length::Chunked] {
        let origin = Origin::serving(Resource::new(bytes(1, 500_000)).length(length)).start_blocking()?;
        let home = home()?;
        home.haul(["get", &origin.url()])?.expecting(0)?;
        assert_eq!(home.file("file.bin")?, bytes(1, 500_000));
    }
    Ok(())
}

#[test]
fn f039_an_empty_file_is_a_file() -> Result<()> {
    let origin = Origin::serving(Resource::new([])).start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url()])?.expecting(0)?;
    assert_eq!(home.file("file.bin")?, b"");
    assert_eq!(home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn m104_a_right_digest_is_told_and_a_wrong_file_is_set_aside() -> Result<()> {
    let content = bytes(1, 300_000);
    let origin = Origin::serving(content.clone()).start_blocking()?;
    let home = home()?;
    let right = format!("SHA256={}", sha256_hex(&content).to_ascii_uppercase());
    let output = home.haul(["get", "--json", &origin.url(), "--checksum", &right])?.expecting(0)?;
    let expected = format!("sha-256={}", sha256_hex(&content));
    assert_eq!(output.json_lines()?.last().context("no line")?["digest"], expected);
    let wrong = format!("sha-256={}", sha256_hex(b"something else"));
    let args = ["get", "--json", &origin.url(), "-o", "wrong", "--checksum", &wrong];
    let output = home.haul(args)?.expecting(5)?;
    let lines = output.json_lines()?;
    let last = lines.last().context("no line")?;
    assert_eq!(last["category"], "integrity.checksum");
    let message = last["message"].as_str().context("no message")?;
    assert!(message.contains(&sha256_hex(&content)) && message.contains(&wrong["sha-256=".len()..]), "{message}");
    assert!(message.contains("wrong.rejected"), "{message}");
    assert_eq!(home.listing()?, ["file.bin", "wrong.rejected"]);
    assert_eq!(home.file("wrong.rejected")?, content);
    Ok(())
}

#[test]
fn m104_every_algorithm_is_known_in_any_spelling_and_an_unknown_one_is_refused() -> Result<()> {
    let origin = Origin::serving("abc").start_blocking()?;
    let home = home()?;
    let digests = [
        "md5=900150983cd24fb0d6963f7d28e17f72",
        "SHA-1=a9993e364706816aba3e25717850c26c9cd0d89d",
        "sha224=23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
        "sha-256=BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
    ];
    for digest in digests {
        home.haul(["get", &origin.url(), "--checksum", digest])?.expecting(0)?;
    }
    for wrong in ["crc=00", "sha-256=00", "sha-256", "=", "sha-256=zz"] {
        let output = home.haul(["get", &origin.url(), "--checksum", wrong])?.expecting(2)?;
        assert!(!output.stderr.is_empty());
    }
    Ok(())
}

#[test]
fn a_server_that_cannot_prove_who_it_is_gets_nothing() -> Result<()> {
    let ca = TestCa::new()?;
    let bad = [Certificate::Expired, Certificate::NotYetValid, Certificate::WrongName, Certificate::SelfSigned];
    for certificate in bad {
        let origin = Origin::serving(bytes(1, 10)).tls_showing(&ca, certificate).start_blocking()?;
        let home = home()?.trusting(&ca)?;
        let secret = ["--header", "Authorization: secret"];
        let args = ["get", "--json", &origin.url()].into_iter().chain(secret).map(str::to_owned).collect::<Vec<_>>();
        let output = home.haul(&args)?.expecting(6).with_context(|| format!("{certificate:?}"))?;
        let lines = output.json_lines()?;
        let last = lines.last().context("no line")?;
        assert_eq!((&last["category"], &last["remedy"]), (&"tls.cert".into(), &"ask_user".into()), "{certificate:?}");
        assert!(last["message"].as_str().is_some_and(|message| message.contains("certificate")), "{last}");
        assert!(origin.requests().is_empty());
        assert!(home.listing()?.is_empty());
        home.haul(args.iter().map(String::as_str).chain(["--allow-insecure"]))?.expecting(0)?;
    }
    Ok(())
}
