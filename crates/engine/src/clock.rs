//! The clock of the wall.
//!
//! Owns the only reading of it. Waits use the monotonic clock of the runtime instead.

use std::time::{SystemTime, UNIX_EPOCH};

use haul_model::time::Timestamp;

/// Now, as people write it.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
