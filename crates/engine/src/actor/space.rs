//! Tasks that a full disk has ended.
//!
//! Owns the memory of them and the look at their folders. Refuses to hold them up: they have failed, and say so. Rule kept
//! here: when there is room again they are tried again by themselves, once for each time that room was made (row 86).

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use haul_model::task::TaskId;
use haul_store::Record;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::actor::Actor;
use crate::actor::command::of_load;
use crate::actor::turn::Turn;
use crate::disk;

/// Time between two looks.
const LOOK: Duration = Duration::from_secs(10);

/// Room that has to be new before a file of unknown length is tried again.
const ROOM: u64 = 1 << 20;

/// One task that a full disk has ended.
#[derive(Debug, Clone)]
struct Full {
    folder: PathBuf,
    /// Bytes that are missing, when the length is known.
    missing: Option<u64>,
    /// Bytes that were free when it ended.
    free: u64,
}

impl Full {
    fn fits(&self, free: u64) -> bool {
        match self.missing {
            Some(missing) => free >= missing && free > self.free,
            None => free >= self.free.saturating_add(ROOM),
        }
    }
}

/// All tasks that full disks have ended, for as long as this process lives.
#[derive(Debug, Default)]
pub(super) struct Space {
    ended: HashMap<TaskId, Full>,
    look_at: Option<Instant>,
    looks: JoinSet<Vec<TaskId>>,
}

impl Space {
    pub(super) fn next_look(&self) -> Option<Instant> {
        self.look_at.filter(|_| self.looks.is_empty() && !self.ended.is_empty())
    }

    /// Looks at the folders beside the actor, when it is time to.
    pub(super) fn look(&mut self, now: Instant) {
        if self.next_look().is_none_or(|at| at > now) {
            return;
        }
        self.look_at = Some(now + LOOK);
        let ended: Vec<_> = self.ended.iter().map(|(id, full)| (*id, full.clone())).collect();
        self.looks.spawn_blocking(move || {
            let fits = |full: &Full| disk::free_space(&full.folder).is_ok_and(|free| full.fits(free));
            ended.into_iter().filter(|(_, full)| fits(full)).map(|(id, _)| id).collect()
        });
    }

    /// Waits for the end of a look, and gives the tasks that fit; without a look it waits for ever.
    pub(super) async fn found(&mut self) -> Vec<TaskId> {
        match self.looks.join_next().await {
            Some(found) => found.unwrap_or_default(),
            None => std::future::pending().await,
        }
    }

    /// The task is not waited for any more.
    pub(super) fn forget(&mut self, id: TaskId) {
        self.ended.remove(&id);
    }

    fn remember(&mut self, record: &Record, free: u64) {
        let missing = record.remote.as_ref().and_then(|remote| remote.total).or_else(|| announced(record));
        let missing = missing.map(|total| total.saturating_sub(record.received));
        self.ended.insert(record.id, Full { folder: record.folder.clone(), missing, free });
        self.look_at.get_or_insert_with(|| Instant::now() + LOOK);
    }
}

/// The length that the last answer named: it was refused before anything else was kept of it.
fn announced(record: &Record) -> Option<u64> {
    let reply = record.reply.as_ref().filter(|reply| reply.code == 200)?;
    reply.headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.trim().parse().ok())
}

impl Actor {
    /// Keeps in mind that a full disk has ended this task.
    pub(super) async fn remember_full(&mut self, record: &Record) {
        let folder = record.folder.clone();
        let free = crate::transfer::blocking(move || disk::free_space(&folder)).await;
        self.space.remember(record, free.ok().and_then(Result::ok).unwrap_or(0));
    }

    /// Tries tasks again that fit now.
    pub(super) async fn try_again(&mut self, fitting: Vec<TaskId>, turn: &mut Turn) {
        for id in fitting {
            if self.space.ended.remove(&id).is_none() {
                continue;
            }
            let record = self.shared.site.store.load(id).await.map_err(of_load);
            let revived = match record {
                Ok((record, _)) => self.revive(record, turn).await,
                Err(error) => Err(error),
            };
            match revived {
                Ok(_) => tracing::info!(%id, "there is room again"),
                Err(error) => tracing::warn!(%id, %error, "there is room again, but it cannot be tried"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f086_a_task_fits_when_what_it_misses_fits_and_room_was_made() {
        let known = Full { folder: PathBuf::new(), missing: Some(100), free: 20 };
        assert!(known.fits(100) && !known.fits(99));
        let other_reason = Full { free: 200, ..known.clone() };
        assert!(!other_reason.fits(200), "it was not the room: trying again would go round for ever");
        let unknown = Full { missing: None, ..known };
        assert!(unknown.fits(20 + ROOM) && !unknown.fits(19 + ROOM));
    }
}
