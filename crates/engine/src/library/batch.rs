//! Several tasks with one answer.
//!
//! Owns how they have ended, and the calls. Refuses rules: what an atomic batch is, the engine says.

use std::path::PathBuf;

use haul_model::batch::Atomicity;
use haul_store::{NewBatch, StoreError};
use thiserror::Error;

use crate::library::{Describe, DownloadTask, Finished, Haul, Listening, Refused, UploadTask};
use crate::{RefusedBatch, clock};

/// Why nothing of an atomic batch was kept (M145). Places count from 0.
#[derive(Debug, Error)]
pub enum RefusedTogether {
    /// The task at this place is refused.
    #[error("task {0} of the batch: {1}")]
    Task(usize, #[source] Refused),
    /// The name of the task at this place is taken, and it fails then.
    #[error("task {0} of the batch: {path} exists already", path = .1.display())]
    Exists(usize, PathBuf),
    /// The task at this place names the file of another one.
    #[error("task {0} of the batch: {path} is named twice", path = .1.display())]
    Twice(usize, PathBuf),
    /// The task at this place replaces or skips what is there, or has a command of its own: it cannot arrive together with
    /// others.
    #[error("task {0} of the batch cannot arrive together with others")]
    Alone(usize),
    /// The engine did not take them.
    #[error(transparent)]
    Engine(#[from] crate::EngineError),
}

/// How the tasks of a batch have ended (M150). What was fetched stays, whatever became of the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// How each has ended, in the order in which they were given.
    pub results: Vec<Finished>,
}

impl Batch {
    /// How many are complete.
    #[must_use]
    pub fn num_succeeded(&self) -> usize {
        self.succeeded().count()
    }

    /// How many are not.
    #[must_use]
    pub fn num_failed(&self) -> usize {
        self.failed().count()
    }

    /// Those that are complete.
    pub fn succeeded(&self) -> impl Iterator<Item = &Finished> {
        self.results.iter().filter(|end| end.is_complete())
    }

    /// Those that are not.
    pub fn failed(&self) -> impl Iterator<Item = &Finished> {
        self.results.iter().filter(|end| !end.is_complete())
    }
}

impl Haul {
    /// Fetches files and answers when the last one has ended.
    pub async fn download_batch(&self, tasks: impl IntoIterator<Item = DownloadTask>) -> Batch {
        self.run_batch(tasks, Listening::new()).await
    }

    /// As [`Haul::download_batch`], and tells how it goes: [`Listening::on_batch`] for the counts, the others for each task.
    pub async fn download_batch_with(
        &self,
        tasks: impl IntoIterator<Item = DownloadTask>,
        listening: Listening<'_>,
    ) -> Batch {
        self.run_batch(tasks, listening).await
    }

    /// Fetches files that arrive all or not at all, and answers when that is decided (M141): they get their names together,
    /// and when one cannot be had the others are called off and nothing stays behind. A crash in between changes nothing of
    /// that.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> anyhow::Result<()> {
    /// # let script = haul_testkit::Origin::serving("some text").at("/gone", haul_testkit::Resource::status(404));
    /// # let origin = script.start().await?;
    /// # let (folder, url) = (tempfile::tempdir()?, |path: &str| origin.url_of(path));
    /// # let haul = haul_engine::library::Haul::open(folder.path().join("tasks")).await?;
    /// # let target = folder.path().join("target");
    /// use haul_engine::library::DownloadTask;
    ///
    /// let task = |path: &str, name: &str| DownloadTask::new(url(path)).into_folder(&target).name(name);
    /// let whole = haul.download_atomic_batch([task("/a", "a.txt"), task("/b", "b.txt")]).await?;
    /// assert_eq!(whole.num_succeeded(), 2);
    ///
    /// let failed = haul.download_atomic_batch([task("/c", "c.txt"), task("/gone", "d.txt")]).await?;
    /// assert_eq!((failed.num_succeeded(), target.join("c.txt").exists()), (0, false));
    /// haul.close().await;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`RefusedTogether`], when one of them is refused: nothing is kept then, and nothing is asked of any server.
    pub async fn download_atomic_batch(
        &self,
        tasks: impl IntoIterator<Item = DownloadTask>,
    ) -> Result<Batch, RefusedTogether> {
        self.download_atomic_batch_with(tasks, Listening::new()).await
    }

    /// As [`Haul::download_atomic_batch`], and tells how it goes.
    ///
    /// # Errors
    /// [`RefusedTogether`].
    pub async fn download_atomic_batch_with(
        &self,
        tasks: impl IntoIterator<Item = DownloadTask>,
        listening: Listening<'_>,
    ) -> Result<Batch, RefusedTogether> {
        let mut records = Vec::new();
        for (place, task) in tasks.into_iter().enumerate() {
            let described = task.describe(self.bases());
            records.push(described.map_err(|refused| RefusedTogether::Task(place, refused))?);
        }
        let batch = NewBatch { own_id: None, name: None, atomicity: Atomicity::Together, created: clock::now() };
        let adding = self.deliveries().adding.read().await;
        let kept = self.engine().add_batch(batch, records).await?.map_err(RefusedTogether::of)?;
        let added = kept.records.into_iter().map(|record| Ok(record.id)).collect();
        Ok(Batch { results: self.wait_for_all(added, adding, listening).await })
    }

    /// Sends files, each by itself, and answers when the last one has ended.
    pub async fn upload_batch(&self, tasks: impl IntoIterator<Item = UploadTask>) -> Batch {
        self.run_batch(tasks, Listening::new()).await
    }

    /// As [`Haul::upload_batch`], and tells how it goes.
    pub async fn upload_batch_with(
        &self,
        tasks: impl IntoIterator<Item = UploadTask>,
        listening: Listening<'_>,
    ) -> Batch {
        self.run_batch(tasks, listening).await
    }

    /// Does tasks of any one kind and answers when the last one has ended.
    pub async fn run_batch<T: Describe>(&self, tasks: impl IntoIterator<Item = T>, listening: Listening<'_>) -> Batch {
        let described = tasks.into_iter().map(|task| task.describe(self.bases())).collect();
        Batch { results: self.run_all(described, listening).await }
    }
}

impl RefusedTogether {
    fn of(refused: RefusedBatch) -> Self {
        match refused {
            RefusedBatch::Id(id) => Self::Engine(StoreError::DuplicateId(id).into()),
            RefusedBatch::Task(place, why) => Self::Task(place, why.into()),
            RefusedBatch::Exists(place, path) => Self::Exists(place, path),
            RefusedBatch::Twice(place, path) => Self::Twice(place, path),
            RefusedBatch::Alone(place) => Self::Alone(place),
        }
    }
}
