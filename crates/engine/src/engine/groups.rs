//! The engine's groups and the order of its queue, as its host sees them.

use std::collections::{BTreeMap, HashMap};

use haul_model::group::{GroupChange, GroupSpec};
use haul_model::queue::Position;
use haul_model::task::TaskId;
use tokio::sync::oneshot;

use crate::actor::{Command, Done, EngineError};
use crate::engine::Engine;

impl Engine {
    /// Lets something else hold for a group from now on, for tasks that run too; the group is there from then on.
    ///
    /// # Errors
    /// [`EngineError::NotSaved`] when it could not be saved.
    pub async fn set_group(&self, group: &str, change: GroupChange) -> Result<Done, EngineError> {
        self.ask(|reply| Command::Group(group.to_owned(), change, reply)).await
    }

    /// Forgets what was said of a group; its tasks stay.
    ///
    /// # Errors
    /// [`EngineError::GroupInUse`] while it has live tasks.
    pub async fn forget_group(&self, group: &str) -> Result<Done, EngineError> {
        self.ask(|reply| Command::ForgetGroup(group.to_owned(), reply)).await
    }

    /// Gives a group another name: all its tasks, what is said of it and what holds for it follow in one commit.
    ///
    /// # Errors
    /// [`EngineError::GroupTaken`] when there is a group of that name, [`EngineError::NoGroup`] when there is none to rename.
    pub async fn rename_group(&self, from: &str, to: &str) -> Result<Done, EngineError> {
        self.ask(|reply| Command::RenameGroup(from.to_owned(), to.to_owned(), reply)).await
    }

    /// What holds for a group.
    #[must_use]
    pub fn group(&self, group: &str) -> GroupSpec {
        self.shared.groups.of(group)
    }

    /// The groups of which something is said.
    #[must_use]
    pub fn groups(&self) -> BTreeMap<String, GroupSpec> {
        self.shared.groups.all()
    }

    /// Moves live tasks in the queue, all or none of them.
    ///
    /// # Errors
    /// [`EngineError::Unknown`] when one of them, or the one they are moved to, is not live.
    pub async fn reorder(&self, ids: Vec<TaskId>, to: Position<TaskId>) -> Result<Done, EngineError> {
        self.ask(|reply| Command::Reorder(ids, to, reply)).await
    }

    pub(super) async fn ask<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<T, EngineError>>) -> Command,
    ) -> Result<T, EngineError> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(command(reply)).await.map_err(|_| EngineError::Ended)?;
        answer.await.unwrap_or(Err(EngineError::Ended))
    }

    /// How fast the running tasks of each group are together, in bytes a second.
    #[must_use]
    pub fn speeds(&self) -> HashMap<String, u64> {
        self.shared.meters.speeds()
    }
}
