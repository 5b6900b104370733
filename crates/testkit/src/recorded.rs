//! One request as the server saw it, and what became of its answer.
//!
//! Owns the record of a single exchange; knows nothing of sockets. Rule kept here: header names and values stay
//! exactly as they came, in their order.

use std::time::Instant;

/// A request that an [`Origin`](crate::Origin) received, and how its answer went.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Which connection it came over; they are numbered from 0 in the order of acceptance.
    pub connection: u64,
    /// What it was asked by.
    pub version: Version,
    /// How many requests the same resource had had before this one.
    pub nth: usize,
    /// When its head had arrived.
    pub at: Instant,
    /// The method, as sent.
    pub method: String,
    /// The request target, as sent: with its query, and absolute when it was sent to a proxy.
    pub target: String,
    /// Names and values as sent, in order.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body as far as it has arrived, without chunk framing.
    pub body: Vec<u8>,
    /// The status of the answer, once there is one; `None` also for a verbatim answer.
    pub status: Option<u16>,
    /// Body bytes of the answer handed to the socket so far, without chunk framing.
    pub sent: u64,
    /// What became of the answer.
    pub outcome: Outcome,
}

/// A version of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// HTTP/1.1, or older.
    Http1,
    /// HTTP/2.
    Http2,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The request is being read, or its answer held, stalled or on its way.
    Underway,
    /// Everything the script wanted to send was sent.
    Sent,
    /// The client closed the connection first.
    Abandoned,
}

impl Recorded {
    /// A request whose head has come.
    pub(crate) fn begun(
        connection: u64,
        version: Version,
        method: &str,
        target: &str,
        headers: Vec<(String, Vec<u8>)>,
    ) -> Recorded {
        Recorded {
            connection,
            version,
            nth: 0,
            at: Instant::now(),
            method: method.to_owned(),
            target: target.to_owned(),
            headers,
            body: Vec::new(),
            status: None,
            sent: 0,
            outcome: Outcome::Underway,
        }
    }

    /// Gives the path without its query, and without scheme and host when the target was absolute.
    pub fn path(&self) -> &str {
        let whole = self.target.split(['?', '#']).next().unwrap_or_default();
        match whole.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
            None => whole,
        }
    }

    /// Gives what follows the first question mark.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Gives the value of the first header called `name`, in any case, as text.
    pub fn header(&self, name: &str) -> Option<String> {
        self.header_values(name).next()
    }

    /// Gives every value of the headers called `name`, in any case, as text.
    pub fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.headers
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    }

    /// Gives the `Range` header as sent.
    pub fn range(&self) -> Option<String> {
        self.header("range")
    }

    /// Gives the first byte asked for: that of `Range: bytes=FIRST-…`, else 0.
    pub fn first_byte(&self) -> u64 {
        self.range().and_then(|range| range.strip_prefix("bytes=")?.split('-').next()?.parse().ok()).unwrap_or(0)
    }

    /// Tells whether `secret` occurs anywhere in the request: target, header names and values, body.
    pub fn mentions(&self, secret: &str) -> bool {
        let found_in = |place: &[u8]| place.windows(secret.len().max(1)).any(|window| window == secret.as_bytes());
        found_in(self.target.as_bytes())
            || self.headers.iter().any(|(name, value)| found_in(name.as_bytes()) || found_in(value))
            || found_in(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(target: &str) -> Recorded {
        let headers = vec![("RANGE".to_owned(), b"bytes=500-".to_vec()), ("X".to_owned(), b"a pearl here".to_vec())];
        Recorded::begun(0, Version::Http1, "GET", target, headers)
    }

    #[test]
    fn the_path_is_found_in_every_form_of_target() {
        assert_eq!(request("/a/b?c=/d").path(), "/a/b");
        assert_eq!(request("http://host:1/a?b").path(), "/a");
        assert_eq!(request("http://host").path(), "/");
        assert_eq!(request("/a?b?c").query(), Some("b?c"));
    }

    #[test]
    fn headers_are_found_in_any_case_and_secrets_anywhere() {
        let request = request("/");
        assert_eq!(request.first_byte(), 500);
        assert!(request.mentions("pearl"));
        assert!(!request.mentions("oyster"));
    }
}
