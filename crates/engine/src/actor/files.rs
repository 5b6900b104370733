//! What commands do to the files of tasks that nobody works on.
//!
//! Owns what goes with a task, and what becomes of its finished file. Rule kept here: nothing is touched that the task did
//! not make.

use haul_model::batch::Atomicity;
use haul_model::status::TaskStatus;
use haul_model::task::Conflict;
use haul_store::Record;

use crate::actor::command::{EngineError, Fate};
use crate::disk;
use crate::transfer::{blocking, placed};

/// Whether the task has given its file the final name, and something else is still to be done.
async fn owns_placed(record: &Record) -> Result<bool, EngineError> {
    let record = record.clone();
    blocking(move || placed::is_placed(&record)).await.map_err(|trouble| EngineError::Disk(trouble.message))
}

/// Deletes a task's part files; its finished file meets its fate.
pub(super) async fn delete_files(record: &Record, fate: Fate) -> Result<(), EngineError> {
    delete_parts(record).await?;
    give_up_file(record, fate).await
}

/// Deletes a task's part files.
pub(super) async fn delete_parts(record: &Record) -> Result<(), EngineError> {
    let parts = [&record.part, &record.old_part];
    let paths: Vec<_> = parts.into_iter().flatten().map(|part| record.folder.join(part)).collect();
    on_disk(move || paths.iter().try_for_each(|path| disk::remove_file(path))).await
}

/// Deletes the finished file of a task, or puts it into the trash, when asked.
pub(super) async fn give_up_file(record: &Record, fate: Fate) -> Result<(), EngineError> {
    // A task that was content with what was there (304) owns nothing of it.
    let is_own =
        record.reply.as_ref().is_none_or(|reply| reply.code != 304) && record.task.work.as_download().is_some();
    let is_placed = record.state.status == TaskStatus::Complete || owns_placed(record).await?;
    let path = record.folder.join(record.name.as_str());
    match fate {
        Fate::Keep => Ok(()),
        Fate::Trash | Fate::Delete if !(is_placed && is_own) => Ok(()),
        Fate::Trash => on_disk(move || disk::to_trash(&path)).await,
        Fate::Delete => on_disk(move || disk::remove_file(&path)).await,
    }
}

/// Does something with files where it may block.
async fn on_disk(work: impl FnOnce() -> std::io::Result<()> + Send + 'static) -> Result<(), EngineError> {
    let done = blocking(work).await.map_err(|trouble| EngineError::Disk(trouble.message))?;
    done.map_err(|error| EngineError::Disk(error.to_string()))
}

/// Deletes the file of a task whose atomic batch or command is not over, when it has its name already; nobody else's file
/// is. One that has taken the place of another stays for a command: that one cannot be brought back.
pub(super) async fn take_back(record: &Record) -> Result<(), EngineError> {
    let is_together = record.batch.is_some_and(|membership| membership.atomicity == Atomicity::Together);
    let is_overwriting =
        record.task.work.as_download().is_some_and(|download| download.conflict == Conflict::Overwrite);
    let waits_for_command = record.task.work.post_command().is_some() && !is_overwriting;
    if !(is_together || waits_for_command) || record.state.status == TaskStatus::Complete {
        return Ok(());
    }
    let record = record.clone();
    on_disk(move || {
        if placed::is_placed(&record) { disk::remove_file(&record.folder.join(record.name.as_str())) } else { Ok(()) }
    })
    .await
}
