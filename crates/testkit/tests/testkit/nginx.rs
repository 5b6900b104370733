//! The real server, asked in bare bytes.

use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use haul_testkit::{Nginx, TestCa, bytes};

use crate::raw::said;

fn address(url: &str) -> Result<SocketAddr> {
    let (_, rest) = url.split_once("://").context("a scheme")?;
    Ok(rest.split('/').next().context("an authority")?.parse()?)
}

#[test]
fn nginx_serves_files_with_ranges_and_is_gone_when_dropped() -> Result<()> {
    let nginx = Nginx::start(&TestCa::new()?)?;
    let content = bytes(1, 100_000);
    let http = address(&nginx.put("file.bin", &content)?)?;
    let request = b"GET /file.bin HTTP/1.1\r\nHost: it\r\nRange: bytes=99000-\r\nConnection: close\r\n\r\n";
    let reply = said(http, request)?;
    assert!(reply.status() == "206" && reply.has("Content-Range: bytes 99000-99999/100000"), "{}", reply.head);
    assert_eq!(reply.body, content[99_000..]);
    let https = address(&nginx.https_url_of("file.bin"))?;
    TcpStream::connect(https)?;
    drop(nginx);
    assert!(TcpStream::connect(http).is_err() && TcpStream::connect(https).is_err());
    Ok(())
}

#[test]
fn nginx_limits_a_connection_when_asked() -> Result<()> {
    let nginx = Nginx::start(&TestCa::new()?)?;
    let http = address(&nginx.put("file.bin", &bytes(1, 60_000))?)?;
    let began = Instant::now();
    let reply = said(http, b"GET /file.bin?rate=30k HTTP/1.1\r\nHost: it\r\nConnection: close\r\n\r\n")?;
    assert_eq!(reply.body.len(), 60_000);
    assert!(began.elapsed() > Duration::from_millis(800), "{:?}", began.elapsed());
    Ok(())
}
