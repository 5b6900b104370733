//! Waiting for a condition that nobody announces.
//!
//! Owns the two times every blocking wait of the kit is built on. Rule kept here: a wait ends as soon as its
//! condition holds, and its failure says what was waited for.

use std::time::{Duration, Instant};

/// How long a condition may take before a test has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// Looks every 10 ms, for at most 30 s, until `look` finds something.
///
/// Blocks its thread. Errors: `what` never happened.
pub fn eventually<T>(what: &str, look: impl FnMut() -> Option<T>) -> anyhow::Result<T> {
    within(PATIENCE, what, look)
}

pub(crate) fn within<T>(limit: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> anyhow::Result<T> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(found) = look() {
            return Ok(found);
        }
        anyhow::ensure!(Instant::now() < deadline, "waited {} s in vain: {what}", limit.as_secs());
        std::thread::sleep(BETWEEN_LOOKS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_that_never_holds_fails_by_its_name() {
        let failure = within(Duration::from_millis(30), "the cow flies", || None::<()>).expect_err("it cannot fly");
        assert!(failure.to_string().contains("the cow flies"));
    }
}
