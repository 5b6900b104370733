//! Tasks as a program describes them.
//!
//! Owns the builders and what they leave to be read until a task is kept. Refuses to be wrong early: whatever is wrong
//! with a description is said by the call that takes it (M002).

mod choices;
mod download;
mod request;
mod upload;

use haul_model::describe;
use haul_model::options::AddedBy;
use haul_model::place::Bases;
use haul_model::redirect::{Query, redacted_url};
use haul_model::status::State;
use haul_model::task::{BadTask, Task, Work};
use haul_store::NewRecord;

use crate::clock;
use crate::library::Refused;

pub use choices::Wants;
use choices::{Choices, Sent};
pub use download::DownloadTask;
pub use request::RequestTask;
pub use upload::UploadTask;

/// Something that can be described as a task: the builders of this module.
pub trait Describe {
    /// What is told of it.
    fn wants(&self) -> Wants;

    /// The task as it is kept.
    ///
    /// # Errors
    /// [`Refused`] says what is wrong with it.
    fn describe(self, bases: &Bases) -> Result<NewRecord, Refused>;
}

/// What the choices make of a piece of work.
fn task(choices: Choices, work: Work) -> Result<(Task, State), BadTask> {
    let task = Task {
        own_id: choices.own_id.filter(|id| !id.is_empty()),
        group: describe::group(choices.group)?,
        priority: describe::small(choices.priority, BadTask::Priority)?,
        retries: describe::small(choices.retries, BadTask::Retries)?,
        metadata: choices.metadata,
        display_name: choices.display_name,
        created: clock::now(),
        notifications: choices.notifications,
        added_by: Some(AddedBy::Library),
        link: choices.link,
        auth: choices.auth,
        work,
    };
    Ok((task, choices.state))
}

/// A record of a task that goes to `folder` under `name`.
fn record((task, state): (Task, State), folder: std::path::PathBuf, name: haul_model::naming::FileName) -> NewRecord {
    let (host, url) = (task.work.host().to_owned(), redacted_url(task.work.url(), Query::Shown));
    NewRecord { task, secrets: None, state, host, url, folder, name }
}
