//! How a person moves tasks in the queue.
//!
//! Owns [`moved`]. Rules kept here: tasks go where a person sees them go, and take the priority of that place when theirs
//! would not let them stand there; nobody else's place changes, unless there is no room left where they go.

use std::collections::HashSet;
use std::hash::Hash;

use crate::queue::place::between;
use crate::queue::{Place, Queue};
use crate::task::TaskId;

/// Where tasks are moved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position<Task> {
    /// Before everybody.
    First,
    /// Behind everybody.
    Last,
    /// Before the one that is before them.
    Up,
    /// Behind the one that is behind them.
    Down,
    /// Before this one.
    Before(Task),
    /// Behind this one.
    After(Task),
}

/// A gap of the queue: the priority of those who go there, and who stands on either side.
struct Gap {
    priority: u8,
    before: Option<Place>,
    after: Option<Place>,
}

/// The new places of `tasks`, which stay in the order they come in, and of those who make room for them; only those that
/// change.
#[must_use]
pub fn moved<Key: Copy + Ord + Hash>(queue: &Queue<Key>, tasks: &[Place], to: Position<Place>) -> Vec<Place> {
    let ids: HashSet<TaskId> = tasks.iter().map(|place| place.id).collect();
    let others = Others { queue, ids: &ids };
    let Some(gap) = others.gap(tasks, to) else { return Vec::new() };
    let ranks = fitted(&others, gap, tasks);
    let mut known: Vec<Place> = tasks.to_vec();
    known.sort_unstable();
    ranks.into_iter().filter(|place| known.binary_search(place).is_err()).collect()
}

/// The queue without those who are moved.
struct Others<'a, Key> {
    queue: &'a Queue<Key>,
    ids: &'a HashSet<TaskId>,
}

impl<Key: Copy + Ord + Hash> Others<'_, Key> {
    fn before(&self, place: Place) -> Option<Place> {
        std::iter::successors(self.queue.before(place), |place| self.queue.before(*place)).find(|it| self.is_other(*it))
    }

    fn after(&self, place: Place) -> Option<Place> {
        std::iter::successors(self.queue.after(place), |place| self.queue.after(*place)).find(|it| self.is_other(*it))
    }

    fn is_other(&self, place: Place) -> bool {
        !self.ids.contains(&place.id)
    }

    /// Where the tasks go; `None` when they are there already, or nobody is.
    fn gap(&self, tasks: &[Place], to: Position<Place>) -> Option<Gap> {
        let (first, last) = (*tasks.iter().min()?, *tasks.iter().max()?);
        match to {
            Position::Before(anchor) => self.is_other(anchor).then(|| self.gap_before(anchor)),
            Position::After(anchor) => self.is_other(anchor).then(|| self.gap_after(anchor)),
            Position::Up => self.before(first).map(|anchor| self.gap_before(anchor)),
            Position::Down => self.after(last).map(|anchor| self.gap_after(anchor)),
            Position::First => {
                let head = self.queue.first().filter(|head| self.is_other(*head));
                let head = head.or_else(|| self.queue.first().and_then(|head| self.after(head)))?;
                if first.priority < head.priority {
                    return Some(Gap { priority: first.priority, before: None, after: None });
                }
                Some(self.gap_before(head))
            }
            Position::Last => {
                let tail = self.queue.last().filter(|tail| self.is_other(*tail));
                let tail = tail.or_else(|| self.queue.last().and_then(|tail| self.before(tail)))?;
                if last.priority > tail.priority {
                    return Some(Gap { priority: last.priority, before: None, after: None });
                }
                Some(self.gap_after(tail))
            }
        }
    }

    fn gap_before(&self, anchor: Place) -> Gap {
        Gap {
            priority: anchor.priority,
            before: self.before(anchor).filter(|it| it.priority == anchor.priority),
            after: Some(anchor),
        }
    }

    fn gap_after(&self, anchor: Place) -> Gap {
        Gap {
            priority: anchor.priority,
            before: Some(anchor),
            after: self.after(anchor).filter(|it| it.priority == anchor.priority),
        }
    }
}

/// Places for `tasks` in the gap. Where there is no room, neighbours move too: as few as give room, on both sides.
fn fitted<Key: Copy + Ord + Hash>(others: &Others<'_, Key>, gap: Gap, tasks: &[Place]) -> Vec<Place> {
    let Gap { priority, mut before, mut after } = gap;
    let mut row: Vec<Place> = tasks.to_vec();
    let mut wider = 1;
    loop {
        let rank = |place: Option<Place>| place.map(|place| place.rank);
        if let Some(ranks) = between(rank(before), rank(after), row.len()) {
            return row.into_iter().zip(ranks).map(|(place, rank)| Place { priority, rank, ..place }).collect();
        }
        for _ in 0..wider {
            if let Some(place) = before {
                row.insert(0, place);
                before = others.before(place).filter(|it| it.priority == priority);
            }
            if let Some(place) = after {
                row.push(place);
                after = others.after(place).filter(|it| it.priority == priority);
            }
        }
        wider *= 2;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::link::LinkWish;
    use crate::queue::{Member, rank_of};

    /// Tasks 1 to `count`, of two priorities, spread over lines.
    fn places(priorities: &[u8]) -> BTreeMap<TaskId, Place> {
        let numbered = priorities.iter().zip(1..);
        numbered
            .map(|(priority, id)| {
                (TaskId(id), Place { priority: *priority, rank: rank_of(TaskId(id)), id: TaskId(id) })
            })
            .collect()
    }

    fn queue(places: &BTreeMap<TaskId, Place>) -> Queue<u64> {
        let mut queue = Queue::default();
        places.values().for_each(|place| {
            queue.insert(*place, Member { host: place.id.0 % 3, group: place.id.0 % 2, link: LinkWish::default() })
        });
        queue
    }

    fn order(places: &BTreeMap<TaskId, Place>) -> Vec<u64> {
        let mut sorted: Vec<Place> = places.values().copied().collect();
        sorted.sort_unstable();
        sorted.iter().map(|place| place.id.0).collect()
    }

    /// Moves tasks and says how many places changed.
    fn shift(places: &mut BTreeMap<TaskId, Place>, ids: &[u64], to: Position<u64>) -> usize {
        let of = |id: u64| places[&TaskId(id)];
        let to = match to {
            Position::First => Position::First,
            Position::Last => Position::Last,
            Position::Up => Position::Up,
            Position::Down => Position::Down,
            Position::Before(id) => Position::Before(of(id)),
            Position::After(id) => Position::After(of(id)),
        };
        let tasks: Vec<Place> = ids.iter().map(|id| of(*id)).collect();
        let changed = moved(&queue(places), &tasks, to);
        changed.iter().for_each(|place| {
            places.insert(place.id, *place);
        });
        changed.len()
    }

    #[test]
    fn tasks_go_where_they_are_moved_and_nobody_else_does() {
        let cases = [
            (vec![4], Position::First, vec![4, 1, 2, 3, 5]),
            (vec![2], Position::Last, vec![1, 3, 4, 5, 2]),
            (vec![4], Position::Up, vec![1, 2, 4, 3, 5]),
            (vec![1], Position::Down, vec![2, 1, 3, 4, 5]),
            (vec![5, 1], Position::Before(3), vec![2, 5, 1, 3, 4]),
            (vec![1, 2], Position::After(4), vec![3, 4, 1, 2, 5]),
        ];
        for (ids, to, wanted) in cases {
            let mut places = places(&[5; 5]);
            assert_eq!(shift(&mut places, &ids, to), ids.len(), "{to:?}");
            assert_eq!(order(&places), wanted, "{to:?}");
        }
    }

    #[test]
    fn a_move_past_the_end_changes_nothing() {
        let mut places = places(&[5; 3]);
        assert_eq!(shift(&mut places, &[1], Position::Up) + shift(&mut places, &[3], Position::Down), 0);
        assert_eq!(shift(&mut places, &[1, 2, 3], Position::First) + shift(&mut places, &[2], Position::Before(2)), 0);
    }

    #[test]
    fn m018_a_task_that_is_moved_among_others_of_another_priority_takes_theirs() {
        let mut places = places(&[2, 2, 7, 7]);
        shift(&mut places, &[4], Position::Before(2));
        assert_eq!((order(&places), places[&TaskId(4)].priority), (vec![1, 4, 2, 3], 2));
        shift(&mut places, &[1], Position::Last);
        assert_eq!((order(&places), places[&TaskId(1)].priority), (vec![4, 2, 3, 1], 7));
    }

    #[test]
    fn where_there_is_no_room_as_few_move_as_make_some() {
        let mut places = places(&[5; 200]);
        let mut touched = 0;
        for id in 3..=200 {
            touched += shift(&mut places, &[id], Position::Before(2));
        }
        let wanted: Vec<u64> = std::iter::once(1).chain(3..=200).chain([2]).collect();
        assert_eq!(order(&places), wanted);
        assert!(touched < 198 * 4, "{touched} places for 198 moves");
    }

    proptest! {
        #[test]
        fn after_any_moves_the_order_is_the_one_that_was_seen(
            priorities in proptest::collection::vec(0_u8..3, 2..12),
            moves in proptest::collection::vec((any::<u64>(), any::<u64>(), any::<bool>()), 1..40),
        ) {
            let mut places = places(&priorities);
            let mut seen = order(&places);
            let count = priorities.len() as u64;
            for (what, anchor, is_before) in moves {
                let (what, anchor) = (what % count + 1, anchor % count + 1);
                let to = if is_before { Position::Before(anchor) } else { Position::After(anchor) };
                shift(&mut places, &[what], to);
                if what != anchor {
                    seen.retain(|id| *id != what);
                    let at = seen.iter().position(|id| *id == anchor).expect("the anchor stays");
                    seen.insert(if is_before { at } else { at + 1 }, what);
                }
                prop_assert_eq!(order(&places), seen.clone());
            }
        }
    }
}
