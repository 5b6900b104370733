//! The `Content-Range` header (RFC 9110 section 14.4).
//!
//! Owns its reading. Refuses the older spellings (`bytes:`, no unit, no total): who writes them cannot be trusted with
//! ranges. Rule kept here: a parsed range is in order and lies inside its file.

/// The range an answer carries: `bytes FIRST-LAST/TOTAL`. Positions count from 0 and are inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentRange {
    /// The position of the body's first byte.
    pub first: u64,
    /// The position of its last byte; at least `first`.
    pub last: u64,
    /// The length of the file in bytes, more than `last`; `None` for `*`.
    pub total: Option<u64>,
}

impl ContentRange {
    /// Reads a satisfied range; blanks around the numbers and any case of the unit are accepted.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let (range, total) = split(value)?;
        let (first, last) = range.split_once('-')?;
        let (first, last) = (number(first.trim())?, number(last.trim())?);
        let total = match total {
            "*" => None,
            digits => Some(number(digits)?),
        };
        let is_sound = first <= last && last < u64::MAX && total.is_none_or(|total| last < total);
        is_sound.then_some(Self { first, last, total })
    }

    /// Reads `bytes */TOTAL`, which comes with 416, and gives the length of the file in bytes.
    #[must_use]
    pub fn parse_unsatisfied(value: &str) -> Option<u64> {
        let (range, total) = split(value)?;
        if range == "*" { number(total) } else { None }
    }

    /// The number of bytes in the range.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.last - self.first + 1
    }
}

/// A decimal number without sign, blanks or overflow.
pub(super) fn number(digits: &str) -> Option<u64> {
    let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then(|| digits.parse().ok()).flatten()
}

/// What stands before and after the `/`, without the unit.
fn split(value: &str) -> Option<(&str, &str)> {
    let (unit, rest) = value.trim().split_once(char::is_whitespace)?;
    let (range, total) = rest.split_once('/')?;
    unit.eq_ignore_ascii_case("bytes").then(|| (range.trim(), total.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_range_is_read_whatever_its_blanks() {
        let expected = Some(ContentRange { first: 5, last: 9, total: Some(10) });
        for value in ["bytes 5-9/10", "BYTES 5-9/10", "  bytes   5 - 9 / 10 ", "bytes\t5-9/10"] {
            assert_eq!(ContentRange::parse(value), expected, "{value}");
        }
        assert_eq!(ContentRange::parse("bytes 0-0/*"), Some(ContentRange { first: 0, last: 0, total: None }));
    }

    #[test]
    fn what_is_out_of_order_or_outside_the_file_is_no_range() {
        for value in [
            "",
            "bytes",
            "bytes 5-9",
            "bytes: 5-9/10",
            "5-9/10",
            "bytes=5-9/10",
            "bytes 9-5/10",
            "bytes 5-10/10",
            "bytes +5-9/10",
            "bytes -5-9/10",
            "bytes 5-9/x",
            "bytes 5-9/",
            "bytes */10",
            "items 5-9/10",
            "bytes 5-18446744073709551615/*",
            "bytes 5-99999999999999999999/*",
            "bytes 5-9/10/10",
        ] {
            assert_eq!(ContentRange::parse(value), None, "{value}");
        }
    }

    #[test]
    fn the_length_of_the_file_is_read_from_a_refusal() {
        assert_eq!(ContentRange::parse_unsatisfied("bytes */10"), Some(10));
        assert_eq!(ContentRange::parse_unsatisfied("bytes * / 10"), Some(10));
        assert_eq!(ContentRange::parse_unsatisfied("bytes */*"), None);
        assert_eq!(ContentRange::parse_unsatisfied("bytes 0-1/10"), None);
    }
}
