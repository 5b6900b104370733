//! What waits in a queue, and what it has handed on.
//!
//! Owns the order, the holds and the counts. Refuses clocks and engines.

use std::collections::{BTreeMap, HashMap, HashSet};

use haul_model::link::LinkWish;
use haul_model::queue::{Door, Limits, Member, Rules, first};
use haul_model::task::TaskId;
use haul_store::NewRecord;

use crate::library::{Refused, Wants};

/// A place in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

/// What is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// Everything.
    All,
    /// A group.
    Group(String),
    /// These.
    Tasks(Vec<Ticket>),
}

/// A task that waits.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) wants: Wants,
    pub(super) described: Result<NewRecord, Refused>,
}

impl Entry {
    /// One that will be refused is out of the way first.
    fn priority(&self) -> u8 {
        self.described.as_ref().map_or(0, |record| record.task.priority)
    }

    fn host(&self) -> &str {
        self.described.as_ref().map_or("", |record| &record.host)
    }

    fn group(&self) -> &str {
        self.described.as_ref().map_or("", |record| &record.task.group)
    }
}

/// A task that was handed on.
#[derive(Debug)]
struct Active {
    /// Its number, once the engine has given it one.
    id: Option<TaskId>,
    host: String,
    group: String,
}

/// Who is held back.
#[derive(Debug, Default)]
struct Holds {
    everything: bool,
    groups: HashSet<String>,
    tickets: HashSet<Ticket>,
}

/// What waits, and what was handed on.
#[derive(Debug)]
pub(super) struct Inside {
    limits: Limits,
    newest: u64,
    waiting: BTreeMap<(u8, Ticket), Entry>,
    active: HashMap<Ticket, Active>,
    holds: Holds,
}

impl Inside {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, newest: 0, waiting: BTreeMap::new(), active: HashMap::new(), holds: Holds::default() }
    }

    pub(super) fn add(&mut self, entry: Entry) -> Ticket {
        self.newest += 1;
        let ticket = Ticket(self.newest);
        self.waiting.insert((entry.priority(), ticket), entry);
        ticket
    }

    /// Whoever may go now; it counts as active from then on.
    pub(super) fn next(&mut self) -> Option<(Ticket, Entry)> {
        if self.holds.everything {
            return None;
        }
        let candidates = self.waiting.iter().filter(|((_, ticket), entry)| !self.holds.cover(*ticket, entry));
        let member = |host, group| Member { host, group, link: LinkWish::default() };
        let candidates =
            candidates.map(|((_, Ticket(number)), entry)| (TaskId(*number), member(entry.host(), entry.group())));
        let active = self.active.values().map(|active| member(active.host.as_str(), active.group.as_str()));
        let one_more = u32::try_from(self.active.len()).unwrap_or(u32::MAX).saturating_add(1);
        let limits = Limits { total: self.limits.total.min(one_more), ..self.limits };
        let (groups, shy) = (HashMap::new(), HashMap::new());
        let rules = Rules { limits, door: Door::Open, groups: &groups, shy: &shy, hindered: &[] };
        let TaskId(number) = first(candidates, active, &rules)?;
        let key = *self.waiting.keys().find(|(_, ticket)| *ticket == Ticket(number))?;
        let entry = self.waiting.remove(&key)?;
        let active = Active { id: None, host: entry.host().to_owned(), group: entry.group().to_owned() };
        self.active.insert(key.1, active);
        Some((key.1, entry))
    }

    /// The engine has taken it under this number, or has not.
    pub(super) fn handed_on(&mut self, ticket: Ticket, id: Option<TaskId>) {
        match (id, self.active.get_mut(&ticket)) {
            (Some(id), Some(active)) => active.id = Some(id),
            (None, _) => {
                self.active.remove(&ticket);
            }
            (Some(_), None) => {}
        }
    }

    /// A task has ended; true when it was one of this queue.
    pub(super) fn ended(&mut self, id: TaskId) -> bool {
        let before = self.active.len();
        self.active.retain(|_, active| active.id != Some(id));
        self.active.len() < before
    }

    pub(super) fn remove(&mut self, is_meant: impl Fn(Ticket, &str) -> bool) -> usize {
        let before = self.waiting.len();
        self.waiting.retain(|(_, ticket), entry| !is_meant(*ticket, entry.group()));
        before - self.waiting.len()
    }

    pub(super) fn reset(&mut self) {
        self.waiting.clear();
        self.active.clear();
        self.holds = Holds::default();
    }

    pub(super) fn hold(&mut self, held: Held) {
        match held {
            Held::All => self.holds.everything = true,
            Held::Group(group) => {
                self.holds.groups.insert(group);
            }
            Held::Tasks(tickets) => self.holds.tickets.extend(tickets),
        }
    }

    pub(super) fn release(&mut self, held: &Held) {
        match held {
            Held::All => self.holds = Holds::default(),
            Held::Group(group) => {
                self.holds.groups.remove(group);
            }
            Held::Tasks(tickets) => self.holds.tickets.retain(|ticket| !tickets.contains(ticket)),
        }
    }

    /// How many of host and group were handed on and have not ended.
    pub(super) fn active(&self, is_meant: impl Fn(&str, &str) -> bool) -> usize {
        self.active.values().filter(|active| is_meant(&active.host, &active.group)).count()
    }

    /// How many of host and group wait.
    pub(super) fn waiting(&self, is_meant: impl Fn(&str, &str) -> bool) -> usize {
        self.waiting.values().filter(|entry| is_meant(entry.host(), entry.group())).count()
    }
}

impl Holds {
    fn cover(&self, ticket: Ticket, entry: &Entry) -> bool {
        self.tickets.contains(&ticket) || self.groups.contains(entry.group())
    }
}
