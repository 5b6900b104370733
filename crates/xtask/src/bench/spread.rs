//! From many numbers to the three a person compares.
//!
//! Owns the order statistics; knows nothing of what the numbers are.

/// The least, the middle and the greatest of some numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    pub(super) least: f64,
    pub(super) middle: f64,
    pub(super) greatest: f64,
}

impl Spread {
    /// Not numbers all three where there are none.
    pub(super) fn of(numbers: impl IntoIterator<Item = f64>) -> Self {
        let mut numbers: Vec<f64> = numbers.into_iter().collect();
        numbers.sort_by(f64::total_cmp);
        let at = |index: usize| numbers.get(index).copied().unwrap_or(f64::NAN);
        let (half, last) = (numbers.len() / 2, numbers.len().saturating_sub(1));
        let middle =
            if numbers.len() % 2 == 1 { at(half) } else { f64::midpoint(at(half.saturating_sub(1)), at(half)) };
        Self { least: at(0), middle, greatest: at(last) }
    }

    /// `least / middle / greatest`, or one number where they are the same.
    pub(super) fn shown(&self, decimals: usize) -> String {
        let Self { least, middle, greatest } = self;
        let text = |number: &f64| format!("{number:.decimals$}");
        if text(least) == text(greatest) {
            return text(middle);
        }
        format!("{} / {} / {}", text(least), text(middle), text(greatest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert_eq!(Spread::of([4.0, 1.0, 2.0, 3.0]).shown(1), "1.0 / 2.5 / 4.0");
    }

    #[test]
    fn numbers_that_look_the_same_are_shown_once() {
        assert_eq!(Spread::of([1.04, 1.01, 0.96]).shown(1), "1.0");
    }
}
