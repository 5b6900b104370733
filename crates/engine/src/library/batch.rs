//! Several tasks with one answer.

use crate::library::{Describe, DownloadTask, Finished, Haul, Listening, UploadTask};

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
