//! The log files.
//!
//! Owns one file a day, a week of them. Refuses secrets: what is logged was redacted where it was made.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Days of logs that are kept.
const DAYS: usize = 7;

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
        let (writer, guard) = tracing_appender::non_blocking(appender);
        let filter = EnvFilter::try_from_env("HAUL_LOG").unwrap_or_else(|_| EnvFilter::new("info,hyper=warn"));
        let subscriber =
            tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(writer).finish();
        // A second host in one process (a test) goes on logging into the first one's files.
        let _ = tracing::subscriber::set_global_default(subscriber);
        Self { _guard: Some(guard) }
    }
}
