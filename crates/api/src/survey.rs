//! What is so before downloads are added.
//!
//! Owns the plain data. Refuses to reserve anything: what is free now may be taken a moment later.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what downloads would find that go to a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct Survey {
    /// Their folder, as a download names it.
    pub folder: Option<String>,
    /// Their group, which may have a folder of its own.
    pub group: Option<String>,
    /// Their addresses, at most 10,000.
    #[ts(as = "Option<Vec<String>>", optional)]
    pub urls: Vec<String>,
    /// The names they would have, at most 10,000.
    #[ts(as = "Option<Vec<String>>", optional)]
    pub names: Vec<String>,
}

/// What they would find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Surveyed {
    /// The folder, absolute.
    pub folder: String,
    /// Free bytes on its disk, where the disk says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free: Option<u64>,
    /// Those of the addresses that are on the list already, as they were given.
    pub listed: Vec<String>,
    /// Those of the names that are taken in the folder.
    pub taken: Vec<String>,
}
