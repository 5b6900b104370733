//! What can be said about the network that a task may use.
//!
//! Owns the options that every kind of task has, and their words. Refuses meaning: that is a rule of the host.

use clap::{Args as ClapArgs, ValueEnum};
use haul_api::Permission;

/// Which networks a new task may use.
#[derive(Debug, ClapArgs)]
pub(crate) struct Link {
    /// Whether a metered or mobile network may be used; without it the settings decide.
    #[arg(long, value_name = "USE")]
    metered: Option<MeteredWord>,
    /// Wait for WiFi or a cable while the network is metered or mobile.
    #[arg(long)]
    pub(crate) wifi_only: bool,
}

impl Link {
    /// What is said about metered ones.
    pub(crate) fn metered(&self) -> Permission {
        self.metered.map(Permission::from).unwrap_or_default()
    }
}

/// Whether metered networks may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MeteredWord {
    /// They may.
    Allow,
    /// The task waits for another one.
    Refuse,
    /// As it is set for all tasks.
    AsSet,
}

impl From<MeteredWord> for Permission {
    fn from(word: MeteredWord) -> Self {
        match word {
            MeteredWord::Allow => Self::Allowed,
            MeteredWord::Refuse => Self::Refused,
            MeteredWord::AsSet => Self::AsSet,
        }
    }
}

/// A wish, or its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Answer {
    /// It is wished.
    Yes,
    /// It is not.
    No,
}
