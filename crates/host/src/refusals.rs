//! What the engine and the database say, as refusals.
//!
//! Owns the codes. Refuses to hide anything but secrets.

use haul_api::{Code, Refusal};
use haul_engine::EngineError;
use haul_model::task::TaskId;
use haul_store::StoreError;

use crate::sentence::sentence;

/// There is no such task.
pub(crate) fn unknown(id: TaskId) -> Refusal {
    Refusal::new(Code::UnknownTask, format!("There is no task {id}."))
}

/// What the engine said about a task.
pub(crate) fn refusal(error: &EngineError, id: TaskId) -> Refusal {
    let code = match error {
        EngineError::Unknown => return unknown(id),
        EngineError::Illegal(_) => Code::NotPossible,
        EngineError::GroupInUse(_)
        | EngineError::NoGroup(_)
        | EngineError::GroupTaken(_)
        | EngineError::UsualGroup
        | EngineError::NoFile
        | EngineError::PartThere
        | EngineError::Placing => Code::NotPossible,
        EngineError::NameTaken(_) => Code::Disk,
        EngineError::NotPausable => Code::NotPausable,
        EngineError::Disk(_) => Code::Disk,
        EngineError::NotSaved(_) => Code::Database,
        EngineError::Store(StoreError::DuplicateId(_)) => Code::DuplicateId,
        EngineError::Store(StoreError::Reserved(_)) => Code::Disk,
        EngineError::Store(_) => Code::Database,
        EngineError::Ended => Code::Gone,
    };
    Refusal::new(code, format!("Task {id}: {error}."))
}

/// What the database said.
pub(crate) fn database(error: StoreError) -> Refusal {
    let code = match &error {
        StoreError::DuplicateId(_) => Code::DuplicateId,
        StoreError::Reserved(_) => Code::Disk,
        StoreError::Unknown => Code::UnknownTask,
        StoreError::Busy
        | StoreError::Full
        | StoreError::Damaged(_)
        | StoreError::Newer
        | StoreError::Denied(_)
        | StoreError::Unreadable(_)
        | StoreError::Other(_)
        | StoreError::Closed => Code::Database,
    };
    Refusal::new(code, sentence(&error))
}
