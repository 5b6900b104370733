//! What an origin answers for one path, and how it lies about it.
//!
//! Owns the description only; `answer` turns it into bytes and `wire` sends them. Rule kept here: a resource without
//! options is an honest file with a strong ETag, and every option is one departure from that.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::gate::Gate;
use crate::recorded::Recorded;

/// What an [`Origin`](crate::Origin) answers for a path. Built by chaining; bytes become an honest file.
#[derive(Clone)]
pub struct Resource {
    pub(crate) kind: Kind,
    pub(crate) status: u16,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) ranges: Ranges,
    pub(crate) length: Length,
    pub(crate) manner: Manner,
    pub(crate) upload_limit: Option<(u64, Surfeit)>,
    pub(crate) heard: Option<Ear>,
    pub(crate) continues: bool,
    pub(crate) later: Option<(usize, Box<Resource>)>,
}

/// Whoever hears a body as it arrives: the request, how many bytes came before, and the next ones.
pub(crate) type Ear = Arc<dyn Fn(&Recorded, u64, &[u8]) + Send + Sync>;

/// What becomes of a body that is longer than a server reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surfeit {
    /// The connection is reset.
    Reset,
    /// The answer comes now, and the rest is read and thrown away.
    Answer,
    /// The answer comes now, and nothing more is read.
    AnswerDeaf,
}

#[derive(Clone)]
pub(crate) enum Kind {
    Content(Arc<[u8]>),
    Endless,
    Echo,
    Verbatim(Arc<[u8]>),
    Decided(Arc<dyn Fn(&Recorded) -> Resource + Send + Sync>),
}

/// How the answer travels: what holds it, slows it and ends it early.
#[derive(Clone, Default)]
pub(crate) struct Manner {
    pub(crate) held: Option<(Point, Gate)>,
    pub(crate) pace: Option<u64>,
    pub(crate) stop: Option<(Point, Stop)>,
    pub(crate) close_notify: CloseNotify,
    pub(crate) times: Option<usize>,
}

/// Whether TLS says goodbye where the answer ends with the connection.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum CloseNotify {
    #[default]
    Sent,
    Left,
}

/// A place in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The request is read, nothing is answered yet.
    BeforeHead,
    /// The head and so many body bytes of this answer have been sent.
    AfterBytes(u64),
}

/// How an answer ends before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A clean end of the stream (over TLS with close_notify).
    Close,
    /// A TCP reset, once the peer's kernel has everything sent before it.
    Reset,
    /// Nothing more, and the connection stays open.
    Stall,
    /// The stream is reset with this code of HTTP/2 once everything before it has left; over HTTP/1.1 nothing happens.
    ResetStream(u32),
    /// The stream ends as if that were all (before the head: the connection); over HTTP/1.1 nothing happens.
    EndStream,
}

/// What the server makes of a `Range` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranges {
    /// 206 with the exact part, whole when `If-Range` does not match, 416 beyond the end.
    Honoured,
    /// As honoured, but without ever looking at `If-Range`.
    Blind,
    /// 200 with everything, and no `Accept-Ranges`.
    Ignored,
    /// 416 with `Content-Range: bytes */TOTAL`.
    Refused,
    /// 416 without `Content-Range`.
    RefusedWithoutSize,
    /// 206 whose part, and its `Content-Range`, begin so many bytes after (or before) the one asked for.
    Shifted(i64),
    /// 206 that begins at byte 0 and says so.
    FromZero,
    /// 206 with the exact part and another total.
    OtherTotal(u64),
    /// 206 with the exact part and `*` as total.
    UnknownTotal,
    /// 206 with the exact part and no `Content-Range`.
    Unlabelled,
    /// 206 with the part wrapped in `multipart/byteranges`.
    Multipart,
}

/// How the answer tells its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// By a right `Content-Length`.
    Known,
    /// Not at all: the end of the connection ends the body.
    Absent,
    /// By chunked transfer coding.
    Chunked,
    /// By this `Content-Length`, whatever is sent; the connection is closed after the body.
    Claimed(u64),
}

impl Resource {
    /// Makes a file with these bytes, a strong ETag that follows from them, and honoured ranges.
    pub fn new(content: impl AsRef<[u8]>) -> Resource {
        let content = content.as_ref();
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let etag = format!("\"{:016x}\"", hasher.finish());
        Resource { etag: Some(etag), ..Resource::of(Kind::Content(content.into())) }
    }

    /// Makes an answer with this status, no body and no ETag; see [`Resource::body`].
    pub fn status(status: u16) -> Resource {
        Resource { status, ..Resource::of(Kind::Content(Arc::from([]))) }
    }

    /// Makes a redirect whose `Location` is written as given, be it relative, foreign or broken.
    pub fn redirect(status: u16, location: impl AsRef<[u8]>) -> Resource {
        Resource::status(status).header("Location", location)
    }

    /// Makes a body of zeros without length that never ends.
    pub fn endless() -> Resource {
        Resource::of(Kind::Endless).length(Length::Absent)
    }

    /// Makes a resource that answers with JSON of what it received: `method`, `target`, `path`, `query`, `headers`
    /// (pairs in order), `body` (as text), `body_length` and `body_sha256`.
    pub fn echo() -> Resource {
        Resource::of(Kind::Echo).header("Content-Type", "application/json")
    }

    /// Makes an answer of exactly these bytes, head included, after which the connection is closed.
    pub fn verbatim(answer: impl AsRef<[u8]>) -> Resource {
        Resource::of(Kind::Verbatim(answer.as_ref().into()))
    }

    /// Makes a resource that is chosen anew for every request, once its body has arrived.
    ///
    /// [`Recorded::nth`] tells how many requests came before. What the chosen resource would choose later is not
    /// looked at.
    pub fn decided_by(decide: impl Fn(&Recorded) -> Resource + Send + Sync + 'static) -> Resource {
        Resource::of(Kind::Decided(Arc::new(decide)))
    }

    /// Replaces the body and leaves everything else.
    pub fn body(self, content: impl AsRef<[u8]>) -> Resource {
        Resource { kind: Kind::Content(content.as_ref().into()), ..self }
    }

    /// Sets the ETag as written, quotes and `W/` included.
    pub fn etag(self, etag: &str) -> Resource {
        Resource { etag: Some(etag.to_owned()), ..self }
    }

    /// Makes the ETag a weak one.
    pub fn weak_etag(self) -> Resource {
        Resource { etag: self.etag.map(|strong| format!("W/{strong}")), ..self }
    }

    /// Sends no ETag.
    pub fn without_etag(self) -> Resource {
        Resource { etag: None, ..self }
    }

    /// Sends this `Last-Modified`, and takes it as an `If-Range`.
    pub fn last_modified(self, date: &str) -> Resource {
        Resource { last_modified: Some(date.to_owned()), ..self }
    }

    /// Sends this `Content-Type`.
    pub fn content_type(self, kind: &str) -> Resource {
        self.header("Content-Type", kind)
    }

    /// Sends these raw bytes as `Content-Disposition`.
    pub fn content_disposition(self, raw: impl AsRef<[u8]>) -> Resource {
        self.header("Content-Disposition", raw)
    }

    /// Adds one header line, value as given; it takes the place of a line that would be written by itself (`Date`,
    /// `Content-Length`, `Accept-Ranges` …), and adding it twice writes it twice.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Resource {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Sets what is made of a `Range` header.
    pub fn ranges(self, ranges: Ranges) -> Resource {
        Resource { ranges, ..self }
    }

    /// Sets how the answer tells its length.
    pub fn length(self, length: Length) -> Resource {
        Resource { length, ..self }
    }

    /// Ends the connection cleanly after so many body bytes of each answer.
    pub fn dropping_after(self, bytes: u64) -> Resource {
        self.stopping(Point::AfterBytes(bytes), Stop::Close)
    }

    /// Resets the connection after so many body bytes of each answer, all of which reach the client.
    pub fn resetting_after(self, bytes: u64) -> Resource {
        self.stopping(Point::AfterBytes(bytes), Stop::Reset)
    }

    /// Sends nothing more after so many body bytes of each answer.
    pub fn stalling_after(self, bytes: u64) -> Resource {
        self.stopping(Point::AfterBytes(bytes), Stop::Stall)
    }

    /// Ends each answer early in this way.
    pub fn stopping(mut self, point: Point, stop: Stop) -> Resource {
        self.manner.stop = Some((point, stop));
        self
    }

    /// Sends the body at so many bytes a second on each connection.
    pub fn paced(mut self, bytes_per_second: u64) -> Resource {
        self.manner.pace = Some(bytes_per_second);
        self
    }

    /// Holds each answer before its head until the gate is open.
    pub fn held_by(self, gate: &Gate) -> Resource {
        self.held_at(Point::BeforeHead, gate)
    }

    /// Holds each answer at this point until the gate is open.
    pub fn held_at(mut self, point: Point, gate: &Gate) -> Resource {
        self.manner.held = Some((point, gate.clone()));
        self
    }

    /// Ends the connection without a TLS close_notify where the answer, or a [`Stop::Close`], ends it.
    pub fn without_close_notify(mut self) -> Resource {
        self.manner.close_notify = CloseNotify::Left;
        self
    }

    /// Limits stops, holds and pace to the first `requests` requests; later ones are answered in full and at once.
    pub fn for_the_first(mut self, requests: usize) -> Resource {
        self.manner.times = Some(requests);
        self
    }

    /// Resets the connection once so many bytes of a request body have been read.
    pub fn reading_at_most(self, bytes: u64) -> Resource {
        self.having_read(bytes, Surfeit::Reset)
    }

    /// Does this once so many bytes of a request body have been read.
    pub fn having_read(self, bytes: u64, surfeit: Surfeit) -> Resource {
        Resource { upload_limit: Some((bytes, surfeit)), ..self }
    }

    /// Hands every part of a request body to `ear` as it arrives, with the request and how many bytes came before.
    pub fn heard_by(self, ear: impl Fn(&Recorded, u64, &[u8]) + Send + Sync + 'static) -> Resource {
        Resource { heard: Some(Arc::new(ear)), ..self }
    }

    /// Never says `100 Continue`.
    pub fn without_continue(self) -> Resource {
        Resource { continues: false, ..self }
    }

    /// Answers as `next` after this many requests.
    pub fn then(self, requests: usize, next: impl Into<Resource>) -> Resource {
        Resource { later: Some((requests, Box::new(next.into()))), ..self }
    }

    /// Gives the resource that answers the request number `nth`, and which of its own requests that is.
    pub(crate) fn at_request(&self, nth: usize) -> (&Resource, usize) {
        match &self.later {
            Some((requests, next)) if nth >= *requests => next.at_request(nth - requests),
            Some(_) | None => (self, nth),
        }
    }

    fn of(kind: Kind) -> Resource {
        Resource {
            kind,
            status: 200,
            etag: None,
            last_modified: None,
            headers: Vec::new(),
            ranges: Ranges::Honoured,
            length: Length::Known,
            manner: Manner::default(),
            upload_limit: None,
            heard: None,
            continues: true,
            later: None,
        }
    }
}

impl<T: AsRef<[u8]>> From<T> for Resource {
    fn from(content: T) -> Resource {
        Resource::new(content)
    }
}
