//! The log of a task, for people.
//!
//! Owns a sentence for each word of it. Rule kept here: a line begins with the moment, as a clock on the wall here shows it.

use haul_api::{LogEntry, LogWord};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// One line an entry, oldest first.
pub(crate) fn lines(log: &[LogEntry]) -> Vec<String> {
    log.iter().map(|entry| format!("{}  {}", moment(entry.at), sentence(entry))).collect()
}

fn moment(at: i64) -> String {
    let moment = Timestamp::from_millisecond(at).unwrap_or_default();
    moment.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn sentence(entry: &LogEntry) -> String {
    let detail = entry.detail.as_deref().unwrap_or_default();
    match entry.what {
        LogWord::Added => "added".to_owned(),
        LogWord::Started => "started".to_owned(),
        LogWord::Redirected => format!("redirected to {detail}"),
        LogWord::NoParts => "the server gives this file in one piece only".to_owned(),
        LogWord::BegunAnew => "begun anew: the server has another file now than the one that was begun".to_owned(),
        LogWord::Verified => format!("verified: {detail}"),
        LogWord::CommandBegun => "the command for the finished file began".to_owned(),
        LogWord::Sealed => "whole, and waits for the others of its batch".to_owned(),
        LogWord::Stopped => "stopped, and waits for its turn".to_owned(),
        LogWord::Resumed => "continued".to_owned(),
        LogWord::Paused => "paused".to_owned(),
        LogWord::PausedByHaul => "paused until the network is back".to_owned(),
        LogWord::Waits => match entry.until {
            Some(until) => format!("will retry at {}: {detail}", moment(until)),
            None => format!("will retry: {detail}"),
        },
        LogWord::Edited => format!("changed: {detail}"),
        LogWord::Completed => "complete".to_owned(),
        LogWord::NotFound => "the server has no such file".to_owned(),
        LogWord::Failed => format!("failed: {detail}"),
        LogWord::Canceled => "canceled".to_owned(),
    }
}
