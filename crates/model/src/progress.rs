//! What is told of how far a task is.
//!
//! Owns the fraction with its negative codes (M037, M038), how often it is told ([`Pace`]), the smoothed speed (M045) and
//! the time left (M046). Refuses to sample: counts and clock readings come in.

use std::time::Duration;

use crate::status::TaskStatus;

/// The fraction of a task in `status` of which `received` of `total` bytes are there: 0.0 to 0.999 on the way, 1.0
/// when complete, and -1 failed, -2 canceled, -3 not found, -4 waiting to retry, -5 paused.
#[must_use]
pub fn fraction(status: &TaskStatus, received: u64, total: Option<u64>) -> f64 {
    match status {
        TaskStatus::Enqueued { .. } | TaskStatus::Running { .. } => on_the_way(received, total),
        TaskStatus::Complete => 1.0,
        TaskStatus::Failed { .. } => -1.0,
        TaskStatus::Canceled => -2.0,
        TaskStatus::NotFound => -3.0,
        TaskStatus::WaitingToRetry { .. } => -4.0,
        TaskStatus::Paused { .. } => -5.0,
    }
}

/// The fraction before the end: 0.0 to 0.999; 0.0 while the length is unknown (M042).
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "a fraction for people")]
pub fn on_the_way(received: u64, total: Option<u64>) -> f64 {
    match total {
        Some(total) if total > 0 => (received as f64 / total as f64).min(0.999),
        Some(_) | None => 0.0,
    }
}

/// Shortest time between two fractions on the way: with the one that ends it a task tells two a second at most.
const QUICK: Duration = Duration::from_secs(1);

/// Growth that is told as soon as [`QUICK`] has passed.
const WORTH_TELLING: f64 = 0.02;

/// Time after which any growth is told; samples are a quarter of a second apart, so that it is out within 2.5 s.
const SLOW: Duration = Duration::from_millis(2250);

/// How often the fraction of one task is told: at most twice a second (M039), and at least every 2.5 s while it grows
/// (M040).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pace {
    told: Option<(f64, Duration)>,
}

impl Pace {
    /// Whether `fraction` is told at `now`, on any clock that does not go back. The first one always is.
    pub fn tells(&mut self, fraction: f64, now: Duration) -> bool {
        let is_due = self.told.is_none_or(|(told, at)| {
            let (growth, since) = (fraction - told, now.saturating_sub(at));
            (growth.abs() > WORTH_TELLING && since >= QUICK) || (growth > 0.0 && since >= SLOW)
        });
        if is_due {
            self.told = Some((fraction, now));
        }
        is_due
    }

    /// Whether anything has been told.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        self.told.is_some()
    }
}

/// A speed in bytes a second that does not jump: three parts old, one part new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Speed {
    bytes_per_second: Option<u64>,
}

impl Speed {
    /// Takes in that `bytes` more came during `elapsed`.
    pub fn sample(&mut self, bytes: u64, elapsed: Duration) {
        let millis = elapsed.as_millis().max(1);
        let now = u64::try_from(u128::from(bytes) * 1000 / millis).unwrap_or(u64::MAX);
        self.bytes_per_second = Some(match self.bytes_per_second {
            None => now,
            Some(before) => before - before / 4 + now / 4,
        });
    }

    /// The speed now; 0 before the first sample.
    #[must_use]
    pub fn bytes_per_second(self) -> u64 {
        self.bytes_per_second.unwrap_or(0)
    }

    /// Seconds until `missing` more bytes are there, rounded up; `None` while nothing flows.
    #[must_use]
    pub fn seconds_for(self, missing: u64) -> Option<u64> {
        (self.bytes_per_second() > 0).then(|| missing.div_ceil(self.bytes_per_second()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::{PausedBy, Phase};

    const RUNNING: TaskStatus = TaskStatus::Running { phase: Phase::Transferring };

    #[test]
    fn m037_the_fraction_stays_below_one_until_the_file_is_in_place() {
        assert_eq!(fraction(&RUNNING, 0, Some(10)).to_bits(), 0.0_f64.to_bits());
        assert!(fraction(&RUNNING, 10, Some(10)) <= 0.999);
        assert!((fraction(&TaskStatus::Complete, 10, Some(10)) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn m039_a_fast_file_is_told_of_once_a_second_on_its_way() {
        let mut pace = Pace::default();
        let told: Vec<u64> = (0..3000)
            .step_by(10)
            .filter(|millis| pace.tells(*millis as f64 / 3000.0, Duration::from_millis(*millis)))
            .collect();
        assert_eq!(told, [0, 1000, 2000]);
    }

    #[test]
    fn m040_slow_growth_is_told_within_two_and_a_half_seconds_and_a_standstill_is_not() {
        let mut pace = Pace::default();
        assert!(pace.tells(0.5, Duration::ZERO));
        assert!(!pace.tells(0.51, Duration::from_millis(2000)));
        assert!(pace.tells(0.51, Duration::from_millis(2300)));
        assert!(!pace.tells(0.51, Duration::from_secs(60)));
    }

    #[test]
    fn m038_a_stopped_task_shows_its_code() {
        assert!((fraction(&TaskStatus::Paused { by: PausedBy::User }, 5, Some(10)) + 5.0).abs() < f64::EPSILON);
        assert!((fraction(&TaskStatus::NotFound, 0, None) + 3.0).abs() < f64::EPSILON);
    }

    #[test]
    fn m042_an_unknown_length_shows_no_fraction() {
        assert!(on_the_way(500, None).abs() < f64::EPSILON);
    }

    #[test]
    fn m045_the_speed_is_three_parts_old_and_one_part_new() {
        let mut speed = Speed::default();
        speed.sample(1000, Duration::from_secs(1));
        speed.sample(2000, Duration::from_secs(1));
        assert_eq!(speed.bytes_per_second(), 1250);
        assert_eq!(speed.seconds_for(2500), Some(2));
    }
}
