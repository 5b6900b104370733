//! How much, how fast and where: for an overview.
//!
//! Owns totals, speeds over time, space and hosts as plain data. Refuses rules.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::select::TaskRef;

/// What came and went, over a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Traffic {
    /// Bytes of downloads that are proven on disk.
    pub received: u64,
    /// Bytes of uploads that have left.
    pub sent: u64,
    /// Downloads that were completed.
    pub fetched: u64,
    /// Uploads that were completed.
    pub uploaded: u64,
}

/// A folder that is in use, and its disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderSpace {
    /// The folder.
    pub folder: String,
    /// Bytes that are free there.
    pub free: u64,
    /// Bytes of the whole disk.
    pub size: u64,
    /// Running tasks that write there.
    pub tasks: u64,
}

/// What goes on between this computer and a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HostActivity {
    /// The host.
    pub host: String,
    /// Tasks that run.
    pub tasks: u64,
    /// Their connections.
    pub connections: u64,
    /// Speed of all of them.
    pub bytes_per_second: u64,
}

/// Totals, space and hosts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Statistics {
    /// Since midnight.
    pub today: Traffic,
    /// Since the first day.
    pub all_time: Traffic,
    /// The first day that counts, such as `2026-11-21`; absent before anything came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The folder for downloads first, then those that are written to now.
    pub folders: Vec<FolderSpace>,
    /// Hosts of running tasks, in order of their names.
    pub hosts: Vec<HostActivity>,
}

/// Asks for speeds over time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct SpeedQuery {
    /// Of one task; of all together where absent.
    #[serde(default)]
    pub task: Option<TaskRef>,
}

/// The speeds of the last minutes in which anything ran, one a second, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Speeds {
    /// The end of each second, in milliseconds since the epoch; always growing.
    pub at: Vec<i64>,
    /// Bytes a second, as many as there are moments.
    pub bytes_per_second: Vec<u64>,
}
