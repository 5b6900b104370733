//! How groups and the order of the queue are changed.
//!
//! Owns the steps. Rules kept here: what is said of a group holds at once, for tasks that run as well as they can; what
//! holds for live tasks is not forgotten under them.

use haul_model::group::GroupChange;
use haul_model::link::Permission;
use haul_model::queue::{Place, Position};
use haul_model::task::{DEFAULT_GROUP, TaskId};
use haul_store::Change;

use crate::actor::Actor;
use crate::actor::command::{Done, EngineError, Reply};
use crate::actor::turn::Turn;

impl Actor {
    pub(super) async fn set_group(&mut self, group: &str, change: GroupChange, reply: Reply, turn: &mut Turn) {
        let before = self.shared.groups.of(group);
        let mut spec = before.clone();
        change.apply(&mut spec);
        if spec == before && self.shared.groups.has(group) {
            turn.answers.push((reply, Ok(Done::AlreadySo)));
            return;
        }
        self.shared.site.throttle.set_group(group, &spec);
        self.shared.groups.set(group, spec.clone());
        self.group_permits(group, spec.metered, turn).await;
        turn.changes.push(Change::Group { name: group.to_owned(), spec });
        turn.retold = true;
        turn.answers.push((reply, Ok(Done::Changed)));
    }

    pub(super) fn forget_group(&mut self, group: &str, reply: Reply, turn: &mut Turn) {
        let answer = match self.board.live_in(group) {
            _ if !self.shared.groups.has(group) => Ok(Done::AlreadySo),
            0 => {
                self.shared.groups.forget(group);
                self.board.permit(group, Permission::AsSet);
                self.shared.site.throttle.set_group(group, &self.shared.groups.of(group));
                turn.changes.push(Change::NoGroup { name: group.to_owned() });
                turn.retold = true;
                Ok(Done::Changed)
            }
            live => Err(EngineError::GroupInUse(live)),
        };
        turn.answers.push((reply, answer));
    }

    /// Nothing happens to two groups by this but that one has another name: a taken one is refused.
    pub(super) fn rename_group(&mut self, from: &str, to: &str, reply: Reply, turn: &mut Turn) {
        let is_there = |name: &str| self.shared.groups.has(name) || self.board.knows_group(name);
        let answer = match () {
            () if from == to => Ok(Done::AlreadySo),
            () if from == DEFAULT_GROUP => Err(EngineError::UsualGroup),
            () if !is_there(from) => Err(EngineError::NoGroup(from.to_owned())),
            () if to == DEFAULT_GROUP || is_there(to) => Err(EngineError::GroupTaken(to.to_owned())),
            () => {
                let running = self.running.keys().copied().filter(|id| self.board.group_of(*id) == Some(from));
                self.shared.site.throttle.rename_group(from, to, running.collect::<Vec<_>>());
                self.shared.meters.rename_group(from, to);
                self.shared.groups.rename(from, to);
                self.starts.rename_group(from, to);
                self.board.rename_group(from, to);
                turn.changes.push(Change::GroupRenamed { from: from.to_owned(), to: to.to_owned() });
                turn.retold = true;
                Ok(Done::Changed)
            }
        };
        turn.answers.push((reply, answer));
    }

    pub(super) fn reorder(&mut self, ids: &[TaskId], to: Position<TaskId>, reply: Reply, turn: &mut Turn) {
        let anchor = match to {
            Position::First | Position::Last | Position::Up | Position::Down => None,
            Position::Before(id) | Position::After(id) => Some(id),
        };
        if ids.iter().chain(&anchor).any(|id| self.board.get(*id).is_none()) {
            turn.answers.push((reply, Err(EngineError::Unknown)));
            return;
        }
        let places = self.board.reorder(ids, to);
        let done = if places.is_empty() { Done::AlreadySo } else { Done::Changed };
        turn.retold |= !places.is_empty();
        turn.changes.extend(places.into_iter().map(|Place { id, priority, rank }| Change::Placed {
            id,
            priority,
            rank,
        }));
        turn.answers.push((reply, Ok(done)));
    }
}
