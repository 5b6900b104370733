//! What the actor knows of every live task, in memory.
//!
//! Owns the queue and the counts. Refuses IO. Rule kept here: a task that waits costs a few words, not its whole record:
//! what few tasks have stands beside them, not in them.

mod grouping;
mod wishes;

use std::collections::{BTreeMap, HashMap};

use haul_model::fault::Category;
use haul_model::link::{LinkWish, Permission};
use haul_model::queue::{Door, GroupRule, Limits, Member, Place, Position, Queue, Rules, moved, plan, rank_of};
use haul_model::status::{State, TaskStatus, WaitingFor};
use haul_model::task::TaskId;
use haul_store::{CountRow, Waiting};

/// A number that stands for a host or group.
type Symbol = u32;

/// The state of nearly all live tasks, which is not kept with each of them.
static IN_QUEUE: State = State::to_run();

#[derive(Debug, Default)]
struct Symbols {
    numbers: HashMap<String, Symbol>,
    texts: Vec<String>,
}

impl Symbols {
    fn of(&mut self, text: &str) -> Symbol {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol as usize).map_or("", String::as_str)
    }
}

/// What is remembered of failures in a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Failures {
    /// Without progress between them.
    pub(crate) in_a_row: u32,
    /// The last one's kind.
    pub(crate) category: Option<Category>,
    /// How many of them were of that kind.
    pub(crate) of_category: u32,
    /// Most bytes of the file that were there when one of them happened.
    pub(crate) furthest: u64,
}

/// A live task.
#[derive(Debug)]
pub(crate) struct Entry {
    /// `None` is [`IN_QUEUE`].
    state: Option<Box<State>>,
    priority: u8,
    group: Symbol,
    host: Symbol,
    /// What it says itself of the link.
    own_wish: LinkWish,
    /// What it wishes of the link, as its group says where it says nothing.
    link: LinkWish,
}

impl Entry {
    pub(crate) fn state(&self) -> &State {
        self.state.as_deref().unwrap_or(&IN_QUEUE)
    }

    /// What it wishes of the link, by its own word or its group's.
    pub(crate) const fn link(&self) -> LinkWish {
        self.link
    }

    const fn member(&self) -> Member<Symbol> {
        Member { host: self.host, group: self.group, link: self.link }
    }
}

/// How many tasks may begin now, by the pace of their starts and by what is held.
#[derive(Debug, Default)]
pub(crate) struct Doors {
    /// Of all groups.
    pub(crate) all: Door,
    /// Groups that something else holds for than for all.
    pub(crate) groups: Vec<(String, GroupRule)>,
}

/// All live tasks, and how many there are of each kind.
#[derive(Debug, Default)]
pub(crate) struct Board {
    entries: HashMap<TaskId, Entry>,
    queue: Queue<Symbol>,
    symbols: Symbols,
    counts: BTreeMap<(Symbol, &'static str), u64>,
    /// Of the tasks that were moved.
    ranks: HashMap<TaskId, i64>,
    /// No task stands behind this one among those of its priority.
    greatest_rank: i64,
    /// Of the tasks that have failed.
    failures: HashMap<TaskId, Failures>,
    /// Longest time over all attempts of the few tasks that have one, in seconds.
    most_seconds: HashMap<TaskId, u64>,
    /// What is said of metered links of the groups that say anything.
    permissions: HashMap<Symbol, Permission>,
}

impl Board {
    /// Takes the counts of all kept tasks, at a start.
    pub(crate) fn count(&mut self, rows: &[CountRow]) {
        for row in rows {
            let group = self.symbols.of(&row.group);
            if let Some(word) = WORDS.iter().find(|word| **word == row.status) {
                *self.counts.entry((group, word)).or_default() += row.tasks;
            }
        }
    }

    /// Takes the counts of all kept tasks, in place of those it had.
    pub(crate) fn count_anew(&mut self, rows: &[CountRow]) {
        self.counts.clear();
        self.count(rows);
    }

    /// Takes in a live task that is counted already.
    pub(crate) fn put(&mut self, waiting: Waiting) {
        let Waiting { id, state, priority, rank, group, host, max_seconds, begun: _, link } = waiting;
        let (group, host) = (self.symbols.of(&group), self.symbols.of(&host));
        if let Some(rank) = rank {
            self.ranks.insert(id, rank);
        }
        self.greatest_rank = self.greatest_rank.max(self.rank(id));
        if let Some(seconds) = max_seconds {
            self.most_seconds.insert(id, seconds);
        }
        let (own_wish, link) = (link, link.within(self.permission(group)));
        let entry = Entry { state: kept(state), priority, group, host, own_wish, link };
        if is_queued(entry.state()) {
            self.queue.insert(Place { priority, rank: self.rank(id), id }, entry.member());
        }
        self.entries.insert(id, entry);
    }

    /// Takes in a new task. When it would not be the last of its priority by itself, because others were moved behind
    /// everybody, it is moved there too: then its place is given.
    pub(crate) fn add(&mut self, waiting: Waiting) -> Option<Place> {
        let key = (self.symbols.of(&waiting.group), waiting.state.status.word());
        *self.counts.entry(key).or_default() += 1;
        let (id, priority) = (waiting.id, waiting.priority);
        let rank = (waiting.rank.is_none() && rank_of(id) <= self.greatest_rank).then(|| self.greatest_rank + 1);
        self.put(Waiting { rank: waiting.rank.or(rank), ..waiting });
        rank.map(|rank| Place { priority, rank, id })
    }

    pub(crate) fn get(&self, id: TaskId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// What is remembered of a live task's failures; `None` for any other.
    pub(crate) fn failures_mut(&mut self, id: TaskId) -> Option<&mut Failures> {
        self.entries.contains_key(&id).then(|| self.failures.entry(id).or_default())
    }

    pub(crate) fn host_of(&self, id: TaskId) -> Option<&str> {
        self.entries.get(&id).map(|entry| self.symbols.text(entry.host))
    }

    /// Longest time over all attempts of a live task, in seconds.
    pub(crate) fn most_seconds(&self, id: TaskId) -> Option<u64> {
        self.most_seconds.get(&id).copied()
    }

    pub(crate) fn group_of(&self, id: TaskId) -> Option<&str> {
        self.entries.get(&id).map(|entry| self.symbols.text(entry.group))
    }

    /// How many live tasks a group has.
    pub(crate) fn live_in(&self, group: &str) -> u64 {
        let Some(group) = self.symbols.numbers.get(group) else { return 0 };
        LIVE.iter().filter_map(|word| self.counts.get(&(*group, word))).sum()
    }

    /// Where a live task stands, or would when it waits again.
    pub(crate) fn place_of(&self, id: TaskId) -> Option<Place> {
        self.entries.get(&id).map(|entry| Place { priority: entry.priority, rank: self.rank(id), id })
    }

    /// Puts a live task into another state; one that ended leaves the board but stays counted.
    pub(crate) fn set(&mut self, id: TaskId, state: State) {
        let (Some(place), Some(entry)) = (self.place_of(id), self.entries.get_mut(&id)) else { return };
        let (group, before, after) = (entry.group, entry.state().status.word(), state.status.word());
        let member = entry.member();
        let (queued, ended) = (is_queued(&state), state.status.is_final());
        entry.state = kept(state);
        if queued {
            self.queue.insert(place, member);
        } else {
            self.queue.remove(place, member);
        }
        if ended {
            self.drop_entry(id);
        }
        self.recount(group, before, -1);
        self.recount(group, after, 1);
    }

    /// The stable word that a text is, if it is one.
    pub(crate) fn word_of(text: &str) -> Option<&'static str> {
        WORDS.into_iter().find(|word| *word == text)
    }

    /// Takes an ended task back in.
    pub(crate) fn revive(&mut self, waiting: Waiting, before: &'static str) {
        let group = self.symbols.of(&waiting.group);
        self.recount(group, before, -1);
        let key = (group, waiting.state.status.word());
        *self.counts.entry(key).or_default() += 1;
        self.put(waiting);
    }

    /// Forgets a task of this group and status.
    pub(crate) fn forget(&mut self, id: TaskId, group: &str, word: &'static str) {
        if let (Some(place), Some(entry)) = (self.place_of(id), self.entries.get(&id)) {
            self.queue.remove(place, entry.member());
        }
        self.drop_entry(id);
        let group = self.symbols.of(group);
        self.recount(group, word, -1);
    }

    /// The task asks another host from now on.
    pub(crate) fn move_to_host(&mut self, id: TaskId, host: &str) {
        let host = self.symbols.of(host);
        let (Some(place), Some(entry)) = (self.place_of(id), self.entries.get_mut(&id)) else { return };
        let was_queued = self.queue.remove(place, entry.member());
        entry.host = host;
        if was_queued {
            self.queue.insert(place, entry.member());
        }
    }

    /// Gives a live task another priority; its place among those of that one follows from its rank (M018).
    pub(crate) fn prioritize(&mut self, id: TaskId, priority: u8) {
        if let Some(place) = self.place_of(id) {
            self.stand(Place { priority, ..place });
        }
    }

    /// Moves live tasks in the queue, and gives the places that changed. Those that do not wait now stand there when they
    /// wait again.
    pub(crate) fn reorder(&mut self, ids: &[TaskId], to: Position<TaskId>) -> Vec<Place> {
        let Some(to) = self.position(to) else { return Vec::new() };
        let tasks: Vec<Place> = ids.iter().filter_map(|id| self.place_of(*id)).collect();
        let places = moved(&self.queue, &tasks, to);
        places.iter().for_each(|place| self.stand(*place));
        places
    }

    /// Whether anything waits for a slot.
    pub(crate) fn has_queue(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Those who begin now; `is_free` says whether an earlier transfer of a task is over, `shy` how many tasks at once
    /// those hosts take that want fewer than `limits` allow, `hindered` which wishes the link does not fulfil.
    pub(crate) fn plan(
        &self,
        limits: Limits,
        doors: &Doors,
        hindered: &[LinkWish],
        busy: &[TaskId],
        shy: &HashMap<String, u32>,
        is_free: impl Fn(TaskId) -> bool,
    ) -> Vec<TaskId> {
        let known = |name: &String| self.symbols.numbers.get(name).copied();
        let shy = shy.iter().filter_map(|(host, most)| Some((known(host)?, *most))).collect();
        let groups = doors.groups.iter().filter_map(|(name, rule)| Some((known(name)?, *rule))).collect();
        let rules = Rules { limits, door: doors.all, groups: &groups, shy: &shy, hindered };
        let running = busy.iter().filter_map(|id| self.entries.get(id).map(Entry::member));
        plan(&self.queue, running, &rules, is_free)
    }

    pub(crate) fn counts(&self) -> Vec<CountRow> {
        let rows = self.counts.iter().filter(|(_, tasks)| **tasks > 0);
        rows.map(|((group, status), tasks)| CountRow {
            group: self.symbols.text(*group).to_owned(),
            status: (*status).to_owned(),
            tasks: *tasks,
        })
        .collect()
    }

    fn rank(&self, id: TaskId) -> i64 {
        self.ranks.get(&id).copied().unwrap_or_else(|| rank_of(id))
    }

    fn position(&self, to: Position<TaskId>) -> Option<Position<Place>> {
        Some(match to {
            Position::First => Position::First,
            Position::Last => Position::Last,
            Position::Up => Position::Up,
            Position::Down => Position::Down,
            Position::Before(id) => Position::Before(self.place_of(id)?),
            Position::After(id) => Position::After(self.place_of(id)?),
        })
    }

    /// The task stands here from now on.
    fn stand(&mut self, place: Place) {
        let (Some(before), Some(entry)) = (self.place_of(place.id), self.entries.get_mut(&place.id)) else { return };
        let was_queued = self.queue.remove(before, entry.member());
        entry.priority = place.priority;
        if was_queued {
            self.queue.insert(place, entry.member());
        }
        if place.rank == rank_of(place.id) {
            self.ranks.remove(&place.id);
        } else {
            self.ranks.insert(place.id, place.rank);
        }
        self.greatest_rank = self.greatest_rank.max(place.rank);
    }

    fn drop_entry(&mut self, id: TaskId) {
        self.entries.remove(&id);
        self.ranks.remove(&id);
        self.failures.remove(&id);
        self.most_seconds.remove(&id);
    }

    fn recount(&mut self, group: Symbol, word: &'static str, by: i64) {
        let count = self.counts.entry((group, word)).or_default();
        *count = count.saturating_add_signed(by);
    }
}

const WORDS: [&str; 8] =
    ["enqueued", "running", "waiting_to_retry", "paused", "complete", "not_found", "failed", "canceled"];

const LIVE: [&str; 4] = ["enqueued", "running", "waiting_to_retry", "paused"];

fn kept(state: State) -> Option<Box<State>> {
    (state != IN_QUEUE).then(|| Box::new(state))
}

const fn is_queued(state: &State) -> bool {
    matches!(state.status, TaskStatus::Enqueued { waiting_for: WaitingFor::Slot })
}
