//! Groups, their queues, and the order of tasks in them.
//!
//! Owns the plain data of what can be asked and said of a group. Refuses rules: a value here has been decided by the host.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

use crate::new::{NotificationTexts, Permission};
use crate::select::TaskRef;

/// Names a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OneGroup {
    /// Its name.
    pub group: String,
}

/// Gives a group another name; its tasks and all that was said of it follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RenameGroup {
    /// Its name.
    pub group: String,
    /// Its name from now on; refused while another group has it.
    pub to: String,
}

/// A group: what was said of it, and how its tasks are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct GroupView {
    /// Its name.
    pub group: String,
    /// Where its downloads go that name no folder; absent: where all do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Most of its tasks at once, 0 without limit; absent: as the settings say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_running: Option<u32>,
    /// Most bytes a second of its tasks together; absent: no limit of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_rate: Option<u64>,
    /// Its share of a limit that several groups want more of than there is, 1 to 100.
    pub weight: u32,
    /// Whether its waiting tasks are held; those that run go on.
    pub queue_paused: bool,
    /// Least milliseconds between two starts of its tasks.
    pub start_interval: u64,
    /// Tries of its tasks that name no number; absent: as the settings say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
    /// Its notifications; absent: the default ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifications: Option<NotificationTexts>,
    /// Whether its tasks that say nothing may use metered links; as-set: as the settings say.
    pub metered: Permission,
    /// Whether anything was said of it; otherwise it is there because a task names it.
    pub described: bool,
    /// All its tasks.
    pub tasks: u64,
    /// Those that run.
    pub running: u64,
    /// Those that wait for a slot or their start.
    pub enqueued: u64,
    /// Those that wait to be tried again.
    pub waiting_to_retry: u64,
    /// Those that are paused.
    pub paused: u64,
    /// Those that are complete.
    pub complete: u64,
    /// Those that failed, were not found or were canceled.
    pub failed: u64,
    /// Speed of all of them together.
    pub bytes_per_second: u64,
}

/// All groups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Groups {
    /// In order of their names.
    pub groups: Vec<GroupView>,
    /// Whether the waiting tasks of all groups are held; those that run go on.
    pub queue_paused: bool,
}

/// Changes what holds for a group, which is there from then on. What is not named stays; `null` takes back what was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetGroup {
    /// Its name.
    pub group: String,
    /// Absolute folder of its downloads that name none.
    #[serde(default, skip_serializing_if = "Said::is_nothing")]
    #[ts(optional, type = "string | null")]
    pub folder: Said<String>,
    /// Most of its tasks at once; 0 means no limit.
    #[serde(default, skip_serializing_if = "Said::is_nothing")]
    #[ts(optional, type = "number | null")]
    pub max_running: Said<u32>,
    /// Most bytes a second of its tasks together; 0 means no limit.
    #[serde(default, skip_serializing_if = "Said::is_nothing")]
    #[ts(optional, type = "number | null")]
    pub limit_rate: Said<u64>,
    /// Its share of a limit, 1 to 100; 10 where nothing is said.
    #[serde(default, skip_serializing_if = "Said::is_nothing")]
    #[ts(optional, type = "number | null")]
    pub weight: Said<u32>,
    /// Least milliseconds between two starts of its tasks; 0 means none.
    #[serde(default, skip_serializing_if = "Said::is_nothing")]
    #[ts(optional, type = "number | null")]
    pub start_interval: Said<u64>,
    /// Tries of its tasks that name no number, 0 to 10.
    #[serde(default, skip_serializing_if = "Said::is_nothing")]
    #[ts(optional, type = "number | null")]
    pub retries: Said<u32>,
    /// Its notifications.
    #[serde(default, skip_serializing_if = "Said::is_nothing")]
    #[ts(optional, type = "NotificationTexts | null")]
    pub notifications: Said<NotificationTexts>,
    /// Whether its tasks that say nothing may use metered links; holds at once.
    #[serde(default, skip_serializing_if = "Said::is_nothing")]
    #[ts(optional, type = "Permission | null")]
    pub metered: Said<Permission>,
}

/// What is said of one field: nothing at all, that nothing holds any more, or what does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Said<T> {
    /// It is not named, and stays.
    #[default]
    Nothing,
    /// `null`: what was said is taken back.
    TakenBack,
    /// This holds.
    This(T),
}

impl<T> Said<T> {
    /// Whether the field is not named.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// The change: `None` leaves the field as it is, the inner one takes it back.
    #[must_use]
    pub fn change(self) -> Option<Option<T>> {
        match self {
            Self::Nothing => None,
            Self::TakenBack => Some(None),
            Self::This(value) => Some(Some(value)),
        }
    }
}

impl<T> From<Option<Option<T>>> for Said<T> {
    fn from(change: Option<Option<T>>) -> Self {
        change.map_or(Self::Nothing, |said| said.map_or(Self::TakenBack, Self::This))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Said<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|said| Self::from(Some(said)))
    }
}

impl<T: Serialize> Serialize for Said<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing | Self::TakenBack => serializer.serialize_none(),
            Self::This(value) => serializer.serialize_some(value),
        }
    }
}

/// Names a queue: that of a group, or that of all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct OneQueue {
    /// The group; absent: all.
    pub group: Option<String>,
}

/// Whether a queue lets its waiting tasks begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct QueueState {
    /// The group; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Whether they are held.
    pub paused: bool,
}

/// How many tasks were called off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reset {
    /// That many.
    pub canceled: u64,
}

/// Asks whether nothing is left to do (M126).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct FinishedQuery {
    /// In this group; absent: in all.
    pub group: Option<String>,
    /// Whether tasks that wait to be tried again count as something to do.
    #[ts(as = "Option<bool>", optional)]
    pub include_waiting_to_retry: bool,
    /// A task that does not count.
    pub ignore: Option<TaskRef>,
}

/// Whether nothing is left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finished {
    /// No task waits or runs. Paused ones do neither.
    pub finished: bool,
}

/// Where tasks are moved to in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Position {
    /// Before everybody.
    First,
    /// Behind everybody.
    Last,
    /// Before the one that is before them.
    Up,
    /// Behind the one that is behind them.
    Down,
    /// Before this one.
    Before(TaskRef),
    /// Behind this one.
    After(TaskRef),
}

/// Moves tasks in the queue, all or none. Among others of another priority they take theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Reorder {
    /// Which, in the order they shall stand in.
    pub tasks: Vec<TaskRef>,
    /// Where to.
    pub to: Position,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_is_told_from_what_is_taken_back() -> serde_json::Result<()> {
        let set: SetGroup = serde_json::from_str(r#"{"group":"films","limit_rate":null,"weight":20}"#)?;
        assert_eq!((set.limit_rate, set.weight, &set.folder), (Said::TakenBack, Said::This(20), &Said::Nothing));
        assert_eq!(serde_json::to_string(&set)?, r#"{"group":"films","limit_rate":null,"weight":20}"#);
        Ok(())
    }
}
