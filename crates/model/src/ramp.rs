//! How many lanes a transfer gets.
//!
//! Owns the slow start: 1, 2, 4, 8 … as long as it pays, and what a refusal means. Refuses clocks: whoever asks says how
//! fast it went and how long it would still take. Rule kept here: no new lane before those that were asked for last have
//! been granted, so a server that refuses is asked once too often and not sixteen times (row 47).

use std::time::Duration;

/// Growth that is too little to pay: less than 15 % more.
const PAYS: f64 = 1.15;

/// What takes less time than this is not worth another connection.
const WORTH: Duration = Duration::from_secs(2);

/// Who chose the number of lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// The user: as many as that, as soon as they are granted.
    ByUser,
    /// Haul: another doubling only when the last one made the file come faster.
    ByGain,
}

/// The number of lanes of one transfer, as it grows.
#[derive(Debug, Clone, PartialEq)]
pub struct Ramp {
    target: usize,
    most: usize,
    chosen: Chosen,
    /// Bytes a second before the last doubling; `None` before the first.
    before: Option<f64>,
    /// Whether the next reading may lead to another doubling.
    grows: bool,
}

impl Ramp {
    /// Begins with one lane; never more than `most`.
    #[must_use]
    pub fn new(most: usize, chosen: Chosen) -> Self {
        Self { target: 1, most: most.max(1), chosen, before: None, grows: true }
    }

    /// How many lanes there may be now.
    #[must_use]
    pub const fn target(&self) -> usize {
        self.target
    }

    /// How many lanes there will be at most.
    #[must_use]
    pub const fn most(&self) -> usize {
        self.most
    }

    /// All lanes up to the target have been granted: the user's choice doubles.
    pub fn granted(&mut self) {
        if self.chosen == Chosen::ByUser && self.grows {
            self.double();
        }
    }

    /// All lanes up to the target have run for a while at `bytes_per_second` together, and the rest would take `left`.
    pub fn measured(&mut self, bytes_per_second: f64, left: Duration) {
        if self.chosen == Chosen::ByUser || !self.grows || left < WORTH {
            return;
        }
        if self.before.is_none_or(|before| bytes_per_second >= before * PAYS) {
            self.before = Some(bytes_per_second);
            self.double();
        } else {
            self.grows = false;
        }
    }

    /// A lane was refused while `running` others ran: that many are allowed from now on, at least one.
    pub fn refused(&mut self, running: usize) {
        self.most = running.max(1).min(self.most);
        self.target = self.target.min(self.most);
        self.grows = false;
    }

    fn double(&mut self) {
        self.target = (self.target * 2).min(self.most);
        self.grows = self.target < self.most;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn the_users_number_is_reached_by_doubling_as_lanes_are_granted() {
        let mut ramp = Ramp::new(6, Chosen::ByUser);
        let mut targets = vec![ramp.target()];
        for _ in 0..4 {
            ramp.granted();
            targets.push(ramp.target());
        }
        assert_eq!(targets, [1, 2, 4, 6, 6]);
    }

    #[test]
    fn lanes_grow_while_they_pay_and_stop_when_they_do_not() {
        let mut ramp = Ramp::new(16, Chosen::ByGain);
        for (speed, target) in [(100.0, 2), (200.0, 4), (220.0, 4), (900.0, 4)] {
            ramp.measured(speed, LONG);
            assert_eq!(ramp.target(), target, "at {speed}");
        }
    }

    #[test]
    fn what_is_nearly_done_gets_no_further_lane() {
        let mut ramp = Ramp::new(16, Chosen::ByGain);
        ramp.measured(100.0, Duration::from_millis(1900));
        ramp.granted();
        assert_eq!(ramp.target(), 1);
    }

    #[test]
    fn f051_a_refusal_settles_the_number_at_what_runs() {
        let mut ramp = Ramp::new(16, Chosen::ByUser);
        ramp.granted();
        ramp.granted();
        ramp.refused(2);
        ramp.granted();
        assert_eq!(ramp.target(), 2);
        ramp.refused(0);
        assert_eq!(ramp.target(), 1);
    }
}
