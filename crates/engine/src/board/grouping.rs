//! Which group a task on the board belongs to.
//!
//! Owns the step from one group to another, of one task or of all. Refuses what is said of groups: it is kept elsewhere.
//! Rule kept here: a task is counted in its group alone, whether it is live or not.

use haul_model::task::TaskId;

use super::{Board, Symbol, WORDS};

impl Board {
    /// Whether any task, live or ended, is counted in a group.
    pub(crate) fn knows_group(&self, group: &str) -> bool {
        let Some(group) = self.symbols.numbers.get(group) else { return false };
        WORDS.iter().any(|word| self.counts.get(&(*group, word)).is_some_and(|tasks| *tasks > 0))
    }

    /// A task of this status belongs to another group from now on.
    pub(crate) fn regroup(&mut self, id: TaskId, word: &'static str, from: &str, to: &str) {
        let (from, to) = (self.symbols.of(from), self.symbols.of(to));
        self.enter(id, to);
        self.recount(from, word, -1);
        self.recount(to, word, 1);
    }

    /// A group has another name from now on.
    pub(crate) fn rename_group(&mut self, from: &str, to: &str) {
        let (from, to) = (self.symbols.of(from), self.symbols.of(to));
        if let Some(permission) = self.permissions.remove(&from) {
            self.permissions.insert(to, permission);
        }
        let of_group = self.entries.iter().filter(|(_, entry)| entry.group == from);
        let tasks: Vec<TaskId> = of_group.map(|(id, _)| *id).collect();
        tasks.into_iter().for_each(|id| self.enter(id, to));
        for word in WORDS {
            let counted = self.counts.remove(&(from, word)).unwrap_or_default();
            *self.counts.entry((to, word)).or_default() += counted;
        }
    }

    fn enter(&mut self, id: TaskId, group: Symbol) {
        let permission = self.permission(group);
        let (Some(place), Some(entry)) = (self.place_of(id), self.entries.get_mut(&id)) else { return };
        let was_queued = self.queue.remove(place, entry.member());
        entry.group = group;
        entry.link = entry.own_wish.within(permission);
        if was_queued {
            self.queue.insert(place, entry.member());
        }
    }
}
