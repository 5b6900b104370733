//! The log of a task in the words of the surfaces.
//!
//! Owns the step from what happened to what is told. Rule kept here: that a task was added is told first, from its record.

use haul_api::{LogEntry, LogWord};
use haul_model::fault::Fault;
use haul_model::log::{self, Happening, Trait};
use haul_model::status::PausedBy;
use haul_model::time::Timestamp;

/// Everything that is told of a task that was added at `created`.
pub(crate) fn told(created: Timestamp, entries: Vec<log::LogEntry>) -> Vec<LogEntry> {
    let added = bare(created, LogWord::Added);
    std::iter::once(added).chain(entries.into_iter().map(|entry| entry_of(entry.at, entry.what))).collect()
}

const fn bare(at: Timestamp, what: LogWord) -> LogEntry {
    LogEntry { at: at.0, what, detail: None, category: None, until: None }
}

fn entry_of(at: Timestamp, what: Happening) -> LogEntry {
    let bare = |word| bare(at, word);
    let with = |word, detail| LogEntry { detail: Some(detail), ..bare(word) };
    let because = |word, Fault { category, message, remedy: _ }: Fault| LogEntry {
        category: Some(category.to_string()),
        ..with(word, message)
    };
    match what {
        Happening::Started => bare(LogWord::Started),
        Happening::Redirected { to } => with(LogWord::Redirected, to),
        Happening::NoParts => bare(LogWord::NoParts),
        Happening::BegunAnew => bare(LogWord::BegunAnew),
        Happening::Verified { digest } => with(LogWord::Verified, digest.to_string()),
        Happening::CommandBegun => bare(LogWord::CommandBegun),
        Happening::Sealed => bare(LogWord::Sealed),
        Happening::Stopped => bare(LogWord::Stopped),
        Happening::Resumed => bare(LogWord::Resumed),
        Happening::Paused { by: PausedBy::User } => bare(LogWord::Paused),
        Happening::Paused { by: PausedBy::System } => bare(LogWord::PausedByHaul),
        Happening::Waits { until, why } => LogEntry { until: Some(until.0), ..because(LogWord::Waits, why) },
        Happening::Edited { traits } => {
            with(LogWord::Edited, traits.into_iter().map(word).collect::<Vec<_>>().join(", "))
        }
        Happening::Completed => bare(LogWord::Completed),
        Happening::NotFound => bare(LogWord::NotFound),
        Happening::Failed { why } => because(LogWord::Failed, why),
        Happening::Canceled => bare(LogWord::Canceled),
    }
}

const fn word(edited: Trait) -> &'static str {
    match edited {
        Trait::Address => "address",
        Trait::Limit => "limit",
        Trait::Lanes => "lanes",
        Trait::Link => "link",
        Trait::Place => "place",
        Trait::Group => "group",
    }
}
