//! A client that sends and reads bare bytes, so that nothing between it and the wire repairs a lie.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use haul_testkit::Origin;

/// How the connection ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    Clean,
    Reset,
}

/// Everything that came until the connection ended.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    pub(crate) end: End,
}

impl Reply {
    pub(crate) fn has(&self, line: &str) -> bool {
        self.head.lines().any(|known| known.eq_ignore_ascii_case(line))
    }

    pub(crate) fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }
}

/// Asks for a path with more header lines, each ending in CR LF.
pub(crate) fn get(origin: &Origin, path: &str, lines: &str) -> anyhow::Result<Reply> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: it\r\n{lines}Connection: close\r\n\r\n");
    said(origin.address(), request.as_bytes())
}

/// Sends these bytes and reads to the end.
pub(crate) fn said(address: SocketAddr, request: &[u8]) -> anyhow::Result<Reply> {
    heard(open(address, request)?)
}

/// Sends these bytes and gives the connection, which gives up reading after ten seconds.
pub(crate) fn open(address: SocketAddr, request: &[u8]) -> anyhow::Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(request)?;
    Ok(stream)
}

/// Reads to the end, taking it apart at the end of the head.
pub(crate) fn heard(mut stream: impl Read) -> anyhow::Result<Reply> {
    let mut whole = Vec::new();
    let end = match stream.read_to_end(&mut whole) {
        Ok(_) => End::Clean,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => End::Reset,
        Err(error) => return Err(error.into()),
    };
    let head = whole.windows(4).position(|window| window == b"\r\n\r\n").map_or(whole.len(), |at| at + 4);
    let body = whole.split_off(head);
    Ok(Reply { head: String::from_utf8_lossy(&whole).into_owned(), body, end })
}
