//! The engine as a library: a few calls for programs that want files, and nothing of how it is done.
//!
//! Owns [`Haul`], the builders of tasks, and who hears of what: the caller who waits, else the callbacks of the group, else
//! the stream, else the log, and never two of them (M185). Refuses rules: those are `haul_model`'s, and the engine
//! underneath keeps the promises.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> anyhow::Result<()> {
//! # let origin = haul_testkit::Origin::serving(haul_testkit::bytes(1, 10_000)).start().await?;
//! # let (folder, url) = (tempfile::tempdir()?, origin.url());
//! use haul_engine::library::{DownloadTask, Haul};
//!
//! let haul = Haul::open(folder.path()).await?;
//! # let target = folder.path().join("target");
//! let path = haul.download(DownloadTask::new(url).into_folder(target).suggested_name()).await.file()?;
//! assert_eq!(std::fs::metadata(path)?.len(), 10_000);
//! haul.close().await;
//! # Ok(()) }
//! ```

mod asking;
mod awaiting;
mod batch;
mod callbacks;
mod delivery;
mod finished;
mod hooks;
mod listening;
mod mailbox;
mod missed;
mod moving;
mod opening;
mod queue;
mod records;
mod refused;
mod stream;
mod task;
mod teller;
mod update;
mod verbs;

use std::sync::Arc;

use haul_model::place::Bases;
use haul_model::task::TaskId;
use haul_store::NewRecord;

use crate::{Engine, EngineError};
use delivery::Deliveries;
use opening::Running;

pub use asking::Response;
pub use batch::{Batch, RefusedTogether};
pub use callbacks::Callbacks;
pub use finished::{Exception, Finished};
pub use haul_model::exception::ExceptionKind;
pub use hooks::{Hooks, Starting, Verdict};
pub use listening::Listening;
pub use moving::MoveError;
pub use opening::{Builder, OpenError};
pub use queue::{EnqueueError, EnqueueErrors, Held, QueueBuilder, TaskQueue, Ticket};
pub use records::Records;
pub use records::changes::{RecordUpdate, RecordUpdates};
pub use refused::Refused;
pub use stream::Updates;
pub use task::{Describe, DownloadTask, RequestTask, UploadTask, Wants};
pub use update::{ProgressUpdate, StatusUpdate, Update};
pub use verbs::{WaitingToRetry, Which};

/// A running engine with the folder it keeps its tasks in. Clones are the same engine; [`Haul::close`] ends it, and so
/// does dropping the last clone.
#[derive(Debug, Clone)]
pub struct Haul {
    running: Arc<Running>,
}

impl Haul {
    /// Keeps a task, to be worked on when its turn comes, and answers before any byte moves (M002). What becomes of it is
    /// told to the callbacks of its group, else to [`Haul::updates`].
    ///
    /// # Errors
    /// [`Refused`], when its description makes no sense; nothing is kept then.
    pub async fn enqueue(&self, task: impl Describe) -> Result<TaskId, Refused> {
        let wants = task.wants();
        let record = task.describe(self.bases())?;
        let _adding = self.running.deliveries.adding.read().await;
        let id = self.add_one(record).await?;
        self.deliveries().want(id, wants);
        Ok(id)
    }

    /// As [`Haul::enqueue`], for a great many tasks: they are kept together, and each is answered for in order.
    pub async fn enqueue_all<T: Describe>(&self, tasks: impl IntoIterator<Item = T>) -> Vec<Result<TaskId, Refused>> {
        let each = tasks.into_iter().map(|task| (task.wants(), task.describe(self.bases())));
        let (wants, described): (Vec<_>, Vec<_>) = each.unzip();
        let _adding = self.running.deliveries.adding.read().await;
        let added = self.add_all(described).await;
        for (task, wants) in added.iter().zip(wants) {
            if let Ok(id) = task {
                self.deliveries().want(*id, wants);
            }
        }
        added
    }

    /// Sets what callbacks and the stream are told of a live task from now on: also of one from an earlier run, of which
    /// its status is told unless you say so.
    pub fn want(&self, id: TaskId, wants: Wants) {
        self.deliveries().want(id, wants);
    }

    /// Hears of every task of which no caller and no callback hears. The stream that was there before ends (M186).
    #[must_use = "who does not listen hears nothing"]
    pub fn updates(&self) -> Updates {
        self.deliveries().listen()
    }

    /// Calls these for the tasks of a group from now on, in place of those before.
    pub fn register_callbacks(&self, group: &str, callbacks: Callbacks) {
        self.deliveries().register(group, callbacks);
    }

    /// Calls nothing for the tasks of a group from now on.
    pub fn unregister_callbacks(&self, group: &str) {
        self.deliveries().unregister(group);
    }

    /// Where the base folders are.
    #[must_use]
    pub fn bases(&self) -> &Bases {
        &self.running.bases
    }

    /// The engine underneath: limits, speeds and connections can be changed while it runs.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.running.engine
    }

    /// Stops all transfers, keeps what they have, and gives the folder away. They go on when it is opened again.
    pub async fn close(self) {
        self.running.end().await;
    }

    fn deliveries(&self) -> &Deliveries {
        &self.running.deliveries
    }

    async fn add_one(&self, record: NewRecord) -> Result<TaskId, Refused> {
        let added = self.engine().add(vec![record]).await?.pop();
        Ok(added.ok_or(Refused::Engine(EngineError::Ended))??.id)
    }
}
