//! Who gets which part of the file.
//!
//! Owns the search for work: a segment that nobody fills, else half of what the slowest lane still has before it. Rule
//! kept here: the next mebibyte of every lane is promised to it, so what is on its way is not asked for twice.

use std::time::Duration;

use haul_model::segments::{Segment, SegmentMap};

use crate::transfer::attempt::Attempt;
use crate::transfer::crew::{Crew, Worker};

/// Bytes that stay with the lane that is about to read them.
pub(super) const PROMISED: u64 = 1 << 20;

/// Less than this is not worth a connection, unless it would take long.
const WORTH: u64 = 1 << 20;

/// What takes at least this long is worth another connection, however small.
const LONG: Duration = Duration::from_secs(2);

/// A lane needs this long until its speed says something.
const SETTLED: Duration = Duration::from_millis(500);

impl Crew {
    /// Lets the pieces begin that the user's number of lanes makes (M132), but for those that are promised already.
    pub(super) fn cut_pieces(&self, attempt: &Attempt) {
        let map = self.load.lines.meter.map();
        let (Some(lanes), Some(total)) = (attempt.download().lanes, map.total()) else { return };
        if self.ramp.most() < 2 {
            return;
        }
        let pieces = SegmentMap::in_pieces(total, lanes);
        self.load.lines.meter.divide(|map| {
            for piece in pieces.segments().iter().skip(1).filter(|piece| piece.start >= PROMISED) {
                map.cut(piece.start);
            }
        });
    }

    /// Puts lanes to work until there are as many as there may be.
    pub(super) fn fill(&mut self, attempt: &mut Attempt) {
        while self.workers.len() < self.allowed(attempt) {
            let Some(start) = self.idle_segment().or_else(|| self.split_slowest()) else { return };
            let Some(source) = attempt.sources.next() else { return };
            self.hire(attempt, start, source, None);
        }
    }

    /// How many lanes there may be now, with what the host has said to anybody.
    fn allowed(&self, attempt: &Attempt) -> usize {
        let hosts = &self.load.lines.site.hosts;
        let host = attempt.download().url.host_str().unwrap_or_default();
        if !self.workers.is_empty() && hosts.held_until(host).is_some() {
            return self.workers.len();
        }
        self.ramp.target().min(hosts.most_lanes(host).unwrap_or(usize::MAX))
    }

    fn idle_segment(&self) -> Option<u64> {
        let map = self.load.lines.meter.map();
        map.unfinished().map(|segment| segment.start).find(|start| !self.workers.contains_key(start))
    }

    /// Takes half of what would take longest.
    fn split_slowest(&self) -> Option<u64> {
        let map = self.load.lines.meter.map();
        let average = self.average_speed(&map);
        let longest = self
            .workers
            .iter()
            .filter_map(|(start, worker)| Some((map.at(*start)?, worker)))
            .filter_map(|(segment, worker)| {
                let left = segment.end?.saturating_sub(segment.done);
                let speed = worker.speed(segment).unwrap_or(average).max(1.0);
                #[allow(clippy::cast_precision_loss, reason = "an estimate")]
                let seconds = left as f64 / speed;
                let free = left.saturating_sub(PROMISED);
                let is_worth = free >= WORTH || (free > 0 && seconds >= LONG.as_secs_f64());
                is_worth.then_some((segment.start, seconds))
            })
            .max_by(|(_, one), (_, other)| one.total_cmp(other))?;
        self.load.lines.meter.divide(|map| map.split(longest.0, PROMISED))
    }

    /// What one lane does on average, in bytes a second.
    pub(super) fn average_speed(&self, map: &SegmentMap) -> f64 {
        let speeds: Vec<f64> =
            self.workers.iter().filter_map(|(start, worker)| worker.speed(map.at(*start)?)).collect();
        #[allow(clippy::cast_precision_loss, reason = "there are few lanes")]
        let count = speeds.len().max(1) as f64;
        speeds.iter().sum::<f64>() / count
    }
}

impl Worker {
    /// Bytes a second since it began; `None` while that says nothing.
    pub(super) fn speed(&self, segment: Segment) -> Option<f64> {
        (self.began.elapsed() >= SETTLED).then(|| self.speed_so_far(segment))
    }

    /// Bytes a second since it began, however short that is ago.
    pub(super) fn speed_so_far(&self, segment: Segment) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "an estimate")]
        let bytes = segment.done.saturating_sub(self.from) as f64;
        bytes / self.began.elapsed().as_secs_f64().max(0.001)
    }
}
