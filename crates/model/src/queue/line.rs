//! All tasks that wait for a slot, in order.
//!
//! Owns [`Queue`]. Refuses to say who begins. Rule kept here: tasks of one host, group and wish stand in a line of their
//! own, so that those who cannot begin for the same reason are passed over whole.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::Bound;

use crate::link::LinkWish;
use crate::queue::Place;

/// To whom a task belongs; hosts and groups are numbers that stand for names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member<Key> {
    /// Its host.
    pub host: Key,
    /// Its group.
    pub group: Key,
    /// What it wishes of the link.
    pub link: LinkWish,
}

/// All tasks that wait for a slot.
#[derive(Debug)]
pub struct Queue<Key> {
    lines: HashMap<Member<Key>, Line>,
    /// The first of each line, by group.
    heads: HashMap<Key, BTreeSet<(Place, Member<Key>)>>,
}

/// The tasks of one member, never none. Many hosts have one task alone, which costs no set.
#[derive(Debug)]
enum Line {
    One(Place),
    Many(BTreeSet<Place>),
}

impl<Key> Default for Queue<Key> {
    fn default() -> Self {
        Self { lines: HashMap::new(), heads: HashMap::new() }
    }
}

impl<Key: Copy + Ord + Hash> Queue<Key> {
    /// Puts a task in; one that is in already stays.
    pub fn insert(&mut self, place: Place, member: Member<Key>) {
        let heads = self.heads.entry(member.group).or_default();
        let Some(line) = self.lines.get_mut(&member) else {
            self.lines.insert(member, Line::One(place));
            heads.insert((place, member));
            return;
        };
        let before = line.first();
        line.insert(place);
        if place < before {
            heads.remove(&(before, member));
            heads.insert((place, member));
        }
    }

    /// Takes a task out; says whether it was in.
    pub fn remove(&mut self, place: Place, member: Member<Key>) -> bool {
        let (Some(line), Some(heads)) = (self.lines.get_mut(&member), self.heads.get_mut(&member.group)) else {
            return false;
        };
        let before = line.first();
        let (was_in, is_empty) = line.remove(place);
        if was_in && place == before {
            heads.remove(&(place, member));
            if !is_empty {
                heads.insert((line.first(), member));
            }
        }
        if is_empty {
            self.lines.remove(&member);
            if heads.is_empty() {
                self.heads.remove(&member.group);
            }
        }
        was_in
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The groups that have waiting tasks.
    pub fn groups(&self) -> impl Iterator<Item = Key> {
        self.heads.keys().copied()
    }

    /// The tasks of the members that are meant, line by line.
    pub fn tasks(&self, is_meant: impl Fn(&Member<Key>) -> bool) -> impl Iterator<Item = Place> {
        self.lines.iter().filter(move |(member, _)| is_meant(member)).flat_map(|(_, line)| line.tasks())
    }

    /// The first place that is greater than `place`.
    #[must_use]
    pub fn after(&self, place: Place) -> Option<Place> {
        self.lines.values().filter_map(|line| line.after(place)).min()
    }

    /// The last place that is less than `place`.
    #[must_use]
    pub fn before(&self, place: Place) -> Option<Place> {
        self.lines.values().filter_map(|line| line.before(place)).max()
    }

    /// The first place of all.
    #[must_use]
    pub fn first(&self) -> Option<Place> {
        self.heads.values().filter_map(|heads| heads.first().map(|(place, _)| *place)).min()
    }

    /// The last place of all.
    #[must_use]
    pub fn last(&self) -> Option<Place> {
        self.lines.values().map(Line::last).max()
    }

    /// The first of each line of a group, in order.
    pub(super) fn heads(&self, group: Key) -> impl Iterator<Item = (Place, Member<Key>)> {
        self.heads.get(&group).into_iter().flatten().copied()
    }

    /// Who stands behind `place` in its line.
    pub(super) fn next_in_line(&self, place: Place, member: Member<Key>) -> Option<Place> {
        self.lines.get(&member)?.after(place)
    }
}

impl Line {
    fn first(&self) -> Place {
        match self {
            Self::One(place) => *place,
            Self::Many(places) => *places.first().expect("a line is taken away with its last task"),
        }
    }

    fn last(&self) -> Place {
        match self {
            Self::One(place) => *place,
            Self::Many(places) => *places.last().expect("a line is taken away with its last task"),
        }
    }

    fn tasks(&self) -> impl Iterator<Item = Place> {
        let (one, many) = match self {
            Self::One(place) => (Some(*place), None),
            Self::Many(places) => (None, Some(places)),
        };
        one.into_iter().chain(many.into_iter().flatten().copied())
    }

    fn insert(&mut self, place: Place) {
        match self {
            Self::One(only) => *self = Self::Many(BTreeSet::from([*only, place])),
            Self::Many(places) => {
                places.insert(place);
            }
        }
    }

    /// Whether `place` was in, and whether nothing is left.
    fn remove(&mut self, place: Place) -> (bool, bool) {
        match self {
            Self::One(only) => (*only == place, *only == place),
            Self::Many(places) => (places.remove(&place), places.is_empty()),
        }
    }

    fn after(&self, place: Place) -> Option<Place> {
        match self {
            Self::One(only) => Some(*only).filter(|only| *only > place),
            Self::Many(places) => places.range((Bound::Excluded(place), Bound::Unbounded)).next().copied(),
        }
    }

    fn before(&self, place: Place) -> Option<Place> {
        match self {
            Self::One(only) => Some(*only).filter(|only| *only < place),
            Self::Many(places) => places.range(..place).next_back().copied(),
        }
    }
}
