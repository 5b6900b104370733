//! Points in time as plain numbers.
//!
//! Owns [`Timestamp`]. Refuses to know what time it is: whoever asks the clock passes the answer in.

use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// A wall-clock moment in milliseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Reads a date as HTTP writes it (RFC 9110, 5.6.7); `None` for anything else and for dates before 1970.
    #[must_use]
    pub fn of_http_date(text: &str) -> Option<Self> {
        let since = httpdate::parse_http_date(text.trim()).ok()?.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok().map(Self)
    }

    /// The moment `millis` milliseconds later.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Whole seconds since the Unix epoch, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_http_is_a_moment_and_anything_else_is_none() {
        assert_eq!(Timestamp::of_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Timestamp(784_111_777_000)));
        for text in ["", "yesterday", "1994-11-06", "-1"] {
            assert_eq!(Timestamp::of_http_date(text), None, "{text}");
        }
    }
}
