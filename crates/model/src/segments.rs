//! How far each part of a file has come.
//!
//! Owns the ranges of one download; knows nothing of sockets or disks.
//! Rule kept here: segments never overlap, together they cover the file, and none ever goes back.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A byte range of a file and how far it is: `start <= done <= end`, `end` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// First byte.
    pub start: u64,
    /// One past the last byte; `None` when nobody knows yet how long the file is.
    pub end: Option<u64>,
    /// One past the last byte that is there.
    pub done: u64,
}

impl Segment {
    /// True when nothing is missing. A segment without an end is never whole: only the end of the body tells.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.end == Some(self.done)
    }

    /// Bytes that are there.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.done - self.start
    }
}

/// Why stored segments cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("stored segments do not cover the file without overlap near byte {near}")]
pub struct BrokenMap {
    /// Where the first gap, overlap or impossible progress is.
    pub near: u64,
}

/// All segments of a file, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentMap {
    segments: Vec<Segment>,
}

impl SegmentMap {
    /// One segment over a file of `total` bytes, or of unknown length.
    #[must_use]
    pub fn whole(total: Option<u64>) -> Self {
        Self { segments: vec![Segment { start: 0, end: total, done: 0 }] }
    }

    /// Takes segments that were stored.
    ///
    /// # Errors
    /// [`BrokenMap`] when they overlap, leave a gap, or one has come further than it is long.
    pub fn restore(mut segments: Vec<Segment>) -> Result<Self, BrokenMap> {
        segments.sort_by_key(|segment| segment.start);
        let mut expected = Some(0);
        for segment in &segments {
            let inside = segment.start <= segment.done && segment.end.is_none_or(|end| segment.done <= end);
            if expected != Some(segment.start) || !inside {
                return Err(BrokenMap { near: segment.start });
            }
            expected = segment.end;
        }
        if segments.is_empty() { Err(BrokenMap { near: 0 }) } else { Ok(Self { segments }) }
    }

    /// The segments in order of their start.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Length of the file where it is known.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.segments.last().and_then(|segment| segment.end)
    }

    /// Bytes that are there, over all segments.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.segments.iter().map(Segment::received).sum()
    }

    /// True when every segment is whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.segments.iter().all(Segment::is_whole)
    }

    /// The first segment that misses something, with its position in the map.
    #[must_use]
    pub fn first_unfinished(&self) -> Option<(usize, Segment)> {
        self.segments.iter().copied().enumerate().find(|(_, segment)| !segment.is_whole())
    }

    /// Notes that the segment at `index` has come as far as `done`; never back, never beyond its end.
    pub fn advance(&mut self, index: usize, done: u64) {
        if let Some(segment) = self.segments.get_mut(index) {
            segment.done = done.max(segment.done).min(segment.end.unwrap_or(u64::MAX));
        }
    }

    /// Learns the length of a file that had none: the body has ended after `total` bytes.
    pub fn ends_at(&mut self, total: u64) {
        if let Some(last) = self.segments.last_mut()
            && last.end.is_none()
            && last.done <= total
        {
            last.end = Some(total);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_fresh_map_misses_everything() {
        let map = SegmentMap::whole(Some(10));
        assert_eq!((map.received(), map.total(), map.is_whole()), (0, Some(10), false));
    }

    #[test]
    fn an_empty_file_is_whole_at_once() {
        assert!(SegmentMap::whole(Some(0)).is_whole());
    }

    #[test]
    fn a_body_without_length_is_whole_only_when_it_has_ended() {
        let mut map = SegmentMap::whole(None);
        map.advance(0, 7);
        assert!(!map.is_whole());
        map.ends_at(7);
        assert!(map.is_whole());
    }

    #[test]
    fn stored_segments_with_a_gap_or_an_overlap_are_refused() {
        let segment = |start, end, done| Segment { start, end: Some(end), done };
        assert!(SegmentMap::restore(vec![segment(0, 5, 5), segment(6, 9, 6)]).is_err());
        assert!(SegmentMap::restore(vec![segment(0, 5, 5), segment(4, 9, 6)]).is_err());
        assert!(SegmentMap::restore(vec![segment(0, 5, 6)]).is_err());
        assert!(SegmentMap::restore(vec![]).is_err());
        assert!(SegmentMap::restore(vec![segment(5, 9, 6), segment(0, 5, 5)]).is_ok());
    }

    proptest! {
        #[test]
        fn progress_never_goes_back_and_never_leaves_the_file(
            total in 0_u64..10_000,
            steps in prop::collection::vec(0_u64..20_000, 0..50),
        ) {
            let mut map = SegmentMap::whole(Some(total));
            let mut before = 0;
            for done in steps {
                map.advance(0, done);
                prop_assert!(map.received() >= before && map.received() <= total);
                before = map.received();
            }
            prop_assert!(SegmentMap::restore(map.segments().to_vec()).is_ok());
        }
    }
}
