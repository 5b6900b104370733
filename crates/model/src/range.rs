//! What a server answered to a request for a range, and what may be done with its body.
//!
//! Owns the judgement of `range_validate.json`, before a body byte is touched. Refuses to send, read or write anything.
//! Rule kept here: bytes are joined to stored ones only on proof that they belong to the same version (RFC 9110
//! sections 13.1.5, 14 and 15.3.7); what cannot be proven is asked for again, and the old part is kept until then.

mod content_range;

use serde::{Deserialize, Serialize};

use crate::validator::{Comparison, Validator};

pub use content_range::ContentRange;

/// The bytes a request asked for, from `first` on; both positions count from 0 and are inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AskedRange {
    /// The first byte.
    pub first: u64,
    /// The last byte, or `None` for everything that follows.
    pub last: Option<u64>,
}

impl AskedRange {
    /// Reads the value of a `Range` header with one range of bytes (RFC 9110 section 14.2); `None` for anything else,
    /// the last so many bytes included: nobody knows where they begin.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let (unit, range) = value.split_once('=')?;
        let (first, last) = range.trim().split_once('-')?;
        let first = content_range::number(first.trim())?;
        let last = match last.trim() {
            "" => None,
            last => Some(content_range::number(last)?),
        };
        let is_range = unit.trim().eq_ignore_ascii_case("bytes") && last.is_none_or(|last| first <= last);
        is_range.then_some(Self { first, last })
    }

    /// How many bytes of a resource of `total` bytes are in it.
    #[must_use]
    pub fn length(&self, total: Option<u64>) -> Option<u64> {
        let end = match (self.last.and_then(|last| last.checked_add(1)), total) {
            (Some(end), Some(total)) => Some(end.min(total)),
            (end, total) => end.or(total),
        };
        end.map(|end| end.saturating_sub(self.first))
    }
}

/// What was sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The one range of the request, if it had a `Range` header.
    pub range: Option<AskedRange>,
    /// The value of `If-Range`.
    pub if_range: Option<&'a str>,
    /// Whether stored bytes are compared with the beginning of this answer.
    pub overlap: Overlap,
}

/// Whether the bytes stored last are compared with the same bytes of this answer, at least 64 KiB of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlap {
    /// They are not.
    #[default]
    Unchecked,
    /// The request began that much earlier, and the caller compares before it writes a byte. Judged like `Equal`; the
    /// caller judges again with the outcome.
    WillBeCompared,
    /// They were equal.
    Equal,
    /// They differed.
    Different,
}

/// What is known of the file from earlier answers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Prior<'a> {
    /// Its strong validator, if one was ever shown.
    pub validator: Option<&'a Validator>,
    /// The weak entity tag last shown. An equal one proves nothing; another one proves a change.
    pub weak_etag: Option<&'a str>,
    /// Its length in bytes, if it is known.
    pub total: Option<u64>,
    /// Its `Content-Type`.
    pub content_type: Option<&'a str>,
}

/// The head of an answer; header values as they came, several lines of one name joined by `, `.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answer<'a> {
    /// The status code.
    pub status: u16,
    /// `Content-Range`.
    pub content_range: Option<&'a str>,
    /// `Content-Length`.
    pub content_length: Option<&'a str>,
    /// `Content-Type`.
    pub content_type: Option<&'a str>,
    /// `Content-Encoding`.
    pub content_encoding: Option<&'a str>,
    /// `Transfer-Encoding`.
    pub transfer_encoding: Option<&'a str>,
    /// `ETag`.
    pub etag: Option<&'a str>,
    /// `Last-Modified`.
    pub last_modified: Option<&'a str>,
}

/// What to do with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The body, if there is one, may be written as said.
    Accept(Accept),
    /// The stored part cannot be continued from this answer.
    Restart(Restart),
    /// This attempt ends; the retry policy decides what follows, and the part is kept.
    Fail(Refusal),
}

/// How an accepted body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accept {
    /// All of it, at the first position of the range.
    WriteAtFirst(ContentRange),
    /// Only what was asked for, at the first position; then the stream is closed.
    WriteAtFirstTruncateToRequested(ContentRange),
    /// All of it, at the first position; then the remainder is asked for.
    WriteAtFirstThenRequestRest(ContentRange),
    /// From zero: the first answer to a request without a range.
    WriteFromZero {
        /// The length the answer announces, in bytes.
        total: Option<u64>,
    },
    /// From zero, and alone: this server gives no ranges, other segments are cancelled.
    WriteFromZeroSingleStream {
        /// The length the answer announces, in bytes.
        total: Option<u64>,
    },
    /// There is no body: as many bytes are stored as the file has. Length and digest are still to be compared.
    AlreadyCompleteVerify {
        /// The length of the file in bytes.
        total: u64,
    },
}

/// How to begin again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restart {
    /// This body goes into a new part from zero; the old part is deleted only after success.
    UseBodyKeepOldPartialUntilDone {
        /// The length the answer announces, in bytes.
        total: Option<u64>,
    },
    /// The connection is dropped and the file asked for once without `Range`; this server cannot range.
    ReissueWithoutRange,
    /// The file changed or cannot be proven the same: it is asked for from zero, the old part is kept until then.
    ReissueFromZero,
}

/// Why an attempt ends. The part is kept in every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The address now gives something else; the user decides.
    ResourceChanged,
    /// Credentials are needed.
    AuthRequired,
    /// The server may answer later.
    RetryLater,
    /// This address gives no file.
    HttpError,
    /// The server broke HTTP.
    Protocol,
    /// The server sent a range nobody asked for.
    UnsolicitedPartial,
}

/// Decides what may be done with an answer; `prior` is `None` when nothing is known of the file yet.
#[must_use]
pub fn judge(asked: &Asked<'_>, prior: Option<&Prior<'_>>, answer: &Answer<'_>) -> Verdict {
    match answer.status {
        200 | 203 => judge_whole(asked, prior, answer),
        206 => judge_partial(asked, prior, answer),
        416 => judge_unsatisfied(asked, prior, answer),
        412 => Verdict::Restart(Restart::ReissueFromZero),
        401 | 407 => Verdict::Fail(Refusal::AuthRequired),
        408 | 425 | 429 | 500 | 502..=504 | 520..=524 => Verdict::Fail(Refusal::RetryLater),
        204 | 205 | 100..=199 | 300..=399 => Verdict::Fail(Refusal::Protocol),
        _ => Verdict::Fail(Refusal::HttpError),
    }
}

impl Verdict {
    /// The word of `range_validate.json` for the kind of verdict.
    #[must_use]
    pub const fn decision(&self) -> &'static str {
        match self {
            Self::Accept(_) => "accept",
            Self::Restart(_) => "restart",
            Self::Fail(_) => "fail",
        }
    }

    /// The word of `range_validate.json` for what is done.
    #[must_use]
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Accept(Accept::WriteAtFirst(_)) => "write_at_first",
            Self::Accept(Accept::WriteAtFirstTruncateToRequested(_)) => "write_at_first_truncate_to_requested",
            Self::Accept(Accept::WriteAtFirstThenRequestRest(_)) => "write_at_first_then_request_rest",
            Self::Accept(Accept::WriteFromZero { .. }) => "write_from_zero",
            Self::Accept(Accept::WriteFromZeroSingleStream { .. }) => "write_from_zero_single_stream",
            Self::Accept(Accept::AlreadyCompleteVerify { .. }) => "already_complete_verify",
            Self::Restart(Restart::UseBodyKeepOldPartialUntilDone { .. }) => "use_body_keep_old_partial_until_done",
            Self::Restart(Restart::ReissueWithoutRange) => "reissue_without_range",
            Self::Restart(Restart::ReissueFromZero) => "reissue_from_zero",
            Self::Fail(Refusal::ResourceChanged) => "resource_changed_keep_partial",
            Self::Fail(Refusal::AuthRequired) => "auth_required_keep_partial",
            Self::Fail(Refusal::RetryLater) => "retry_later_keep_partial",
            Self::Fail(Refusal::HttpError) => "http_error_keep_partial",
            Self::Fail(Refusal::Protocol) => "protocol_keep_partial",
            Self::Fail(Refusal::UnsolicitedPartial) => "protocol_unsolicited_206",
        }
    }
}

/// 200 and 203: the whole file, whatever was asked for.
fn judge_whole(asked: &Asked<'_>, prior: Option<&Prior<'_>>, answer: &Answer<'_>) -> Verdict {
    let Ok(total) = body_length(answer) else { return Verdict::Fail(Refusal::Protocol) };
    let Some(prior) = prior else {
        return Verdict::Accept(match asked.range {
            None => Accept::WriteFromZero { total },
            Some(_) => Accept::WriteFromZeroSingleStream { total },
        });
    };
    if prior.content_type.is_some_and(|known| !is_page(known)) && answer.content_type.is_some_and(is_page) {
        return Verdict::Fail(Refusal::ResourceChanged);
    }
    let begins_here = asked.range.is_some_and(|range| range.first == 0);
    if begins_here && version(prior, answer) != Comparison::Different && agrees(prior.total, total) {
        return Verdict::Accept(Accept::WriteFromZeroSingleStream { total });
    }
    Verdict::Restart(Restart::UseBodyKeepOldPartialUntilDone { total })
}

/// 206: the range that was asked for, or a reason to refuse it.
fn judge_partial(asked: &Asked<'_>, prior: Option<&Prior<'_>>, answer: &Answer<'_>) -> Verdict {
    let Some(range) = asked.range else { return Verdict::Fail(Refusal::UnsolicitedPartial) };
    let Ok(length) = body_length(answer) else { return Verdict::Fail(Refusal::Protocol) };
    let offered = answer.content_range.and_then(ContentRange::parse).filter(|offered| offered.first == range.first);
    let Some(offered) = offered.filter(|offered| agrees(Some(offered.length()), length)) else {
        return Verdict::Restart(Restart::ReissueWithoutRange);
    };
    if is_multipart(answer) || is_coded(answer) {
        return Verdict::Restart(Restart::ReissueWithoutRange);
    }
    if prior.is_some_and(|prior| !is_proven(asked, prior, answer) || !fits_total(prior, offered)) {
        return Verdict::Restart(Restart::ReissueFromZero);
    }
    let total = offered.total.or(prior.and_then(|prior| prior.total));
    let end_of_file = total.map(|total| total.saturating_sub(1));
    let wanted = match (range.last, end_of_file) {
        (Some(last), Some(end)) => Some(last.min(end)),
        (last, end) => last.or(end),
    };
    Verdict::Accept(match wanted {
        Some(wanted) if offered.last < wanted => Accept::WriteAtFirstThenRequestRest(offered),
        Some(wanted) if offered.last > wanted => Accept::WriteAtFirstTruncateToRequested(offered),
        Some(_) | None => Accept::WriteAtFirst(offered),
    })
}

/// 416: complete only when exactly the stored number of bytes is the length of the file.
fn judge_unsatisfied(asked: &Asked<'_>, prior: Option<&Prior<'_>>, answer: &Answer<'_>) -> Verdict {
    let Some(range) = asked.range else { return Verdict::Fail(Refusal::Protocol) };
    let total = answer.content_range.and_then(ContentRange::parse_unsatisfied);
    let Some(prior) = prior else {
        let is_empty_file = total == Some(0) && range.first == 0;
        let complete = Verdict::Accept(Accept::AlreadyCompleteVerify { total: 0 });
        return if is_empty_file { complete } else { Verdict::Fail(Refusal::HttpError) };
    };
    let is_same = version(prior, answer) != Comparison::Different && agrees(prior.total, total);
    match total {
        Some(total) if total == range.first && is_same => Verdict::Accept(Accept::AlreadyCompleteVerify { total }),
        Some(_) | None => Verdict::Restart(Restart::ReissueFromZero),
    }
}

/// Whether the answer is about the version that is stored: by validator, or by compared bytes where there is none.
fn is_proven(asked: &Asked<'_>, prior: &Prior<'_>, answer: &Answer<'_>) -> bool {
    let is_compared = match asked.overlap {
        Overlap::Different => return false,
        Overlap::WillBeCompared | Overlap::Equal => true,
        Overlap::Unchecked => false,
    };
    match version(prior, answer) {
        Comparison::Same => true,
        Comparison::Different => false,
        Comparison::Silent => {
            let was_conditional =
                asked.if_range.is_some() && asked.if_range == prior.validator.map(Validator::if_range);
            was_conditional || is_compared
        }
    }
}

/// What the answer says about the version that is stored.
fn version(prior: &Prior<'_>, answer: &Answer<'_>) -> Comparison {
    if prior.weak_etag.zip(answer.etag).is_some_and(|(known, found)| opaque(known) != opaque(found)) {
        return Comparison::Different;
    }
    prior.validator.map_or(Comparison::Silent, |validator| validator.compare(answer.etag, answer.last_modified))
}

/// A tag without its mark of weakness, for the weak comparison of RFC 9110 section 8.8.3.2.
fn opaque(etag: &str) -> &str {
    let etag = etag.trim();
    etag.strip_prefix("W/").unwrap_or(etag)
}

fn fits_total(prior: &Prior<'_>, offered: ContentRange) -> bool {
    agrees(prior.total, offered.total) && prior.total.is_none_or(|total| offered.last < total)
}

/// Whether two lengths are equal, or one of them is not known.
fn agrees(one: Option<u64>, other: Option<u64>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

/// The length of the body on the wire. A repeated value counts once; chunks hide it (RFC 9112 section 6.3). In a transfer
/// coding that nobody asked for the bytes on the wire are not those of the file at all.
fn body_length(answer: &Answer<'_>) -> Result<Option<u64>, BrokenLength> {
    if answer.transfer_encoding.is_some_and(is_unasked_coding) {
        return Err(BrokenLength);
    }
    let Some(values) = answer.content_length else { return Ok(None) };
    let mut lengths = values.split(',').map(|value| content_range::number(value.trim()));
    let first = lengths.next().flatten().ok_or(BrokenLength)?;
    if lengths.any(|length| length != Some(first)) {
        return Err(BrokenLength);
    }
    let is_chunked = answer.transfer_encoding.is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
    Ok((!is_chunked).then_some(first))
}

/// A `Content-Length` that is no number, or several that differ, or a body that is coded for the way.
struct BrokenLength;

/// Whether a `Transfer-Encoding` does more to the body than to cut it into chunks.
fn is_unasked_coding(value: &str) -> bool {
    let mut codings = value.split(',').map(|coding| coding.trim().to_ascii_lowercase());
    codings.any(|coding| !matches!(coding.as_str(), "" | "chunked" | "identity"))
}

fn is_multipart(answer: &Answer<'_>) -> bool {
    answer.content_type.is_some_and(|value| essence(value).starts_with("multipart/"))
}

fn is_coded(answer: &Answer<'_>) -> bool {
    answer
        .content_encoding
        .is_some_and(|coding| !matches!(coding.trim().to_ascii_lowercase().as_str(), "" | "identity"))
}

/// Whether a content type is that of a web page: a login form, a block page, an error in prose.
fn is_page(content_type: &str) -> bool {
    matches!(essence(content_type).as_str(), "text/html" | "application/xhtml+xml")
}

fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
