//! The rows of the bench, and how much of each is done.
//!
//! Owns their short names, their sizes and their rounds; knows nothing of how a row is measured.

use clap::ValueEnum;

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Row {
    /// One large file over one connection
    Lane,
    /// The same, and its SHA-256 is checked
    Digest,
    /// The same over 8 connections
    Lanes,
    /// A file from a server that gives each connection little, over 16 of them
    Limited,
    /// Ten files at once
    Ten,
    /// Very many very small files over http/1.1
    Small,
    /// The same from a server that speaks TLS and http/2
    Small2,
    /// One large file over TLS 1.3
    Tls,
    /// One large file sent by PUT
    Upload,
    /// A limit on speed: how well it is kept and what it costs
    Paced,
    /// The most memory at 16 connections for each of 8 files
    Memory,
    /// A daemon with nothing to do
    Idle,
    /// The window: until something is seen, hidden, and while it is looked at
    Window,
    /// A great many waiting tasks
    Scale,
}

impl Row {
    /// What it is called on the command line and in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lane => "lane",
            Self::Digest => "digest",
            Self::Lanes => "lanes",
            Self::Limited => "limited",
            Self::Ten => "ten",
            Self::Small => "small",
            Self::Small2 => "small2",
            Self::Tls => "tls",
            Self::Upload => "upload",
            Self::Paced => "paced",
            Self::Memory => "memory",
            Self::Idle => "idle",
            Self::Window => "window",
            Self::Scale => "scale",
        }
    }
}

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// The sizes the bars speak of.
    Full,
    /// Small sizes, for a look that takes a minute or two.
    Quick,
    /// The least that goes through every row, for the tests.
    Smoke,
}

impl Effort {
    /// How often everybody runs, after a round that is not counted.
    pub(super) fn rounds(self, row: Row) -> usize {
        match (self, row) {
            (Self::Smoke, _) | (Self::Full, Row::Idle | Row::Scale) => 1,
            (Self::Quick, _) | (Self::Full, Row::Small | Row::Small2 | Row::Paced) => 2,
            (Self::Full, Row::Memory) => 3,
            (Self::Full, Row::Lane | Row::Digest | Row::Lanes | Row::Ten | Row::Tls | Row::Upload | Row::Window) => 5,
            (Self::Full, Row::Limited) => 9,
        }
    }

    /// The large file.
    pub(super) fn large(self) -> u64 {
        self.pick(1024, 64, 16) << 20
    }

    /// Each of ten.
    pub(super) fn tenth(self) -> u64 {
        self.pick(100, 8, 1) << 20
    }

    /// How many small files.
    pub(super) fn small(self) -> u64 {
        self.pick(10_000, 500, 50)
    }

    /// The file from the server that gives each connection little.
    pub(super) fn limited(self) -> u64 {
        self.pick(64, 32, 8) << 20
    }

    /// Each of the eight whose memory is looked at.
    pub(super) fn eighth(self) -> u64 {
        self.pick(64, 16, 2) << 20
    }

    /// How long something is watched that goes on as it is, in seconds.
    pub(super) fn seconds_paced(self) -> u64 {
        self.pick(20, 3, 1)
    }

    /// How long a daemon is watched that does nothing, in seconds.
    pub(super) fn seconds_idle(self) -> u64 {
        self.pick(30, 5, 1)
    }

    /// How many records the window begins with.
    pub(super) fn records(self) -> u64 {
        self.pick(100_000, 5_000, 100)
    }

    /// How many waiting tasks, where no number is asked for.
    pub(super) fn waiting(self) -> u64 {
        self.pick(1_000_000, 20_000, 1000)
    }

    fn pick(self, full: u64, quick: u64, smoke: u64) -> u64 {
        match self {
            Self::Full => full,
            Self::Quick => quick,
            Self::Smoke => smoke,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_typed_as_it_is_printed() {
        for row in Row::value_variants() {
            assert_eq!(Row::from_str(row.name(), false), Ok(*row));
        }
    }
}
