//! The log files.
//!
//! Owns one file a day, a week of them. Refuses secrets: what is logged was redacted where it was made.

use std::env;
use std::path::Path;

use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

/// Days of logs that are kept.
const DAYS: usize = 7;
/// Lines that may wait for the disk; more are dropped. Room for all of them is held from the beginning, 32 bytes each.
const WAITING: usize = 4096;

/// Keeps the log going until it is dropped.
#[derive(Debug)]
pub(crate) struct Logs {
    _guard: Option<WorkerGuard>,
}

impl Logs {
    /// Logs into `folder`; a folder that cannot be written is no reason not to start. `HAUL_LOG` sets what is logged.
    pub(crate) fn begin(folder: &Path) -> Self {
        let appender = RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_prefix("haul")
            .filename_suffix("log")
            .max_log_files(DAYS)
            .build(folder);
        let Ok(appender) = appender else { return Self { _guard: None } };
        let (writer, guard) = NonBlockingBuilder::default().buffered_lines_limit(WAITING).finish(appender);
        let filter = wanted(env::var("HAUL_LOG").ok().as_deref());
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(writer).with_filter(filter);
        let subscriber = tracing_subscriber::registry().with(lines);
        // A second host in one process (a test) goes on logging into the first one's files.
        let _ = tracing::subscriber::set_global_default(subscriber);
        Self { _guard: Some(guard) }
    }
}

/// What is logged: parts of the program with their levels, such as `haul_engine=debug,warn`. Nothing, and what makes no
/// sense, is as usual.
fn wanted(text: Option<&str>) -> Targets {
    let usual = || Targets::new().with_default(LevelFilter::INFO).with_target("hyper", LevelFilter::WARN);
    text.filter(|text| !text.trim().is_empty()).and_then(|text| text.parse().ok()).unwrap_or_else(usual)
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn the_part_that_is_named_is_logged_at_its_level() {
        let named = wanted(Some("haul_engine=debug,warn"));
        assert!(named.would_enable("haul_engine::net", &Level::DEBUG));
        assert!(named.would_enable("haul_host", &Level::WARN) && !named.would_enable("haul_host", &Level::INFO));
    }

    #[test]
    fn what_nobody_said_and_what_makes_no_sense_is_logged_as_usual() {
        for text in [None, Some(""), Some(" "), Some("haul_engine==")] {
            let usual = wanted(text);
            assert!(usual.would_enable("haul_engine", &Level::INFO), "{text:?}");
            assert!(!usual.would_enable("haul_engine", &Level::DEBUG), "{text:?}");
            assert!(!usual.would_enable("hyper::client", &Level::INFO), "{text:?}");
        }
    }
}
