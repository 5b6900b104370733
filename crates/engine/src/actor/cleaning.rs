//! Which ended tasks are forgotten, and when.
//!
//! Owns the clean-up, asked for or by itself: at a start and with every hundredth end (M171). Rules kept here: a task
//! that has not ended is never touched; what one that failed left on disk goes with its record; the actor goes on with
//! its other work after every step.

use haul_model::rules::Keep;
use haul_model::task::TaskId;
use haul_store::Surplus;

use crate::actor::Actor;
use crate::actor::command::EngineError;
use crate::actor::turn::Turn;
use crate::board::Board;
use crate::clock;
use crate::disk;
use crate::transfer::blocking;

/// Ends between two clean-ups.
const OFTEN: u32 = 100;

/// Most records that go in one step.
const STEP: u64 = 500;

/// When the next clean-up is due.
#[derive(Debug)]
pub(super) struct Cleaning {
    ends: u32,
    is_due: bool,
}

impl Default for Cleaning {
    /// A start cleans up.
    fn default() -> Self {
        Self { ends: 0, is_due: true }
    }
}

impl Cleaning {
    /// A task has ended.
    pub(super) const fn count(&mut self) {
        self.ends += 1;
        if self.ends >= OFTEN {
            self.ends = 0;
            self.is_due = true;
        }
    }
}

impl Actor {
    /// Whether a clean-up has something left to do.
    pub(super) fn is_to_clean(&self) -> bool {
        self.cleaning.is_due && !self.shared.site.tuning.get().keep.is_everything()
    }

    /// Does a step of the clean-up that is due.
    pub(super) async fn clean_by_itself(&mut self, turn: &mut Turn) {
        let keep = self.shared.site.tuning.get().keep;
        let removed = self.clean(keep, turn).await;
        if let Err(error) = &removed {
            tracing::warn!(%error, "the records could not be cleaned up");
        }
        self.cleaning.is_due = removed.is_ok_and(|removed| removed.len() as u64 == STEP);
    }

    /// Forgets the tasks that ended first, where there are more than `keep` allows; at most a step of them. What was
    /// forgotten is answered.
    pub(super) async fn clean(&mut self, keep: Keep, turn: &mut Turn) -> Result<Vec<TaskId>, EngineError> {
        // What this turn has not committed is not in the database that is asked.
        self.close(std::mem::take(turn)).await;
        let surplus = self.shared.site.store.surplus(keep, clock::now(), STEP).await?;
        let mut removed = Vec::new();
        for Surplus { id, group, status, parts } in surplus {
            if self.board.get(id).is_some() {
                continue;
            }
            self.respect_unsaved(id)?;
            let Some(word) = Board::word_of(&status) else { continue };
            if !parts.is_empty() {
                let deleted = blocking(move || parts.iter().try_for_each(|part| disk::remove_file(part))).await;
                if !matches!(deleted, Ok(Ok(()))) {
                    tracing::warn!(%id, "a record is kept because its part file could not be deleted");
                    continue;
                }
            }
            self.forget(id, &group, word, turn);
            removed.push(id);
        }
        Ok(removed)
    }
}
