//! What a person has set for every disk and folder.
//!
//! Owns the values. Refuses to look at a disk.

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
    fn m085_zero_takes_any_file_a_number_only_longer_ones_and_never_none() {
        let limit = |limit| DiskRules { skip_larger_than: limit, ..DiskRules::default() };
        assert!(limit(Some(0)).skips(0) && limit(Some(0)).skips(5));
        assert!(limit(Some(5)).skips(6) && !limit(Some(5)).skips(5));
        assert!(!limit(None).skips(u64::MAX));
    }
}
