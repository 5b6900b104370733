//! The lanes of one transfer.
//!
//! Owns who works on which segment, how many there are, the checkpoints, and what an end of one means for the others.
//! Refuses bytes: lanes carry them. Rules kept here: one lane's trouble never spoils what others do; a transfer fails
//! with its last lane, so a task has one budget however many lanes it has; whatever ends it, a checkpoint stays behind.

mod division;
mod ends;
mod watch;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use haul_model::log::Happening;
use haul_model::ramp::{Chosen, Ramp};
use haul_model::remote::{Ranges, Remote};
use haul_model::status::Phase;
use haul_model::task::Method;
use haul_store::Change;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::disk;
use crate::net::Connection;
use crate::transfer::Halt;
use crate::transfer::attempt::{Attempt, Found};
use crate::transfer::checkpoint::Checkpoints;
use crate::transfer::lane::{End, Granted, Lane, Stream};
use crate::transfer::load::Load;
use crate::transfer::turn::Turns;
use crate::trouble::Trouble;

/// Time between two looks at how the lanes do.
const LOOK: Duration = Duration::from_millis(500);

/// One lane at work.
#[derive(Debug)]
struct Worker {
    /// Which of the addresses it asks.
    source: usize,
    granted: bool,
    connection: Connection,
    /// Position in the file up to which its answer goes; `None` when nobody knows.
    reach: Option<u64>,
    stop: CancellationToken,
    began: Instant,
    /// Where it began.
    from: u64,
}

/// The lanes of one transfer.
struct Crew {
    load: Arc<Load>,
    ramp: Ramp,
    workers: BTreeMap<u64, Worker>,
    lanes: JoinSet<(u64, End)>,
    heard: mpsc::Receiver<Granted>,
    granted: mpsc::Sender<Granted>,
    checkpoints: Checkpoints,
    watch: watch::Watch,
    /// Why a lane ended last.
    trouble: Option<Halt>,
    /// Whether this crew has had an answer that could be used.
    has_begun: bool,
    /// Whether the server answers over connections that are shared.
    is_shared: bool,
}

/// Fills the file with as many lanes as pay. `stream` is a body that has begun already.
pub(crate) async fn run(attempt: &mut Attempt, stream: Option<Stream>) -> Result<Found, Halt> {
    let mut crew = Crew::gather(attempt)?;
    let most = crew.most_lanes(attempt)?;
    crew.ramp = Ramp::new(most, if attempt.download().lanes.is_some() { Chosen::ByUser } else { Chosen::ByGain });
    if let Some(stream) = stream {
        crew.begin_with(attempt, stream).await;
    }
    let found = crew.work(attempt).await;
    crew.dismiss().await;
    let saved = crew.checkpoints.finish().await;
    crew.leave_part();
    let found = found?;
    saved?;
    Ok(found)
}

impl Crew {
    fn gather(attempt: &Attempt) -> Result<Self, Trouble> {
        let (Some(part), Some(remote)) = (attempt.part.clone(), attempt.record.remote.clone()) else {
            return Err(Trouble::internal("lanes without a part file"));
        };
        let (lines, task) = (attempt.lines.clone(), &attempt.record.task);
        let valve = lines.site.throttle.valve(lines.id, &task.group, attempt.download().limit_rate);
        let load = Arc::new(Load {
            lines,
            download: Arc::new(attempt.download().clone()),
            remote,
            folder: Arc::clone(&attempt.folder),
            part,
            rolling: Arc::clone(&attempt.rolling),
            path: attempt.path(),
            valve,
            turns: Turns::default(),
            unsynced: AtomicU64::new(0),
            due: Notify::new(),
        });
        let (granted, heard) = mpsc::channel(64);
        Ok(Self {
            checkpoints: Checkpoints::new(Arc::clone(&load)),
            watch: watch::Watch::new(&load),
            load,
            ramp: Ramp::new(1, Chosen::ByUser),
            workers: BTreeMap::new(),
            lanes: JoinSet::new(),
            heard,
            granted,
            trouble: None,
            has_begun: false,
            is_shared: false,
        })
    }

    /// How many lanes there may be in the best case.
    fn most_lanes(&self, attempt: &Attempt) -> Result<usize, Trouble> {
        let download = attempt.download();
        let wanted = usize::try_from(download.lanes.unwrap_or_else(|| self.load.lines.site.tuning.get().lanes));
        let wanted = wanted.unwrap_or(1).max(1);
        let is_plain = download.method == Method::Get && download.body.is_none();
        if is_plain && self.load.remote.can_divide() {
            return Ok(wanted);
        }
        if wanted > 1 && download.lanes.is_some() {
            attempt.respect_strict_lanes()?;
            tracing::info!(id = %self.load.lines.id, "one connection: the server does not prove that parts fit together");
        }
        Ok(1)
    }

    /// The first answer becomes the first lane.
    async fn begin_with(&mut self, attempt: &Attempt, stream: Stream) {
        self.load.lines.entered(Phase::Transferring).await;
        self.has_begun = true;
        self.is_shared = stream.answer.is_shared();
        self.cut_pieces(attempt);
        let source = self.load.remote.source;
        self.hire(attempt, 0, source, Some(stream));
        self.proven();
    }

    async fn work(&mut self, attempt: &mut Attempt) -> Result<Found, Halt> {
        let mut look = Instant::now() + LOOK;
        loop {
            if self.load.lines.meter.is_whole() {
                return Ok(Found::Whole);
            }
            // A lane may have ended because of it: nobody is put in its place.
            if self.load.lines.stop.is_cancelled() {
                return Err(Halt::Stopped);
            }
            self.fill(attempt);
            if self.workers.is_empty() {
                let nobody = || Trouble::internal("nobody is left to fetch the rest").into();
                return Err(self.trouble.take().unwrap_or_else(nobody));
            }
            tokio::select! {
                () = self.load.lines.stop.cancelled() => return Err(Halt::Stopped),
                Some(granted) = self.heard.recv() => self.was_granted(attempt, granted).await,
                Some(joined) = self.lanes.join_next() => {
                    let (start, end) = joined.map_err(|error| Trouble::internal(&error.to_string()))?;
                    if let Some(found) = self.ended(attempt, start, end).await? {
                        return Ok(found);
                    }
                }
                () = self.load.due.notified() => self.checkpoints.begin().await?,
                () = sleep_until(look) => {
                    look = Instant::now() + LOOK;
                    self.checkpoints.if_due().await?;
                    self.look_around(attempt).await?;
                }
            }
        }
    }

    /// Puts a lane on a segment.
    fn hire(&mut self, attempt: &Attempt, start: u64, source: usize, stream: Option<Stream>) {
        let Some(segment) = self.load.lines.meter.segment(start) else { return };
        let stop = self.load.lines.stop.child_token();
        let connection = if self.workers.is_empty() { Connection::Shared } else { Connection::Own };
        let lane = Lane {
            load: Arc::clone(&self.load),
            start,
            address: attempt.sources.address(source).clone(),
            is_mirror: source != self.load.remote.source,
            connection,
            stop: stop.clone(),
            granted: self.granted.clone(),
        };
        let (granted, reach) =
            if stream.is_some() { (true, self.load.lines.meter.map().total()) } else { (false, segment.end) };
        self.load.lines.meter.opens(start);
        let (began, from) = (Instant::now(), segment.done);
        self.workers.insert(start, Worker { source, granted, connection, reach, stop, began, from });
        self.lanes.spawn(async move { (start, lane.run(stream).await) });
    }

    async fn was_granted(&mut self, attempt: &mut Attempt, granted: Granted) {
        if let Some(worker) = self.workers.get_mut(&granted.start) {
            worker.granted = true;
        }
        self.is_shared |= granted.is_shared;
        if !self.has_begun {
            self.has_begun = true;
            attempt.note(Change::Replied { id: attempt.record.id, reply: granted.reply }).await;
            self.load.lines.entered(Phase::Transferring).await;
        }
        if let Some(remote) = attempt.record.remote.as_mut().filter(|remote| remote.ranges == Ranges::Unproven) {
            remote.ranges = Ranges::Offered;
            let remote = remote.clone();
            self.taught(attempt, remote).await;
        }
        self.proven();
    }

    /// Keeps what the lanes found out about the server.
    async fn taught(&self, attempt: &Attempt, remote: Remote) {
        let (id, at, what) = (attempt.record.id, clock::now(), Happening::NoParts);
        let told = (remote.ranges == Ranges::Refused).then_some(Change::Happened { id, at, what });
        attempt.note_all(std::iter::once(Change::Taught { id, remote }).chain(told).collect()).await;
        attempt.learned().await;
    }

    /// When all lanes that were asked for are granted, there may be more.
    fn proven(&mut self) {
        if self.workers.len() >= self.ramp.target() && self.workers.values().all(|worker| worker.granted) {
            self.ramp.granted();
        }
    }

    /// Nothing more is written into a part that is not whole: who does so until the next attempt is noticed.
    fn leave_part(&self) {
        if !self.load.lines.meter.is_whole()
            && let Err(error) = disk::stamp(&self.load.part)
        {
            tracing::debug!(%error, "the part file cannot tell whether others write into it");
        }
    }

    /// Stops all lanes and waits for them.
    async fn dismiss(&mut self) {
        self.workers.values().for_each(|worker| worker.stop.cancel());
        while self.lanes.join_next().await.is_some() {}
        self.workers.clear();
        self.load.lines.meter.closes_all();
    }
}
