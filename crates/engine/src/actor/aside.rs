//! Removed tasks that can still be brought back.
//!
//! Owns the way out of the list and back, and the moment after which there is none. Rules kept here: what a removed task has on
//! disk stays for as long as it can be brought back; it is forgotten for good soon after, at the next start at the latest; a
//! task of an atomic batch that is not over is called off with its batch, which nobody takes back.

use std::path::Path;

use haul_model::batch::Standing;
use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use haul_store::{Batch, Change, CountRow, Record, StoreError};
use tokio::time::{Duration, Instant};

use crate::actor::batch::Batches;
use crate::actor::command::{Done, EngineError, Fate, of_load};
use crate::actor::files::{delete_parts, give_up_file, take_back};
use crate::actor::turn::Turn;
use crate::actor::{Actor, Verb};
use crate::clock;
use crate::disk;
use crate::events::Fact;
use crate::secrets;
use crate::transfer::blocking;

/// How long a removed task can be brought back.
const KEEP: Duration = Duration::from_secs(20);

/// Most tasks that are forgotten in one step.
const STEP: u64 = 200;

/// When removed tasks are forgotten for good.
#[derive(Debug)]
pub(super) struct Aside {
    next: Option<Instant>,
    due: Due,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    No,
    /// Those whose time is over.
    Old,
    /// A start leaves nobody who could ask for them.
    All,
}

impl Default for Aside {
    fn default() -> Self {
        Self { next: None, due: Due::All }
    }
}

impl Aside {
    /// When to look next.
    pub(super) const fn next_look(&self) -> Option<Instant> {
        self.next
    }

    /// A moment has come.
    pub(super) fn look(&mut self, now: Instant) {
        if self.next.is_some_and(|at| at <= now) {
            self.next = None;
            if self.due == Due::No {
                self.due = Due::Old;
            }
        }
    }

    /// Whether some are to be forgotten.
    pub(super) fn is_due(&self) -> bool {
        self.due != Due::No
    }
}

impl Batches {
    /// A task is back in its batch, of which `batch` is what is kept.
    fn readmit(&mut self, record: &Record, batch: &Batch) {
        let (id, status) = (record.id, &record.state.status);
        let is_counted = !self.knows(batch.id);
        let known = self.know(batch);
        if !is_counted {
            known.count_in(Standing::of(status));
        }
        if !status.is_final() {
            self.tie(id, batch.id);
        }
        self.drop_if_over(batch.id);
    }
}

impl Actor {
    /// What is done instead where a removal cannot be taken back.
    pub(super) fn as_final(&self, id: TaskId, verb: Verb) -> Verb {
        if let Verb::SetAside(fate) = verb
            && self.batches.is_together(id)
        {
            return Verb::Remove(fate);
        }
        verb
    }

    /// Takes a task without a transfer out of the list, which has not ended.
    pub(super) fn set_aside_live(&mut self, id: TaskId, turn: &mut Turn) -> Result<Done, EngineError> {
        let (group, status) = match (self.board.group_of(id), self.board.get(id)) {
            (Some(group), Some(entry)) => (group.to_owned(), entry.state().status.clone()),
            (_, _) => return Err(EngineError::Unknown),
        };
        self.batches.forget(id, None, Standing::of(&status), turn);
        self.leave(id, &group, status.word(), turn, self.set_aside());
        self.remind();
        Ok(Done::Changed)
    }

    /// Takes a task out of the list that has ended; its finished file meets its fate now.
    pub(super) async fn set_aside_ended(
        &mut self,
        record: &Record,
        fate: Fate,
        turn: &mut Turn,
    ) -> Result<Done, EngineError> {
        give_up_file(record, fate).await?;
        let batch = record.batch.map(|membership| membership.batch);
        self.batches.forget(record.id, batch, Standing::of(&record.state.status), turn);
        self.leave(record.id, &record.task.group, record.state.status.word(), turn, self.set_aside());
        self.remind();
        Ok(Done::Changed)
    }

    /// Brings a removed task back, as it was: with its part, and with its file where that went to the trash.
    pub(super) async fn bring_back(&mut self, id: TaskId, turn: &mut Turn) -> Result<Done, EngineError> {
        // What this turn has not committed is not in the database that is asked.
        self.close(std::mem::take(turn)).await;
        self.respect_unsaved(id)?;
        let store = self.shared.site.store.clone();
        let kept = match store.removed(id).await {
            Err(StoreError::Unknown) => return store.load(id).await.map(|_| Done::AlreadySo).map_err(of_load),
            kept => kept?,
        };
        fetch_from_trash(&kept).await;
        let record = store.bring_back(id, disk::exists).await?;
        let row = CountRow { group: record.task.group.clone(), status: record.state.status.word().into(), tasks: 1 };
        self.board.count(&[row]);
        if let Some(membership) = record.batch {
            match store.batch(membership.batch).await {
                Ok(batch) => self.batches.readmit(&record, &batch),
                Err(error) => tracing::warn!(%id, %error, "a task is back without its batch"),
            }
        }
        turn.facts.push((id, Fact::Added(record.state.clone())));
        if !record.state.status.is_final() {
            self.take_in(store.waiting_of(id).await?, None, turn);
        }
        Ok(Done::Changed)
    }

    /// Forgets removed tasks for good that nobody can bring back any more.
    pub(super) async fn forget_aside(&mut self, turn: &mut Turn) {
        self.close(std::mem::take(turn)).await;
        let keep = i64::try_from(KEEP.as_millis()).unwrap_or(i64::MAX);
        let before = if self.aside.due == Due::All { Timestamp(i64::MAX) } else { clock::now().plus_millis(-keep) };
        let found = match self.shared.site.store.removed_before(before, STEP).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "removed tasks are not forgotten now");
                Vec::new()
            }
        };
        let (mut keys, mut gone) = (Vec::new(), 0);
        for id in &found {
            match self.clear_up(*id, turn).await {
                Ok(key) => {
                    keys.extend(key);
                    gone += 1;
                    turn.changes.push(Change::ForgetRemoved { id: *id });
                }
                Err(error) => tracing::warn!(%id, %error, "what a removed task has left on disk stays there"),
            }
        }
        self.close(std::mem::take(turn)).await;
        secrets::forget(&self.shared.site, keys).await;
        if gone == 0 || (found.len() as u64) < STEP {
            self.aside.due = Due::No;
        }
    }

    /// Deletes what a removed task has on disk; gives the key of its secrets.
    async fn clear_up(&mut self, id: TaskId, turn: &mut Turn) -> Result<Option<String>, EngineError> {
        let record = self.shared.site.store.removed(id).await?;
        delete_parts(&record).await?;
        if !record.state.status.is_final() {
            take_back(&record).await?;
            self.leave_server(&record, turn);
        }
        Ok(record.secrets)
    }

    fn set_aside(&self) -> impl Fn(TaskId) -> Change + use<> {
        |id| Change::SetAside { id, at: clock::now() }
    }

    fn remind(&mut self) {
        self.aside.next.get_or_insert_with(|| Instant::now() + KEEP + Duration::from_millis(100));
    }
}

/// Takes the finished file of a removed task out of the trash. Where it is no longer there, the record comes back alone.
async fn fetch_from_trash(record: &Record) {
    if !record.state.status.is_final() || record.task.work.as_download().is_none() {
        return;
    }
    let path = record.folder.join(record.name.as_str());
    let since = record.finished;
    let fetched = blocking(move || if is_there(&path) { Ok(()) } else { disk::from_trash(&path, since) }).await;
    match fetched {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(id = %record.id, %error, "a file could not be taken out of the trash"),
        Err(trouble) => tracing::warn!(id = %record.id, message = %trouble.message, "a file stays in the trash"),
    }
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
