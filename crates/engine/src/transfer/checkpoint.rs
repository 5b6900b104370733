//! Progress that is proven on disk.
//!
//! Owns the order of its steps: write, sync, then commit; what was committed is on disk. Syncs more often than it commits,
//! so that the disk works while bytes arrive and the last sync, which the end of the file waits for, finds little left.
//! Refuses to fail a transfer because the database is busy or full: bytes go on to the disk, and the next checkpoint
//! offers all of it again.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::disk;
use crate::transfer::load::Load;
use crate::transfer::{Halt, blocking, ground};
use crate::trouble::{Trouble, of_disk};

/// Time between two checkpoints.
const INTERVAL: Duration = Duration::from_secs(1);

/// Bytes between two checkpoints.
const MOST: u64 = 64 << 20;

/// Bytes after which the disk is told to begin with them.
const SYNCED_TOGETHER: u64 = 16 << 20;

/// Towards the end of a file it is told sooner, for that waits for what is left: whenever more has come than is missing, but
/// not of less than this.
const SYNCED_LAST: u64 = 4 << 20;

/// The checkpoints of one transfer, one at a time.
#[derive(Debug)]
pub(crate) struct Checkpoints {
    load: Arc<Load>,
    running: Option<JoinHandle<Result<(), Trouble>>>,
    next: Instant,
    /// Bytes written since the last checkpoint, as far as a sync has begun for them.
    uncommitted: u64,
    /// Whether a sync has failed. The system may take the lost bytes for written from then on, and a second sync for a
    /// success: nothing that came after the last checkpoint can be proven any more (row 100).
    has_failed: bool,
}

impl Checkpoints {
    pub(crate) fn new(load: Arc<Load>) -> Self {
        Self { load, running: None, next: Instant::now() + INTERVAL, uncommitted: 0, has_failed: false }
    }

    /// Begins one when it is time for it; says how the last one went.
    pub(crate) async fn if_due(&mut self) -> Result<(), Halt> {
        if Instant::now() >= self.next { self.begin().await } else { Ok(()) }
    }

    /// Begins a sync unless one is on its way, with a checkpoint after it when it is time for one; says how the last one
    /// went.
    pub(crate) async fn begin(&mut self) -> Result<(), Halt> {
        if self.running.as_ref().is_some_and(|running| !running.is_finished()) {
            return Ok(());
        }
        self.settle().await?;
        ground::holds(&self.load.lines, &self.load.folder, &self.load.part)?;
        let fresh = self.load.unsynced.swap(0, Ordering::Relaxed);
        self.uncommitted += fresh;
        let load = Arc::clone(&self.load);
        if self.uncommitted >= MOST || Instant::now() >= self.next {
            self.next = Instant::now() + INTERVAL;
            if std::mem::take(&mut self.uncommitted) > 0 {
                self.running = Some(tokio::spawn(save(load)));
            }
        } else if fresh > 0 {
            self.running = Some(tokio::spawn(async move { sync(&load).await }));
        }
        Ok(())
    }

    /// Leaves a last one, unless nothing is missing: then the file itself is synced before it is placed.
    pub(crate) async fn finish(&mut self) -> Result<(), Trouble> {
        self.settle().await?;
        if self.has_failed || self.load.lines.meter.is_whole() { Ok(()) } else { save(Arc::clone(&self.load)).await }
    }

    async fn settle(&mut self) -> Result<(), Trouble> {
        let Some(running) = self.running.take() else { return Ok(()) };
        let outcome = running.await.map_err(|error| Trouble::internal(&error.to_string())).flatten();
        self.has_failed |= outcome.is_err();
        outcome
    }
}

/// Counts bytes that are written, and says so when a sync is due.
pub(crate) fn count(load: &Load, bytes: u64) {
    let before = load.unsynced.fetch_add(bytes, Ordering::Relaxed);
    if is_due(before, before + bytes, || load.lines.meter.left()) {
        load.due.notify_one();
    }
}

/// Whether a sync is due when the unsynced bytes have grown so.
fn is_due(before: u64, unsynced: u64, left: impl FnOnce() -> Option<u64>) -> bool {
    let passes = |step: u64| before / step != unsynced / step;
    let is_nearly_whole = || left().is_some_and(|left| left <= unsynced);
    passes(SYNCED_TOGETHER) || (passes(SYNCED_LAST) && is_nearly_whole())
}

/// Syncs what the map counts, then commits it. The map is read before the sync: later bytes wait for the next one.
async fn save(load: Arc<Load>) -> Result<(), Trouble> {
    let map = load.lines.meter.map();
    sync(&load).await?;
    if let Err(error) = load.lines.site.store.checkpoint(load.lines.id, map.segments().to_vec()).await {
        tracing::warn!(id = %load.lines.id, %error, "a checkpoint could not be saved; the next one is offered again");
        load.unsynced.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

async fn sync(load: &Load) -> Result<(), Trouble> {
    let part = Arc::clone(&load.part);
    blocking(move || disk::sync_data(&part)).await?.map_err(|error| of_disk(&error, &load.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the syncs of a file of so many mebibytes begin, each taking no time.
    fn syncs(total: Option<u64>, length: u64) -> Vec<u64> {
        const PIECE: u64 = 96 << 10;
        let (mut unsynced, mut done, mut syncs) = (0, 0, Vec::new());
        while done < length << 20 {
            let before = unsynced;
            (unsynced, done) = (unsynced + PIECE, done + PIECE);
            if is_due(before, unsynced, || total.map(|total| (total << 20).saturating_sub(done))) {
                syncs.push(done >> 20);
                unsynced = 0;
            }
        }
        syncs
    }

    #[test]
    fn the_end_of_a_file_finds_little_to_sync() {
        assert_eq!(syncs(Some(100), 100), [16, 32, 48, 64, 80, 92, 96]);
        assert_eq!(syncs(Some(3), 3), [0_u64; 0], "a small file waits for nothing");
    }

    #[test]
    fn a_body_without_a_length_is_synced_evenly() {
        assert_eq!(syncs(None, 60), [16, 32, 48]);
    }
}
