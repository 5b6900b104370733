//! The clock of the wall.
//!
//! Owns the only reading of it, and the time zone of this computer. Waits use the monotonic clock of the runtime instead.

use std::time::{SystemTime, UNIX_EPOCH};

use haul_model::schedule::{LocalTime, Schedule};
use haul_model::time::Timestamp;

/// Now, as people write it.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The moment of the week for this schedule, as a clock on the wall here shows it; any moment for one without rules, to which
/// all are the same: finding out the time zone takes milliseconds, which every start would wait for.
pub(crate) fn local(schedule: &Schedule) -> LocalTime {
    if schedule.is_empty() {
        return LocalTime { weekday: 0, second: 0 };
    }
    let now = jiff::Zoned::now();
    let weekday = now.weekday().to_monday_zero_offset().unsigned_abs();
    let time = now.time();
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(|part| u32::from(part.unsigned_abs()));
    LocalTime { weekday, second: (hour * 60 + minute) * 60 + second }
}
