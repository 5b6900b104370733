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

    /// A file of `total` bytes in `pieces` segments of equal length, the last one shorter; never an empty one
    /// (M132, M138).
    #[must_use]
    pub fn in_pieces(total: u64, pieces: u32) -> Self {
        let mut map = Self::whole(Some(total));
        let length = total.div_ceil(u64::from(pieces.max(1))).max(1);
        (1..u64::from(pieces)).for_each(|piece| {
            map.cut(piece.saturating_mul(length));
        });
        map
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

    /// The segment that begins at `start`.
    #[must_use]
    pub fn at(&self, start: u64) -> Option<Segment> {
        self.position(start).map(|position| self.segments[position])
    }

    /// Bytes that are there without a gap before the first one that the segment misses.
    #[must_use]
    pub fn behind(&self, start: u64) -> u64 {
        let Some(position) = self.position(start) else { return 0 };
        let whole_before = self.segments[..position].iter().rev().take_while(|before| before.is_whole());
        let from = whole_before.last().map_or(start, |first| first.start);
        self.segments[position].done - from
    }

    /// The segments that miss something, in order.
    pub fn unfinished(&self) -> impl Iterator<Item = Segment> {
        self.segments.iter().copied().filter(|segment| !segment.is_whole())
    }

    /// Notes that the segment that begins at `start` has come as far as `done`; never back, never beyond its end.
    pub fn advance(&mut self, start: u64, done: u64) {
        if let Some(position) = self.position(start) {
            let segment = &mut self.segments[position];
            segment.done = done.max(segment.done).min(segment.end.unwrap_or(u64::MAX));
        }
    }

    /// Gives half of what the segment at `start` still misses to a new segment and says where that begins. The next
    /// `promised` bytes stay with whoever reads them now; `None` when less than two bytes would be left to share.
    pub fn split(&mut self, start: u64, promised: u64) -> Option<u64> {
        let segment = self.at(start)?;
        let free = segment.end?.saturating_sub(segment.done).saturating_sub(promised);
        if free < 2 {
            return None;
        }
        let at = segment.end? - free / 2;
        self.cut(at).then_some(at)
    }

    /// Lets a new segment begin at `at`, where nothing is there yet; `false` when that is not so.
    pub fn cut(&mut self, at: u64) -> bool {
        let inside = |segment: &Segment| segment.done < at && segment.end.is_some_and(|end| at < end);
        let Some(position) = self.segments.iter().position(inside) else { return false };
        let end = self.segments[position].end.replace(at);
        self.segments.insert(position + 1, Segment { start: at, end, done: at });
        true
    }

    /// Gives an untouched segment back to the one before it, whose reader goes on through both; `false` when some of it
    /// is there already, or nothing is before it.
    pub fn join(&mut self, start: u64) -> bool {
        let Some(position) = self.position(start).filter(|position| *position > 0) else { return false };
        if self.segments[position].done > start {
            return false;
        }
        let joined = self.segments.remove(position);
        self.segments[position - 1].end = joined.end;
        true
    }

    /// Makes one segment of a whole one and the one that follows it, wherever that is so. Segments begin elsewhere
    /// afterwards, so nobody may be reading into them.
    pub fn compact(&mut self) {
        let mut compact: Vec<Segment> = Vec::with_capacity(self.segments.len());
        for segment in self.segments.drain(..) {
            match compact.last_mut().filter(|before| before.is_whole()) {
                Some(before) => *before = Segment { start: before.start, ..segment },
                None => compact.push(segment),
            }
        }
        self.segments = compact;
    }

    fn position(&self, start: u64) -> Option<usize> {
        self.segments.binary_search_by_key(&start, |segment| segment.start).ok()
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
    fn what_is_behind_a_position_goes_back_to_the_first_gap() {
        let segment = |start, end, done| Segment { start, end: Some(end), done };
        let stored = vec![segment(0, 5, 4), segment(5, 9, 9), segment(9, 20, 12), segment(20, 30, 20)];
        let map = SegmentMap::restore(stored).expect("without gaps between them");
        assert_eq!([0, 5, 9, 20, 7].map(|start| map.behind(start)), [4, 4, 7, 0, 0]);
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

    #[test]
    fn m132_a_hundred_bytes_in_three_pieces_are_34_34_and_32() {
        let ends: Vec<_> =
            SegmentMap::in_pieces(100, 3).segments().iter().map(|piece| (piece.start, piece.end)).collect();
        assert_eq!(ends, [(0, Some(34)), (34, Some(68)), (68, Some(100))]);
    }

    #[test]
    fn m138_a_file_of_fewer_bytes_than_pieces_has_no_empty_piece() {
        assert_eq!(SegmentMap::in_pieces(3, 8).segments().len(), 3);
        assert_eq!(SegmentMap::in_pieces(1, 8).segments().len(), 1);
        assert_eq!(SegmentMap::in_pieces(0, 8).segments().len(), 1);
        assert_eq!(
            SegmentMap::in_pieces(10, 4).segments().iter().map(|piece| piece.start).collect::<Vec<_>>(),
            [0, 3, 6, 9]
        );
    }

    #[test]
    fn a_split_leaves_what_was_promised_and_halves_the_rest() {
        let mut map = SegmentMap::whole(Some(1000));
        map.advance(0, 100);
        assert_eq!(map.split(0, 100), Some(600));
        assert_eq!(map.at(0).and_then(|segment| segment.end), Some(600));
        assert_eq!(map.split(600, 399), None, "one byte is not worth a connection");
        assert_eq!(map.split(7, 0), None, "no segment begins there");
    }

    #[test]
    fn only_an_untouched_segment_can_be_given_back() {
        let mut map = SegmentMap::whole(Some(1000));
        assert!(map.cut(500));
        map.advance(500, 501);
        assert!(!map.join(500) && !map.join(0));
        let mut map = SegmentMap::whole(Some(1000));
        assert!(map.cut(500) && map.join(500));
        assert_eq!(map, SegmentMap::whole(Some(1000)));
    }

    /// What may happen to a map.
    #[derive(Debug, Clone)]
    enum Happening {
        Advance(usize, u64),
        Split(usize, u64),
        Cut(u64),
        Join(usize),
        Compact,
        Restore,
    }

    fn happening() -> impl Strategy<Value = Happening> {
        prop_oneof![
            4 => (any::<prop::sample::Index>(), 0_u64..20_000).prop_map(|(which, by)| Happening::Advance(which.index(64), by)),
            3 => (0_usize..64, 0_u64..2_000).prop_map(|(which, promised)| Happening::Split(which, promised)),
            1 => (0_u64..12_000).prop_map(Happening::Cut),
            1 => (0_usize..64).prop_map(Happening::Join),
            1 => Just(Happening::Compact),
            1 => Just(Happening::Restore),
        ]
    }

    fn happen(map: &mut SegmentMap, happening: &Happening) {
        let start_of = |map: &SegmentMap, which: &usize| map.segments()[which % map.segments().len()].start;
        match happening {
            Happening::Advance(which, by) => {
                let start = start_of(map, which);
                map.advance(start, start + by);
            }
            Happening::Split(which, promised) => {
                let start = start_of(map, which);
                map.split(start, *promised);
            }
            Happening::Cut(at) => {
                map.cut(*at);
            }
            Happening::Join(which) => {
                let start = start_of(map, which);
                map.join(start);
            }
            Happening::Compact => map.compact(),
            Happening::Restore => {
                let restored = SegmentMap::restore(map.segments().to_vec()).expect("it was whole before");
                assert_eq!(restored, *map);
            }
        }
    }

    fn is_there(map: &SegmentMap, byte: u64) -> bool {
        map.segments().iter().any(|segment| segment.start <= byte && byte < segment.done)
    }

    proptest! {
        #[test]
        fn whatever_happens_segments_cover_the_file_once_and_nothing_is_forgotten(
            total in 1_u64..10_000,
            happenings in prop::collection::vec(happening(), 0..60),
        ) {
            let mut map = SegmentMap::whole(Some(total));
            for step in happenings {
                let before = map.clone();
                happen(&mut map, &step);
                prop_assert!(map.received() >= before.received() && map.received() <= total);
                prop_assert_eq!(map.total(), Some(total));
                prop_assert!(SegmentMap::restore(map.segments().to_vec()).is_ok(), "{:?} after {:?}", map, step);
                for segment in before.segments().iter().filter(|segment| segment.done > segment.start) {
                    prop_assert!(is_there(&map, segment.start) && is_there(&map, segment.done - 1));
                }
            }
        }
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
