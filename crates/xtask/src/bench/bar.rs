//! The bars, and whether what was measured is within them.
//!
//! Owns how a ratio is taken: within a round, between neighbours in time. Rule kept here: a bar is reported, and never
//! fails anything.

use std::ops::RangeInclusive;

use super::gauge::Cost;
use super::spread::Spread;

/// What of a cost is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Wall,
    Processor,
    Memory,
}

impl Part {
    /// Seconds, or bytes.
    pub(super) fn of(self, cost: &Cost) -> f64 {
        match self {
            Self::Wall => cost.wall.as_secs_f64(),
            Self::Processor => cost.processor.as_secs_f64(),
            // Exact up to 2^52 bytes.
            Self::Memory => f64::from(u32::try_from(cost.memory >> 10).unwrap_or(u32::MAX)) * 1024.0,
        }
    }
}

/// What the subject is measured by.
#[derive(Clone, Debug)]
pub(super) enum Yardstick {
    /// The same part of this contestant's cost in the same round.
    Contestant(&'static str),
    /// A number that holds whoever runs.
    Number(f64),
}

/// A bar of the project.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    /// In words.
    says: String,
    /// Who is to be within it.
    subject: &'static str,
    part: Part,
    by: Yardstick,
    within: RangeInclusive<f64>,
}

/// A bar beside what was measured.
pub(super) struct Finding {
    pub(super) says: String,
    pub(super) measured: Spread,
    pub(super) meets: bool,
}

impl Bar {
    /// `part` of haul's cost is at most so many times that of `other`.
    pub(super) fn at_most(part: Part, times: f64, other: &'static str) -> Self {
        let word = match part {
            Part::Wall => "wall",
            Part::Processor => "processor",
            Part::Memory => "memory",
        };
        let by = Yardstick::Contestant(other);
        Self { says: format!("{word} at most {times} × {other}"), subject: "haul", part, by, within: 0.0..=times }
    }

    /// `part` of haul's cost, divided by `unit`, lies in `within`.
    pub(super) fn in_units(says: &str, part: Part, unit: f64, within: RangeInclusive<f64>) -> Self {
        Self { says: says.to_owned(), subject: "haul", part, by: Yardstick::Number(unit), within }
    }

    /// Nothing where a contestant is missing.
    pub(super) fn judge(&self, costs: &[(String, Vec<Cost>)]) -> Option<Finding> {
        let of = |name: &str| costs.iter().find(|(it, _)| it == name).map(|(_, costs)| costs);
        let subject = of(self.subject)?.iter().map(|cost| self.part.of(cost));
        let measured = match self.by {
            Yardstick::Number(unit) => Spread::of(subject.map(|it| it / unit)),
            Yardstick::Contestant(other) => {
                let others = of(other)?.iter().map(|cost| self.part.of(cost));
                Spread::of(subject.zip(others).map(|(it, other)| it / other))
            }
        };
        Some(Finding::of(&self.says, measured, &self.within))
    }
}

impl Finding {
    /// Meets the bar when the middle lies in `within`.
    pub(super) fn of(says: &str, measured: Spread, within: &RangeInclusive<f64>) -> Self {
        Self { says: says.to_owned(), measured, meets: within.contains(&measured.middle) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn costs(name: &str, milliseconds: &[u64]) -> (String, Vec<Cost>) {
        let cost = |it: &u64| Cost { wall: Duration::from_millis(*it), processor: Duration::ZERO, memory: 32 << 20 };
        (name.to_owned(), milliseconds.iter().map(cost).collect())
    }

    #[test]
    fn a_ratio_is_taken_within_its_round() {
        let all = [costs("floor", &[100, 400, 100]), costs("haul", &[200, 400, 150])];
        let finding = Bar::at_most(Part::Wall, 1.15, "floor").judge(&all).expect("both ran");
        assert_eq!(finding.measured.shown(2), "1.00 / 1.50 / 2.00");
        assert!(!finding.meets);
    }

    #[test]
    fn a_bar_without_its_yardstick_is_left_out() {
        assert!(Bar::at_most(Part::Wall, 1.0, "curl").judge(&[costs("haul", &[1])]).is_none());
    }

    #[test]
    fn a_number_is_held_against_its_own_bounds() {
        let bar = Bar::in_units("memory under 64 MiB", Part::Memory, f64::from(1 << 20), 0.0..=64.0);
        let finding = bar.judge(&[costs("haul", &[1])]).expect("it ran");
        assert!(finding.meets);
        assert_eq!(finding.measured.shown(0), "32");
    }
}
