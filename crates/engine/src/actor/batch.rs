//! Batches: what follows for one when something happens to one of its tasks.
//!
//! Owns the counts and stages of batches that are not over, and the carrying out of what a stage asks for. Refuses to
//! decide: [`haul_model::batch`] does. Rules kept here: nothing follows from a stage before it is in the database; a task
//! that is called off with its batch leaves no file behind; progress is told once for each task that ends (M048).

mod adding;
mod retrying;

use std::collections::{BTreeSet, HashMap};

use haul_model::batch::{Atomicity, BatchId, Stage, Standing, Tally};
use haul_model::fault::{Fault, Remedy};
use haul_model::status::{Input, TaskStatus};
use haul_model::task::TaskId;
use haul_store::{Batch, Change};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::actor::Actor;
use crate::actor::command::{Reply, Verb};
use crate::actor::turn::Turn;
use crate::events::{BatchProgress, Fact};
use crate::transfer::Report;
use crate::transfer::together::{self, Arrival};
use crate::trouble::Trouble;

pub use adding::RefusedBatch;
pub(crate) use adding::{BatchKept, Wanted, impossible};

/// A batch that is not over.
#[derive(Debug)]
pub(super) struct Known {
    atomicity: Atomicity,
    stage: Stage,
    tally: Tally,
    /// Runs while its files get their names.
    placement: Option<Placement>,
}

/// The renames of a batch, and what was asked of its tasks meanwhile.
#[derive(Debug)]
struct Placement {
    stop: CancellationToken,
    wishes: Vec<(TaskId, Verb, Reply)>,
}

impl Known {
    /// Takes the stage over; says whether it is another one.
    fn enter(&mut self, batch: BatchId, stage: Stage, turn: &mut Turn) -> bool {
        if stage == self.stage {
            return false;
        }
        tracing::info!(%batch, ?stage, "a batch is in another stage");
        turn.changes.push(Change::Stage { batch, stage: stage.clone() });
        self.stage = stage;
        true
    }

    /// One more task is in it.
    pub(super) fn count_in(&mut self, standing: Standing) {
        self.tally.add(standing, 1);
    }

    fn is_over(&self) -> bool {
        self.tally.is_over() && (self.atomicity == Atomicity::Each || self.stage.is_over())
    }

    const fn progress(&self, batch: BatchId) -> BatchProgress {
        let Tally { size, succeeded, failed, verified: _ } = self.tally;
        BatchProgress { batch, succeeded, failed, size }
    }
}

/// All batches that are not over.
#[derive(Debug, Default)]
pub(super) struct Batches {
    known: HashMap<BatchId, Known>,
    /// The batch of every live task that has one.
    of: HashMap<TaskId, BatchId>,
    /// Batches whose stage asks for something.
    due: BTreeSet<BatchId>,
    /// Tasks of atomic batches that have ended in this turn and still have files.
    fallen: Vec<TaskId>,
}

impl Batches {
    /// Whether it is not over.
    pub(super) fn knows(&self, batch: BatchId) -> bool {
        self.known.contains_key(&batch)
    }

    /// A live task belongs to this batch.
    pub(super) fn tie(&mut self, id: TaskId, batch: BatchId) {
        self.of.insert(id, batch);
    }

    pub(super) fn know(&mut self, batch: &Batch) -> &mut Known {
        let Batch { id, atomicity, stage, tally, .. } = batch;
        self.known.entry(*id).or_insert_with(|| Known {
            atomicity: *atomicity,
            stage: stage.clone(),
            tally: *tally,
            placement: None,
        })
    }

    /// Whether the task's file may get its name only together with others.
    pub(super) fn is_together(&self, id: TaskId) -> bool {
        let known = self.of.get(&id).and_then(|batch| self.known.get(batch));
        known.is_some_and(|known| known.atomicity == Atomicity::Together)
    }

    /// A live task comes from a standing into a status.
    pub(super) fn note(&mut self, id: TaskId, before: Standing, status: &TaskStatus, turn: &mut Turn) {
        let Some(batch) = self.of.get(&id).copied() else { return };
        let (after, Some(known)) = (Standing::of(status), self.known.get_mut(&batch)) else { return };
        if before != after {
            known.tally.remove(before);
            known.tally.add(after, 1);
        }
        if known.atomicity == Atomicity::Together {
            let next = known.stage.after(id, status, &known.tally);
            let asks = matches!(next, Stage::Placing | Stage::Withdrawing { .. });
            if known.enter(batch, next, turn) && asks {
                self.due.insert(batch);
            }
            if after == Standing::Failed {
                self.fallen.push(id);
            }
        }
        if status.is_final() {
            self.of.remove(&id);
            turn.facts.push((id, Fact::Batch(known.progress(batch))));
        }
        self.drop_if_over(batch);
    }

    /// A task is forgotten; `standing` is where it stood.
    pub(super) fn forget(&mut self, id: TaskId, batch: Option<BatchId>, standing: Standing, turn: &mut Turn) {
        let Some(batch) = self.of.remove(&id).or(batch) else { return };
        let Some(known) = self.known.get_mut(&batch) else { return };
        known.tally.remove(standing);
        if known.atomicity == Atomicity::Together {
            let next = known.stage.settled(&known.tally);
            known.enter(batch, next, turn);
        }
        self.drop_if_over(batch);
    }

    pub(super) fn drop_if_over(&mut self, batch: BatchId) {
        if self.known.get(&batch).is_some_and(|known| known.is_over() && known.placement.is_none()) {
            self.known.remove(&batch);
            self.due.remove(&batch);
        }
    }

    /// Live tasks of a batch, in order.
    fn live(&self, batch: BatchId) -> Vec<TaskId> {
        let mut ids: Vec<_> = self.of.iter().filter(|(_, of)| **of == batch).map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids
    }

    /// No more names are given from now on.
    pub(super) fn stop(&self) {
        self.known.values().filter_map(|known| known.placement.as_ref()).for_each(|running| running.stop.cancel());
    }
}

impl Actor {
    /// Takes in the batches that are not over, at a start; call it before their tasks are taken in.
    pub(super) async fn restore_batches(&mut self, turn: &mut Turn) -> Result<(), haul_store::StoreError> {
        let (batches, members) = self.shared.site.store.unfinished_batches().await?;
        self.batches.of = members.into_iter().collect();
        for batch in batches {
            let known = self.batches.know(&batch);
            if known.atomicity == Atomicity::Together {
                let next = known.stage.settled(&known.tally);
                known.enter(batch.id, next, turn);
                if matches!(known.stage, Stage::Placing | Stage::Withdrawing { .. }) {
                    self.batches.due.insert(batch.id);
                }
            }
            self.batches.drop_if_over(batch.id);
        }
        Ok(())
    }

    /// Does what the stages of batches ask for, once they are in the database.
    pub(super) async fn pursue(&mut self) {
        if self.batches.due.is_empty() || !self.unsaved.is_saved() {
            return;
        }
        for batch in std::mem::take(&mut self.batches.due) {
            let Some(known) = self.batches.known.get(&batch) else { continue };
            match (&known.stage, &known.placement) {
                // Nothing begins where nothing may run.
                (Stage::Placing, None) if self.limits.total == 0 => _ = self.batches.due.insert(batch),
                (Stage::Placing, None) => self.begin_placing(batch),
                (Stage::Withdrawing { .. }, Some(running)) => running.stop.cancel(),
                (Stage::Withdrawing { .. }, None) => self.withdraw_batch(batch).await,
                (Stage::Placing, Some(_))
                | (Stage::Open | Stage::Complete | Stage::Failed { .. } | Stage::Canceled, _) => {}
            }
        }
    }

    /// Gives all files of a batch their names, beside the actor.
    fn begin_placing(&mut self, batch: BatchId) {
        let (ids, stop) = (self.batches.live(batch), CancellationToken::new());
        let Some(known) = self.batches.known.get_mut(&batch) else { return };
        known.placement = Some(Placement { stop: stop.clone(), wishes: Vec::new() });
        let (site, reports) = (self.shared.site.clone(), self.reports.clone());
        let first = ids.first().copied();
        self.transfers.spawn(async move {
            let renames = tokio::spawn(async move { together::place(&site, ids, &stop).await });
            let arrival = match (renames.await, first) {
                (Ok(arrival), _) => arrival,
                (Err(error), Some(id)) => Arrival::Refused(id, Trouble::internal(&error.to_string())),
                (Err(_), None) => Arrival::Stopped,
            };
            let _ = reports.send(Report::Arrived(batch, arrival)).await;
        });
    }

    /// The renames of a batch are over.
    pub(super) async fn arrived(&mut self, batch: BatchId, arrival: Arrival, turn: &mut Turn) {
        let Some(known) = self.batches.known.get_mut(&batch) else { return };
        let wishes = known.placement.take().map(|placement| placement.wishes).unwrap_or_default();
        if matches!(known.stage, Stage::Withdrawing { .. }) {
            // Whoever called it off meanwhile is heard: names that were given are taken back.
            self.batches.due.insert(batch);
        } else {
            match arrival {
                Arrival::Placed => {
                    self.batches.live(batch).into_iter().for_each(|id| self.step_quietly(id, Input::Placed, turn));
                }
                Arrival::Stopped => {}
                Arrival::Lost(ids) => {
                    for id in ids {
                        turn.changes.push(Change::NoPart { id });
                        self.step_quietly(id, Input::Lost, turn);
                    }
                }
                Arrival::Refused(id, Trouble { category, message, .. }) => {
                    let fault = Fault::new(category, Remedy::AskUser, message);
                    self.step_quietly(id, Input::Died(fault), turn);
                }
            }
        }
        for (id, verb, reply) in wishes {
            let answer = Box::pin(self.carry_out_at_rest(id, verb, turn)).await;
            turn.answers.push((reply, answer));
        }
    }

    /// Calls off whatever of a batch has not ended.
    async fn withdraw_batch(&mut self, batch: BatchId) {
        let mut turn = Turn::default();
        for id in self.batches.live(batch) {
            if self.running.contains_key(&id) {
                // Nobody waits for this one.
                let (reply, _) = oneshot::channel();
                self.carry_out(id, Verb::Cancel, reply, &mut turn).await;
                continue;
            }
            if let Err(error) = self.discard(id, &mut turn).await {
                tracing::warn!(%id, %error, "a file of a batch that was called off is left behind");
            }
            self.step_quietly(id, Input::Cancel, &mut turn);
        }
        self.close(turn).await;
    }

    /// A transfer is over whose batch is being called off: should it live on, it is called off too.
    pub(super) fn withdraw_later(&mut self, id: TaskId) {
        let Some(batch) = self.batches.of.get(&id) else { return };
        if self.batches.known.get(batch).is_some_and(|known| matches!(known.stage, Stage::Withdrawing { .. })) {
            self.batches.due.insert(*batch);
        }
    }

    /// Deletes what tasks have that have ended with their batch, in the same turn: a batch that is called off leaves the
    /// folder as it was (M141).
    pub(super) async fn clear_fallen(&mut self, turn: &mut Turn) {
        for id in std::mem::take(&mut self.batches.fallen) {
            if let Err(error) = self.discard(id, turn).await {
                tracing::warn!(%id, %error, "a file of a batch that was called off is left behind");
            }
        }
    }

    /// Whoever calls off one task of an atomic batch calls off all of it; while its files get their names that waits for
    /// the renames. Gives back what is to be carried out now.
    pub(super) fn with_siblings(
        &mut self,
        id: TaskId,
        verb: Verb,
        reply: Reply,
        turn: &mut Turn,
    ) -> Option<(Verb, Reply)> {
        let ends = matches!(verb, Verb::Cancel | Verb::Remove(_));
        let batch = self.batches.of.get(&id).copied().filter(|_| ends && self.batches.is_together(id));
        let Some((batch, known)) = batch.and_then(|batch| Some((batch, self.batches.known.get_mut(&batch)?))) else {
            return Some((verb, reply));
        };
        if let Some(stage) = known.stage.called_off() {
            known.enter(batch, stage, turn);
            self.batches.due.insert(batch);
        }
        match &mut known.placement {
            Some(running) => {
                running.stop.cancel();
                running.wishes.push((id, verb, reply));
                None
            }
            None => Some((verb, reply)),
        }
    }
}
