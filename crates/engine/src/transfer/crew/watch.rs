//! A look at how the lanes do, twice a second.
//!
//! Owns what is measured: whether another lane would pay, whether an address is too slow to keep, whether all of it is
//! slower than the user wants. Refuses to act on a single reading.

use std::collections::BTreeMap;
use std::time::Duration;

use haul_model::fault::Category;
use tokio::time::Instant;

use crate::transfer::Halt;
use crate::transfer::attempt::Attempt;
use crate::transfer::crew::{Crew, Worker};
use crate::transfer::load::Load;
use crate::trouble::Trouble;

/// Time over which a number of lanes is judged.
const TRIAL: Duration = Duration::from_secs(1);

/// An address this many times slower than the others is left.
const TOO_SLOW: f64 = 10.0;

/// What a lane has to bring for its speed to say something.
const TELLING: u64 = 256 << 10;

/// A lane is not called slow before it had this long.
const FAIR: Duration = Duration::from_secs(3);

/// What was so when the present trial began.
#[derive(Debug)]
pub(super) struct Watch {
    lanes: usize,
    since: Instant,
    received: u64,
    slow_since: Instant,
    slow_received: u64,
    /// The last speed of a lane from each address, in bytes a second.
    speeds: BTreeMap<usize, f64>,
}

impl Watch {
    pub(super) fn new(load: &Load) -> Self {
        let (now, received) = (Instant::now(), load.lines.meter.map().received());
        Self { lanes: 0, since: now, received, slow_since: now, slow_received: received, speeds: BTreeMap::new() }
    }
}

impl Crew {
    pub(super) async fn look_around(&mut self, attempt: &mut Attempt) -> Result<(), Halt> {
        self.measure();
        self.respect_least_speed()?;
        self.leave_slow_address(attempt);
        Ok(())
    }

    /// Notes how fast an address was when a lane of it has ended.
    pub(super) fn note_speed(&mut self, start: u64, worker: &Worker) {
        let segment = self.load.lines.meter.segment(start);
        if let Some(segment) = segment.filter(|segment| segment.done > worker.from + TELLING) {
            self.watch.speeds.insert(worker.source, worker.speed_so_far(segment));
        }
    }

    /// After a while with a number of lanes, the ramp hears what they did.
    fn measure(&mut self) {
        let (map, now) = (self.load.lines.meter.map(), Instant::now());
        let (received, lanes) = (map.received(), self.workers.values().filter(|worker| worker.granted).count());
        if lanes != self.watch.lanes {
            (self.watch.lanes, self.watch.since, self.watch.received) = (lanes, now, received);
            return;
        }
        let elapsed = now - self.watch.since;
        if elapsed < TRIAL || lanes < self.ramp.target() || self.load.valve.portion().is_some() {
            return;
        }
        #[allow(clippy::cast_precision_loss, reason = "an estimate")]
        let speed = received.saturating_sub(self.watch.received) as f64 / elapsed.as_secs_f64();
        let left = map.total().map_or(0, |total| total.saturating_sub(received));
        #[allow(clippy::cast_precision_loss, reason = "an estimate")]
        let seconds = (left as f64 / speed.max(1.0)).min(1e9);
        self.ramp.measured(speed, Duration::from_secs_f64(seconds));
        (self.watch.since, self.watch.received) = (now, received);
    }

    fn respect_least_speed(&mut self) -> Result<(), Trouble> {
        let tuning = self.load.lines.site.tuning.get();
        let least = tuning.min_speed;
        let (now, received) = (Instant::now(), self.load.lines.meter.map().received());
        if least == 0 || self.load.valve.portion().is_some() {
            (self.watch.slow_since, self.watch.slow_received) = (now, received);
            return Ok(());
        }
        let elapsed = now - self.watch.slow_since;
        // A line that only trickles is given as long as one that is silent.
        if elapsed < tuning.patience.stall {
            return Ok(());
        }
        let expected = least.saturating_mul(elapsed.as_secs());
        if received.saturating_sub(self.watch.slow_received) < expected {
            let message =
                format!("For {} seconds the file came slower than the least speed that is set.", elapsed.as_secs());
            return Err(Trouble::new(Category::NetSlow, message));
        }
        (self.watch.slow_since, self.watch.slow_received) = (now, received);
        Ok(())
    }

    /// Leaves an address whose lane is far slower than another address has shown to be: that one does the rest.
    fn leave_slow_address(&mut self, attempt: &mut Attempt) {
        if attempt.sources.remaining() < 2 {
            return;
        }
        let map = self.load.lines.meter.map();
        for (start, worker) in &self.workers {
            if let Some(speed) = map.at(*start).and_then(|segment| worker.speed(segment)) {
                self.watch.speeds.insert(worker.source, speed);
            }
        }
        let best = self.watch.speeds.values().copied().fold(0.0, f64::max);
        let is_slow = |worker: &Worker| {
            let speed = self.watch.speeds.get(&worker.source).copied().unwrap_or(best);
            speed * TOO_SLOW < best && worker.began.elapsed() >= FAIR
        };
        let Some(source) = self.workers.values().find(|worker| is_slow(worker)).map(|worker| worker.source) else {
            return;
        };
        tracing::info!(id = %self.load.lines.id, source, "an address is too slow and is left");
        attempt.sources.leave(source);
        self.workers.values().filter(|worker| worker.source == source).for_each(|worker| worker.stop.cancel());
    }
}
