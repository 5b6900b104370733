//! What `get` prints for programs.
//!
//! Owns the lines of the contract and when each is due. Rules kept here: a status is printed when its word changes, so
//! a success makes three (M023); progress comes at most twice in any second (M039), begins with what is there, stays
//! below 1.0 until the file is in place, and then is 1.0 once (M037).

use std::collections::HashMap;
use std::time::Duration;

use haul_api::{AddedTask, BatchFailure, Code, Phase, Progress, Refusal, Status, TaskView};
use serde::Serialize;
use tokio::time::{Instant, sleep_until};

use crate::output::Output;

/// Shortest time between two progress lines of a task. The last one comes when it comes, so half a second would let
/// three of them into one second.
const BETWEEN: Duration = Duration::from_secs(1);

/// One line for programs.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event<'a> {
    /// The download is in the queue.
    Added {
        /// Its number.
        id: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        own_id: Option<&'a str>,
        url: &'a str,
        path: &'a str,
    },
    /// The download was refused.
    Refused { url: &'a str, code: Code, message: &'a str },
    /// The status has another word now.
    Status(StatusLine<'a>),
    /// A batch has come so far.
    Batch {
        /// Its number.
        batch: u64,
        succeeded: u64,
        failed: u64,
        size: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        failure: Option<&'a BatchFailure>,
    },
    /// How far it is.
    Progress {
        id: u64,
        received: u64,
        /// -1 when unknown (M042).
        total: i64,
        progress: f64,
        bytes_per_second: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        seconds_left: Option<u64>,
    },
}

/// A status with what belongs to it.
#[derive(Debug, Serialize)]
pub(crate) struct StatusLine<'a> {
    id: u64,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<Phase>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_at: Option<i64>,
}

impl<'a> Event<'a> {
    pub(crate) fn added(task: &'a AddedTask) -> Self {
        Self::Added { id: task.id, own_id: task.own_id.as_deref(), url: &task.url, path: &task.path }
    }

    pub(crate) const fn refused(url: &'a str, refusal: &'a Refusal) -> Self {
        Self::Refused { url, code: refusal.code, message: refusal.message.as_str() }
    }

    pub(crate) const fn batch(
        batch: u64,
        (succeeded, failed): (u64, u64),
        size: u64,
        failure: Option<&'a BatchFailure>,
    ) -> Self {
        Self::Batch { batch, succeeded, failed, size, failure }
    }

    fn status(task: &'a TaskView) -> Self {
        let complete = task.status == Status::Complete;
        Self::Status(StatusLine {
            id: task.id,
            status: task.status,
            phase: task.phase,
            path: complete.then_some(task.path.as_str()),
            bytes: complete.then_some(task.received),
            digest: task.digest.as_deref().filter(|_| complete),
            category: task.category.as_deref(),
            message: task.message.as_deref(),
            remedy: task.remedy.as_deref(),
            retry_at: task.retry_at,
        })
    }

    const fn of_task(task: &TaskView) -> Self {
        Self::Progress {
            id: task.id,
            received: task.received,
            total: task.total,
            progress: task.progress,
            bytes_per_second: task.bytes_per_second,
            seconds_left: task.seconds_left,
        }
    }

    fn of_sample(sample: &Progress) -> Self {
        Self::Progress {
            id: sample.id,
            received: sample.received,
            total: sample.total.and_then(|total| i64::try_from(total).ok()).unwrap_or(-1),
            progress: sample.progress,
            bytes_per_second: sample.bytes_per_second,
            seconds_left: sample.seconds_left,
        }
    }
}

/// Prints the lines of a set of downloads.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    out: &'a Output,
    /// When the next progress line of each task may come.
    from: HashMap<u64, Instant>,
    /// The newest sample of each task that came too early for a line.
    early: HashMap<u64, Progress>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(out: &'a Output) -> Self {
        Self { out, from: HashMap::new(), early: HashMap::new() }
    }

    /// A batch has come so far (M048).
    pub(crate) fn batch(&self, batch: u64, ended: (u64, u64), size: u64, failure: Option<&BatchFailure>) {
        self.out.value(&Event::batch(batch, ended, size, failure));
    }

    /// The status of a task has another word now.
    pub(crate) fn status(&mut self, task: &TaskView) {
        self.early.remove(&task.id);
        if task.status == Status::Complete {
            self.out.value(&Event::of_task(task));
        }
        self.out.value(&Event::status(task));
        if task.status == Status::Running && self.may_come(task.id) {
            self.out.value(&Event::of_task(task));
        }
    }

    /// A running task has come further. A sample that comes too early is printed by [`Lines::late`], unless a newer
    /// one takes its place.
    pub(crate) fn sample(&mut self, sample: &Progress) {
        if self.may_come(sample.id) {
            self.early.remove(&sample.id);
            self.out.value(&Event::of_sample(sample));
        } else {
            self.early.insert(sample.id, sample.clone());
        }
    }

    /// Prints the early samples when their time has come; never ends.
    pub(crate) async fn late(&mut self) {
        loop {
            let due = self.early.keys().filter_map(|id| Some((*self.from.get(id)?, *id))).min();
            let Some((from, id)) = due else { return std::future::pending().await };
            sleep_until(from).await;
            if let Some(sample) = self.early.remove(&id) {
                self.sample(&sample);
            }
        }
    }

    fn may_come(&mut self, id: u64) -> bool {
        let now = Instant::now();
        let may = self.from.get(&id).is_none_or(|from| now >= *from);
        if may {
            self.from.insert(id, now + BETWEEN);
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(received: u64) -> Progress {
        Progress { id: 1, received, total: None, progress: 0.0, bytes_per_second: 0, seconds_left: None }
    }

    #[tokio::test(start_paused = true)]
    async fn the_newest_early_sample_is_printed_when_its_time_has_come() {
        let out = Output::new(true);
        let mut lines = Lines::new(&out);
        for received in [1, 2, 3] {
            lines.sample(&sample(received));
        }
        assert_eq!(lines.early.get(&1).map(|early| early.received), Some(3));
        let begun = Instant::now();
        // `late` never ends by itself: the held clock passes its one line and stops at this limit.
        assert!(tokio::time::timeout(Duration::from_secs(5), lines.late()).await.is_err());
        assert!(lines.early.is_empty());
        assert_eq!(lines.from.get(&1), Some(&(begun + BETWEEN + BETWEEN)), "one line, a second after the first");
    }
}
