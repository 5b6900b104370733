//! Finished files that go to a folder of the desktop.
//!
//! Owns the answer to that call. Refuses the move itself: the engine makes it.

use haul_api::{Code, MoveTo, Moved, Refusal, SharedFolder};
use haul_engine::{MoveError, shared_folders};
use haul_model::place::{Shared, below};

use crate::answers::Core;
use crate::refusals::{database, unknown};
use crate::sentence::sentence;

/// Moves the file of a task.
pub(crate) async fn move_to(core: &Core, request: MoveTo) -> Result<Moved, Refusal> {
    let id = core.resolve(&request.task).await?;
    let shared = match request.to {
        SharedFolder::Downloads => Shared::Downloads,
        SharedFolder::Images => Shared::Images,
        SharedFolder::Video => Shared::Video,
        SharedFolder::Audio => Shared::Audio,
        SharedFolder::Files => Shared::Files,
    };
    let folder = shared_folders().folder(shared).join(below(request.below.as_deref().unwrap_or_default()));
    let moved = core.engine().move_finished(id, folder, &core.bases()).await;
    let path = moved.map_err(refused)?;
    Ok(Moved { id: id.0, path: path.display().to_string() })
}

pub(crate) fn refused(error: MoveError) -> Refusal {
    match error {
        MoveError::Unknown(id) => unknown(id),
        MoveError::Store(error) => database(error),
        MoveError::Unsaved { .. } => Refusal::new(Code::Database, sentence(&error)),
        MoveError::Unfinished(_) => Refusal::new(Code::NotPossible, sentence(&error)),
        MoveError::Folder(_) | MoveError::Taken(_) | MoveError::Disk { .. } => {
            Refusal::new(Code::Disk, sentence(&error))
        }
    }
}
