//! What holds for all tasks of a group.
//!
//! Owns [`GroupSpec`], what a person has said of a group, and [`GroupChange`], how it becomes another. Refuses to know
//! which tasks are in a group: a task names it. Rule kept here: a group that nobody has said anything of is like every
//! other one.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::link::Permission;
use crate::notification::Templates;

/// What has been said of a group. What is `None` is as for all groups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupSpec {
    /// Where its downloads go that name no folder; absolute.
    pub folder: Option<PathBuf>,
    /// Most of its tasks at once; 0 means no limit.
    pub max_running: Option<u32>,
    /// Most bytes a second of its tasks together.
    pub limit_rate: Option<u64>,
    /// Its share of a limit that several groups want more of than there is.
    pub weight: Weight,
    /// Whether its waiting tasks may begin (M125).
    pub flow: Flow,
    /// Least time between two starts of its tasks, in milliseconds (M124).
    pub start_interval: u64,
    /// Tries of its tasks that name no number, 0 to 10.
    pub retries: Option<u8>,
    /// Its notifications, in place of the default ones (M181).
    pub notifications: Option<Templates>,
    /// Whether its tasks that say nothing of it may use metered links (M154).
    pub metered: Permission,
}

/// A share, 1 to 100; twice the weight is twice the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Weight(u8);

/// A number that is no weight.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0} is no weight; use 1 to 100, where 10 is that of a group of which nothing is said")]
pub struct BadWeight(pub u32);

impl Weight {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for Weight {
    fn default() -> Self {
        Self(10)
    }
}

impl TryFrom<u32> for Weight {
    type Error = BadWeight;

    fn try_from(number: u32) -> Result<Self, BadWeight> {
        u8::try_from(number).ok().filter(|weight| (1..=100).contains(weight)).map(Self).ok_or(BadWeight(number))
    }
}

impl From<Weight> for u32 {
    fn from(weight: Weight) -> Self {
        weight.0.into()
    }
}

/// Whether waiting tasks may begin. Those that run go on either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// They begin as soon as there is room for them.
    #[default]
    Open,
    /// They wait.
    Held,
}

/// What is to be different about a group. The outer `None` leaves it as it is, the inner one takes it back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields of the specification")]
pub struct GroupChange {
    pub folder: Option<Option<PathBuf>>,
    pub max_running: Option<Option<u32>>,
    pub limit_rate: Option<Option<u64>>,
    pub weight: Option<Weight>,
    pub flow: Option<Flow>,
    pub start_interval: Option<u64>,
    pub retries: Option<Option<u8>>,
    pub notifications: Option<Option<Templates>>,
    pub metered: Option<Permission>,
}

impl GroupChange {
    /// Makes the change.
    pub fn apply(self, spec: &mut GroupSpec) {
        let Self { folder, max_running, limit_rate, weight, flow, start_interval, retries, notifications, metered } =
            self;
        put(&mut spec.folder, folder);
        put(&mut spec.max_running, max_running);
        put(&mut spec.limit_rate, limit_rate.map(|rate| rate.filter(|rate| *rate > 0)));
        put(&mut spec.weight, weight);
        put(&mut spec.flow, flow);
        put(&mut spec.start_interval, start_interval);
        put(&mut spec.retries, retries);
        put(&mut spec.notifications, notifications);
        put(&mut spec.metered, metered);
    }
}

fn put<T>(place: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *place = new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_touches_what_it_names_and_nothing_else() -> Result<(), BadWeight> {
        let mut spec = GroupSpec { max_running: Some(3), limit_rate: Some(7), ..GroupSpec::default() };
        let change = GroupChange {
            max_running: Some(None),
            weight: Some(20.try_into()?),
            flow: Some(Flow::Held),
            ..GroupChange::default()
        };
        change.apply(&mut spec);
        let wanted =
            GroupSpec { limit_rate: Some(7), weight: Weight::try_from(20)?, flow: Flow::Held, ..GroupSpec::default() };
        assert_eq!(spec, wanted);
        Ok(())
    }

    #[test]
    fn a_limit_of_nothing_is_no_limit() {
        let mut spec = GroupSpec { limit_rate: Some(7), ..GroupSpec::default() };
        GroupChange { limit_rate: Some(Some(0)), ..GroupChange::default() }.apply(&mut spec);
        assert_eq!(spec, GroupSpec::default());
    }

    #[test]
    fn m174_what_was_said_is_read_back_and_what_a_later_version_says_is_passed_over() -> serde_json::Result<()> {
        let spec =
            GroupSpec { folder: Some("/f".into()), start_interval: 20, retries: Some(2), ..GroupSpec::default() };
        assert_eq!(serde_json::from_str::<GroupSpec>(&serde_json::to_string(&spec)?)?, spec);
        assert_eq!(serde_json::from_str::<GroupSpec>(r#"{"weight":1,"later":true}"#)?.weight, Weight(1));
        assert!(serde_json::from_str::<GroupSpec>(r#"{"weight":0}"#).is_err());
        Ok(())
    }
}
