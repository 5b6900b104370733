//! How ended tasks, alone or with their batch, begin again.
//!
//! Rules kept here: an atomic batch begins again as a whole, or not at all; two tasks that begin again in the same moment
//! never take the same name.

use haul_model::batch::{Atomicity, Stage, Standing};
use haul_model::status::{IllegalStep, Input, State, step};
use haul_store::{Membership, Query, Record, StoreError};

use crate::actor::Actor;
use crate::actor::command::{Done, EngineError};
use crate::actor::turn::Turn;
use crate::disk;

impl Actor {
    /// Tries an ended task again; one of an atomic batch with all of the others.
    pub(in crate::actor) async fn revive(&mut self, record: Record, turn: &mut Turn) -> Result<Done, EngineError> {
        step(&record.state, Input::Retry)?;
        let Some(membership) = record.batch else { return self.revive_all(vec![record], turn).await };
        // The counts of a batch that is over are read anew: what this turn has not committed is not among them.
        self.close(std::mem::take(turn)).await;
        self.respect_unsaved(record.id)?;
        let batch = match self.shared.site.store.batch(membership.batch).await {
            // Only its number is left of it, as after damage: the task goes its own way.
            Err(StoreError::Unknown) => return self.revive_all(vec![record], turn).await,
            batch => batch?,
        };
        let known = self.batches.know(&batch);
        let revived = match (membership.atomicity, &known.stage) {
            (Atomicity::Each, _) => self.revive_all(vec![record], turn).await,
            (Atomicity::Together, Stage::Withdrawing { .. } | Stage::Placing) => {
                Err(IllegalStep { from: "being called off with its batch", input: "retry" }.into())
            }
            (Atomicity::Together, Stage::Open | Stage::Complete | Stage::Failed { .. } | Stage::Canceled) => {
                let ended = self.ended_of(membership).await?;
                self.revive_all(ended, turn).await
            }
        };
        self.batches.drop_if_over(membership.batch);
        revived
    }

    /// The tasks of a batch that ended without their files.
    async fn ended_of(&self, membership: Membership) -> Result<Vec<Record>, EngineError> {
        let query = Query { batch: Some(membership.batch), ..Query::default() };
        let mut ended = self.shared.site.store.find(query).await?.records;
        ended.retain(|record| Standing::of(&record.state.status) == Standing::Failed);
        ended.sort_by_key(|record| record.id);
        Ok(ended)
    }

    async fn revive_all(&mut self, ended: Vec<Record>, turn: &mut Turn) -> Result<Done, EngineError> {
        let ids = ended.iter().map(|record| record.id).collect();
        self.shared.site.store.revive(ids, State::to_run(), disk::exists).await?;
        for record in ended {
            self.come_back(&record, turn);
            if let Some(membership) = record.batch {
                self.batches.of.insert(record.id, membership.batch);
                self.batches.note(record.id, Standing::Failed, &State::to_run().status, turn);
            }
        }
        Ok(Done::Changed)
    }
}
