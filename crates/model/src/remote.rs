//! What the server taught about a file.
//!
//! Owns [`Remote`], learnt from the first response and kept with the record, and [`Reply`], what the server said last.
//! Refuses secrets: addresses in here carry no user name and password.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::time::Timestamp;
use crate::validator::Validator;

/// Whether a server can give part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ranges {
    /// It says so, or has done it.
    Offered,
    /// Nothing says that it can.
    Unproven,
    /// It has ignored or refused a range.
    Refused,
}

/// What is known of the file at the other end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    /// Length in bytes, where the server said it.
    pub total: Option<u64>,
    /// What proves it unchanged.
    pub validator: Option<Validator>,
    /// A weak entity tag, which can only prove a change.
    pub weak_etag: Option<String>,
    /// Whether parts can be had.
    pub ranges: Ranges,
    /// `Content-Type` as it came.
    pub content_type: Option<String>,
    /// Addresses the server redirected to, in order.
    pub redirects: Vec<String>,
    /// Length of the whole resource, where the task wants a part of it only (M068).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<u64>,
    /// Which of the task's addresses taught this: 0 is the first, others are mirrors.
    #[serde(default)]
    pub source: usize,
    /// Digests of the whole file that the server announced (row 55).
    #[serde(default)]
    pub digests: Vec<Digest>,
    /// `Last-Modified`, when the server says so.
    #[serde(default)]
    pub modified: Option<Timestamp>,
}

impl Remote {
    /// Whether parts can be joined: the server has not refused to give them.
    #[must_use]
    pub const fn can_continue(&self) -> bool {
        !matches!(self.ranges, Ranges::Refused)
    }

    /// Whether several connections may fetch parts of the file: there is a strong validator, and a length (row 24).
    #[must_use]
    pub const fn can_divide(&self) -> bool {
        self.can_continue() && self.validator.is_some() && self.total.is_some()
    }

    /// Whether a pause keeps what is there for certain (M060, M062): by a validator, or by comparing what was stored last.
    #[must_use]
    pub const fn can_pause(&self) -> bool {
        matches!(self.ranges, Ranges::Offered)
    }
}

/// The head of the last answer, and the text of an error (M026, M029).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Status code; [`NO_ANSWER`] where nothing came from the server.
    pub code: u16,
    /// Reason phrase of the status; without an answer, why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Lower-cased names and values, in order; no cookies.
    pub headers: Vec<(String, String)>,
    /// Text of an error answer, at most 64 KiB.
    pub body: Option<String>,
}

/// The code of a request that failed before any answer (M167).
pub const NO_ANSWER: u16 = 499;

impl Reply {
    /// What is said of a request without an answer.
    #[must_use]
    pub fn without_answer(why: impl Into<String>) -> Self {
        Self { code: NO_ANSWER, reason: Some(why.into()), ..Self::default() }
    }

    /// Whether the server did what it was asked.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.code, 200..=206)
    }

    /// MIME type and character set of the answer, lower-cased.
    #[must_use]
    pub fn mime_and_charset(&self) -> (Option<String>, Option<String>) {
        let Some((_, value)) = self.headers.iter().find(|(name, _)| name == "content-type") else {
            return (None, None);
        };
        let mut parts = value.split(';').map(str::trim);
        let mime = parts.next().filter(|mime| !mime.is_empty()).map(str::to_ascii_lowercase);
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_ascii_lowercase())
        });
        (mime, charset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m029_mime_type_and_charset_are_told_apart() {
        let reply = Reply {
            code: 404,
            headers: vec![("content-type".into(), "Text/HTML; Charset=\"UTF-8\"".into())],
            ..Reply::default()
        };
        assert_eq!(reply.mime_and_charset(), (Some("text/html".into()), Some("utf-8".into())));
    }
}
