//! Who may begin next, and in which order they wait.
//!
//! Owns the order of the queue, the decision who begins, the pace of starts and the shares of a limit. Refuses to start
//! anything. Rules kept here: a host or group that has all it may have never holds up those behind it (M122, M128), and is
//! not walked through task by task; order is priority, then the place a person gave, then age (M017).

mod line;
mod pace;
mod place;
mod plan;
mod reorder;
mod share;

use std::time::Duration;

use crate::group::Flow;

pub use line::{Member, Queue};
pub use pace::{Door, Pace};
pub use place::{Place, rank_of};
pub use plan::{GroupRule, Rules, first, plan};
pub use reorder::{Position, moved};
pub use share::portion;

/// How many tasks may run at once, and how soon after one another they begin. Zero tasks means no limit, but for `total`:
/// there it means none at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// In all.
    pub total: u32,
    /// To one host.
    pub per_host: u32,
    /// In one group that has no number of its own.
    pub per_group: u32,
    /// Whether waiting tasks may begin (M125).
    pub flow: Flow,
    /// Least time between two starts (M124).
    pub start_interval: Duration,
}
