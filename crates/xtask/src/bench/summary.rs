//! From costs to the numbers a person compares.
//!
//! Owns the order statistics and the ratios; every ratio is taken within a round, between neighbours in time.

use std::fmt::Write;
use std::time::Duration;

use super::contestant::Cost;

/// The least, the middle and the greatest of some numbers.
struct Spread {
    least: f64,
    middle: f64,
    greatest: f64,
}

impl Spread {
    fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        let at = |index: usize| numbers.get(index).copied().unwrap_or(f64::NAN);
        let (half, last) = (numbers.len() / 2, numbers.len().saturating_sub(1));
        let middle =
            if numbers.len() % 2 == 1 { at(half) } else { f64::midpoint(at(half.saturating_sub(1)), at(half)) };
        Self { least: at(0), middle, greatest: at(last) }
    }

    fn shown(&self, decimals: usize) -> String {
        let Self { least, middle, greatest } = self;
        format!("{least:>8.decimals$} {middle:>8.decimals$} {greatest:>8.decimals$}")
    }
}

/// Seconds of each, then how many times the cost of the first each took in the same round.
pub(super) fn table(names: &[&str], costs: &[Vec<Cost>]) -> String {
    let mut out = format!("\n{:<20}{:^28}{:^28}\n", "", "wall", "processor");
    let head = format!("{:>8} {:>8} {:>8}", "min", "median", "max");
    writeln!(out, "{:<20}{head}  {head}", "seconds").expect("a string takes everything");
    for (name, costs) in names.iter().zip(costs) {
        let of = |part: fn(&Cost) -> Duration| Spread::of(costs.iter().map(|it| part(it).as_secs_f64()).collect());
        row(&mut out, name, &of(|it| it.wall), &of(|it| it.processor), 3);
    }
    let Some((first, others)) = costs.split_first() else { return out };
    writeln!(out, "times {}", names[0]).expect("a string takes everything");
    for (name, costs) in names.iter().skip(1).zip(others) {
        let of = |part: fn(&Cost) -> Duration| {
            let pairs = costs.iter().zip(first);
            Spread::of(pairs.map(|(it, base)| part(it).as_secs_f64() / part(base).as_secs_f64()).collect())
        };
        row(&mut out, name, &of(|it| it.wall), &of(|it| it.processor), 2);
    }
    out
}

fn row(out: &mut String, name: &str, wall: &Spread, processor: &Spread, decimals: usize) {
    writeln!(out, "{name:<20}{}  {}", wall.shown(decimals), processor.shown(decimals))
        .expect("a string takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(milliseconds: u64) -> Cost {
        Cost { wall: Duration::from_millis(milliseconds), processor: Duration::from_millis(milliseconds / 2) }
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        let spread = Spread::of(vec![4.0, 1.0, 2.0, 3.0]);
        assert_eq!(spread.shown(1).split_whitespace().collect::<Vec<_>>(), ["1.0", "2.5", "4.0"]);
    }

    #[test]
    fn a_ratio_is_taken_within_its_round() {
        let costs = [vec![cost(100), cost(400)], vec![cost(200), cost(400)]];
        let table = table(&["bare", "haul"], &costs);
        let last = table.lines().last().expect("the ratios come last");
        assert_eq!(last.split_whitespace().take(4).collect::<Vec<_>>(), ["haul", "1.00", "1.50", "2.00"]);
    }
}
