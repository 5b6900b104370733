//! The decision who begins.
//!
//! Owns [`plan`]. Rules kept here: no limit is exceeded, nobody who may begin is left waiting while there is a slot, and
//! of those who may, the first of the queue begin. What it costs follows from the groups that wait and the slots that are
//! free, not from the tasks that wait.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hash;

use crate::link::LinkWish;
use crate::queue::{Door, Limits, Member, Place, Queue};
use crate::task::TaskId;

/// What holds for everybody who wants to begin.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a, Key> {
    /// How many may run at once.
    pub limits: Limits,
    /// How many may begin now.
    pub door: Door,
    /// Groups that something else holds for than for all.
    pub groups: &'a HashMap<Key, GroupRule>,
    /// Hosts that take fewer tasks at once than the limits allow, or none.
    pub shy: &'a HashMap<Key, u32>,
    /// What may be wished of the link and is not so.
    pub hindered: &'a [LinkWish],
}

/// What holds for one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GroupRule {
    /// Most of its tasks at once; 0 means no limit, `None` as for all groups.
    pub most: Option<u32>,
    /// How many of them may begin now.
    pub door: Door,
}

/// Picks those who begin now. `running` comes in any order; a task that is not `free` yet waits, and holds up nobody.
#[must_use]
pub fn plan<Key: Copy + Ord + Hash>(
    queue: &Queue<Key>,
    running: impl IntoIterator<Item = Member<Key>>,
    rules: &Rules<'_, Key>,
    is_free: impl Fn(TaskId) -> bool,
) -> Vec<TaskId> {
    let mut used = Used::of(running, rules);
    let mut granted = Vec::new();
    if used.is_full() {
        return granted;
    }
    let mut heads: HashMap<Key, _> = HashMap::new();
    let mut fronts = BinaryHeap::new();
    for group in queue.groups().filter(|group| used.group_has_room(*group)) {
        let mut of_group = queue.heads(group);
        fronts.extend(of_group.next().map(Front::head));
        heads.insert(group, of_group);
    }
    while let Some(Reverse(Front { place, member, is_head })) = fronts.pop() {
        if used.is_full() {
            break;
        }
        if !used.group_has_room(member.group) {
            continue;
        }
        if is_head {
            fronts.extend(heads.get_mut(&member.group).and_then(Iterator::next).map(Front::head));
        }
        if !used.has_room_for(member) {
            continue;
        }
        if is_free(place.id) {
            used.take(member);
            granted.push(place.id);
        }
        if let Some(place) = queue.next_in_line(place, member) {
            fronts.push(Reverse(Front { place, member, is_head: false }));
        }
    }
    granted
}

/// The first who may begin of those who come in the order of the queue, for queues that are short enough to walk through.
#[must_use]
pub fn first<Key: Copy + Eq + Hash>(
    waiting: impl IntoIterator<Item = (TaskId, Member<Key>)>,
    running: impl IntoIterator<Item = Member<Key>>,
    rules: &Rules<'_, Key>,
) -> Option<TaskId> {
    let used = Used::of(running, rules);
    let mut waiting = waiting.into_iter().filter(|_| !used.is_full());
    waiting.find(|(_, member)| used.has_room_for(*member)).map(|(id, _)| id)
}

/// The task of a line that is looked at next.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Front<Key> {
    place: Place,
    is_head: bool,
    member: Member<Key>,
}

impl<Key> Front<Key> {
    const fn head((place, member): (Place, Member<Key>)) -> Reverse<Self>
    where
        Key: Copy,
    {
        Reverse(Self { place, member, is_head: true })
    }
}

/// What is taken of everything that is limited.
struct Used<'a, Key> {
    rules: &'a Rules<'a, Key>,
    total: u32,
    hosts: HashMap<Key, u32>,
    groups: HashMap<Key, u32>,
    /// Begun in this plan.
    begun: HashMap<Key, u32>,
    begun_in_all: u32,
}

impl<'a, Key: Copy + Eq + Hash> Used<'a, Key> {
    fn of(running: impl IntoIterator<Item = Member<Key>>, rules: &'a Rules<'a, Key>) -> Self {
        let mut used = Self {
            rules,
            total: 0,
            hosts: HashMap::new(),
            groups: HashMap::new(),
            begun: HashMap::new(),
            begun_in_all: 0,
        };
        running.into_iter().for_each(|member| used.hold(member));
        used
    }

    fn hold(&mut self, member: Member<Key>) {
        self.total += 1;
        *self.hosts.entry(member.host).or_default() += 1;
        *self.groups.entry(member.group).or_default() += 1;
    }

    fn take(&mut self, member: Member<Key>) {
        self.hold(member);
        *self.begun.entry(member.group).or_default() += 1;
        self.begun_in_all += 1;
    }

    fn is_full(&self) -> bool {
        self.total >= self.rules.limits.total || !lets_in(self.rules.door, self.begun_in_all)
    }

    fn group_has_room(&self, group: Key) -> bool {
        let rule = self.rules.groups.get(&group).copied().unwrap_or_default();
        let begun = self.begun.get(&group).copied().unwrap_or(0);
        is_below(self.groups.get(&group), rule.most.unwrap_or(self.rules.limits.per_group)) && lets_in(rule.door, begun)
    }

    fn has_room_for(&self, member: Member<Key>) -> bool {
        let is_hindered = self.rules.hindered.contains(&member.link);
        !is_hindered && self.group_has_room(member.group) && self.host_has_room(member.host)
    }

    fn host_has_room(&self, host: Key) -> bool {
        let of_host = self.hosts.get(&host);
        let suits = self.rules.shy.get(&host).is_none_or(|most| of_host.copied().unwrap_or(0) < *most);
        suits && is_below(of_host, self.rules.limits.per_host)
    }
}

fn is_below(used: Option<&u32>, most: u32) -> bool {
    most == 0 || used.is_none_or(|used| *used < most)
}

const fn lets_in(door: Door, begun: u32) -> bool {
    match door {
        Door::Open => true,
        Door::One => begun == 0,
        Door::Shut => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPEN: Limits = Limits {
        total: 10,
        per_host: 0,
        per_group: 0,
        flow: crate::group::Flow::Open,
        start_interval: std::time::Duration::ZERO,
    };

    type Task = (Place, Member<u8>);

    fn task(id: u64, host: u8, group: u8) -> Task {
        (Place { priority: 5, rank: 0, id: TaskId(id) }, Member { host, group, link: LinkWish::default() })
    }

    fn queue(tasks: &[Task]) -> Queue<u8> {
        let mut queue = Queue::default();
        tasks.iter().for_each(|(place, member)| queue.insert(*place, *member));
        queue
    }

    #[derive(Debug)]
    struct Case {
        limits: Limits,
        groups: HashMap<u8, GroupRule>,
        shy: HashMap<u8, u32>,
        hindered: Vec<LinkWish>,
    }

    impl Case {
        fn of(limits: Limits) -> Self {
            Self { limits, groups: HashMap::new(), shy: HashMap::new(), hindered: Vec::new() }
        }

        fn group(mut self, group: u8, rule: GroupRule) -> Self {
            self.groups.insert(group, rule);
            self
        }

        fn begins(&self, waiting: &[Task], running: &[Task]) -> Vec<u64> {
            let rules = Rules {
                limits: self.limits,
                door: Door::Open,
                groups: &self.groups,
                shy: &self.shy,
                hindered: &self.hindered,
            };
            let running = running.iter().map(|(_, member)| *member);
            plan(&queue(waiting), running, &rules, |_| true).into_iter().map(|id| id.0).collect()
        }
    }

    #[test]
    fn m017_with_one_slot_the_first_of_the_queue_begins() {
        let mut waiting = [task(1, 1, 1), task(3, 1, 1)];
        waiting[0].0.priority = 6;
        assert_eq!(Case::of(Limits { total: 1, ..OPEN }).begins(&waiting, &[]), [3]);
    }

    #[test]
    fn a_full_table_grants_nothing_and_neither_does_one_without_slots() {
        assert!(Case::of(Limits { total: 1, ..OPEN }).begins(&[task(2, 1, 1)], &[task(1, 1, 1)]).is_empty());
        assert!(Case::of(Limits { total: 0, ..OPEN }).begins(&[task(1, 1, 1)], &[]).is_empty());
    }

    #[test]
    fn m122_a_full_host_or_group_does_not_hold_up_those_behind_it() {
        let waiting = [task(2, 1, 1), task(3, 1, 2), task(4, 2, 2), task(5, 2, 1)];
        assert_eq!(Case::of(Limits { per_host: 1, ..OPEN }).begins(&waiting, &[task(1, 1, 9)]), [4]);
        assert_eq!(Case::of(Limits { per_group: 1, ..OPEN }).begins(&waiting, &[]), [2, 3]);
    }

    #[test]
    fn a_group_with_a_number_of_its_own_keeps_to_that_one() {
        let waiting = [task(1, 1, 1), task(2, 1, 1), task(3, 1, 1), task(4, 1, 2), task(5, 1, 2)];
        let case = Case::of(Limits { per_group: 1, ..OPEN });
        let case = case.group(1, GroupRule { most: Some(2), door: Door::Open });
        assert_eq!(case.begins(&waiting, &[]), [1, 2, 4]);
        let free = Case::of(Limits { per_group: 1, ..OPEN }).group(1, GroupRule { most: Some(0), door: Door::Open });
        assert_eq!(free.begins(&waiting, &[]), [1, 2, 3, 4]);
    }

    #[test]
    fn m124_m125_a_held_group_waits_a_paced_one_begins_one_and_others_are_not_held_up() {
        let waiting = [task(1, 1, 1), task(2, 1, 2), task(3, 1, 2), task(4, 1, 3), task(5, 1, 3)];
        let case = Case::of(OPEN).group(1, GroupRule { most: None, door: Door::Shut });
        let case = case.group(2, GroupRule { most: None, door: Door::One });
        assert_eq!(case.begins(&waiting, &[]), [2, 4, 5]);
    }

    #[test]
    fn f047_a_host_that_wants_none_or_one_gets_that_and_holds_up_nobody() {
        let waiting = [task(1, 0, 1), task(2, 1, 1), task(3, 1, 1), task(4, 2, 1)];
        let case = Case { shy: HashMap::from([(0, 0), (1, 1)]), ..Case::of(OPEN) };
        assert_eq!(case.begins(&waiting, &[]), [2, 4]);
        assert_eq!(case.begins(&waiting, &[task(9, 1, 1)]), [4]);
    }

    fn tasks(most: usize) -> impl Strategy<Value = Vec<Task>> {
        let one = (0_u8..4, -3_i64..3, 0_u8..4, 0_u8..4, any::<bool>());
        proptest::collection::vec(one, 0..most).prop_map(|tasks| {
            let numbered = tasks.into_iter().zip(1..);
            numbered
                .map(|((priority, rank, host, group, requires_wifi), id)| {
                    let link = LinkWish { requires_wifi, ..LinkWish::default() };
                    (Place { priority, rank, id: TaskId(id) }, Member { host, group, link })
                })
                .collect()
        })
    }

    fn door() -> impl Strategy<Value = Door> {
        proptest::sample::select(&[Door::Open, Door::Open, Door::One, Door::Shut][..])
    }

    prop_compose! {
        fn case()(
            (total, per_host, per_group) in (0_u32..8, 0_u32..4, 0_u32..4),
            groups in proptest::collection::hash_map(0_u8..4, (proptest::option::of(0_u32..4), door()), 0..3),
            shy in proptest::collection::hash_map(0_u8..4, 0_u32..3, 0..2),
            is_hindered in any::<bool>(),
        ) -> Case {
            let groups = groups.into_iter().map(|(group, (most, door))| (group, GroupRule { most, door })).collect();
            let hindered = is_hindered.then(|| LinkWish { requires_wifi: true, ..LinkWish::default() });
            Case { limits: Limits { total, per_host, per_group, ..OPEN }, groups, shy, hindered: hindered.into_iter().collect() }
        }
    }

    /// The same decision, by walking through everybody who waits.
    fn walked(
        waiting: &[Task],
        running: &[Task],
        rules: &Rules<'_, u8>,
        is_free: impl Fn(TaskId) -> bool,
    ) -> Vec<TaskId> {
        let mut used = Used::of(running.iter().map(|(_, member)| *member), rules);
        let mut sorted = waiting.to_vec();
        sorted.sort_by_key(|(place, _)| *place);
        let mut granted = Vec::new();
        for (place, member) in sorted {
            if !used.is_full() && used.has_room_for(member) && is_free(place.id) {
                used.take(member);
                granted.push(place.id);
            }
        }
        granted
    }

    proptest! {
        #[test]
        fn m128_nobody_is_starved_and_the_order_is_kept(
            waiting in tasks(40), running in tasks(6), case in case(), door in door(), odd in any::<bool>(),
        ) {
            let rules = Rules { limits: case.limits, door, groups: &case.groups, shy: &case.shy, hindered: &case.hindered };
            let is_free = |id: TaskId| !odd || id.0.is_multiple_of(2);
            let members = running.iter().map(|(_, member)| *member);
            let begun = plan(&queue(&waiting), members, &rules, is_free);
            prop_assert_eq!(&begun, &walked(&waiting, &running, &rules, is_free));
            let mut sorted: Vec<_> = waiting.iter().filter(|(place, _)| is_free(place.id)).copied().collect();
            sorted.sort_by_key(|(place, _)| *place);
            let ordered = sorted.into_iter().map(|(place, member)| (place.id, member));
            let members = running.iter().map(|(_, member)| *member);
            prop_assert_eq!(begun.first().copied(), first(ordered, members, &rules));
        }

        #[test]
        fn m121_m122_no_limit_is_exceeded(waiting in tasks(40), running in tasks(6), case in case()) {
            let begun = case.begins(&waiting, &running);
            let members = |hosts_or_groups: fn(&Member<u8>) -> u8| {
                let began = waiting.iter().filter(|(place, _)| begun.contains(&place.id.0));
                let mut counts: HashMap<u8, (u32, u32)> = HashMap::new();
                running.iter().for_each(|(_, member)| counts.entry(hosts_or_groups(member)).or_default().0 += 1);
                began.for_each(|(_, member)| counts.entry(hosts_or_groups(member)).or_default().1 += 1);
                counts
            };
            let is_kept = |most: u32, (before, new): (u32, u32)| new == 0 || most == 0 || before + new <= most;
            let total = (u32::try_from(running.len())?, u32::try_from(begun.len())?);
            prop_assert!(total.1 == 0 || total.0 + total.1 <= case.limits.total);
            for (_, count) in members(|member| member.host) {
                prop_assert!(is_kept(case.limits.per_host, count));
            }
            for (group, count) in members(|member| member.group) {
                let own = case.groups.get(&group).and_then(|rule| rule.most);
                prop_assert!(is_kept(own.unwrap_or(case.limits.per_group), count));
            }
        }

        #[test]
        fn a_queue_from_which_tasks_are_taken_is_as_if_they_had_never_been_in_it(
            all in tasks(40), taken in proptest::collection::vec(any::<bool>(), 40), case in case(),
        ) {
            let mut left = queue(&all);
            let (gone, kept): (Vec<_>, Vec<_>) = all.iter().zip(taken).partition(|(_, taken)| *taken);
            for ((place, member), _) in gone {
                prop_assert!(left.remove(*place, *member) && !left.remove(*place, *member));
            }
            let kept: Vec<Task> = kept.into_iter().map(|(task, _)| *task).collect();
            let rules = Rules { limits: case.limits, door: Door::Open, groups: &case.groups, shy: &case.shy, hindered: &case.hindered };
            prop_assert_eq!(plan(&left, [], &rules, |_| true), plan(&queue(&kept), [], &rules, |_| true));
            prop_assert_eq!(left.is_empty(), kept.is_empty());
            prop_assert_eq!(left.first(), kept.iter().map(|(place, _)| *place).min());
            prop_assert_eq!(left.last(), kept.iter().map(|(place, _)| *place).max());
        }
    }
}
