//! What can be asked of a task, and how it is carried out.

use haul_model::batch::Standing;
use haul_model::group::GroupChange;
use haul_model::log::Happening;
use haul_model::queue::{Limits, Position};
use haul_model::rules::Keep;
use haul_model::status::{IllegalStep, Input, PausedBy, State};
use haul_model::task::TaskId;
use haul_store::{Change, NewRecord, Record, StoreError, Waiting};
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;
use tokio::sync::oneshot;

use crate::actor::Actor;
use crate::actor::adding::AllKept;
use crate::actor::batch::{BatchKept, Wanted};
use crate::actor::edit::Edit;
use crate::actor::files::{delete_files, take_back};
use crate::actor::restore::Rescheduled;
use crate::actor::turn::Turn;
use crate::events::Fact;

/// What can be asked of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// Start or go on.
    Resume,
    /// Stop and keep what is there.
    Pause,
    /// Call off; what is there goes.
    Cancel,
    /// Try again after an end.
    Retry,
    /// Another priority, 0 (first) to 10.
    Prioritize(u8),
    /// Be different from now on.
    Edit(Box<Edit>),
    /// Forget it; a live task is called off first.
    Remove(Fate),
    /// Forget it, if it has ended.
    RemoveEnded(Fate),
    /// Take it off the list; for a while it can be brought back. A live task stops first and keeps what it has.
    SetAside(Fate),
    /// Put it back that was set aside.
    BringBack,
}

/// What happens to a forgotten task's finished file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    Keep,
    /// It goes to the trash of the desktop.
    Trash,
    /// It is deleted.
    Delete,
}

/// Whether a command changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// The task is in another state now.
    Changed,
    /// It was so already (M035).
    AlreadySo,
}

/// Why a command was not carried out.
#[derive(Debug, Error)]
pub enum EngineError {
    /// There is no such task.
    #[error("there is no such task")]
    Unknown,
    /// It makes no sense where the task is.
    #[error(transparent)]
    Illegal(#[from] IllegalStep),
    /// The server cannot continue a file (M062).
    #[error("the server cannot continue this file after a pause; it goes on. Cancel it instead")]
    NotPausable,
    /// The group still has live tasks, so many.
    #[error("the group still has {0} tasks that are not done; they would lose what holds for them")]
    GroupInUse(u64),
    /// Nothing is called so.
    #[error("there is no group \"{0}\"")]
    NoGroup(String),
    /// There is a group of that name; two are never made one.
    #[error("there is a group \"{0}\" already; choose another name")]
    GroupTaken(String),
    /// Whatever names no group belongs to it.
    #[error("what names no group belongs to this one, so it keeps its name")]
    UsualGroup,
    /// It makes or takes no file of its own.
    #[error("it has no file of its own that could have another name or folder")]
    NoFile,
    /// Something of that name is there, or will be.
    #[error("{} is taken; choose another name or folder", .0.display())]
    NameTaken(PathBuf),
    /// What it has fetched lies beside the place of the file.
    #[error("what it has fetched is in its folder; choose another folder before it begins, or when it is finished")]
    PartThere,
    /// Its file is whole and about to get its name.
    #[error("its file is just getting its name; try again when it is finished")]
    Placing,
    /// The file could not be deleted.
    #[error("the file could not be deleted: {0}")]
    Disk(String),
    /// It is so in memory, but could not be saved.
    #[error("the change could not be saved: {0}")]
    NotSaved(String),
    /// The database refused it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The engine has ended.
    #[error("the engine has ended")]
    Ended,
}

/// The line a command is answered on.
pub(crate) type Reply = oneshot::Sender<Result<Done, EngineError>>;

/// The line a step of a clean-up is answered on: who was forgotten.
pub(crate) type Cleaned = oneshot::Sender<Result<Vec<TaskId>, EngineError>>;

/// A command with the line to answer on.
#[derive(Debug)]
pub(crate) enum Command {
    /// Keep new tasks.
    Add(Arc<Vec<NewRecord>>, AllKept),
    /// Keep a batch with its tasks.
    AddBatch(Wanted, BatchKept),
    /// Do this to a task.
    Do(TaskId, Verb, Reply),
    /// Forget a step of the ended tasks that are more than this allows.
    Clean(Keep, Cleaned),
    /// Take in records of live tasks that nobody works on.
    Reschedule(oneshot::Sender<Result<Rescheduled, EngineError>>),
    /// Something else holds for a group from now on.
    Group(String, GroupChange, Reply),
    /// Nothing is said of a group any more.
    ForgetGroup(String, Reply),
    /// A group has another name from now on, for all its tasks.
    RenameGroup(String, String, Reply),
    /// These tasks stand elsewhere in the queue, all or none.
    Reorder(Vec<TaskId>, Position<TaskId>, Reply),
    /// Other limits from now on.
    Limit(Limits),
    /// Other speeds hold from now on.
    Throttled,
}

impl Actor {
    pub(super) async fn take(&mut self, command: Command, turn: &mut Turn) {
        match command {
            Command::Add(records, reply) => self.add(vec![(records, reply)], turn).await,
            Command::AddBatch(wanted, reply) => self.add_batch(wanted, reply, turn).await,
            Command::Do(id, verb, reply) => self.carry_out(id, verb, reply, turn).await,
            Command::Clean(keep, reply) => {
                let removed = self.clean(keep, turn).await;
                self.close(std::mem::take(turn)).await;
                let _ = reply.send(removed);
            }
            Command::Reschedule(reply) => {
                let found = self.reschedule(turn).await;
                self.close(std::mem::take(turn)).await;
                let _ = reply.send(found);
            }
            Command::Group(group, change, reply) => self.set_group(&group, change, reply, turn).await,
            Command::ForgetGroup(group, reply) => self.forget_group(&group, reply, turn),
            Command::RenameGroup(from, to, reply) => self.rename_group(&from, &to, reply, turn),
            Command::Reorder(ids, to, reply) => self.reorder(&ids, to, reply, turn),
            Command::Limit(limits) => {
                self.limits = limits;
                turn.retold = true;
            }
            Command::Throttled => self.follow_schedule(),
        }
    }

    /// Carries a command out now, or notes it as a wish until the task's transfer has ended.
    pub(super) async fn carry_out(&mut self, id: TaskId, verb: Verb, reply: Reply, turn: &mut Turn) {
        let verb = self.as_final(id, verb);
        let Some((verb, reply)) = self.with_siblings(id, verb, reply, turn) else { return };
        if let Some(running) = self.running.get_mut(&id) {
            let answer = match verb {
                Verb::Prioritize(priority) => Ok(self.prioritize(id, priority, turn)),
                Verb::Edit(edit) if edit.is_of_the_file() && running.can_pause == Some(false) => {
                    Err(EngineError::NotPausable)
                }
                Verb::Edit(edit) if !edit.needs_another_start(running.can_pause) => self.edit(id, &edit, turn).await,
                Verb::Resume | Verb::Retry if running.wishes.is_empty() => Ok(Done::AlreadySo),
                Verb::BringBack => Ok(Done::AlreadySo),
                Verb::Pause if running.can_pause == Some(false) => Err(EngineError::NotPausable),
                Verb::RemoveEnded(_) => Err(is_live("running")),
                Verb::Resume
                | Verb::Retry
                | Verb::Pause
                | Verb::Cancel
                | Verb::Edit(_)
                | Verb::Remove(_)
                | Verb::SetAside(_) => {
                    running.stop.cancel();
                    running.wishes.push((verb, reply));
                    return;
                }
            };
            turn.answers.push((reply, answer));
        } else {
            let answer = self.carry_out_at_rest(id, verb, turn).await;
            turn.answers.push((reply, answer));
        }
    }

    /// Carries a command out on a task without a transfer.
    pub(super) async fn carry_out_at_rest(
        &mut self,
        id: TaskId,
        verb: Verb,
        turn: &mut Turn,
    ) -> Result<Done, EngineError> {
        let Some(entry) = self.board.get(id) else {
            return self.carry_out_on_ended(id, verb, turn).await;
        };
        match verb {
            Verb::Resume => self.step(id, Input::Resume, turn),
            Verb::Retry => self.step(id, Input::Retry, turn),
            Verb::Pause => self.step(id, Input::Pause(PausedBy::User), turn),
            Verb::Prioritize(priority) => Ok(self.prioritize(id, priority, turn)),
            Verb::Edit(edit) => self.edit_after_stop(id, &edit, turn).await,
            Verb::RemoveEnded(_) => Err(is_live(entry.state().status.word())),
            Verb::BringBack => Ok(Done::AlreadySo),
            Verb::SetAside(_) => self.set_aside_live(id, turn),
            Verb::Cancel => {
                self.discard(id, turn).await?;
                self.step(id, Input::Cancel, turn)
            }
            Verb::Remove(_) => {
                self.discard(id, turn).await?;
                let (group, status) = match (self.board.group_of(id), self.board.get(id)) {
                    (Some(group), Some(entry)) => (group.to_owned(), entry.state().status.clone()),
                    (_, _) => return Err(EngineError::Unknown),
                };
                self.batches.forget(id, None, Standing::of(&status), turn);
                self.forget(id, &group, status.word(), turn);
                Ok(Done::Changed)
            }
        }
    }

    async fn carry_out_on_ended(&mut self, id: TaskId, verb: Verb, turn: &mut Turn) -> Result<Done, EngineError> {
        if verb == Verb::BringBack {
            return self.bring_back(id, turn).await;
        }
        // What this turn has not committed yet is not in the database either: an end, or that the task is forgotten.
        let is_pending = |change: &Change| {
            matches!(change,
                Change::State { id: of, .. } | Change::Forget { id: of } | Change::SetAside { id: of, .. } if *of == id)
        };
        if turn.changes.iter().any(is_pending) {
            let ended = std::mem::take(turn);
            self.close(ended).await;
        }
        self.respect_unsaved(id)?;
        let (record, _) = self.shared.site.store.load(id).await.map_err(of_load)?;
        match verb {
            Verb::Cancel | Verb::BringBack => Ok(Done::AlreadySo),
            Verb::SetAside(fate) => self.set_aside_ended(&record, fate, turn).await,
            Verb::Resume => refuse(&record.state, Input::Resume),
            Verb::Pause => refuse(&record.state, Input::Pause(PausedBy::User)),
            Verb::Prioritize(priority) => Ok(self.prioritize(id, priority, turn)),
            Verb::Edit(edit) => self.edit(id, &edit, turn).await,
            Verb::Retry => self.revive(record, turn).await,
            Verb::Remove(fate) | Verb::RemoveEnded(fate) => {
                delete_files(&record, fate).await?;
                let batch = record.batch.map(|membership| membership.batch);
                self.batches.forget(id, batch, Standing::of(&record.state.status), turn);
                self.forget(id, &record.task.group, record.state.status.word(), turn);
                Ok(Done::Changed)
            }
        }
    }

    /// Takes an ended task back that was revived in the database.
    pub(super) fn come_back(&mut self, record: &Record, turn: &mut Turn) {
        let (id, left, next) = (record.id, record.task.retries, State::to_run());
        self.space.forget(id);
        turn.changes.push(Change::Retries { id, left });
        if let Some(delivery) = record.delivery.clone() {
            turn.changes.push(Change::Delivered { id, delivery: delivery.tried_again() });
        }
        turn.state(id, &next);
        turn.tell(id, Happening::Resumed);
        let host = host_of(record);
        let before = record.state.status.word();
        self.board.revive(Waiting { state: next, ..waiting(record, host) }, before);
    }

    fn prioritize(&mut self, id: TaskId, priority: u8, turn: &mut Turn) -> Done {
        self.board.prioritize(id, priority);
        turn.changes.push(Change::Priority { id, priority });
        turn.retold = true;
        Done::Changed
    }

    pub(super) fn forget(&mut self, id: TaskId, group: &str, word: &'static str, turn: &mut Turn) {
        self.leave(id, group, word, turn, |id| Change::Forget { id });
    }

    /// The task is not in the list any more.
    pub(super) fn leave(
        &mut self,
        id: TaskId,
        group: &str,
        word: &'static str,
        turn: &mut Turn,
        change: impl FnOnce(TaskId) -> Change,
    ) {
        self.board.forget(id, group, word);
        self.space.forget(id);
        self.retries.clear(id);
        self.deadlines.clear(id);
        turn.changes.push(change(id));
        turn.facts.push((id, Fact::Removed));
    }

    /// Deletes the part files of a task without a transfer, and a file that waits under its name for a command. One that
    /// has taken the place of another stays: that one cannot be brought back.
    pub(super) async fn discard(&mut self, id: TaskId, turn: &mut Turn) -> Result<(), EngineError> {
        let (record, _) = self.shared.site.store.load(id).await?;
        if record.part.is_some() || record.old_part.is_some() {
            delete_files(&record, Fate::Keep).await?;
            take_back(&record).await?;
            turn.changes.push(Change::NoPart { id });
        }
        self.leave_server(&record, turn);
        Ok(())
    }
}

pub(super) fn of_load(error: StoreError) -> EngineError {
    if matches!(error, StoreError::Unknown) { EngineError::Unknown } else { EngineError::Store(error) }
}

/// Only what has ended was to be forgotten.
fn is_live(from: &'static str) -> EngineError {
    IllegalStep { from, input: "be forgotten" }.into()
}

fn refuse(state: &State, input: Input) -> Result<Done, EngineError> {
    haul_model::status::step(state, input)?;
    Ok(Done::AlreadySo)
}

pub(super) fn host_of(record: &Record) -> String {
    record.task.work.host().to_owned()
}

pub(super) fn waiting(record: &Record, host: String) -> Waiting {
    Waiting {
        id: record.id,
        state: record.state.clone(),
        priority: record.task.priority,
        rank: None,
        group: record.task.group.clone(),
        host,
        max_seconds: record.task.work.max_seconds(),
        begun: None,
        link: record.task.link,
    }
}
