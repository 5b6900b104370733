//! What a run of the laboratory has shown.
//!
//! Owns the counts of a run, and the settings that make one longer. Rule kept here: a run that lost something still
//! leaves its counts where `HAUL_PROOF` says, and then fails.

use std::io::Write as _;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

/// The counts of a run.
#[derive(Debug, Default)]
pub(crate) struct Proof {
    pub(crate) kind: &'static str,
    pub(crate) rounds: u64,
    pub(crate) faults: u64,
    pub(crate) tasks: u64,
    /// Sentences about tasks that are gone, doubled or changed.
    pub(crate) lost: Vec<String>,
    /// Sentences about files that are not what was served, and bytes that were called proven and are not.
    pub(crate) wrong: Vec<String>,
    /// Most bytes that one fault made worthless.
    pub(crate) again: u64,
    /// What the lanes of all tasks can receive between two checkpoints.
    pub(crate) interval: u64,
}

impl Proof {
    /// Takes over the counts of another home that was tried at the same time.
    pub(crate) fn and(mut self, other: Proof) -> Proof {
        self.rounds += other.rounds;
        self.faults += other.faults;
        self.tasks += other.tasks;
        self.lost.extend(other.lost);
        self.wrong.extend(other.wrong);
        self.again = self.again.max(other.again);
        self.interval = self.interval.max(other.interval);
        self
    }

    /// Whether nothing was lost and nothing is wrong.
    pub(crate) fn is_clean(&self) -> bool {
        self.lost.is_empty() && self.wrong.is_empty()
    }

    /// Leaves the counts for whoever asked, and fails when anything was lost.
    pub(crate) fn judge(&self) -> Result<()> {
        let line = json!({
            "kind": self.kind, "rounds": self.rounds, "faults": self.faults, "tasks": self.tasks,
            "lost": self.lost.len(), "wrong": self.wrong.len(), "again": self.again, "interval": self.interval,
        });
        if let Some(path) = std::env::var_os("HAUL_PROOF") {
            let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path)?;
            writeln!(file, "{line}")?;
        }
        ensure!(self.lost.is_empty(), "lost: {:#?}", self.lost);
        ensure!(self.wrong.is_empty(), "wrong: {:#?}", self.wrong);
        Ok(())
    }
}

/// A number from the environment.
pub(crate) fn setting(name: &str) -> Result<Option<u64>> {
    std::env::var(name).ok().map(|text| text.parse().with_context(|| name.to_owned())).transpose()
}
