//! One running attempt at a task.
//!
//! Owns the way of a byte: answer, part file, checkpoint, digest, final name. Refuses to decide whether to try again:
//! it says how it ended. Rules kept here: bytes are done when they are on disk; a final name holds a whole, right file
//! or does not exist; a stop leaves a checkpoint behind.

mod admission;
mod asking;
mod attempt;
mod checkpoint;
mod crew;
mod decoder;
mod finish;
mod finisher;
mod ground;
mod head;
mod inline;
mod lane;
mod learn;
mod load;
mod nameless;
pub(crate) mod placed;
mod processing;
mod refusal;
mod rolling;
mod saving;
mod sidecar;
mod sources;
pub(crate) mod space;
pub(crate) mod together;
mod turn;
pub(crate) mod upload;

use std::sync::Arc;
use std::time::{Duration, Instant};

use haul_model::batch::BatchId;
use haul_model::fault::Category;
use haul_model::link::{Hindrance, LinkWish, hindrance};
use haul_model::segments::Segment;
use haul_model::status::Phase;
use haul_model::task::{TaskId, Work};
use haul_store::{Change, Record, Store, StoreError};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::hooks::{Hooks, Verdict};
use crate::hosts::Hosts;
use crate::lanes::Lanes;
use crate::meter::Meter;
use crate::net::Clients;
use crate::net::surroundings::{Links, Sleep};
use crate::secrets;
use crate::throttle::Throttle;
use crate::transfer::admission::{Admitted, Renewal};
pub(crate) use crate::transfer::finisher::Finisher;
use crate::transfer::space::Ledger;
use crate::transfer::together::Arrival;
use crate::trouble::Trouble;
use crate::tuning::Tuned;

/// What all transfers share.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) store: Arc<Store>,
    pub(crate) clients: Clients,
    pub(crate) lanes: Lanes,
    pub(crate) hosts: Hosts,
    pub(crate) throttle: Throttle,
    pub(crate) tuning: Tuned,
    pub(crate) finisher: Arc<Finisher>,
    pub(crate) space: Arc<Ledger>,
    pub(crate) links: Links,
    pub(crate) sleep: Sleep,
    pub(crate) hooks: Hooks,
}

impl Site {
    /// Why a task with this wish may not use the link there is.
    pub(crate) fn hindrance(&self, wish: LinkWish) -> Option<Hindrance> {
        hindrance(self.links.now(), wish, self.tuning.get().links)
    }
}

/// How a transfer ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The whole, right file is in its place.
    Placed,
    /// The file is whole, right and on the disk, and waits for the others of its batch.
    Verified,
    /// A file of that name was there before, and the task is content with it.
    AlreadyThere,
    /// The server has no such file.
    Missing,
    /// The program called it off before it began.
    CalledOff,
    /// It was told to stop; what is there is kept.
    Stopped,
    /// It failed.
    Failed {
        /// Why.
        trouble: Trouble,
        /// Bytes that came in this attempt.
        new_bytes: u64,
        /// Bytes of the file that are there.
        reached: u64,
        /// Time the attempt took.
        flowing: Duration,
    },
}

/// What a transfer says while it runs, and at its end.
#[derive(Debug)]
pub(crate) enum Report {
    /// It is in this phase now.
    Entered(TaskId, Phase),
    /// Its whole, right file waits for the disk and for nothing else.
    Settles(TaskId),
    /// Whether a pause could keep what is on disk.
    Learned(TaskId, bool),
    /// It is over.
    Ended(TaskId, Outcome),
    /// The files of an atomic batch have their names, or do not get them.
    Arrived(BatchId, Arrival),
}

/// Why a step of a transfer does not go on.
#[derive(Debug)]
pub(crate) enum Halt {
    /// It was told to stop.
    Stopped,
    /// The server has no such file.
    Missing,
    /// The program called it off before it began.
    CalledOff,
    /// The name is taken, and the task is content with what is there (`Skip`).
    AlreadyThere,
    /// The file is whole and right, and gets its name together with others.
    Verified,
    /// Another program has deleted or changed the part file (row 94).
    PartLost,
    /// Something failed.
    Trouble(Trouble),
}

impl From<Trouble> for Halt {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// A transfer's lines to the outside.
#[derive(Debug, Clone)]
pub(crate) struct Lines {
    pub(crate) id: TaskId,
    pub(crate) site: Arc<Site>,
    pub(crate) meter: Arc<Meter>,
    pub(crate) stop: CancellationToken,
    pub(crate) reports: mpsc::Sender<Report>,
}

impl Lines {
    async fn entered(&self, phase: Phase) {
        let _ = self.reports.send(Report::Entered(self.id, phase)).await;
    }

    /// The whole, right file waits for the disk and for nothing else.
    async fn settles(&self) {
        let _ = self.reports.send(Report::Settles(self.id)).await;
    }

    /// The first byte of a body moves.
    async fn flows(&self) {
        let first = Change::FirstByte { id: self.id, at: clock::now() };
        if let Err(error) = self.site.store.apply(vec![first]).await {
            tracing::warn!(id = %self.id, %error, "when the first byte moved could not be saved");
        }
        self.entered(Phase::Transferring).await;
    }
}

/// Runs a transfer to its end and reports it.
pub(crate) async fn run(lines: Lines) {
    let (begun, reports, id) = (Instant::now(), lines.reports.clone(), lines.id);
    let meter = Arc::clone(&lines.meter);
    let failed = |trouble| Outcome::Failed {
        trouble,
        new_bytes: meter.new_bytes(),
        reached: meter.map().received(),
        flowing: begun.elapsed(),
    };
    let outcome = match work(lines).await {
        Ok(()) => Outcome::Placed,
        Err(Halt::AlreadyThere) => Outcome::AlreadyThere,
        Err(Halt::Verified) => Outcome::Verified,
        Err(Halt::Stopped) => Outcome::Stopped,
        Err(Halt::Missing) => Outcome::Missing,
        Err(Halt::CalledOff) => Outcome::CalledOff,
        Err(Halt::PartLost) => failed(part_lost()),
        Err(Halt::Trouble(trouble)) => failed(trouble),
    };
    let _ = reports.send(Report::Ended(id, outcome)).await;
}

/// Does what is to be done. Where an access token is refused that has not expired, it is renewed and the work goes on once
/// more.
async fn work(lines: Lines) -> Result<(), Halt> {
    let (ended, can_renew) = once(lines.clone(), Renewal::WhenDue).await;
    match ended {
        Err(Halt::Trouble(trouble)) if trouble.category == Category::AuthRequired && can_renew => {
            if was_refused_by_server(&lines).await {
                once(lines, Renewal::Now).await.0
            } else {
                Err(trouble.into())
            }
        }
        ended => ended,
    }
}

/// Whether it was a server that refused, and not a proxy.
async fn was_refused_by_server(lines: &Lines) -> bool {
    let loaded = lines.site.store.load(lines.id).await;
    loaded.is_ok_and(|(record, _)| record.reply.is_some_and(|reply| reply.code == 401))
}

/// Looks up what is to be done and does it; says besides whether another access token can be had.
async fn once(lines: Lines, renewal: Renewal) -> (Result<(), Halt>, bool) {
    let (record, segments, Admitted { work, can_renew }) = match load(&lines, renewal).await {
        Ok(loaded) => loaded,
        Err(halt) => return (Err(halt), false),
    };
    let ended = match work {
        Work::Download(download) => attempt::run(lines, record, segments, download).await,
        Work::Request(request) => asking::run(&lines, &record, &request).await,
        Work::Upload(upload) => upload::run(lines, record, upload).await,
    };
    (ended, can_renew)
}

async fn load(lines: &Lines, renewal: Renewal) -> Result<(Record, Vec<Segment>, Admitted), Halt> {
    let (mut record, segments) = lines.site.store.load(lines.id).await.map_err(|error| {
        // A task that is gone has been removed: there is nothing left to do for it.
        if matches!(error, StoreError::Unknown) { Halt::Stopped } else { Trouble::database(error).into() }
    })?;
    secrets::give_back(&lines.site, &mut record).await?;
    begin(lines, &mut record).await?;
    let admitted = admission::admit(lines, &mut record, renewal).await?;
    Ok((record, segments, admitted))
}

/// Lets the program have its say; what it decides is the end.
async fn begin(lines: &Lines, record: &mut Record) -> Result<(), Halt> {
    let verdict = tokio::select! {
        () = lines.stop.cancelled() => return Err(Halt::Stopped),
        verdict = lines.site.hooks.ask(&mut record.task) => verdict,
    };
    let (reply, end) = match verdict {
        None => return Ok(()),
        Some(Verdict::Complete(reply)) => (reply, Halt::AlreadyThere),
        Some(Verdict::NotFound(reply)) => (reply, Halt::Missing),
        Some(Verdict::Failed(why)) => return Err(Trouble::new(Category::Policy, why).into()),
        Some(Verdict::Canceled) => return Err(Halt::CalledOff),
    };
    saving::keep(&lines.site.store, &lines.stop, &Change::Replied { id: lines.id, reply }).await?;
    Err(end)
}

/// One attempt begins anew by itself when its part file is lost; losing it again needs somebody who looks.
fn part_lost() -> Trouble {
    let message = "Another program keeps changing the part file. Find out which one, then retry to begin anew.";
    Trouble::new(Category::DiskPath, message)
}

/// Runs something that blocks beside the runtime's threads.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Trouble::internal(&error.to_string()))
}
