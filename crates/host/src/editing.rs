//! How one task is changed.
//!
//! Owns the choice between a task that the engine changes and a finished file that is renamed or moved. Refuses rules: the
//! engine has them.

use haul_api::{Changed, Code, Edit, Refusal, Refused, Selection};
use haul_engine::{EngineError, Verb, allowed_folder};
use haul_model::describe;
use haul_model::naming::FileName;
use haul_model::status::TaskStatus;
use haul_model::task::BadTask;

use crate::acting::LIVE;
use crate::answers::Core;
use crate::describe::{describe_edit, of_task};
use crate::{moving, refusals};

/// Changes a task.
pub(crate) async fn edit(core: &Core, request: Edit) -> Result<Changed, Refusal> {
    let mut edit = described(core, &request)?;
    let task = request.task;
    let Ok(id) = core.resolve(&task).await else { return carry_out(core, task, edit).await };
    let is_placed = edit.name.is_some() || edit.folder.is_some();
    if !is_placed || !is_complete(core, id).await? {
        return carry_out(core, task, edit).await;
    }
    let folder = edit.folder.take().map(|(_, folder)| folder);
    if let Err(error) = core.engine().relocate(id, folder, edit.name.take(), &core.bases()).await {
        return Ok(Changed { changed: Vec::new(), refused: vec![Refused { task, why: moving::refused(error) }] });
    }
    if edit == haul_engine::Edit::default() {
        return Ok(Changed { changed: vec![id.0], refused: Vec::new() });
    }
    carry_out(core, task, edit).await
}

async fn carry_out(core: &Core, task: haul_api::TaskRef, edit: haul_engine::Edit) -> Result<Changed, Refusal> {
    core.act(Selection::Tasks(vec![task]), LIVE, Verb::Edit(Box::new(edit))).await
}

async fn is_complete(core: &Core, id: haul_model::task::TaskId) -> Result<bool, Refusal> {
    let loaded = core.engine().store().load(id).await;
    let (record, _) = loaded.map_err(|error| refusals::refusal(&EngineError::Store(error), id))?;
    Ok(record.state.status == TaskStatus::Complete)
}

fn described(core: &Core, request: &Edit) -> Result<haul_engine::Edit, Refusal> {
    let name = request.name.as_deref().map(FileName::typed_by_user).transpose();
    let group = request.group.clone().map(|group| describe::group(Some(group))).transpose();
    let folder = match &request.folder {
        None => None,
        Some(folder) => {
            let (bases, location) = (core.bases(), describe::location(None, folder).map_err(of_task)?);
            let folder = allowed_folder(location.resolve(&bases), &bases);
            let folder = folder.map_err(|guarded| Refusal::new(Code::Disk, guarded.to_string()))?;
            Some((location, folder))
        }
    };
    let (name, group) = (name.map_err(|error| of_task(BadTask::Name(error)))?, group.map_err(of_task)?);
    Ok(haul_engine::Edit { name, folder, group, ..describe_edit(request)? })
}
