//! What can be set about all transfers.
//!
//! Owns the values that running transfers look at. Refuses to store them: the host does.

use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use haul_model::link::LinkRules;
use haul_model::rules::{DiskRules, Keep};

/// What can be set about all transfers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tuning {
    /// Most connections of a task that names no number, at least 1.
    pub lanes: u32,
    /// Bytes a second below which a transfer is given up and tried again; 0 means none.
    pub min_speed: u64,
    /// How long servers may take; new connections go by it.
    pub patience: Patience,
    /// What holds for every file that is written.
    pub disks: DiskRules,
    /// Which ended tasks stay on record; looked at with every hundredth end.
    pub keep: Keep,
    /// What holds for every link.
    pub links: LinkRules,
}

/// How long a server may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Patience {
    /// Time to find and reach it.
    pub connect: Duration,
    /// Time without a byte after which a connection counts as dead.
    pub stall: Duration,
}

impl Patience {
    /// Longest wait for the head of an answer, over a connection that may have to be made first.
    pub(crate) fn until_head(self) -> Duration {
        self.connect + self.stall
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(20), stall: Duration::from_secs(60) }
    }
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            lanes: 8,
            min_speed: 0,
            patience: Patience::default(),
            disks: DiskRules::default(),
            keep: Keep::default(),
            links: LinkRules::default(),
        }
    }
}

/// The present values.
#[derive(Debug, Default)]
pub(crate) struct Tuned {
    values: RwLock<Tuning>,
}

impl Tuned {
    pub(crate) const fn new(tuning: Tuning) -> Self {
        Self { values: RwLock::new(tuning) }
    }

    pub(crate) fn get(&self) -> Tuning {
        *self.values.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set(&self, tuning: Tuning) {
        *self.values.write().unwrap_or_else(PoisonError::into_inner) = tuning;
    }
}
