//! What a person has set for every disk and folder.
//!
//! Owns the values. Refuses to look at a disk.

use crate::time::Timestamp;

/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Which ended tasks stay on record; the default is all, for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keep {
    /// So many, the last ones that ended.
    pub records: Option<u64>,
    /// Those that ended within so many days.
    pub days: Option<u32>,
}

impl Keep {
    /// What a clean-up keeps that was told nothing (M171).
    pub const USUAL: Self = Self { records: Some(500), days: Some(10) };

    /// Whether anything would ever go.
    #[must_use]
    pub const fn is_everything(self) -> bool {
        self.records.is_none() && self.days.is_none()
    }

    /// What ended before this is too old.
    #[must_use]
    pub fn oldest(self, now: Timestamp) -> Option<Timestamp> {
        self.days.map(|days| now.plus_millis(-i64::from(days) * DAY))
    }
}

/// What holds for every file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DiskRules {
    /// Bytes of every disk that no download may use.
    pub keep_free: u64,
    /// A file that is there already and longer than so many bytes is not fetched again (M085); `None`: it always is.
    pub skip_larger_than: Option<u64>,
}

impl DiskRules {
    /// Whether a file that is there already, with this length, takes the place of a download. A limit of 0 takes any.
    #[must_use]
    pub fn skips(self, length: u64) -> bool {
        self.skip_larger_than.is_some_and(|limit| limit == 0 || length > limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m171_days_are_counted_back_from_now_and_no_number_means_for_ever() {
        let now = Timestamp(1_000_000_000);
        assert_eq!(Keep { records: None, days: Some(10) }.oldest(now), Some(Timestamp(1_000_000_000 - 864_000_000)));
        assert_eq!((Keep::default().oldest(now), Keep::default().is_everything()), (None, true));
        assert!(!Keep::USUAL.is_everything());
    }

    #[test]
    fn m085_zero_takes_any_file_a_number_only_longer_ones_and_never_none() {
        let limit = |limit| DiskRules { skip_larger_than: limit, ..DiskRules::default() };
        assert!(limit(Some(0)).skips(0) && limit(Some(0)).skips(5));
        assert!(limit(Some(5)).skips(6) && !limit(Some(5)).skips(5));
        assert!(!limit(None).skips(u64::MAX));
    }
}
