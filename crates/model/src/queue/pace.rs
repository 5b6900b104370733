//! How soon after one another tasks begin.
//!
//! Owns [`Pace`]. Refuses clocks: times are spans since a moment that its user chose and keeps (M124).

use std::time::Duration;

/// How many tasks may begin now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Door {
    /// As many as there is room for.
    #[default]
    Open,
    /// One.
    One,
    /// None.
    Shut,
}

/// A least time between two starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// The least time; none means no pace.
    pub interval: Duration,
    /// When the last task began.
    pub last: Option<Duration>,
}

impl Pace {
    /// How many may begin now.
    #[must_use]
    pub fn door(&self, now: Duration) -> Door {
        match self.opens_at() {
            None if self.interval.is_zero() => Door::Open,
            Some(at) if at > now => Door::Shut,
            None | Some(_) => Door::One,
        }
    }

    /// When the next one may begin; `None` when the pace holds nobody up.
    #[must_use]
    pub fn opens_at(&self) -> Option<Duration> {
        self.last.filter(|_| !self.interval.is_zero()).map(|last| last.saturating_add(self.interval))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Duration = Duration::from_millis(20);

    #[test]
    fn m124_the_next_task_begins_when_the_interval_is_over_and_not_before() {
        let pace = Pace { interval: MOMENT, last: Some(3 * MOMENT) };
        assert_eq!(pace.opens_at(), Some(4 * MOMENT));
        assert_eq!([3, 4, 9].map(|times| pace.door(times * MOMENT)), [Door::Shut, Door::One, Door::One]);
        assert_eq!(Pace { last: None, ..pace }.door(Duration::ZERO), Door::One);
    }

    #[test]
    fn without_an_interval_nobody_is_held_up() {
        let pace = Pace { interval: Duration::ZERO, last: Some(MOMENT) };
        assert_eq!((pace.door(MOMENT), pace.opens_at()), (Door::Open, None));
    }
}
