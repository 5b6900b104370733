//! How fast tasks were, for a while back.
//!
//! Owns five minutes of speeds of every running task, of those that rested last, and of all tasks together: one point a
//! second, in memory. Refuses a clock: times come in. Rule kept here: while nothing runs nothing is noted, and what is kept
//! of tasks that rest is bounded.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use haul_model::task::TaskId;
use haul_model::time::Timestamp;

/// Time that a point stands for.
const STEP: Duration = Duration::from_secs(1);

/// Points of one task: five minutes.
const POINTS: usize = 300;

/// Less time than this says nothing of a speed.
const TELLING: Duration = Duration::from_millis(50);

/// Resting tasks whose speeds are kept.
const RESTING: usize = 32;

/// How fast it was for about a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeedPoint {
    /// The end of that second.
    pub at: Timestamp,
    /// Bytes a second.
    pub bytes_per_second: u64,
}

/// One line over time.
#[derive(Debug, Default)]
struct History {
    points: VecDeque<SpeedPoint>,
    bytes: u64,
    elapsed: Duration,
}

impl History {
    fn take(&mut self, bytes: u64, elapsed: Duration, now: Timestamp) {
        self.bytes += bytes;
        self.elapsed += elapsed;
        if self.elapsed >= STEP {
            self.note(now);
        }
    }

    /// Ends a point, however short it is.
    fn note(&mut self, now: Timestamp) {
        let (bytes, elapsed) = (std::mem::take(&mut self.bytes), std::mem::take(&mut self.elapsed));
        if elapsed < TELLING {
            return;
        }
        // Of a clock that was set back the line begins anew.
        if self.points.back().is_some_and(|last| last.at >= now) {
            self.points.clear();
        }
        if self.points.len() == POINTS {
            self.points.pop_front();
        }
        let bytes_per_second = u128::from(bytes) * 1000 / elapsed.as_millis().max(1);
        let bytes_per_second = u64::try_from(bytes_per_second).unwrap_or(u64::MAX);
        self.points.push_back(SpeedPoint { at: now, bytes_per_second });
    }
}

/// All lines.
#[derive(Debug, Default)]
pub(crate) struct Histories {
    all: History,
    of: HashMap<TaskId, History>,
    /// Those that rest, the longest first.
    resting: VecDeque<TaskId>,
}

impl Histories {
    /// Takes in what came for each running task; for all of them together that took `elapsed`.
    pub(crate) fn take(&mut self, samples: &[(TaskId, (u64, Duration))], elapsed: Duration, now: Timestamp) {
        for (id, (bytes, elapsed)) in samples {
            self.of.entry(*id).or_default().take(*bytes, *elapsed, now);
        }
        self.all.take(samples.iter().map(|(_, (bytes, _))| bytes).sum(), elapsed, now);
    }

    /// The task runs from now on.
    pub(crate) fn begin(&mut self, id: TaskId) {
        self.resting.retain(|resting| *resting != id);
    }

    /// Nothing runs any more.
    pub(crate) fn rest(&mut self, elapsed: Duration, now: Timestamp) {
        self.all.elapsed += elapsed;
        self.all.note(now);
    }

    /// The task rests from now on.
    pub(crate) fn end(&mut self, id: TaskId, bytes: u64, elapsed: Duration, now: Timestamp) {
        let history = self.of.entry(id).or_default();
        history.bytes += bytes;
        history.elapsed += elapsed;
        history.note(now);
        self.all.bytes += bytes;
        self.resting.retain(|resting| *resting != id);
        self.resting.push_back(id);
        if self.resting.len() > RESTING
            && let Some(oldest) = self.resting.pop_front()
        {
            self.of.remove(&oldest);
        }
    }

    /// The line of a task, or of all.
    pub(crate) fn of(&self, id: Option<TaskId>) -> Vec<SpeedPoint> {
        let history = match id {
            Some(id) => self.of.get(&id),
            None => Some(&self.all),
        };
        history.map(|history| history.points.iter().copied().collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUARTER: Duration = Duration::from_millis(250);

    fn seconds(count: i64) -> Timestamp {
        Timestamp(count * 1000)
    }

    #[test]
    fn four_samples_are_one_point_of_what_came_in_them() {
        let mut histories = Histories::default();
        for _ in 0..4 {
            histories.take(&[(TaskId(1), (100, QUARTER)), (TaskId(2), (50, QUARTER))], QUARTER, seconds(1));
        }
        assert_eq!(histories.of(Some(TaskId(1))), [SpeedPoint { at: seconds(1), bytes_per_second: 400 }]);
        assert_eq!(histories.of(None), [SpeedPoint { at: seconds(1), bytes_per_second: 600 }]);
        assert_eq!(histories.of(Some(TaskId(3))), []);
    }

    #[test]
    fn a_line_is_five_minutes_long_and_goes_on_after_a_rest() {
        let mut histories = Histories::default();
        for second in 0..400 {
            histories.take(&[(TaskId(1), (7, STEP))], STEP, seconds(second));
        }
        histories.end(TaskId(1), 3, QUARTER, seconds(401));
        histories.take(&[(TaskId(1), (9, STEP))], STEP, seconds(900));
        let line = histories.of(Some(TaskId(1)));
        assert_eq!((line.len(), line[0].at), (POINTS, seconds(102)));
        let last: Vec<u64> = line[297..].iter().map(|point| point.bytes_per_second).collect();
        assert_eq!(last, [7, 12, 9]);
    }

    #[test]
    fn of_resting_tasks_the_last_few_are_kept() {
        let mut histories = Histories::default();
        for id in 0..100 {
            histories.end(TaskId(id), 1000, STEP, seconds(1));
        }
        assert_eq!(histories.of.len(), RESTING);
        assert_eq!(histories.of(Some(TaskId(99))).len(), 1);
        assert_eq!(histories.of(Some(TaskId(67))), []);
    }

    #[test]
    fn what_runs_keeps_its_line_however_many_others_rest() {
        let mut histories = Histories::default();
        histories.end(TaskId(1), 1000, STEP, seconds(1));
        histories.begin(TaskId(1));
        for id in 2..100 {
            histories.end(TaskId(id), 1000, STEP, seconds(2));
        }
        assert_eq!(histories.of(Some(TaskId(1))).len(), 1);
    }

    #[test]
    fn a_clock_that_is_set_back_begins_the_line_anew() {
        let mut histories = Histories::default();
        histories.take(&[(TaskId(1), (1, STEP))], STEP, seconds(1000));
        histories.take(&[(TaskId(1), (2, STEP))], STEP, seconds(10));
        assert_eq!(histories.of(Some(TaskId(1))), [SpeedPoint { at: seconds(10), bytes_per_second: 2 }]);
    }
}
