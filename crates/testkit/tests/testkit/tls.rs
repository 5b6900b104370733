//! What an origin shows and says over TLS, seen by a client that trusts only the test's authority.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use haul_testkit::{Certificate, Length, Origin, OriginScript, Resource, TestCa, bytes};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

fn connected(origin: &Origin, ca: &TestCa) -> Result<StreamOwned<ClientConnection, TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(ca.der().clone())?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::IpAddress(origin.address().ip().into());
    let connection = ClientConnection::new(Arc::new(config), name)?;
    let mut stream = StreamOwned::new(connection, TcpStream::connect(origin.address())?);
    stream.write_all(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")?;
    Ok(stream)
}

fn read_to_end(script: OriginScript, ca: &TestCa) -> Result<(Vec<u8>, Option<ErrorKind>)> {
    let origin = script.start_blocking()?;
    let mut stream = connected(&origin, ca)?;
    let mut whole = Vec::new();
    let end = stream.read_to_end(&mut whole).err().map(|error| error.kind());
    Ok((whole, end))
}

#[test]
fn a_valid_certificate_is_accepted_and_the_end_is_announced() -> Result<()> {
    let ca = TestCa::new()?;
    let (whole, end) = read_to_end(Origin::serving(Resource::new("safe").length(Length::Absent)).tls(&ca), &ca)?;
    assert!(whole.ends_with(b"safe") && end.is_none(), "{end:?}");
    Ok(())
}

#[test]
fn each_bad_certificate_is_refused_for_its_own_reason() -> Result<()> {
    let ca = TestCa::new()?;
    let reasons = [
        (Certificate::Expired, "expired"),
        (Certificate::NotYetValid, "not valid yet"),
        (Certificate::WrongName, "not valid for name"),
        (Certificate::CommonNameOnly, "not valid for"),
        (Certificate::SelfSigned, "UnknownIssuer"),
    ];
    for (certificate, reason) in reasons {
        let origin = Origin::serving("x").tls_showing(&ca, certificate).start_blocking()?;
        let refusal = connected(&origin, &ca).err().with_context(|| format!("{certificate:?} must be refused"))?;
        assert!(refusal.to_string().contains(reason), "{certificate:?}: {refusal}");
    }
    let stranger = TestCa::new()?;
    let origin = Origin::serving("x").tls(&stranger).start_blocking()?;
    assert!(connected(&origin, &ca).is_err(), "another authority is not trusted");
    Ok(())
}

#[test]
fn a_body_can_end_without_close_notify() -> Result<()> {
    let ca = TestCa::new()?;
    let resource = Resource::new("rude").length(Length::Absent).without_close_notify();
    let (whole, end) = read_to_end(Origin::serving(resource).tls(&ca), &ca)?;
    assert!(whole.ends_with(b"rude"));
    assert_eq!(end, Some(ErrorKind::UnexpectedEof));
    Ok(())
}

#[test]
fn a_damaged_record_is_never_read() -> Result<()> {
    let ca = TestCa::new()?;
    let content = bytes(5, 500_000);
    let (whole, end) = read_to_end(Origin::serving(content.clone()).tls(&ca).damaging_the_wire_at(200_000), &ca)?;
    assert_eq!(end, Some(ErrorKind::InvalidData));
    let head = whole.windows(4).position(|window| window == b"\r\n\r\n").context("a head")? + 4;
    assert!(whole.len() > 100_000 && content.starts_with(&whole[head..]));
    Ok(())
}

#[test]
fn a_huge_chain_is_more_than_a_client_we_did_not_write_takes() -> Result<()> {
    let ca = TestCa::new()?;
    let ended = |certificate| -> Result<Option<i32>> {
        let origin = Origin::serving("x").tls_showing(&ca, certificate).start_blocking()?;
        Ok(Command::new("curl").args(["-q", "-s", "-k", &origin.url()]).output()?.status.code())
    };
    assert_eq!((ended(Certificate::Valid)?, ended(Certificate::HugeChain)?), (Some(0), Some(35)));
    Ok(())
}

#[test]
fn another_certificate_is_shown_from_the_next_connection_on() -> Result<()> {
    let (ca, other) = (TestCa::new()?, TestCa::new()?);
    let origin = Origin::serving("x").tls(&ca).start_blocking()?;
    connected(&origin, &ca)?;
    origin.now_shows(&other, Certificate::Valid)?;
    assert!(connected(&origin, &ca).is_err());
    connected(&origin, &other)?;
    Ok(())
}

#[test]
fn bytes_are_said_to_whoever_says_anything() -> Result<()> {
    let origin = Origin::serving("").saying(b"\x15\x03\x01\x00\x02\x02\x46").start_blocking()?;
    let mut stream = TcpStream::connect(origin.address())?;
    stream.write_all(b"hello")?;
    let mut heard = Vec::new();
    stream.read_to_end(&mut heard)?;
    assert_eq!(heard, b"\x15\x03\x01\x00\x02\x02\x46");
    Ok(())
}
