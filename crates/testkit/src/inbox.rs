//! Reading requests off a connection.
//!
//! Owns the bytes that arrived and are not yet understood. Refuses heads over 1 MiB and bodies without a readable
//! length. Rule kept here: what is reported is what was sent, byte for byte and in order.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

const HEAD_LIMIT: usize = 1024 * 1024;
const AHEAD_LIMIT: usize = 1024 * 1024;

/// The receiving half of a connection.
pub(crate) struct Inbox<R> {
    reader: R,
    arrived: Vec<u8>,
}

/// A request line and its headers, as sent.
pub(crate) struct Head {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
}

/// Whether the rest of a body is wanted.
#[derive(PartialEq, Eq)]
pub(crate) enum Appetite {
    More,
    Enough,
}

impl Head {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let (_, value) = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(value).into_owned())
    }
}

impl<R: AsyncRead + Unpin> Inbox<R> {
    pub(crate) fn new(reader: R) -> Inbox<R> {
        Inbox { reader, arrived: Vec::new() }
    }

    /// Gives the next head, or `None` when the client is done.
    pub(crate) async fn head(&mut self) -> io::Result<Option<Head>> {
        let end = loop {
            if let Some(end) = find(&self.arrived, b"\r\n\r\n") {
                break end;
            }
            if self.arrived.len() > HEAD_LIMIT {
                return Err(broken("a head over 1 MiB"));
            }
            if !self.more().await? {
                return Ok(None);
            }
        };
        let head: Vec<u8> = self.arrived.drain(..end + 4).collect();
        parsed(&head[..end]).map(Some)
    }

    /// Reads the body that `head` announces, handing each part to `taken`.
    pub(crate) async fn body(&mut self, head: &Head, mut taken: impl FnMut(&[u8]) -> Appetite) -> io::Result<Appetite> {
        if head.header("transfer-encoding").is_some_and(|coding| coding.to_lowercase().contains("chunked")) {
            return self.chunks(taken).await;
        }
        let length = head.header("content-length").unwrap_or_else(|| "0".to_owned());
        let length = length.trim().parse().map_err(|_| broken("an unreadable Content-Length"))?;
        self.exactly(length, &mut taken).await
    }

    /// Gives what arrived beyond what was asked for.
    pub(crate) fn into_rest(self) -> Vec<u8> {
        self.arrived
    }

    /// Hands everything that still arrives to `taken`, until the client closes its side.
    pub(crate) async fn rest(&mut self, mut taken: impl FnMut(&[u8])) {
        loop {
            taken(&self.arrived);
            self.arrived.clear();
            if !self.more().await.unwrap_or(false) {
                return;
            }
        }
    }

    /// Returns when the client has closed its side; what it sends before that is kept.
    pub(crate) async fn closed(&mut self) {
        while self.arrived.len() <= AHEAD_LIMIT {
            if !self.more().await.unwrap_or(false) {
                return;
            }
        }
        std::future::pending().await
    }

    async fn chunks(&mut self, mut taken: impl FnMut(&[u8]) -> Appetite) -> io::Result<Appetite> {
        loop {
            let line = self.line().await?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = u64::from_str_radix(size, 16).map_err(|_| broken("an unreadable chunk size"))?;
            if size == 0 {
                while !self.line().await?.is_empty() {}
                return Ok(Appetite::More);
            }
            if self.exactly(size, &mut taken).await? == Appetite::Enough {
                return Ok(Appetite::Enough);
            }
            self.line().await?;
        }
    }

    async fn exactly(&mut self, length: u64, taken: &mut impl FnMut(&[u8]) -> Appetite) -> io::Result<Appetite> {
        let mut left = length;
        while left > 0 {
            if self.arrived.is_empty() && !self.more().await? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let count = usize::try_from(left).map_or(self.arrived.len(), |left| left.min(self.arrived.len()));
            let appetite = taken(&self.arrived[..count]);
            self.arrived.drain(..count);
            left -= count as u64;
            if appetite == Appetite::Enough {
                return Ok(Appetite::Enough);
            }
        }
        Ok(Appetite::More)
    }

    async fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = find(&self.arrived, b"\r\n") {
                let line: Vec<u8> = self.arrived.drain(..end + 2).collect();
                return Ok(String::from_utf8_lossy(&line[..end]).into_owned());
            }
            if !self.more().await? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    async fn more(&mut self) -> io::Result<bool> {
        self.arrived.reserve(64 * 1024);
        Ok(self.reader.read_buf(&mut self.arrived).await? > 0)
    }
}

fn parsed(head: &[u8]) -> io::Result<Head> {
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let start = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let mut words = start.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Err(broken("a request line without a target"));
    };
    let headers = lines.map(|line| {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let value = line.get(colon + 1..).unwrap_or_default();
        (String::from_utf8_lossy(&line[..colon]).into_owned(), value.trim_ascii().to_vec())
    });
    Ok(Head { method: method.to_owned(), target: target.to_owned(), headers: headers.collect() })
}

fn find(place: &[u8], what: &[u8]) -> Option<usize> {
    place.windows(what.len()).position(|window| window == what)
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
