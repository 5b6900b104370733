//! What a host tells without being asked.
//!
//! Owns [`Watch`], the question, and [`Update`], the answers. Rule kept here: facts are numbered and none is left out;
//! progress is sampled, the latest wins, and nothing is sent per chunk.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::batch::BatchFailure;
use crate::list::Counts;
use crate::notice::{Notice, Place, Press};
use crate::records::Ended;
use crate::select::TaskRef;
use crate::task::{Response, TaskView};

/// What a client wants to hear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Watch {
    /// Facts and progress of all tasks.
    All,
    /// Facts and progress of these tasks; with `since`, facts from that revision on.
    Tasks {
        /// Which tasks.
        tasks: Vec<TaskRef>,
        /// The revision to begin after; absent: from now on.
        since: Option<u64>,
    },
    /// Only how these tasks end, without what their servers said: for whoever waits and shows nothing meanwhile.
    Ends {
        /// Which tasks.
        tasks: Vec<TaskRef>,
        /// The revision to begin after.
        since: u64,
    },
    /// Only that something changed, at most four times a second, with the counts.
    Ticks,
    /// Ends that a mailbox has not seen, and every later one. Say with `seen` which were dealt with (M172).
    Mail {
        /// Its name; one that is new has seen nothing.
        mailbox: String,
    },
    /// Desktop notifications to show, as long as nobody shows them who is nearer to the person.
    Notices(Place),
    /// Presses on notifications that want a window, those first that nobody has heard of yet (M183).
    Presses,
}

/// How far a running task is, sampled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Progress {
    /// The task.
    pub id: u64,
    /// Bytes that are there.
    pub received: u64,
    /// Length of the file; absent when unknown.
    pub total: Option<u64>,
    /// 0.0 to 0.999 while running (M037).
    pub progress: f64,
    /// Smoothed speed.
    pub bytes_per_second: u64,
    /// Absent when unknown.
    pub seconds_left: Option<u64>,
}

/// Something changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Tick {
    /// Grows with every change and every sample.
    pub version: u64,
    /// How many tasks there are of each kind.
    pub counts: Counts,
    /// Speed of all tasks together.
    pub bytes_per_second: u64,
}

/// One thing a host tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
#[ts(tag = "event", rename_all = "snake_case")]
pub enum Update {
    /// The watch has begun; nothing after this is missed.
    Watching {},
    /// A task is new.
    Added {
        /// Number of the fact.
        revision: u64,
        /// The task.
        task: TaskView,
    },
    /// A task changed its status or phase.
    Status {
        /// Number of the fact.
        revision: u64,
        /// The task as it is now.
        task: TaskView,
        /// What the server said last, when the task has ended (M029).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        response: Option<Response>,
    },
    /// A task is forgotten.
    Removed {
        /// Number of the fact.
        revision: u64,
        /// The task.
        id: u64,
    },
    /// A batch is new, or a task of it has ended: so far is it now (M048).
    Batch {
        /// Number of the fact.
        revision: u64,
        /// The batch.
        batch: u64,
        /// Tasks that are complete.
        succeeded: u64,
        /// Tasks that ended without their files.
        failed: u64,
        /// Tasks in all; the last update has as many that ended.
        size: u64,
        /// Why an atomic batch was called off; with the last update only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        failure: Option<BatchFailure>,
    },
    /// How far a task is; at most twice a second a task.
    Progress(Progress),
    /// Something changed.
    Tick(Tick),
    /// A notification to show.
    Notice(Notice),
    /// A task has ended, for a mailbox.
    Ended(Ended),
    /// Somebody pressed on a notification, and wants to see something.
    Pressed(Press),
    /// This client was too slow and missed facts; it has to ask for what it needs again.
    Missed {},
}
