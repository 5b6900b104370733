//! How fast everything and a task may be.
//!
//! Owns rates as people write them, and [`Rates`], the limits that hold whatever the group. Refuses to count bytes: valves
//! do.

use thiserror::Error;

use crate::schedule::{LocalTime, Schedule};

/// A text that is no rate, or no list of them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct BadRate(pub String);

/// The limits on speed that hold for all groups, in bytes a second; `None` means no limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates {
    /// All tasks together, while the schedule says nothing else.
    pub total: Option<u64>,
    /// A task that has no limit of its own.
    pub per_task: Option<u64>,
    /// What all tasks together may use at which times.
    pub schedule: Schedule,
}

/// What all tasks together may use at a moment, and what says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceiling {
    /// The limit that holds when the schedule is silent.
    Usual(Option<u64>),
    /// A rule of the schedule.
    Scheduled(Option<u64>),
}

impl Ceiling {
    /// Bytes a second; `None` means no limit.
    #[must_use]
    pub const fn rate(self) -> Option<u64> {
        match self {
            Self::Usual(rate) | Self::Scheduled(rate) => rate,
        }
    }
}

impl Rates {
    /// What all tasks together may use at a moment of the week.
    #[must_use]
    pub fn ceiling(&self, now: LocalTime) -> Ceiling {
        self.schedule.at(now).map_or(Ceiling::Usual(self.total), Ceiling::Scheduled)
    }
}

/// Reads bytes a second: a number with K, M or G of 1024, such as `500K` or `1.5M`, or with kB, MB or GB of 1000, such as
/// `2MB` or `2 MB/s`. `off`, `0` and nothing are no limit.
///
/// # Errors
/// [`BadRate`] says what to write.
pub fn parse_rate(text: &str) -> Result<Option<u64>, BadRate> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    let wrong =
        || BadRate(format!("\"{text}\" is no rate; write bytes a second such as 500K or 2MB, or off for no limit"));
    let amount = text.strip_suffix("/s").unwrap_or(text);
    let digits = amount.trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == ' ');
    let factor: u64 = match amount[digits.len()..].trim_start().to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KIB" => 1 << 10,
        "M" | "MIB" => 1 << 20,
        "G" | "GIB" => 1 << 30,
        "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return Err(wrong()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || !are_digits(part) || part.len() > 6 {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let parts = 10_u64.pow(u32::try_from(part.len()).map_err(|_| wrong())?);
    let part: u64 = part.parse().map_err(|_| wrong())?;
    let bytes =
        whole.checked_mul(factor).and_then(|bytes| bytes.checked_add(part * factor / parts)).ok_or_else(wrong)?;
    Ok(Some(bytes).filter(|bytes| *bytes > 0))
}

/// Reads the limits of groups: `films=500K, default=2M`.
///
/// # Errors
/// [`BadRate`] says what to write.
pub fn parse_groups(text: &str) -> Result<Vec<(String, u64)>, BadRate> {
    let mut groups: Vec<(String, u64)> = Vec::new();
    for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        let Some((group, rate)) = entry.rsplit_once('=') else {
            return Err(BadRate(format!(
                "\"{entry}\" names no rate; write group=rate, such as films=500K, default=2M"
            )));
        };
        let group = group.trim();
        if group.is_empty() || groups.iter().any(|(known, _)| known == group) {
            return Err(BadRate(format!("\"{entry}\" needs a group that is named once, such as films=500K")));
        }
        if let Some(rate) = parse_rate(rate)? {
            groups.push((group.to_owned(), rate));
        }
    }
    Ok(groups)
}

/// Writes a rate as short as it can be read back.
#[must_use]
pub fn write_rate(rate: u64) -> String {
    let unit = [(1 << 30, "G"), (1 << 20, "M"), (1 << 10, "K")];
    let whole = unit.into_iter().find(|(factor, _)| rate > 0 && rate.is_multiple_of(*factor));
    whole.map_or_else(|| rate.to_string(), |(factor, letter)| format!("{}{letter}", rate / factor))
}

/// Writes the limits of groups as [`parse_groups`] reads them.
#[must_use]
pub fn write_groups(groups: &[(String, u64)]) -> String {
    let entries: Vec<String> = groups.iter().map(|(group, rate)| format!("{group}={}", write_rate(*rate))).collect();
    entries.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m151_rates_take_units_of_1024_and_with_a_b_of_1000_and_zero_is_no_limit() -> Result<(), BadRate> {
        for (text, bytes) in
            [("500", 500), ("2K", 2048), (" 2m ", 2 << 20), ("1G", 1 << 30), ("1.5K", 1536), ("0.25K", 256)]
        {
            assert_eq!(parse_rate(text)?, Some(bytes), "{text}");
        }
        for (text, bytes) in [
            ("2MB", 2_000_000),
            ("1.5 MB/s", 1_500_000),
            ("300 kb", 300_000),
            ("1GB", 1_000_000_000),
            ("5 B/s", 5),
            ("2MiB", 2 << 20),
            ("500K/s", 500 << 10),
        ] {
            assert_eq!(parse_rate(text)?, Some(bytes), "{text}");
        }
        for text in ["", "0", "off", "OFF", "0K", "0 MB/s"] {
            assert_eq!(parse_rate(text)?, None, "{text}");
        }
        Ok(())
    }

    #[test]
    fn what_is_no_rate_is_refused_with_an_example() {
        for text in [
            "K",
            "MB",
            "fast",
            "-1",
            "2KK",
            "2T",
            "2 M B",
            "2MB/h",
            "/s",
            "1e400",
            "1.",
            ".5",
            "99999999999G",
            "1.0000001K",
        ] {
            assert!(parse_rate(text).is_err_and(|error| error.0.contains("500K")), "{text}");
        }
    }

    #[test]
    fn m152_groups_have_their_limits_by_name() -> Result<(), BadRate> {
        let groups = parse_groups("films = 500K, a=b=1M, idle=off,")?;
        assert_eq!(groups, [("films".to_owned(), 500 << 10), ("a=b".to_owned(), 1 << 20)]);
        assert_eq!(write_groups(&groups), "films=500K, a=b=1M");
        assert_eq!(parse_groups(&write_groups(&[("odd".to_owned(), 1_000_001)]))?, [("odd".to_owned(), 1_000_001)]);
        for text in ["films", "=1M", "films=fast", "films=1M, films=2M"] {
            assert!(parse_groups(text).is_err(), "{text}");
        }
        Ok(())
    }
}
