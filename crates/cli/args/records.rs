//! The words about what is kept.
//!
//! Owns how records are chosen, by what they are and how old they are. Refuses to look at them.

use clap::Args as ClapArgs;

use crate::args::StatusWord;

/// Which records a list shows.
#[derive(Debug, ClapArgs)]
pub(crate) struct List {
    /// Only this status.
    #[arg(long, value_name = "S")]
    pub(crate) status: Option<StatusWord>,
    /// Only this group.
    #[arg(long, value_name = "G")]
    pub(crate) group: Option<String>,
    /// Only those added at least so long ago, such as 5d, 12h, 30m or 45s.
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub(crate) older_than: Option<u64>,
    /// Only these, separated by commas; unknown ones are passed over.
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    pub(crate) ids: Option<Vec<String>>,
    /// Only the newest N, also where a program reads; more than these are told on stderr.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) limit: Option<u64>,
    /// Every one, also on a terminal, which shows the newest 100 otherwise.
    #[arg(long, conflicts_with = "limit")]
    pub(crate) all: bool,
}

/// Which downloads are forgotten.
#[derive(Debug, ClapArgs)]
#[group(id = "forgotten", required = true, multiple = true)]
pub(crate) struct Forgotten {
    /// Their numbers, or the ids given with --id.
    #[arg(value_name = "ID", conflicts_with_all = ["all", "group", "batch", "status", "older_than"])]
    pub(crate) ids: Vec<String>,
    /// All of them.
    #[arg(long, conflicts_with_all = ["group", "batch", "status", "older_than"])]
    pub(crate) all: bool,
    /// All of this group.
    #[arg(long, value_name = "G")]
    pub(crate) group: Option<String>,
    /// All of this batch: its number, or the id given with --id.
    #[arg(long, value_name = "BATCH", conflicts_with_all = ["ids", "all", "group", "status", "older_than"])]
    pub(crate) batch: Option<String>,
    /// Those with this status.
    #[arg(long, value_name = "S")]
    pub(crate) status: Option<StatusWord>,
    /// Those added at least so long ago, such as 5d; without --status only those that have ended.
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub(crate) older_than: Option<u64>,
}

/// What a clean-up keeps.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(crate) struct Kept {
    /// Keep the last N that have ended.
    #[arg(long, value_name = "N")]
    pub(crate) keep: Option<u64>,
    /// Keep those that ended within D days.
    #[arg(long, value_name = "D")]
    pub(crate) days: Option<u32>,
}

/// Which ends of downloads are printed.
#[derive(Debug, ClapArgs)]
pub(crate) struct Events {
    /// The mailbox; each has its own memory of what it was told.
    #[arg(long = "as", value_name = "NAME", default_value = "default")]
    pub(crate) mailbox: String,
    /// Go on with those that come.
    #[arg(long)]
    pub(crate) follow: bool,
}

/// Reads an age in seconds.
fn age(text: &str) -> Result<u64, String> {
    let wrong = || format!("\"{text}\" is no age; write one such as 5d, 12h, 30m or 45s");
    let text = text.trim();
    let (digits, unit) = match text.char_indices().last() {
        Some((at, 'd')) => (&text[..at], 24 * 60 * 60),
        Some((at, 'h')) => (&text[..at], 60 * 60),
        Some((at, 'm')) => (&text[..at], 60),
        Some((at, 's')) => (&text[..at], 1),
        Some(_) | None => (text, 1),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(unit).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_has_a_unit_or_is_in_seconds() {
        for (text, seconds) in [("5d", 432_000), ("2h", 7200), ("3m", 180), ("4s", 4), ("7", 7), ("0", 0)] {
            assert_eq!(age(text), Ok(seconds), "{text}");
        }
        for text in ["", "d", "-1d", "5w", "1.5h", "99999999999999999999d", "300000000000000000d", "5 d"] {
            assert!(age(text).is_err(), "{text}");
        }
    }
}
