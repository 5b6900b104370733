//! The threads that own the connections.
//!
//! Owns the order of jobs: first come, first served, and what waits together is committed together. Refuses to run SQL
//! anywhere else, so that no other thread ever waits for a disk. Rules kept here: a job is answered after its commit; a
//! commit that fails leaves nothing of any of its jobs behind; what is read sees every commit that was answered before.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use crate::connect::{Age, connect};
use crate::crash;
use crate::error::StoreError;

/// Most jobs in one commit.
const BATCH: usize = 256;

/// Most jobs that look at one picture of the database: what is changed meanwhile piles up in the log.
const GLANCE: usize = 32;

/// Jobs that may wait before a caller has to.
const WAITING: usize = 1024;

/// Whether a commit has other jobs in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Company {
    /// It is the only one: what it takes back is the whole transaction, so that SQLite needs no copy of what it changes.
    Alone,
    /// Others must not lose anything by it.
    Others,
}

/// Runs in a transaction; without one it is only answered.
type WriteJob = Box<dyn FnOnce(Option<(&mut Transaction<'_>, Company)>) -> Answer + Send>;
type ReadJob = Box<dyn FnOnce(&Connection) + Send>;
/// Tells the caller of a job how it went; the argument is the fate of the commit.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// A connection that the reader is to use from its next job on.
type Fresh = Arc<Mutex<Option<Connection>>>;

/// Why the last commit failed, if it did.
type Trouble = Arc<Mutex<Option<StoreError>>>;

/// The thread that writes.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: Option<mpsc::SyncSender<WriteJob>>,
    thread: Option<JoinHandle<()>>,
    trouble: Trouble,
}

/// The thread that reads.
#[derive(Debug)]
pub(crate) struct Reader {
    jobs: Option<mpsc::SyncSender<ReadJob>>,
    thread: Option<JoinHandle<()>>,
    fresh: Fresh,
}

/// The writing connection, or why there is none yet.
#[derive(Debug)]
pub(crate) struct Link {
    path: PathBuf,
    connection: Result<Connection, StoreError>,
}

impl Link {
    pub(crate) fn open(connection: Connection, path: &Path) -> Self {
        Self { path: path.to_owned(), connection: Ok(connection) }
    }

    pub(crate) fn closed(path: &Path, why: StoreError) -> Self {
        Self { path: path.to_owned(), connection: Err(why) }
    }

    /// The connection; when there is none yet, it is tried again, and the reader follows.
    fn writable(&mut self, fresh: &Fresh) -> Result<&mut Connection, StoreError> {
        if self.connection.is_err() {
            let pair = connect(&self.path, Age::Found).map_err(|error| error.at(&self.path));
            self.connection = pair.map(|pair| {
                tracing::info!("the database can be written again");
                *fresh.lock().unwrap_or_else(PoisonError::into_inner) = Some(pair.reader);
                pair.writer
            });
        }
        self.connection.as_mut().map_err(|why| why.clone())
    }
}

impl Writer {
    pub(crate) fn start(mut link: Link, fresh: Fresh) -> std::io::Result<Self> {
        let (jobs, incoming) = mpsc::sync_channel::<WriteJob>(WAITING);
        let trouble = Trouble::new(Mutex::new(link.connection.as_ref().err().cloned()));
        let told = Arc::clone(&trouble);
        let thread = std::thread::Builder::new().name("haul-store".into()).spawn(move || {
            while let Ok(first) = incoming.recv() {
                let batch = std::iter::once(first).chain(incoming.try_iter().take(BATCH - 1)).collect();
                let mut answers: Vec<Answer> = Vec::new();
                let fate = match link.writable(&fresh) {
                    Ok(connection) => commit(connection, batch, &mut answers).map_err(|error| error.at(&link.path)),
                    Err(why) => {
                        answers.extend(batch.into_iter().map(|job| job(None)));
                        Err(why)
                    }
                };
                *told.lock().unwrap_or_else(PoisonError::into_inner) = fate.clone().err();
                answers.into_iter().for_each(|answer| answer(fate.clone()));
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), trouble })
    }

    pub(crate) fn trouble(&self) -> Option<StoreError> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs `job` in a transaction, together with whatever else waits, and answers after the commit. A job that fails
    /// leaves nothing behind and does not disturb the others.
    pub(crate) async fn run<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: WriteJob = Box::new(move |place| {
            let result = match place {
                None => Err(StoreError::Closed),
                Some((transaction, Company::Alone)) => alone(transaction, job),
                Some((transaction, Company::Others)) => in_savepoint(transaction, job),
            };
            Box::new(move |fate| {
                let _ = reply.send(fate.and(result));
            })
        });
        hand_over(self.jobs.as_ref(), job)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

impl Reader {
    pub(crate) fn start(mut connection: Connection) -> std::io::Result<Self> {
        let (jobs, incoming) = mpsc::sync_channel::<ReadJob>(WAITING);
        let fresh = Fresh::default();
        let next = Arc::clone(&fresh);
        let thread = std::thread::Builder::new().name("haul-store-read".into()).spawn(move || {
            while let Ok(first) = incoming.recv() {
                if let Some(newer) = next.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    connection = newer;
                }
                let batch: Vec<ReadJob> = std::iter::once(first).chain(incoming.try_iter().take(GLANCE - 1)).collect();
                look(&connection, batch);
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), fresh })
    }

    /// Where a connection is put that takes the place of this reader's.
    pub(crate) fn fresh(&self) -> Fresh {
        Arc::clone(&self.fresh)
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

/// Does all of them on one picture of the database, which is no older than the youngest of them. Where there is none, each
/// finds out why by itself.
fn look(connection: &Connection, batch: Vec<ReadJob>) {
    let picture = (batch.len() > 1).then(|| connection.unchecked_transaction());
    batch.into_iter().for_each(|job| job(connection));
    // Nothing was changed: that it ends is all there is to it.
    drop(picture);
}

fn commit(connection: &mut Connection, batch: Vec<WriteJob>, answers: &mut Vec<Answer>) -> Result<(), StoreError> {
    let company = if batch.len() == 1 { Company::Alone } else { Company::Others };
    let mut jobs = batch.into_iter();
    // The lock for writing is taken once, so that a busy database is waited for once.
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let fate = begun.map_err(StoreError::from).and_then(|mut transaction| {
        for job in jobs.by_ref() {
            answers.push(job(Some((&mut transaction, company))));
            // SQLite takes a whole transaction back on some errors: what came before is lost, what comes after would
            // be committed by itself.
            if transaction.is_autocommit() {
                return Err(StoreError::Denied("a change was taken back".into()));
            }
        }
        Ok(crash::around("commit", || transaction.commit())?)
    });
    answers.extend(jobs.map(|job| job(None)));
    fate
}

fn alone<T>(
    transaction: &mut Transaction<'_>,
    job: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let result = job(transaction);
    if result.is_err() && !transaction.is_autocommit() {
        // There is still something to commit: nothing.
        transaction.execute_batch("ROLLBACK; BEGIN")?;
    }
    result
}

fn in_savepoint<T>(
    transaction: &mut Transaction<'_>,
    job: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    transaction.prepare_cached("SAVEPOINT job")?.execute([])?;
    let result = job(transaction);
    if result.is_err() && !transaction.is_autocommit() {
        transaction.execute_batch("ROLLBACK TO job")?;
    }
    if !transaction.is_autocommit() {
        transaction.prepare_cached("RELEASE job")?.execute([])?;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number that is in the table.
    fn number(connection: &Connection) -> Result<u64, StoreError> {
        Ok(connection.query_row("SELECT number FROM it", [], |row| row.get(0))?)
    }

    #[tokio::test]
    async fn reads_that_wait_together_share_one_picture_and_the_next_ones_have_a_newer_one() -> Result<(), StoreError> {
        let folder = tempfile::tempdir().map_err(StoreError::of_disk)?;
        let path = folder.path().join("it.db");
        let writer = Connection::open(&path)?;
        writer.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE it (number); INSERT INTO it VALUES (1)")?;
        let reader = Reader::start(Connection::open(&path)?).map_err(StoreError::of_disk)?;
        let (open, gate) = mpsc::channel::<()>();
        let busy = reader.run(move |_| Ok(gate.recv().is_ok()));
        let changing = reader.run(move |connection| {
            let before = number(connection)?;
            writer.execute("UPDATE it SET number = 2", [])?;
            Ok(before)
        });
        let opening = async move { open.send(()).is_ok() };
        // Asked for in this order: the two in the middle wait while the first one is busy.
        let (was_busy, changed, beside, opened) = tokio::join!(busy, changing, reader.run(number), opening);
        assert!(was_busy? && opened);
        assert_eq!((changed?, beside?, reader.run(number).await?), (1, 1, 2));
        Ok(())
    }
}
