//! What live tasks wish of the link.
//!
//! Owns the step from the word of a task and that of its group to the line it stands in. Refuses the rule: it is the model's.

use haul_model::link::{LinkWish, Permission};
use haul_model::task::TaskId;

use super::{Board, Symbol};

impl Board {
    /// Those that wait for a slot and wish something of the link that is meant.
    pub(crate) fn queued(&self, is_meant: impl Fn(LinkWish) -> bool) -> impl Iterator<Item = TaskId> {
        self.queue.tasks(move |member| is_meant(member.link)).map(|place| place.id)
    }

    /// The task says something else of the link from now on; tells whether it wishes something else by that.
    pub(crate) fn wish_of_link(&mut self, id: TaskId, wish: LinkWish) -> bool {
        let Some(entry) = self.entries.get_mut(&id) else { return false };
        entry.own_wish = wish;
        let group = entry.group;
        self.follow_wish(id, wish.within(self.permission(group)))
    }

    /// The group says this of metered links from now on; gives its tasks that wish something else by that.
    pub(crate) fn permit(&mut self, group: &str, permission: Permission) -> Vec<TaskId> {
        let group = self.symbols.of(group);
        let before = match permission {
            Permission::AsSet => self.permissions.remove(&group),
            Permission::Allowed | Permission::Refused => self.permissions.insert(group, permission),
        };
        if before.unwrap_or_default() == permission {
            return Vec::new();
        }
        let of_group = self.entries.iter().filter(|(_, entry)| entry.group == group);
        let wishes: Vec<_> = of_group.map(|(id, entry)| (*id, entry.own_wish.within(permission))).collect();
        let changed = wishes.into_iter().filter(|(id, wish)| self.follow_wish(*id, *wish));
        changed.map(|(id, _)| id).collect()
    }

    /// What a group says of metered links.
    pub(super) fn permission(&self, group: Symbol) -> Permission {
        self.permissions.get(&group).copied().unwrap_or_default()
    }

    fn follow_wish(&mut self, id: TaskId, wish: LinkWish) -> bool {
        let (Some(place), Some(entry)) = (self.place_of(id), self.entries.get_mut(&id)) else { return false };
        if entry.link == wish {
            return false;
        }
        let was_queued = self.queue.remove(place, entry.member());
        entry.link = wish;
        if was_queued {
            self.queue.insert(place, entry.member());
        }
        true
    }
}
