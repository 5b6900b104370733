//! Tasks that go, and come back.
//!
//! Owns what a request to remove asks of the engine. Rule kept here: whoever says what tasks have in common has not said
//! that those may go that have not ended.

use haul_api::{BringBack, Changed, FileFate, Matching, Refusal, Removal, Remove, Selection, TaskRef};
use haul_engine::{Fate, Verb};

use crate::answers::Core;

/// What is done to each of the tasks.
pub(crate) fn verb_of(request: &Remove) -> Verb {
    let fate = match request.file {
        FileFate::Keep => Fate::Keep,
        FileFate::Trash => Fate::Trash,
        FileFate::Delete => Fate::Delete,
    };
    match (&request.tasks, request.removal) {
        (Selection::Matching(Matching { status: None, .. }), _) => Verb::RemoveEnded(fate),
        (_, Removal::ForGood) => Verb::Remove(fate),
        (_, Removal::SetAside) => Verb::SetAside(fate),
    }
}

/// Brings tasks back that were set aside.
pub(crate) async fn bring_back(core: &Core, request: BringBack) -> Result<Changed, Refusal> {
    let tasks = request.tasks.into_iter().map(TaskRef::Number).collect();
    core.act(Selection::Tasks(tasks), &[], Verb::BringBack).await
}
