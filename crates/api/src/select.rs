//! Which tasks a command means, and what became of it.
//!
//! Owns the plain data of commands. Refuses rules: a value here has been decided by the host.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::batch::BatchRef;
use crate::new::Permission;
use crate::task::Status;
use crate::wire::Refusal;

/// A call that needs nothing said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// Names a task: by its number, or by the id that its creator chose (M004).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum TaskRef {
    /// The number Haul gave it.
    Number(u64),
    /// The creator's own id, or the number as text.
    Text(String),
}

/// Names one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OneTask {
    /// Which.
    pub task: TaskRef,
}

/// Names several tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Selection {
    /// These.
    Tasks(Vec<TaskRef>),
    /// All of a group (M016).
    Group(String),
    /// Those that are all of this.
    Matching(Matching),
    /// All of a batch.
    Batch(BatchRef),
    /// All.
    All,
}

/// What tasks have in common; what is absent does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct Matching {
    /// Their status.
    pub status: Option<Status>,
    /// Their group.
    pub group: Option<String>,
    /// Seconds since they were added, at least.
    pub older_than: Option<u64>,
}

/// A task that a command was refused for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Refused {
    /// Which task.
    pub task: TaskRef,
    /// Why.
    pub why: Refusal,
}

/// What a command changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Changed {
    /// Tasks whose state is now another.
    pub changed: Vec<u64>,
    /// Tasks that could not do it; those of a whole group or batch, or of all, are passed over in silence.
    pub refused: Vec<Refused>,
}

/// What happens to a removed task's file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum FileFate {
    /// A finished file stays.
    #[default]
    Keep,
    /// A finished file goes to the trash of the desktop.
    Trash,
    /// A finished file is deleted.
    Delete,
}

/// Forgets tasks. Of those that match, the ones that have not ended are left alone unless their status is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Remove {
    /// Which.
    pub tasks: Selection,
    /// And their files.
    pub file: FileFate,
    /// Whether that can be taken back.
    #[serde(default)]
    pub removal: Removal,
}

/// Whether a removal can be taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Removal {
    /// It cannot.
    #[default]
    ForGood,
    /// For some seconds, unless the engine ends; what was fetched so far stays until then. Not of an atomic batch that is not
    /// over: it is called off with all of its tasks.
    SetAside,
}

/// Brings removed tasks back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BringBack {
    /// Their numbers.
    pub tasks: Vec<u64>,
}

/// Changes priorities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Priority {
    /// Which tasks.
    pub tasks: Selection,
    /// 0 (first) to 10.
    pub priority: u32,
}

/// Changes one task; what is not named stays as it is. Of a finished one, name, folder and group can be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Edit {
    /// Which task.
    pub task: TaskRef,
    /// Most bytes a second; 0 means no limit of its own. A running task keeps to it at once.
    #[serde(default)]
    pub limit_rate: Option<u64>,
    /// Another address of the same file. What is on disk is continued when the server there proves that it is the same.
    #[serde(default)]
    pub url: Option<String>,
    /// Most connections, 1 to 32; 0 leaves the number to Haul.
    #[serde(default)]
    pub lanes: Option<u32>,
    /// Whether it may use a metered link; holds at once.
    #[serde(default)]
    pub metered: Option<Permission>,
    /// Whether it waits for a link that is neither metered nor mobile; holds at once.
    #[serde(default)]
    pub requires_wifi: Option<bool>,
    /// Another name of its file. It is the very one: nothing is replaced, and nothing counted on.
    #[serde(default)]
    pub name: Option<String>,
    /// Another folder of its file, before anything of it is fetched or when it is finished.
    #[serde(default)]
    pub folder: Option<String>,
    /// Another group.
    #[serde(default)]
    pub group: Option<String>,
    /// Whether a task that has ended without its file is tried again.
    #[serde(default)]
    pub retry: bool,
}
