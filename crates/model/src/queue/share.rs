//! Shares of a limit that several groups want more of than there is.
//!
//! Owns the arithmetic. Rule kept here: groups that take turns at a limit, each its portion, get bytes in the proportion
//! of their weights, and what one does not use the others get.

use crate::group::Weight;

/// Least bytes of a turn: less is not worth one.
const LEAST: u64 = 64;

/// What a group of this weight takes in its turn, where the heaviest of all takes `whole`.
#[must_use]
pub fn portion(whole: u64, weight: Weight, heaviest: Weight) -> u64 {
    let share = whole.saturating_mul(weight.get().into()) / u64::from(heaviest.max(weight).get());
    share.max(LEAST.min(whole))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::group::BadWeight;

    #[test]
    fn turns_are_as_long_as_the_weights_say() -> Result<(), BadWeight> {
        let of = |weight: u32, heaviest: u32| Ok(portion(64 << 10, weight.try_into()?, heaviest.try_into()?));
        assert_eq!((of(10, 10)?, of(10, 20)?, of(1, 100)?), (64 << 10, 32 << 10, 655));
        Ok(())
    }

    proptest! {
        #[test]
        fn nobody_takes_more_than_the_whole_or_nothing(whole in 1_u64..=1 << 40, weight in 1_u32..=100, heaviest in 1_u32..=100) {
            let (weight, heaviest) = (Weight::try_from(weight), Weight::try_from(heaviest));
            let (weight, heaviest) = (weight.expect("1 to 100"), heaviest.expect("1 to 100"));
            let taken = portion(whole, weight, heaviest);
            prop_assert!((1..=whole).contains(&taken));
            prop_assert_eq!(portion(whole, heaviest.max(weight), heaviest), whole);
        }
    }
}
