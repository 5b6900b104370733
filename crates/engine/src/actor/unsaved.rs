//! What the database did not take yet.
//!
//! Owns the changes that wait for it and the callers who wait with them. Rules kept here: nothing that was decided is
//! lost while the program runs (row 125); a change is answered when it is saved, or when it is certain that it cannot be
//! for now (rows 126 and 135).

use haul_model::task::TaskId;
use haul_store::{Change, StoreError};
use tokio::time::{Duration, Instant, sleep};

use crate::actor::Actor;
use crate::actor::command::{Done, EngineError, Reply};

/// Time until the database is asked again.
const PERSISTENCE: Duration = Duration::from_secs(1);

/// Longest wait of a caller, and of the end of the program, for another program that holds the database.
const PATIENCE: Duration = Duration::from_secs(10);

/// Changes and callers that wait for the database.
#[derive(Debug, Default)]
pub(super) struct Unsaved {
    changes: Vec<Change>,
    callers: Vec<(Instant, Reply)>,
    /// Why it did not take them, and when it is asked again.
    refused: Option<(StoreError, Instant)>,
    /// Whether readers were told last that changes are not saved.
    told: bool,
}

impl Unsaved {
    /// Whether nobody and nothing waits, and readers know it.
    pub(super) const fn is_idle(&self) -> bool {
        self.changes.is_empty() && self.callers.is_empty() && !self.told
    }

    /// Whether the database has taken every change.
    pub(super) const fn is_saved(&self) -> bool {
        self.changes.is_empty()
    }

    /// Takes changes in; only the last state of a task counts.
    pub(super) fn take(&mut self, changes: Vec<Change>) {
        if self.refused.is_some() {
            for change in &changes {
                if let Change::State { id, .. } = change {
                    self.changes.retain(|older| !matches!(older, Change::State { id: of, .. } if of == id));
                }
            }
        }
        self.changes.extend(changes);
    }

    /// Whether the task is not in the database as it is.
    pub(super) fn concern(&self, id: TaskId) -> bool {
        let is_of = |change: &Change| {
            let (Change::State { id: of, .. }
            | Change::Edited { id: of, .. }
            | Change::Destined { id: of, .. }
            | Change::Grouped { id: of, .. }
            | Change::SetAside { id: of, .. }
            | Change::Forget { id: of }) = change
            else {
                return false;
            };
            *of == id
        };
        self.changes.iter().any(is_of)
    }
}

impl Actor {
    /// Offers everything to the database, unless it refused less than a moment ago; says why it did not take it.
    pub(super) async fn save(&mut self) -> Option<StoreError> {
        if let Some((why, again)) = &self.unsaved.refused
            && Instant::now() < *again
        {
            return Some(why.clone());
        }
        let store = &self.shared.site.store;
        let mut saved = match self.unsaved.changes.as_slice() {
            [] if store.trouble().is_none() => Ok(()),
            [] => store.probe().await,
            changes => store.apply(changes.to_vec()).await,
        };
        if saved.as_ref().is_err_and(|error| !error.may_pass()) {
            saved = self.save_one_by_one().await;
        }
        match saved {
            Ok(()) => {
                self.unsaved.changes.clear();
                self.unsaved.refused = None;
                None
            }
            Err(why) => {
                tracing::error!(error = %why, "changes could not be saved");
                self.unsaved.refused = Some((why.clone(), Instant::now() + PERSISTENCE));
                Some(why)
            }
        }
    }

    /// One change that makes no sense to the database does not keep all others from being saved.
    async fn save_one_by_one(&mut self) -> Result<(), StoreError> {
        let store = &self.shared.site.store;
        while let Some(change) = self.unsaved.changes.first().cloned() {
            match store.apply(vec![change.clone()]).await {
                Err(error) if error.may_pass() || matches!(error, StoreError::Damaged(_) | StoreError::Closed) => {
                    return Err(error);
                }
                Err(error) => tracing::error!(%error, ?change, "a change was refused for good"),
                Ok(()) => {}
            }
            self.unsaved.changes.remove(0);
        }
        Ok(())
    }

    /// Answers callers, those who have waited first.
    pub(super) fn answer(&mut self, answers: Vec<(Reply, Result<Done, EngineError>)>, refused: Option<&StoreError>) {
        let now = Instant::now();
        let is_over = |until: Instant| refused.is_none_or(|why| *why != StoreError::Busy || until <= now);
        let outcome = || refused.map_or(Ok(Done::Changed), |why| Err(EngineError::NotSaved(why.to_string())));
        for (until, reply) in std::mem::take(&mut self.unsaved.callers) {
            if is_over(until) {
                let _ = reply.send(outcome());
            } else {
                self.unsaved.callers.push((until, reply));
            }
        }
        for (reply, answer) in answers {
            match answer {
                Ok(Done::Changed) if is_over(now + PATIENCE) => {
                    let _ = reply.send(outcome());
                }
                Ok(Done::Changed) => self.unsaved.callers.push((now + PATIENCE, reply)),
                Ok(Done::AlreadySo) | Err(_) => {
                    let _ = reply.send(answer);
                }
            }
        }
    }

    /// When the database is asked again, if it has to be.
    pub(super) fn next_save(&self) -> Option<Instant> {
        let troubled = !self.unsaved.is_idle() || self.shared.site.store.trouble().is_some();
        let again = self.unsaved.refused.as_ref().map(|(_, again)| *again);
        troubled.then(|| again.unwrap_or_else(|| Instant::now() + PERSISTENCE))
    }

    /// Tells readers when it begins or ends that changes are not saved.
    pub(super) fn tell_trouble(&mut self) {
        let troubled = self.shared.site.store.trouble().is_some();
        if self.unsaved.told != troubled {
            self.unsaved.told = troubled;
            self.shared.log.nudge();
        }
    }

    /// Refuses to work on a record that is not what the task is.
    pub(super) fn respect_unsaved(&self, id: TaskId) -> Result<(), EngineError> {
        if self.unsaved.concern(id) {
            return Err(EngineError::NotSaved("the database has not taken an earlier one yet; try again later".into()));
        }
        Ok(())
    }

    /// Before the end of the program: another one that holds the database is waited for.
    pub(super) async fn save_at_last(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while !self.unsaved.changes.is_empty() {
            self.unsaved.refused = None;
            let refused = self.save().await;
            self.answer(Vec::new(), refused.as_ref());
            if refused != Some(StoreError::Busy) || Instant::now() > deadline {
                return;
            }
            sleep(PERSISTENCE / 4).await;
        }
    }
}
