//! How a task that was waited for has ended.
//!
//! Owns [`Finished`] and the typed [`Exception`]. Refuses states that are not final (M003).

use std::path::PathBuf;

use haul_model::exception::ExceptionKind;
use haul_model::fault::{Category, Fault, Remedy};
use haul_model::remote::Reply;
use haul_model::status::TaskStatus;
use haul_model::task::{BadTask, TaskId};
use haul_store::Record;
use thiserror::Error;

use crate::library::{Refused, StatusUpdate};

/// Why a task failed (M105).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{description}")]
pub struct Exception {
    /// What kind of failure it was.
    pub kind: ExceptionKind,
    /// What the server said of it, else its reason phrase; for everything else a sentence for people.
    pub description: String,
    /// What happened and what helps.
    pub fault: Fault,
}

impl Exception {
    /// Why the task of a record failed; `None` for every other end.
    #[must_use]
    pub fn of_record(record: &Record) -> Option<Self> {
        Self::of_status(&record.state.status, record.reply.as_ref())
    }

    /// Why a task in `status` failed, with the answer of the server.
    pub(super) fn of_status(status: &TaskStatus, reply: Option<&Reply>) -> Option<Self> {
        let TaskStatus::Failed { fault } = status else { return None };
        Some(Self::of(fault.clone(), reply))
    }

    fn of(fault: Fault, reply: Option<&Reply>) -> Self {
        let kind = ExceptionKind::of(fault.category);
        let description = match kind {
            ExceptionKind::Http(code) => {
                let reply = reply.filter(|reply| reply.code == code);
                let said = reply.and_then(|reply| reply.body.clone()).filter(|body| !body.is_empty());
                let said = said.or_else(|| reply.and_then(|reply| reply.reason.clone()));
                said.unwrap_or_else(|| fault.message.clone())
            }
            ExceptionKind::FileSystem
            | ExceptionKind::Url
            | ExceptionKind::Connection
            | ExceptionKind::Resume
            | ExceptionKind::General => fault.message.clone(),
        };
        Self { kind, description, fault }
    }
}

/// How a task has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// Its number; `None` when its description was refused.
    pub id: Option<TaskId>,
    /// A final status.
    pub status: TaskStatus,
    /// Why it failed, when it did.
    pub exception: Option<Exception>,
    /// The server's answer.
    pub response: Option<Reply>,
    /// The whole answer, byte for byte, where it is the result of the task.
    pub answer: Option<Vec<u8>>,
    /// Where the file is, when it is complete.
    pub path: Option<PathBuf>,
}

impl Finished {
    /// Whether it is complete.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.status == TaskStatus::Complete
    }

    /// Where the file is.
    ///
    /// # Errors
    /// [`Exception`], for every end but a file.
    pub fn file(self) -> Result<PathBuf, Exception> {
        if let Some(path) = self.path {
            return Ok(path);
        }
        Err(self.exception.unwrap_or_else(|| {
            let (category, remedy, message) = match self.status {
                TaskStatus::NotFound => {
                    (Category::Http(404), Remedy::GiveUp, "The server has no file at this address.")
                }
                TaskStatus::Canceled => (Category::User, Remedy::GiveUp, "The task was canceled."),
                TaskStatus::Complete
                | TaskStatus::Failed { .. }
                | TaskStatus::Enqueued { .. }
                | TaskStatus::Running { .. }
                | TaskStatus::WaitingToRetry { .. }
                | TaskStatus::Paused { .. } => (Category::Policy, Remedy::GiveUp, "This task leaves no file behind."),
            };
            Exception::of(Fault::new(category, remedy, message), self.response.as_ref())
        }))
    }

    pub(super) fn of_update(update: StatusUpdate) -> Self {
        let StatusUpdate { id, status, exception, response, answer, path, .. } = update;
        Self { id: Some(id), status, exception, response, answer, path }
    }

    /// A task that was not taken.
    pub(super) fn refused(refused: &Refused) -> Self {
        let kind = match refused {
            Refused::Task(BadTask::Url(_)) => ExceptionKind::Url,
            Refused::Folder(_) | Refused::File(_) => ExceptionKind::FileSystem,
            Refused::Task(_) | Refused::Store(_) | Refused::Engine(_) => ExceptionKind::General,
        };
        let fault = Fault::new(Category::Policy, Remedy::GiveUp, refused.to_string());
        Self::failed(None, Exception { kind, description: fault.message.clone(), fault })
    }

    /// A task that nobody can say more of.
    pub(super) fn lost(id: TaskId, message: &str) -> Self {
        let fault = Fault::new(Category::User, Remedy::GiveUp, message);
        Self::failed(Some(id), Exception::of(fault, None))
    }

    fn failed(id: Option<TaskId>, exception: Exception) -> Self {
        let status = TaskStatus::Failed { fault: exception.fault.clone() };
        Self { id, status, exception: Some(exception), response: None, answer: None, path: None }
    }
}
