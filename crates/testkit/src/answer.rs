//! From a resource and a request to the bytes of one answer.
//!
//! Owns the choice of status, part and header lines, lies included; sends nothing. Rule kept here: what the script
//! does not say is what an honest HTTP/1.1 server would write.

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::json;

use crate::content::sha256_hex;
use crate::recorded::Recorded;
use crate::resource::{Kind, Length, Manner, Ranges, Resource};

const BOUNDARY: &str = "haul-part";

/// One answer, ready for the wire.
pub(crate) struct Answer {
    pub(crate) status: Option<u16>,
    pub(crate) head: Vec<u8>,
    pub(crate) body: Body,
    pub(crate) framing: Framing,
    pub(crate) afterwards: Afterwards,
    pub(crate) manner: Manner,
}

pub(crate) enum Body {
    Part { content: Arc<[u8]>, start: usize, end: usize },
    Zeros,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    Plain,
    Chunked,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Afterwards {
    KeepAlive,
    Close,
}

/// Gives the answer to the request, which is the resource's own number `nth`.
pub(crate) fn answer(resource: &Resource, request: &Recorded, nth: usize) -> Answer {
    let manner = match resource.manner.times {
        Some(times) if nth >= times => Manner { close_notify: resource.manner.close_notify, ..Manner::default() },
        Some(_) | None => resource.manner.clone(),
    };
    match &resource.kind {
        Kind::Decided(decide) => answer(&decide(request), request, nth),
        Kind::Verbatim(bytes) => Answer {
            status: None,
            head: bytes.to_vec(),
            body: Body::empty(),
            framing: Framing::Plain,
            afterwards: Afterwards::Close,
            manner,
        },
        Kind::Content(content) => composed(resource, request, part(resource, request, content), manner),
        Kind::Echo => composed(resource, request, Part::whole(resource, Body::of(echo(request))), manner),
        Kind::Endless => composed(resource, request, Part::whole(resource, Body::Zeros), manner),
    }
}

struct Part {
    status: u16,
    body: Body,
    lines: Vec<(&'static str, String)>,
}

impl Part {
    fn whole(resource: &Resource, body: Body) -> Part {
        Part { status: resource.status, body, lines: Vec::new() }
    }

    fn refused(size: Option<usize>) -> Part {
        let lines = size.map(|total| ("Content-Range", format!("bytes */{total}"))).into_iter().collect();
        Part { status: 416, body: Body::empty(), lines }
    }
}

fn part(resource: &Resource, request: &Recorded, content: &Arc<[u8]>) -> Part {
    let everything = || Part::whole(resource, Body::Part { content: content.clone(), start: 0, end: content.len() });
    let Some(range) = request.range().filter(|_| resource.status == 200 && request.method == "GET") else {
        return everything();
    };
    let total = content.len();
    match resource.ranges {
        Ranges::Ignored => return everything(),
        Ranges::Refused => return Part::refused(Some(total)),
        Ranges::RefusedWithoutSize => return Part::refused(None),
        Ranges::Blind => {}
        Ranges::Honoured
        | Ranges::Shifted(_)
        | Ranges::FromZero
        | Ranges::OtherTotal(_)
        | Ranges::UnknownTotal
        | Ranges::Unlabelled
        | Ranges::Multipart => {
            if is_outdated(resource, request) {
                return everything();
            }
        }
    }
    match asked(&range, total) {
        Asked::Nothing => everything(),
        Asked::BeyondTheEnd => Part::refused(Some(total)),
        Asked::Bytes(start, end) => partial(resource.ranges, content, start, end),
    }
}

fn partial(ranges: Ranges, content: &Arc<[u8]>, start: usize, end: usize) -> Part {
    let total = content.len();
    let label = |start: usize, end: usize, total: &str| {
        vec![("Content-Range", format!("bytes {start}-{}/{total}", end.saturating_sub(1)))]
    };
    let of = |start: usize, end: usize, lines| Part {
        status: 206,
        body: Body::Part { content: content.clone(), start, end },
        lines,
    };
    match ranges {
        Ranges::Shifted(by) => {
            let start = start.saturating_add_signed(by as isize).min(total.saturating_sub(1));
            let end = end.max(start + 1);
            of(start, end, label(start, end, &total.to_string()))
        }
        Ranges::FromZero => of(0, total, label(0, total, &total.to_string())),
        Ranges::OtherTotal(other) => of(start, end, label(start, end, &other.to_string())),
        Ranges::UnknownTotal => of(start, end, label(start, end, "*")),
        Ranges::Unlabelled => of(start, end, Vec::new()),
        Ranges::Multipart => {
            let opening = format!("\r\n--{BOUNDARY}\r\nContent-Range: bytes {start}-{}/{total}\r\n\r\n", end - 1);
            let closing = format!("\r\n--{BOUNDARY}--\r\n");
            let wrapped = [opening.as_bytes(), &content[start..end], closing.as_bytes()].concat();
            let kind = format!("multipart/byteranges; boundary={BOUNDARY}");
            Part { status: 206, body: Body::of(wrapped), lines: vec![("Content-Type", kind)] }
        }
        Ranges::Honoured | Ranges::Blind | Ranges::Ignored | Ranges::Refused | Ranges::RefusedWithoutSize => {
            of(start, end, label(start, end, &total.to_string()))
        }
    }
}

fn is_outdated(resource: &Resource, request: &Recorded) -> bool {
    let strong = resource.etag.as_ref().filter(|etag| !etag.starts_with("W/"));
    request
        .header("if-range")
        .is_some_and(|proof| strong != Some(&proof) && resource.last_modified.as_ref() != Some(&proof))
}

enum Asked {
    Nothing,
    Bytes(usize, usize),
    BeyondTheEnd,
}

// One range only; anything else is answered as if it had not been asked (RFC 9110, 14.2).
fn asked(range: &str, total: usize) -> Asked {
    let Some((first, last)) = range.trim().strip_prefix("bytes=").and_then(|spec| spec.split_once('-')) else {
        return Asked::Nothing;
    };
    let bounds = match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
        (Ok(first), Ok(last)) if last >= first => (first, last.saturating_add(1).min(total)),
        (Ok(first), Err(_)) if last.trim().is_empty() => (first, total),
        (Err(_), Ok(suffix)) if first.trim().is_empty() => (total.saturating_sub(suffix), total),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => return Asked::Nothing,
    };
    if bounds.0 >= bounds.1 { Asked::BeyondTheEnd } else { Asked::Bytes(bounds.0, bounds.1) }
}

fn composed(resource: &Resource, request: &Recorded, part: Part, manner: Manner) -> Answer {
    let asked_to_close = request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    let afterwards = match resource.length {
        Length::Absent | Length::Claimed(_) => Afterwards::Close,
        Length::Known | Length::Chunked if asked_to_close => Afterwards::Close,
        Length::Known | Length::Chunked => Afterwards::KeepAlive,
    };
    let framing = if resource.length == Length::Chunked { Framing::Chunked } else { Framing::Plain };
    let head = head(resource, &part, afterwards);
    let body = if request.method == "HEAD" { Body::empty() } else { part.body };
    let framing = if request.method == "HEAD" { Framing::Plain } else { framing };
    Answer { status: Some(part.status), head, body, framing, afterwards, manner }
}

fn head(resource: &Resource, part: &Part, afterwards: Afterwards) -> Vec<u8> {
    let mut own = vec![("Date", httpdate::fmt_http_date(SystemTime::now()))];
    let serves_parts = matches!(resource.kind, Kind::Content(_)) && resource.status == 200;
    if serves_parts && resource.ranges != Ranges::Ignored {
        own.push(("Accept-Ranges", "bytes".to_owned()));
    }
    own.extend(resource.etag.iter().map(|etag| ("ETag", etag.clone())));
    own.extend(resource.last_modified.iter().map(|date| ("Last-Modified", date.clone())));
    own.extend(part.lines.iter().cloned());
    own.extend(length_line(resource.length, part));
    if afterwards == Afterwards::Close {
        own.push(("Connection", "close".to_owned()));
    }

    let scripted = |name: &str| resource.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    let wrapped = part.lines.iter().any(|(name, _)| *name == "Content-Type");
    let mut head = format!("HTTP/1.1 {} {}\r\n", part.status, reason(part.status)).into_bytes();
    for (name, value) in own.iter().filter(|(name, _)| !scripted(name) || (wrapped && *name == "Content-Type")) {
        write_line(&mut head, name, value.as_bytes());
    }
    for (name, value) in &resource.headers {
        if !(wrapped && name.eq_ignore_ascii_case("Content-Type")) {
            write_line(&mut head, name, value);
        }
    }
    head.extend_from_slice(b"\r\n");
    head
}

fn length_line(length: Length, part: &Part) -> Option<(&'static str, String)> {
    let bodiless = matches!(part.status, 100..=199 | 204 | 304) && part.body.len() == Some(0);
    match length {
        Length::Known if bodiless => None,
        Length::Known => part.body.len().map(|length| ("Content-Length", length.to_string())),
        Length::Claimed(length) => Some(("Content-Length", length.to_string())),
        Length::Chunked => Some(("Transfer-Encoding", "chunked".to_owned())),
        Length::Absent => None,
    }
}

fn write_line(head: &mut Vec<u8>, name: &str, value: &[u8]) {
    head.extend_from_slice(name.as_bytes());
    head.extend_from_slice(b": ");
    head.extend_from_slice(value);
    head.extend_from_slice(b"\r\n");
}

fn reason(status: u16) -> &'static str {
    match status {
        200..=299 => "Fine",
        300..=399 => "Elsewhere",
        400..=499 => "Your fault",
        500..=599 => "Mine",
        _ => "Strange",
    }
}

fn echo(request: &Recorded) -> Vec<u8> {
    let headers: Vec<_> =
        request.headers.iter().map(|(name, value)| json!([name, String::from_utf8_lossy(value)])).collect();
    let told = json!({
        "method": request.method,
        "target": request.target,
        "path": request.path(),
        "query": request.query(),
        "headers": headers,
        "body": String::from_utf8_lossy(&request.body),
        "body_length": request.body.len(),
        "body_sha256": sha256_hex(&request.body),
    });
    told.to_string().into_bytes()
}

impl Body {
    fn empty() -> Body {
        Body::of(Vec::new())
    }

    fn of(content: Vec<u8>) -> Body {
        Body::Part { end: content.len(), content: content.into(), start: 0 }
    }

    fn len(&self) -> Option<usize> {
        match self {
            Body::Part { start, end, .. } => Some(end - start),
            Body::Zeros => None,
        }
    }
}
