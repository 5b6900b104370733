//! How far an upload has come.
//!
//! Owns [`Delivery`], which is kept with the record. Rules kept here: it says that bytes may have left before the first of
//! them does, so whoever finds it after a crash never takes "perhaps sent" for "not sent"; what was sent of one state of
//! a file is never continued with another.

use serde::{Deserialize, Serialize};

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Length in bytes.
    pub length: u64,
    /// When it was changed last, in nanoseconds since the epoch.
    pub modified: i64,
    /// Its inode.
    pub inode: u64,
    /// The device of the inode.
    pub device: u64,
}

/// How far an upload has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Length of the body in bytes.
    pub length: u64,
    /// The files as they were when it began.
    pub stamps: Vec<Stamp>,
    /// Address of what the server keeps of it, where it can be continued.
    #[serde(default)]
    pub resource: Option<String>,
    /// Bytes that the server has said to have.
    #[serde(default)]
    pub offset: u64,
    /// No more bytes than these can have left.
    #[serde(default)]
    pub most: u64,
    /// Whether a resource was given up for another one.
    #[serde(default)]
    pub renewed: bool,
    /// Where it is.
    pub stage: Stage,
}

/// Where a delivery is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing of it has left that counts: it may be sent.
    #[default]
    Ready,
    /// It may have left, and nobody knows what became of it.
    Underway,
    /// The server has all of it.
    Done,
}

impl Delivery {
    /// One that has not begun, of files in this state.
    #[must_use]
    pub fn of(length: u64, stamps: Vec<Stamp>) -> Self {
        Self { length, stamps, ..Self::default() }
    }

    /// Whether the server keeps something of it that is of no use once it is called off.
    #[must_use]
    pub const fn is_begun_at_server(&self) -> bool {
        self.resource.is_some() && !matches!(self.stage, Stage::Done)
    }

    /// What remains of it when the user has it tried again: what is known stays, and what nobody knows is forgotten, for the
    /// user has looked.
    #[must_use]
    pub fn tried_again(self) -> Self {
        match self.stage {
            Stage::Done | Stage::Ready => self,
            Stage::Underway => Self::of(self.length, self.stamps),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f163_only_what_nobody_knows_is_forgotten_when_the_user_tries_again() {
        let begun =
            Delivery { resource: Some("https://a.example/1".to_owned()), offset: 5, ..Delivery::of(9, Vec::new()) };
        for stage in [Stage::Ready, Stage::Done] {
            let known = Delivery { stage, ..begun.clone() };
            assert_eq!(known.clone().tried_again(), known);
        }
        let unknown = Delivery { stage: Stage::Underway, ..begun };
        assert_eq!(unknown.tried_again(), Delivery::of(9, Vec::new()));
    }
}
