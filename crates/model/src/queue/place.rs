//! Where a task stands in the queue.
//!
//! Owns [`Place`] and the numbers that ranks are made of. Rule kept here: between the ranks of two tasks that nobody has
//! moved there is room for a million others, so that a move touches nobody else.

use crate::task::TaskId;

/// Room between two tasks that nobody has moved; the database knows it as a shift by 20.
const ROOM: i64 = 1 << 20;

/// Room between tasks that are moved to an end. Small, so that tasks that are added later come later.
const ROOM_AT_ENDS: i64 = 1 << 10;

/// A place in the queue; the least is worked on first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// 0 (first) to 10.
    pub priority: u8,
    /// Among those of its priority.
    pub rank: i64,
    /// The task; older ones have lower numbers.
    pub id: TaskId,
}

/// The rank of a task that nobody has moved.
#[must_use]
pub fn rank_of(id: TaskId) -> i64 {
    i64::try_from(id.0).unwrap_or(i64::MAX).saturating_mul(ROOM)
}

/// `count` ranks in order between two others, as far apart as can be; `None` when there is no room for so many.
pub(super) fn between(before: Option<i64>, after: Option<i64>, count: usize) -> Option<Vec<i64>> {
    let count = i64::try_from(count).ok()?;
    let (first, gap) = match (before, after) {
        (None, None) => (0, ROOM_AT_ENDS),
        (Some(before), None) => (before.checked_add(ROOM_AT_ENDS)?, ROOM_AT_ENDS),
        (None, Some(after)) => (after.checked_sub(ROOM_AT_ENDS.checked_mul(count)?)?, ROOM_AT_ENDS),
        (Some(before), Some(after)) => {
            let gap = after.checked_sub(before)? / (count + 1);
            (before + gap, gap)
        }
    };
    (gap > 0).then(|| (0..count).map(|index| first.saturating_add(gap.saturating_mul(index))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_between_two_are_between_them_or_there_is_no_room() {
        for (before, after, count) in [(0, 10, 3), (0, 4, 3), (-8, 8, 1), (0, 1 << 20, 1000)] {
            let ranks = between(Some(before), Some(after), count).unwrap_or_default();
            assert!(ranks.is_sorted_by(|one, next| one < next) && ranks.len() == count, "{ranks:?}");
            assert!(ranks.iter().all(|rank| (before + 1..after).contains(rank)), "{ranks:?}");
        }
        assert_eq!(between(Some(0), Some(3), 3), None);
        assert_eq!(between(Some(5), Some(5), 1), None);
    }

    #[test]
    fn a_task_moved_to_the_end_is_still_before_those_that_are_added_later() {
        let last = between(Some(rank_of(TaskId(9))), None, 3).unwrap_or_default();
        assert!(last.iter().all(|rank| (rank_of(TaskId(9)) + 1..rank_of(TaskId(10))).contains(rank)), "{last:?}");
    }
}
