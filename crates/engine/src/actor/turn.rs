//! What one turn of the actor has to commit, announce and answer.

use std::sync::PoisonError;

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
}

impl Turn {
    /// The task is in this state from now on.
    pub(super) fn state(&mut self, id: TaskId, state: &State) {
        let finished = state.status.is_final().then(clock::now);
        self.changes.push(Change::State { id, state: state.clone(), finished });
        self.facts.push((id, Fact::Status(state.clone())));
    }
}

impl Actor {
    /// Commits, then announces and answers. What the database refuses is kept and offered again: transfers go on, and
    /// whoever asked for a change hears that it is not saved (row 125).
    pub(super) async fn close(&mut self, turn: Turn) {
        let Turn { changes, facts, answers } = turn;
        if changes.is_empty() && facts.is_empty() && answers.is_empty() && self.unsaved.is_empty() {
            return;
        }
        self.unsaved.extend(changes);
        let mut refused = None;
        if !self.unsaved.is_empty() {
            match self.shared.site.store.apply(self.unsaved.clone()).await {
                Ok(()) => self.unsaved.clear(),
                Err(error) => {
                    tracing::error!(%error, "changes could not be saved");
                    refused = Some(error.to_string());
                }
            }
        }
        self.tally();
        self.shared.log.publish(facts);
        for (reply, answer) in answers {
            let answer = match (&refused, answer) {
                (Some(why), Ok(_)) => Err(EngineError::NotSaved(why.clone())),
                (_, answer) => answer,
            };
            let _ = reply.send(answer);
        }
    }

    /// Lets others read how many tasks of each kind there are.
    pub(super) fn tally(&self) {
        *self.shared.tally.lock().unwrap_or_else(PoisonError::into_inner) = self.board.counts();
    }
}
