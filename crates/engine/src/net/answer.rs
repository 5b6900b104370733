//! The last answer of a chain.
//!
//! Owns its head in plain words, and its body piece by piece. Refuses to let the HTTP library out of this folder.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use haul_model::redirect::Origin;
use haul_model::remote::Reply;
use haul_model::validator::HttpVersion;
use hyper::body::{Body as _, Frame};
use hyper::ext::ReasonPhrase;
use reqwest::{Body, Response, Version, header};
use url::Url;

use crate::net::cargo::Load;
use crate::net::failure;
use crate::net::sharing::Sharing;
use crate::trouble::Trouble;

/// Time for what the library holds to leave where the answer proves nothing about it.
const SETTLING: Duration = Duration::from_millis(500);

/// Bytes that are handed on together where they come in small frames.
const TOGETHER: usize = 128 << 10;

/// When an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrival {
    /// After the request.
    Usual,
    /// While the body of the request was still leaving.
    Early,
}

/// The last answer of a chain.
#[derive(Debug)]
pub(crate) struct Answer {
    response: hyper::Response<Body>,
    /// What came after the last piece that was given: the end, or an error.
    upcoming: Option<reqwest::Result<Option<Bytes>>>,
    /// Where frames become one piece.
    gathered: BytesMut,
    /// What was read too far and comes first again.
    given_back: Option<Bytes>,
    /// Where it came from.
    pub(crate) url: Url,
    /// Addresses redirected to, in order, without secrets.
    pub(crate) redirects: Vec<String>,
    /// Why the server or a proxy refused, where it is known better than the status says.
    pub(crate) note: Option<String>,
    /// The body of the request, which may still be on its way.
    load: Option<Load>,
    /// When the answer came, against the body of the request.
    arrival: Arrival,
    /// Longest silence before the connection counts as dead.
    stall: Duration,
    /// Who is to hear what becomes of the connection.
    sharing: Sharing,
}

impl Answer {
    /// An answer that came without a detour.
    pub(super) fn new(response: Response, url: Url, load: Option<Load>, stall: Duration, sharing: Sharing) -> Self {
        let arrival = if load.as_ref().is_none_or(Load::is_gone) { Arrival::Usual } else { Arrival::Early };
        let response = response.into();
        Self {
            response,
            upcoming: None,
            gathered: BytesMut::new(),
            given_back: None,
            url,
            redirects: Vec::new(),
            note: None,
            load,
            arrival,
            stall,
            sharing,
        }
    }

    /// The answer at the end of these redirects, with what is known of a refusal.
    pub(super) fn after(self, redirects: Vec<String>, note: Option<String>) -> Self {
        Self { redirects, note, ..self }
    }

    /// Lets nothing more of the request's body leave: the answer makes the rest useless (row 166). The connection lasts until
    /// the answer has been read.
    pub(crate) fn hush(&self) {
        if let Some(load) = &self.load {
            load.hush();
        }
    }

    /// Waits until all of the request's body has left; false when the rest of it never will.
    pub(crate) async fn has_taken_all(&self) -> Result<bool, Trouble> {
        let Some(load) = &self.load else { return Ok(true) };
        let has_left = load.has_left(self.stall).await.map_err(|_| failure::of_silence(&self.url))?;
        if has_left && self.arrival == Arrival::Early {
            // The library has taken all of it, and nothing tells when the last of it is on its way.
            tokio::time::sleep(SETTLING).await;
        }
        Ok(has_left)
    }

    /// Status code.
    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Version of the protocol.
    pub(crate) fn version(&self) -> HttpVersion {
        if self.response.version() >= Version::HTTP_11 { HttpVersion::Modern } else { HttpVersion::Old }
    }

    /// Whether it came over a connection that others may share.
    pub(crate) fn is_shared(&self) -> bool {
        self.response.version() == Version::HTTP_2
    }

    /// All lines of a header as they came.
    pub(crate) fn lines(&self, name: &str) -> Vec<&[u8]> {
        self.response.headers().get_all(name).iter().map(header::HeaderValue::as_bytes).collect()
    }

    /// All lines of a header, joined by commas; `None` when there is none.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let lines: Vec<_> = self.lines(name).into_iter().map(String::from_utf8_lossy).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    /// What is kept of the head: everything but cookies.
    pub(crate) fn reply(&self) -> Reply {
        let kept = self.response.headers().iter().filter(|(name, _)| *name != header::SET_COOKIE);
        let text = |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = kept.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        Reply { code: self.status(), reason: self.reason(), headers, body: None }
    }

    /// The reason phrase of the status, as the server wrote it or as everybody does.
    fn reason(&self) -> Option<String> {
        let own = self.response.extensions().get::<ReasonPhrase>();
        let own = own.map(|own| String::from_utf8_lossy(own.as_bytes()).into_owned());
        own.or_else(|| self.response.status().canonical_reason().map(str::to_owned))
    }

    /// Puts a piece in front of the rest of the body.
    pub(crate) fn give_back(&mut self, piece: Bytes) {
        self.given_back = Some(piece).filter(|piece| !piece.is_empty());
    }

    /// The next piece of the body; `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Trouble> {
        if let Some(piece) = self.given_back.take() {
            return Ok(Some(piece));
        }
        let came = match tokio::time::timeout(self.stall, self.piece()).await {
            Err(_) => Err(failure::of_silence(&self.url)),
            Ok(Err(error)) => Err(failure::of_request(&error, &self.url, None)),
            Ok(Ok(None)) if self.was_broken_off() => Err(failure::of_broken_stream(&self.url)),
            Ok(Ok(piece)) => Ok(piece),
        };
        came.inspect_err(|trouble| self.sharing.hear(Origin::of(&self.url), trouble))
    }

    /// The next piece: a frame, or over HTTP/2, whose frames are small, as many as have come.
    async fn piece(&mut self) -> reqwest::Result<Option<Bytes>> {
        let first = match self.upcoming.take() {
            Some(came) => came,
            None => poll_fn(|context| self.poll_piece(context)).await,
        };
        if !self.is_shared() {
            return first;
        }
        let Ok(Some(first)) = first else { return first };
        while self.gathered.len() + first.len() < TOGETHER {
            match poll_fn(|context| Poll::Ready(self.poll_piece(context))).await {
                Poll::Pending => break,
                Poll::Ready(Ok(Some(piece))) => {
                    if self.gathered.is_empty() {
                        self.gathered.reserve(TOGETHER + piece.len());
                        self.gathered.extend_from_slice(&first);
                    }
                    self.gathered.extend_from_slice(&piece);
                }
                Poll::Ready(end) => {
                    self.upcoming = Some(end);
                    break;
                }
            }
        }
        Ok(Some(if self.gathered.is_empty() { first } else { self.gathered.split().freeze() }))
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<reqwest::Result<Option<Bytes>>> {
        loop {
            let frame = ready!(Pin::new(self.response.body_mut()).poll_frame(context));
            match frame.transpose()?.map(Frame::into_data) {
                Some(Ok(piece)) => return Poll::Ready(Ok(Some(piece))),
                // What comes after a body is of no use here.
                Some(Err(_)) => {}
                None => return Poll::Ready(Ok(None)),
            }
        }
    }

    /// Whether a body without further pieces is not the whole one: over HTTP/2 the library is silent about a stream that was
    /// reset without an error.
    fn was_broken_off(&self) -> bool {
        self.is_shared() && !self.response.body().is_end_stream()
    }
}
