//! What the actor knows of every live task, in memory.
//!
//! Owns the queue and the counts. Refuses IO. Rule kept here: a task that waits costs a few words, not its whole record.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use haul_model::fault::Category;
use haul_model::link::LinkWish;
use haul_model::queue::{Candidate, Limits, plan};
use haul_model::status::{State, TaskStatus, WaitingFor};
use haul_model::task::TaskId;
use haul_store::{CountRow, Waiting};

/// A number that stands for a host or group.
type Symbol = u32;

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
}

/// A live task.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) state: State,
    priority: u8,
    group: Symbol,
    host: Symbol,
    /// What it wishes of the link.
    pub(crate) link: LinkWish,
    pub(crate) failures: Failures,
}

/// All live tasks, and how many there are of each kind.
#[derive(Debug, Default)]
pub(crate) struct Board {
    entries: HashMap<TaskId, Entry>,
    queue: BTreeSet<(u8, TaskId)>,
    symbols: Symbols,
    counts: BTreeMap<(Symbol, &'static str), u64>,
    /// Longest time over all attempts of the few tasks that have one, in seconds.
    most_seconds: HashMap<TaskId, u64>,
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
        let Waiting { id, state, priority, group, host, max_seconds, begun: _, link } = waiting;
        let (group, host) = (self.symbols.of(&group), self.symbols.of(&host));
        if is_queued(&state.status) {
            self.queue.insert((priority, id));
        }
        if let Some(seconds) = max_seconds {
            self.most_seconds.insert(id, seconds);
        }
        self.entries.insert(id, Entry { state, priority, group, host, link, failures: Failures::default() });
    }

    /// Takes in a new task.
    pub(crate) fn add(&mut self, waiting: Waiting) {
        let key = (self.symbols.of(&waiting.group), waiting.state.status.word());
        *self.counts.entry(key).or_default() += 1;
        self.put(waiting);
    }

    pub(crate) fn get(&self, id: TaskId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: TaskId) -> Option<&mut Entry> {
        self.entries.get_mut(&id)
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

    /// Puts a live task into another state; one that ended leaves the board but stays counted.
    pub(crate) fn set(&mut self, id: TaskId, state: State) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let (group, before, after) = (entry.group, entry.state.status.word(), state.status.word());
        let key = (entry.priority, id);
        let (queued, ended) = (is_queued(&state.status), state.status.is_final());
        entry.state = state;
        if queued {
            self.queue.insert(key);
        } else {
            self.queue.remove(&key);
        }
        if ended {
            self.entries.remove(&id);
            self.most_seconds.remove(&id);
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
        self.add(waiting);
    }

    /// Forgets a task of this group and status.
    pub(crate) fn forget(&mut self, id: TaskId, group: &str, word: &'static str) {
        self.most_seconds.remove(&id);
        if let Some(entry) = self.entries.remove(&id) {
            self.queue.remove(&(entry.priority, id));
        }
        let group = self.symbols.of(group);
        self.recount(group, word, -1);
    }

    /// The task asks another host from now on.
    pub(crate) fn move_to_host(&mut self, id: TaskId, host: &str) {
        let host = self.symbols.of(host);
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.host = host;
        }
    }

    /// Moves a waiting task in the queue (M018).
    pub(crate) fn prioritize(&mut self, id: TaskId, priority: u8) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let was_queued = self.queue.remove(&(entry.priority, id));
        entry.priority = priority;
        if was_queued {
            self.queue.insert((priority, id));
        }
    }

    /// Those that wait for a slot, in the order of the queue.
    pub(crate) fn queued(&self) -> impl Iterator<Item = (TaskId, &Entry)> {
        self.queue.iter().filter_map(|(_, id)| Some((*id, self.entries.get(id)?)))
    }

    /// Whether anything waits for a slot.
    pub(crate) fn has_queue(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Those who begin now; `is_free` says whether an earlier transfer of a task is over, `shy` how many tasks at once
    /// those hosts take that want fewer than `limits` allow.
    pub(crate) fn plan(
        &self,
        limits: Limits,
        busy: &[TaskId],
        shy: &HashMap<String, u32>,
        is_free: impl Fn(TaskId) -> bool,
    ) -> Vec<TaskId> {
        let shy = shy.iter().filter_map(|(host, most)| Some((*self.symbols.numbers.get(host)?, *most))).collect();
        let candidate =
            |id: &TaskId| self.entries.get(id).map(|entry| Candidate { id: *id, host: entry.host, group: entry.group });
        let waiting = self.queue.iter().filter(|(_, id)| is_free(*id)).filter_map(|(_, id)| candidate(id));
        plan(waiting, busy.iter().filter_map(candidate), limits, &shy)
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

    fn recount(&mut self, group: Symbol, word: &'static str, by: i64) {
        let count = self.counts.entry((group, word)).or_default();
        *count = count.saturating_add_signed(by);
    }
}

const WORDS: [&str; 8] =
    ["enqueued", "running", "waiting_to_retry", "paused", "complete", "not_found", "failed", "canceled"];

const fn is_queued(status: &TaskStatus) -> bool {
    matches!(status, TaskStatus::Enqueued { waiting_for: WaitingFor::Slot })
}
