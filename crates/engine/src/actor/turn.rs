//! What one turn of the actor has to commit, announce and answer.

use std::collections::HashSet;
use std::sync::PoisonError;

use haul_model::log::Happening;
use haul_model::status::State;
use haul_model::task::TaskId;
use haul_store::Change;

use crate::actor::Actor;
use crate::actor::command::{Done, EngineError, Reply};
use crate::clock;
use crate::events::Fact;

/// Gathered during a turn.
#[derive(Debug, Default)]
pub(super) struct Turn {
    pub(super) changes: Vec<Change>,
    pub(super) facts: Vec<(TaskId, Fact)>,
    pub(super) answers: Vec<(Reply, Result<Done, EngineError>)>,
    /// Whether something that readers show has changed without a fact.
    pub(super) retold: bool,
}

impl Turn {
    /// The task is in this state from now on.
    pub(super) fn state(&mut self, id: TaskId, state: &State) {
        let finished = state.status.is_final().then(clock::now);
        self.changes.push(Change::State { id, state: state.clone(), finished });
        self.facts.push((id, Fact::Status(state.clone())));
    }

    /// The tasks whose records are other than what the database still has.
    pub(super) fn changed_records(&self) -> HashSet<TaskId> {
        let of_record = |change: &Change| match change {
            Change::State { id, .. }
            | Change::Edited { id, .. }
            | Change::Destined { id, .. }
            | Change::Grouped { id, .. }
            | Change::Retries { id, .. }
            | Change::NoPart { id }
            | Change::Delivered { id, .. }
            | Change::Begun { id, .. } => Some(*id),
            Change::Taught { .. }
            | Change::Learned { .. }
            | Change::Rejected { .. }
            | Change::Answered { .. }
            | Change::Received { .. }
            | Change::Ran { .. }
            | Change::Placing { .. }
            | Change::Replied { .. }
            | Change::Priority { .. }
            | Change::Placed { .. }
            | Change::Group { .. }
            | Change::NoGroup { .. }
            | Change::Published { .. }
            | Change::Moved { .. }
            | Change::GroupRenamed { .. }
            | Change::FirstByte { .. }
            | Change::SetAside { .. }
            | Change::ForgetRemoved { .. }
            | Change::Happened { .. }
            | Change::Forget { .. }
            | Change::Stage { .. } => None,
        };
        self.changes.iter().filter_map(of_record).collect()
    }

    /// The task goes on in this state, of which nothing has to be kept: a start after a kill begins its attempt anew.
    pub(super) fn announce(&mut self, id: TaskId, state: &State) {
        self.facts.push((id, Fact::Status(state.clone())));
    }

    /// The log of the task tells this, from the commit of this turn on.
    pub(super) fn tell(&mut self, id: TaskId, what: Happening) {
        self.changes.push(Change::Happened { id, at: clock::now(), what });
    }
}

impl Actor {
    /// Commits, then announces and answers. What the database refuses is kept and offered again: transfers go on, and
    /// whoever asked for a change hears when it is saved, or that it is not (row 125).
    pub(super) async fn close(&mut self, mut turn: Turn) {
        self.clear_fallen(&mut turn).await;
        let Turn { changes, facts, answers, retold } = turn;
        let is_quiet = self.unsaved.is_idle() && self.shared.site.store.trouble().is_none();
        if changes.is_empty() && facts.is_empty() && answers.is_empty() && is_quiet && !retold {
            return;
        }
        self.unsaved.take(changes);
        let refused = self.save().await;
        self.tally();
        let facts = facts.into_iter().map(|(id, fact)| (id, self.told(id, fact))).collect();
        self.shared.log.publish(facts);
        if retold {
            self.shared.log.nudge();
        }
        self.tell_trouble();
        self.answer(answers, refused.as_ref());
    }

    /// Lets others read how many tasks of each kind there are.
    pub(super) fn tally(&self) {
        *self.shared.tally.lock().unwrap_or_else(PoisonError::into_inner) = self.board.counts();
    }
}
