//! A thread that owns a connection.
//!
//! Owns the order of jobs: first come, first served, and what waits together is committed together. Refuses to run SQL
//! anywhere else, so that no other thread ever waits for a disk. Rule kept here: a job is answered after its commit.

use std::sync::mpsc;
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction};
use tokio::sync::oneshot;

use crate::crash;
use crate::open::StoreError;

/// Most jobs in one commit.
const BATCH: usize = 256;

/// Jobs that may wait before a caller has to.
const WAITING: usize = 1024;

type WriteJob = Box<dyn FnOnce(&mut Transaction<'_>) -> Answer + Send>;
type ReadJob = Box<dyn FnOnce(&Connection) + Send>;
/// Tells the caller of a job how it went; the argument is the fate of the commit.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// The thread that writes.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: Option<mpsc::SyncSender<WriteJob>>,
    thread: Option<JoinHandle<()>>,
}

/// The thread that reads.
#[derive(Debug)]
pub(crate) struct Reader {
    jobs: Option<mpsc::SyncSender<ReadJob>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(mut connection: Connection) -> std::io::Result<Self> {
        let (jobs, incoming) = mpsc::sync_channel::<WriteJob>(WAITING);
        let thread = std::thread::Builder::new().name("haul-store".into()).spawn(move || {
            while let Ok(first) = incoming.recv() {
                let batch = std::iter::once(first).chain(incoming.try_iter().take(BATCH - 1)).collect();
                run_batch(&mut connection, batch);
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs `job` in a transaction, together with whatever else waits, and answers after the commit. A job that fails
    /// leaves nothing behind and does not disturb the others.
    pub(crate) async fn run<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: WriteJob = Box::new(move |transaction| {
            let result = in_savepoint(transaction, job);
            Box::new(move |fate| {
                let _ = reply.send(fate.and(result));
            })
        });
        hand_over(self.jobs.as_ref(), job)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

impl Reader {
    pub(crate) fn start(connection: Connection) -> std::io::Result<Self> {
        let (jobs, incoming) = mpsc::sync_channel::<ReadJob>(WAITING);
        let thread = std::thread::Builder::new().name("haul-store-read".into()).spawn(move || {
            while let Ok(job) = incoming.recv() {
                job(&connection);
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs `job` on the reading connection.
    pub(crate) async fn run<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        hand_over(
            self.jobs.as_ref(),
            Box::new(move |connection: &Connection| {
                let _ = reply.send(job(connection));
            }),
        )?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        join(self.thread.take());
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        drop(self.jobs.take());
        join(self.thread.take());
    }
}

fn hand_over<T>(jobs: Option<&mpsc::SyncSender<T>>, job: T) -> Result<(), StoreError> {
    jobs.ok_or(StoreError::Closed)?.send(job).map_err(|_| StoreError::Closed)
}

fn join(thread: Option<JoinHandle<()>>) {
    if let Some(thread) = thread
        && thread.join().is_err()
    {
        tracing::error!("a database thread ended by a panic");
    }
}

fn run_batch(connection: &mut Connection, batch: Vec<WriteJob>) {
    let mut answers: Vec<Answer> = Vec::with_capacity(batch.len());
    let fate = commit(connection, batch, &mut answers);
    let text = fate.err().map(|error| error.to_string());
    for answer in answers {
        answer(text.as_ref().map_or(Ok(()), |text| Err(StoreError::Other(text.clone()))));
    }
}

fn commit(connection: &mut Connection, batch: Vec<WriteJob>, answers: &mut Vec<Answer>) -> Result<(), StoreError> {
    let mut transaction = connection.transaction()?;
    answers.extend(batch.into_iter().map(|job| job(&mut transaction)));
    Ok(crash::around("commit", || transaction.commit())?)
}

fn in_savepoint<T>(
    transaction: &mut Transaction<'_>,
    job: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    transaction.execute_batch("SAVEPOINT job")?;
    let result = job(transaction);
    if result.is_err() {
        transaction.execute_batch("ROLLBACK TO job")?;
    }
    transaction.execute_batch("RELEASE job")?;
    result
}
