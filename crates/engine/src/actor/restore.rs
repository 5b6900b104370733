//! What a start makes of what is kept.
//!
//! Owns the first turn. Rules kept here: what ran when the last process ended is queued again, or paused, as its intent
//! says; a file that is proven to be in its place is not fetched again (M086, rows 113 and 114).

use std::collections::HashMap;
use std::sync::Arc;

use haul_model::queue::Limits;
use haul_model::status::{State, TaskStatus};
use haul_model::task::TaskId;
use haul_store::{Change, LiveTasks, Record, StoreError, Waiting};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant};

use crate::actor::aside::Aside;
use crate::actor::batch::Batches;
use crate::actor::cleaning::Cleaning;
use crate::actor::command::EngineError;
use crate::actor::farewell::Farewells;
use crate::actor::policy::Verdicts;
use crate::actor::space::Space;
use crate::actor::starts::Starts;
use crate::actor::turn::Turn;
use crate::actor::unsaved::Unsaved;
use crate::actor::waking::Around;
use crate::actor::{Actor, Shared, until};
use crate::alarms::Alarms;
use crate::board::Board;
use crate::disk;
use crate::events::Fact;
use crate::transfer::placed::{Proof, proof};
use crate::transfer::{Report, blocking};

/// Longest wait for a retry that is believed after a restart: the wall clock may have been set back meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What became of records that nobody worked on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rescheduled {
    /// Their tasks are in the queue again, or wait as they did.
    pub rescheduled: Vec<TaskId>,
    /// They cannot be read.
    pub failed: Vec<TaskId>,
}

impl Actor {
    /// Takes in what is kept.
    pub(crate) async fn restore(
        shared: Shared,
        limits: Limits,
        reports: mpsc::Sender<Report>,
    ) -> Result<Self, StoreError> {
        let mut board = Board::default();
        board.count(&shared.site.store.counts().await?);
        for (group, spec) in shared.groups.all() {
            board.permit(&group, spec.metered);
        }
        let verdicts = Verdicts::now(&shared.site);
        let mut actor = Self {
            board,
            shared,
            limits,
            starts: Starts::default(),
            running: HashMap::new(),
            transfers: JoinSet::new(),
            retries: Alarms::default(),
            deadlines: Alarms::default(),
            around: Around::now(),
            verdicts,
            space: Space::default(),
            batches: Batches::default(),
            farewells: Farewells::default(),
            schedule: None,
            reports,
            unsaved: Unsaved::default(),
            cleaning: Cleaning::default(),
            aside: Aside::default(),
        };
        let mut turn = Turn::default();
        actor.restore_batches(&mut turn).await?;
        let mut found = actor.found().await?;
        let site = Arc::clone(&actor.shared.site);
        let mut step = Some(site.store.waiting(TaskId(0)).await?);
        while let Some(LiveTasks { waiting, unreadable: _, next }) = step {
            let ahead = async { Some(site.store.waiting(next?).await) };
            let taking = async {
                for waiting in waiting {
                    let proven = found.remove(&waiting.id);
                    actor.take_in(waiting, proven, &mut turn);
                }
            };
            // There may be a million: while one step is taken in, the next one is read.
            let (ahead, ()) = tokio::join!(biased; ahead, taking);
            step = ahead.transpose()?;
        }
        actor.close(turn).await;
        actor.tally();
        actor.follow_schedule();
        Ok(actor)
    }

    pub(super) fn take_in(&mut self, waiting: Waiting, proven: Option<Proof>, turn: &mut Turn) {
        let (id, stored, limit) = (waiting.id, waiting.state.clone(), (waiting.max_seconds, waiting.begun));
        self.board.put(waiting);
        if let Some(proof) = proven {
            tracing::info!(%id, ?proof, "the file is in its place already");
            if let Proof::Same { name, digest, bytes, inode } = proof {
                turn.changes.push(Change::Placing { id, name, digest: Some(digest), bytes, inode });
            }
            turn.changes.push(Change::NoPart { id });
            return self.enter(id, State { status: TaskStatus::Complete, ..stored }, turn);
        }
        if let TaskStatus::WaitingToRetry { at, .. } = &stored.status {
            self.retries.set(id, Instant::now() + until(*at, LONGEST_WAIT));
        }
        if let (Some(seconds), Some(begun)) = limit {
            let most = Duration::from_secs(seconds);
            let end = begun.plus_millis(i64::try_from(most.as_millis()).unwrap_or(i64::MAX));
            self.deadlines.set(id, Instant::now() + until(end, most));
        }
        let restored = stored.clone().after_restart();
        if restored != stored {
            self.enter(id, restored, turn);
        }
    }

    /// Takes in records of live tasks that nobody works on, and answers which (M173). Tasks that are known are left alone.
    pub(super) async fn reschedule(&mut self, turn: &mut Turn) -> Result<Rescheduled, EngineError> {
        // What this turn has not committed is not in the database that is asked.
        self.close(std::mem::take(turn)).await;
        let (mut found, mut next) = (Rescheduled::default(), Some(TaskId(0)));
        while let Some(after) = next {
            let live = self.shared.site.store.waiting(after).await?;
            for waiting in live.waiting {
                if self.board.get(waiting.id).is_some() || self.unsaved.concern(waiting.id) {
                    continue;
                }
                let (id, state) = (waiting.id, waiting.state.clone().after_restart());
                turn.facts.push((id, Fact::Status(state)));
                self.take_in(waiting, None, turn);
                found.rescheduled.push(id);
            }
            found.failed.extend(live.unreadable);
            next = live.next;
        }
        if !found.rescheduled.is_empty() {
            self.board.count_anew(&self.shared.site.store.counts().await?);
        }
        Ok(found)
    }

    /// The tasks that had begun and whose files are in their place.
    async fn found(&self) -> Result<HashMap<TaskId, Proof>, StoreError> {
        let mut found = HashMap::new();
        for id in self.shared.site.store.begun().await? {
            // Names that are given together are looked for together.
            if self.batches.is_together(id) {
                continue;
            }
            // One that cannot be read says so when its turn comes.
            let Ok((record, _)) = self.shared.site.store.load(id).await else { continue };
            if record.task.work.post_command().is_some() {
                // Its file may be there, but what is to be done with it is not.
                continue;
            }
            if let Ok(Some(proof)) = blocking(move || looked_for(&record)).await {
                found.insert(id, proof);
            }
        }
        Ok(found)
    }
}

/// Looks for the file of a record and, when it is there, takes away what an older part left behind.
fn looked_for(record: &Record) -> Option<Proof> {
    let proof = proof(record)?;
    if let Some(older) = &record.old_part
        && let Err(error) = disk::remove_file(&record.folder.join(older))
    {
        tracing::warn!(%error, "an older part file was left behind");
    }
    Some(proof)
}
