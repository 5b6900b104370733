//! Why a task is not kept.

use haul_model::task::BadTask;
use haul_store::StoreError;
use thiserror::Error;

use crate::{EngineError, GuardedFolder, NotSendable};

/// Why a task is not kept. Nothing of it is.
#[derive(Debug, Error)]
pub enum Refused {
    /// Its description makes no sense.
    #[error(transparent)]
    Task(#[from] BadTask),
    /// Nothing may be written to its folder.
    #[error(transparent)]
    Folder(#[from] GuardedFolder),
    /// A file cannot be sent.
    #[error(transparent)]
    File(#[from] NotSendable),
    /// Its id or name belongs to another task, or the database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The engine did not take it.
    #[error(transparent)]
    Engine(#[from] EngineError),
}
