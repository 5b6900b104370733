//! What is told of a task.
//!
//! Owns the two kinds of updates and how a record becomes one. Refuses to decide who hears them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use haul_model::notification::{speed_text, time_text};
use haul_model::remote::Reply;
use haul_model::status::TaskStatus;
use haul_model::task::{Task, TaskId};
use haul_store::Record;

use crate::library::Exception;

/// Something that is told of a task.
#[derive(Debug, Clone, PartialEq)]
pub enum Update {
    /// Its status is another.
    Status(StatusUpdate),
    /// It has come further.
    Progress(ProgressUpdate),
}

impl Update {
    /// The task's number.
    #[must_use]
    pub const fn id(&self) -> TaskId {
        match self {
            Self::Status(update) => update.id,
            Self::Progress(update) => update.id,
        }
    }

    /// The task.
    #[must_use]
    pub const fn task(&self) -> &Arc<Task> {
        match self {
            Self::Status(update) => &update.task,
            Self::Progress(update) => &update.task,
        }
    }
}

/// The status of a task is another (M023, M029).
#[derive(Debug, Clone, PartialEq)]
pub struct StatusUpdate {
    /// The task's number.
    pub id: TaskId,
    /// The task, without its secrets.
    pub task: Arc<Task>,
    /// What is so now.
    pub status: TaskStatus,
    /// Why it failed, when it did.
    pub exception: Option<Exception>,
    /// The head of the server's answer, with the text of an error. With final states only.
    pub response: Option<Reply>,
    /// The whole answer, byte for byte, where it is the result of the task.
    pub answer: Option<Vec<u8>>,
    /// Where the file is, when it is complete.
    pub path: Option<PathBuf>,
    /// Tries left.
    pub retries_left: u8,
}

/// How far a task is (M037 to M046).
#[derive(Debug, Clone, PartialEq)]
pub struct ProgressUpdate {
    /// The task's number.
    pub id: TaskId,
    /// The task, without its secrets.
    pub task: Arc<Task>,
    /// 0.0 to 0.999 on the way, 1.0 when complete; -1 failed, -2 canceled, -3 not found, -4 waiting to retry, -5 paused.
    pub progress: f64,
    /// Length of the file in bytes; `None` while nobody knows it.
    pub expected_file_size: Option<u64>,
    /// Smoothed bytes a second; `None` when it does not run.
    pub bytes_per_second: Option<u64>,
    /// Time until it is complete, where that can be told.
    pub time_left: Option<Duration>,
}

impl ProgressUpdate {
    /// The speed for people: `-- MB/s`, `200 kB/s`, `2 MB/s` (M045).
    #[must_use]
    pub fn speed_text(&self) -> String {
        speed_text(self.bytes_per_second)
    }

    /// The time left for people: `--:--`, `MM:SS`, `H:MM:SS` (M046).
    #[must_use]
    pub fn time_left_text(&self) -> String {
        time_text(self.time_left.map(|left| left.as_secs()))
    }
}

/// A record in `status`, which may be older than the record's own.
pub(super) fn of_record(record: Record, task: Arc<Task>, status: TaskStatus) -> StatusUpdate {
    let is_file = record.task.work.as_download().is_some();
    let path = (is_file && status == TaskStatus::Complete).then(|| record.folder.join(record.name.as_str()));
    let (response, answer) = if status.is_final() { (record.reply, record.answer) } else { (None, None) };
    let exception = Exception::of_status(&status, response.as_ref());
    StatusUpdate { id: record.id, task, status, exception, response, answer, path, retries_left: record.retries_left }
}
