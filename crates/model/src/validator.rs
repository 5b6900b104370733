//! What proves that two answers are about the same bytes.
//!
//! Owns the choice of a strong validator out of an answer's headers (RFC 9110 section 8.8). Refuses weak tags and young
//! dates: bytes are joined on proof or not at all. Rule kept here: a [`Validator`] may always be sent as `If-Range`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How much older than the answer a `Last-Modified` must be to be strong.
const SETTLED: Duration = Duration::from_secs(60);

/// A strong validator, exactly as the server spelled it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Validator {
    /// A quoted entity tag without `W/`.
    Etag(String),
    /// A `Last-Modified` at least 60 seconds older than the answer's `Date`.
    LastModified(String),
}

/// The version of HTTP an answer came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpVersion {
    /// HTTP/1.0 or older: its entity tags prove nothing.
    Old,
    /// HTTP/1.1 or newer.
    Modern,
}

impl Validator {
    /// Picks the validator of an answer from its `ETag`, `Last-Modified` and `Date` values; `None` when none is strong.
    ///
    /// A weak, broken or old-version entity tag is not replaced by the date: a server that sends one tells versions
    /// apart that the date does not.
    #[must_use]
    pub fn of_answer(
        etag: Option<&str>,
        last_modified: Option<&str>,
        date: Option<&str>,
        version: HttpVersion,
    ) -> Option<Self> {
        let last_modified = last_modified.map(str::trim);
        match etag.map(str::trim).filter(|etag| !etag.is_empty()) {
            Some(etag) => (version == HttpVersion::Modern && is_strong(etag)).then(|| Self::Etag(etag.to_owned())),
            None => last_modified
                .filter(|modified| is_settled(modified, date))
                .map(|modified| Self::LastModified(modified.to_owned())),
        }
    }

    /// The value to send as `If-Range`.
    #[must_use]
    pub fn if_range(&self) -> &str {
        match self {
            Self::Etag(value) | Self::LastModified(value) => value,
        }
    }

    /// What another answer's `ETag` and `Last-Modified` say about this validator.
    #[must_use]
    pub fn compare(&self, etag: Option<&str>, last_modified: Option<&str>) -> Comparison {
        match self {
            Self::Etag(known) => Comparison::between(etag, |found| found == known),
            Self::LastModified(known) => Comparison::between(last_modified, |found| is_same_date(found, known)),
        }
    }
}

/// What an answer shows about a known validator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same validator.
    Same,
    /// Another one, or the same tag grown weak.
    Different,
    /// The answer does not say.
    Silent,
}

impl Comparison {
    fn between(found: Option<&str>, is_same: impl Fn(&str) -> bool) -> Self {
        match found.map(str::trim) {
            None => Self::Silent,
            Some(found) if is_same(found) => Self::Same,
            Some(_) => Self::Different,
        }
    }
}

/// Whether a tag has the form `"…"` of RFC 9110 section 8.8.3, without `W/`.
fn is_strong(etag: &str) -> bool {
    let inside = etag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.is_some_and(|inside| inside.chars().all(|letter| letter > ' ' && letter != '"' && letter != '\u{7f}'))
}

/// Whether a modification date lies far enough before the answer that a second change would have changed it.
fn is_settled(last_modified: &str, date: Option<&str>) -> bool {
    let modified = httpdate::parse_http_date(last_modified);
    let answered = date.map(str::trim).map(httpdate::parse_http_date);
    let (Ok(modified), Some(Ok(answered))) = (modified, answered) else { return false };
    answered.duration_since(modified).is_ok_and(|age| age >= SETTLED)
}

fn is_same_date(one: &str, other: &str) -> bool {
    match (httpdate::parse_http_date(one), httpdate::parse_http_date(other)) {
        (Ok(one), Ok(other)) => one == other,
        (Ok(_) | Err(_), Ok(_) | Err(_)) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODIFIED: &str = "Tue, 01 Jul 2025 10:00:00 GMT";

    fn of(etag: Option<&str>, modified: Option<&str>, date: Option<&str>) -> Option<Validator> {
        Validator::of_answer(etag, modified, date, HttpVersion::Modern)
    }

    #[test]
    fn a_quoted_tag_is_strong_and_no_other_is() {
        assert_eq!(of(Some(" \"v1\" "), None, None), Some(Validator::Etag("\"v1\"".into())));
        for etag in ["W/\"v1\"", "v1", "\"v1", "\"", "\"a\"b\"", "\"a b\"", "w/\"v1\""] {
            assert_eq!(of(Some(etag), Some(MODIFIED), Some("Tue, 01 Jul 2025 12:00:00 GMT")), None, "{etag}");
        }
        assert_eq!(Validator::of_answer(Some("\"v1\""), None, None, HttpVersion::Old), None);
    }

    #[test]
    fn a_date_is_strong_from_sixty_seconds_on() {
        let strong = Some(Validator::LastModified(MODIFIED.into()));
        assert_eq!(of(None, Some(MODIFIED), Some("Tue, 01 Jul 2025 10:01:00 GMT")), strong);
        assert_eq!(of(Some(""), Some(MODIFIED), Some("Tue, 01 Jul 2025 10:01:00 GMT")), strong);
        for date in ["Tue, 01 Jul 2025 10:00:59 GMT", "Tue, 01 Jul 2025 09:00:00 GMT", "yesterday"] {
            assert_eq!(of(None, Some(MODIFIED), Some(date)), None, "{date}");
        }
        assert_eq!(of(None, Some(MODIFIED), None), None);
        assert_eq!(of(None, Some("long ago"), Some(MODIFIED)), None);
    }

    #[test]
    fn a_validator_is_stored_and_read_back_as_it_was() {
        let validator = Validator::Etag("\"v1\"".into());
        let stored = serde_json::to_string(&validator).expect("plain data");
        assert_eq!(stored, r#"{"kind":"etag","value":"\"v1\""}"#);
        assert_eq!(serde_json::from_str::<Validator>(&stored).expect("just written"), validator);
    }
}
