//! From the connection into the part file.
//!
//! Owns one lane: reading, writing, the checkpoints on the way. Rule kept here: write, sync, then commit; what was
//! committed is on disk.

use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use haul_model::fault::Category;
use haul_model::segments::SegmentMap;
use haul_store::Store;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::disk;
use crate::net::Answer;
use crate::throttle::Valve;
use crate::transfer::attempt::Attempt;
use crate::transfer::{Halt, Lines, blocking};
use crate::trouble::{Trouble, of_disk};

/// Time between two checkpoints.
const CHECKPOINT: Duration = Duration::from_secs(1);

/// Bytes between two checkpoints.
const CHECKPOINT_BYTES: u64 = 64 << 20;

/// Writes the body from `offset` on, at most `limit` bytes, and leaves a checkpoint behind however it ends.
pub(crate) async fn write(
    attempt: &mut Attempt,
    answer: Box<Answer>,
    offset: u64,
    limit: Option<u64>,
) -> Result<(), Halt> {
    let Some(part) = attempt.part.clone() else { return Err(Trouble::internal("a body without a part file").into()) };
    let group = &attempt.record.task.group;
    let valve = attempt.lines.site.throttle.valve(attempt.lines.id, group, attempt.download().limit_rate);
    let writer = Writer {
        lines: &attempt.lines,
        path: attempt.folder.path().join(attempt.record.part.as_deref().unwrap_or_default()),
        part,
        index: index_at(&attempt.lines.meter.map(), offset),
        offset,
        since_checkpoint: 0,
        next_checkpoint: Instant::now() + CHECKPOINT,
        checkpoint: None,
    };
    let mut lane = Lane { writer, answer, left: limit, valve };
    let result = lane.run().await;
    let saved = lane.writer.finish().await;
    result?;
    saved
}

fn index_at(map: &SegmentMap, offset: u64) -> usize {
    map.segments().iter().rposition(|segment| segment.start <= offset).unwrap_or(0)
}

struct Lane<'a> {
    writer: Writer<'a>,
    answer: Box<Answer>,
    left: Option<u64>,
    valve: Arc<Valve>,
}

impl Lane<'_> {
    async fn run(&mut self) -> Result<(), Halt> {
        let stop = self.writer.lines.stop.clone();
        loop {
            let chunk = tokio::select! {
                () = stop.cancelled() => return Err(Halt::Stopped),
                chunk = self.answer.chunk() => chunk,
            };
            let Some(chunk) = chunk? else { return self.ended() };
            self.take(chunk, &stop).await?;
            if self.left == Some(0) {
                return Ok(());
            }
        }
    }

    async fn take(&mut self, mut chunk: Bytes, stop: &tokio_util::sync::CancellationToken) -> Result<(), Halt> {
        if let Some(left) = &mut self.left {
            chunk.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
            *left -= chunk.len() as u64;
        }
        let Some(most) = self.valve.portion() else { return self.writer.write(&chunk).await };
        while !chunk.is_empty() {
            let portion = chunk.split_to(chunk.len().min(most));
            let bytes = portion.len() as u64;
            self.writer.write(&portion).await?;
            tokio::select! {
                () = stop.cancelled() => return Err(Halt::Stopped),
                () = self.valve.take(bytes) => {}
            }
        }
        Ok(())
    }

    /// The body is over: that is the end of a file without a length, and too early for any other.
    fn ended(&mut self) -> Result<(), Halt> {
        match self.left {
            None => {
                self.writer.lines.meter.ends_at(self.writer.offset);
                Ok(())
            }
            Some(0) => Ok(()),
            Some(_) => {
                let message = "The server ended the file early.";
                Err(Trouble::new(Category::NetTruncated, message).into())
            }
        }
    }
}

struct Writer<'a> {
    lines: &'a Lines,
    path: std::path::PathBuf,
    part: Arc<std::fs::File>,
    index: usize,
    /// Position after the last written byte.
    offset: u64,
    since_checkpoint: u64,
    next_checkpoint: Instant,
    checkpoint: Option<JoinHandle<Result<(), Trouble>>>,
}

impl Writer<'_> {
    /// Writes on the lane's own thread: handing every piece to another one costs more than the write (measured: 1.1 times
    /// the bare loop's processor time here, 1.5 to 2.8 there). No other work runs on the threads of the lanes.
    async fn write(&mut self, piece: &Bytes) -> Result<(), Halt> {
        self.part.write_all_at(piece, self.offset).map_err(|error| of_disk(&error, &self.path))?;
        self.offset += piece.len() as u64;
        self.since_checkpoint += piece.len() as u64;
        self.lines.meter.advance(self.index, self.offset);
        self.checkpoint_if_due().await
    }

    async fn checkpoint_if_due(&mut self) -> Result<(), Halt> {
        if self.checkpoint.as_ref().is_some_and(JoinHandle::is_finished) {
            self.checkpoint_done().await?;
        }
        let due = self.since_checkpoint >= CHECKPOINT_BYTES || Instant::now() >= self.next_checkpoint;
        if due && self.checkpoint.is_none() {
            self.since_checkpoint = 0;
            self.next_checkpoint = Instant::now() + CHECKPOINT;
            self.checkpoint = Some(tokio::spawn(checkpoint(
                Arc::clone(&self.lines.site.store),
                self.lines.id,
                Arc::clone(&self.part),
                self.path.clone(),
                self.lines.meter.map(),
            )));
        }
        Ok(())
    }

    async fn checkpoint_done(&mut self) -> Result<(), Halt> {
        let Some(running) = self.checkpoint.take() else { return Ok(()) };
        running.await.map_err(|error| Trouble::internal(&error.to_string()))??;
        Ok(())
    }

    /// Leaves a last checkpoint.
    async fn finish(&mut self) -> Result<(), Halt> {
        self.checkpoint_done().await?;
        let map = self.lines.meter.map();
        if map.is_whole() {
            return Ok(());
        }
        let (store, part) = (Arc::clone(&self.lines.site.store), Arc::clone(&self.part));
        Ok(checkpoint(store, self.lines.id, part, self.path.clone(), map).await?)
    }
}

/// Syncs what `map` counts, then commits it. The map was read before the sync: later bytes wait for the next one.
async fn checkpoint(
    store: Arc<Store>,
    id: haul_model::task::TaskId,
    part: Arc<std::fs::File>,
    path: std::path::PathBuf,
    map: SegmentMap,
) -> Result<(), Trouble> {
    blocking(move || disk::sync_data(&part)).await?.map_err(|error| of_disk(&error, &path))?;
    store.checkpoint(id, map.segments().to_vec()).await.map_err(Trouble::database)
}
