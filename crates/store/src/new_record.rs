//! Tasks on their way into the database.
//!
//! Owns what is known of a task before it is kept, and the little that it gets. Refuses SQL.

use std::path::PathBuf;

use haul_model::naming::FileName;
use haul_model::status::State;
use haul_model::task::{Task, TaskId};

use crate::batch::Membership;
use crate::record::Record;

/// A task that is not kept yet.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// What is to be done.
    pub task: Task,
    /// Key under which its secrets are kept; noted with [`Store::loosen`](crate::Store::loosen) before.
    pub secrets: Option<String>,
    /// Wanted and actual.
    pub state: State,
    /// Host of the address.
    pub host: String,
    /// Address without secrets.
    pub url: String,
    /// Folder of the file, absolute.
    pub folder: PathBuf,
    /// Name to reserve.
    pub name: FileName,
}

impl NewRecord {
    /// The record of this task, now that it is kept; nothing but its beginning is known of it.
    #[must_use]
    pub fn kept(self, kept: Kept, batch: Option<Membership>) -> Record {
        let Self { task, secrets, state, host: _, url: _, folder, name: _ } = self;
        Record {
            id: kept.id,
            retries_left: task.retries,
            task,
            secrets,
            batch,
            state,
            folder,
            name: kept.name,
            part: None,
            old_part: None,
            placing: false,
            part_inode: None,
            received: 0,
            remote: None,
            reply: None,
            answer: None,
            post_run: None,
            digest: None,
            finished: None,
            first_byte: None,
            delivery: None,
        }
    }
}

/// What a task has got when it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub id: TaskId,
    /// The name that is reserved for it.
    pub name: FileName,
}
