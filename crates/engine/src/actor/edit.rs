//! How a task that exists is changed.
//!
//! Owns [`Edit`] and its steps. Rules kept here: a new limit holds for a running transfer at once; a new address or number
//! of connections ends the transfer and begins another, which goes on with what is on disk; a complete task stays as it
//! is.

use std::path::PathBuf;

use haul_model::link::Permission;
use haul_model::log::{Happening, Trait};
use haul_model::naming::FileName;
use haul_model::place::Location;
use haul_model::redirect::{Query, redacted};
use haul_model::status::{IllegalStep, Input, TaskStatus, WaitingFor};
use haul_model::task::{Conflict, NameChoice, TaskId};
use haul_store::{Change, Destination, Edited, Record};
use url::Url;

use crate::actor::Actor;
use crate::actor::command::{Done, EngineError, host_of, of_load};
use crate::actor::turn::Turn;
use crate::transfer::blocking;

/// What is to be different about a task; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// Most bytes a second; the inner `None` is no limit of its own.
    pub limit_rate: Option<Option<u64>>,
    /// Another address of the same file (row 50).
    pub url: Option<Url>,
    /// Most connections; the inner `None` leaves the number to the engine.
    pub lanes: Option<Option<u32>>,
    /// Whether it may use a metered link (M154).
    pub metered: Option<Permission>,
    /// Whether it waits for WiFi or a cable (M155).
    pub requires_wifi: Option<bool>,
    /// What its file shall be called.
    pub name: Option<FileName>,
    /// Where its file shall be: the folder as it is described, and where that is.
    pub folder: Option<(Location, PathBuf)>,
    /// Which group it shall belong to.
    pub group: Option<String>,
    /// Whether a task that has ended without its file is tried again.
    pub retry: bool,
}

impl Edit {
    /// Whether a running transfer has to begin again for it. For other connections alone nothing is thrown away: then they
    /// count from the next start on.
    pub(super) fn needs_another_start(&self, can_pause: Option<bool>) -> bool {
        self.url.is_some() || self.is_of_the_file() || (self.lanes.is_some() && can_pause == Some(true))
    }

    /// Whether it is about what a transfer has in its hands: the file's name and place, and the group it is paced by.
    pub(super) const fn is_of_the_file(&self) -> bool {
        self.name.is_some() || self.folder.is_some() || self.group.is_some()
    }

    /// Whether it leaves everything but the group.
    fn is_of_the_group_alone(&self) -> bool {
        *self == Self { group: self.group.clone(), ..Self::default() }
    }

    fn traits(&self) -> Vec<Trait> {
        let link = self.metered.is_some() || self.requires_wifi.is_some();
        let named = [
            self.url.as_ref().map(|_| Trait::Address),
            self.limit_rate.map(|_| Trait::Limit),
            self.lanes.map(|_| Trait::Lanes),
            link.then_some(Trait::Link),
            (self.name.is_some() || self.folder.is_some()).then_some(Trait::Place),
            self.group.as_ref().map(|_| Trait::Group),
        ];
        named.into_iter().flatten().collect()
    }

    fn change(&self, record: &mut Record) {
        if let Some(url) = &self.url {
            *record.task.work.private().url = url.clone();
        }
        if let Some(group) = &self.group {
            record.task.group.clone_from(group);
        }
        let link = &mut record.task.link;
        link.metered = self.metered.unwrap_or(link.metered);
        link.requires_wifi = self.requires_wifi.unwrap_or(link.requires_wifi);
        if let Some(rate) = self.limit_rate {
            record.task.work.set_limit_rate(rate);
        }
        let Some(download) = record.task.work.as_download_mut() else { return };
        if let Some(lanes) = self.lanes {
            download.lanes = lanes;
        }
    }
}

impl Actor {
    /// Changes a task, whether it runs or not; one that runs must not need another start.
    pub(super) async fn edit(&mut self, id: TaskId, edit: &Edit, turn: &mut Turn) -> Result<Done, EngineError> {
        // What this turn has not committed is not in the record that is changed now.
        self.close(std::mem::take(turn)).await;
        self.respect_unsaved(id)?;
        let (mut record, _) = self.shared.site.store.load(id).await.map_err(of_load)?;
        if record.state.status == TaskStatus::Complete && !edit.is_of_the_group_alone() {
            return Err(IllegalStep { from: record.state.status.word(), input: "change" }.into());
        }
        let before = record.task.clone();
        let destined = self.destine(&mut record, edit).await?;
        edit.change(&mut record);
        if let Some(group) = edit.group.as_ref().filter(|group| **group != before.group) {
            self.board.regroup(id, record.state.status.word(), &before.group, group);
            turn.changes.push(Change::Grouped { id, group: group.clone() });
            turn.retold = true;
        }
        let is_changed = record.task != before || destined.is_some();
        turn.changes.extend(destined);
        if is_changed {
            let host = host_of(&record);
            let (work, download) = (&record.task.work, record.task.work.as_download());
            let edited = Edited {
                url: work.url().to_string(),
                host: host.clone(),
                shown_url: redacted(work.url().as_str(), Query::Shown),
                limit_rate: work.limit_rate(),
                lanes: download.and_then(|download| download.lanes),
                link: record.task.link,
            };
            self.board.move_to_host(id, &host);
            self.wishes_of_link(id, record.task.link, turn).await;
            if self.running.contains_key(&id) {
                self.shared.site.throttle.edit(id, edited.limit_rate);
            }
            turn.changes.push(Change::Edited { id, edited });
            turn.tell(id, Happening::Edited { traits: edit.traits() });
        }
        if record.state.status.is_final() && edit.retry {
            return self.revive(record, turn).await;
        }
        if edit.url.is_some() && matches!(record.state.status, TaskStatus::WaitingToRetry { .. }) {
            self.step(id, Input::Retry, turn)?;
        }
        Ok(if is_changed { Done::Changed } else { Done::AlreadySo })
    }

    /// Gives the file of a task that has none yet another name or folder, and says what is to be kept of it.
    async fn destine(&self, record: &mut Record, edit: &Edit) -> Result<Option<Change>, EngineError> {
        if edit.name.is_none() && edit.folder.is_none() {
            return Ok(None);
        }
        let name = edit.name.clone().unwrap_or_else(|| record.name.clone());
        let folder = edit.folder.as_ref().map_or_else(|| record.folder.clone(), |(_, folder)| folder.clone());
        let Some(download) = record.task.work.as_download_mut() else { return Err(EngineError::NoFile) };
        if (&name, &folder) == (&record.name, &record.folder) {
            return Ok(None);
        }
        let is_sealed = record.state.status == TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings };
        if record.placing || is_sealed {
            return Err(EngineError::Placing);
        }
        if folder != record.folder && (record.part.is_some() || record.old_part.is_some()) {
            return Err(EngineError::PartThere);
        }
        let path = folder.join(name.as_str());
        let text = folder.to_string_lossy().into_owned();
        let (_, reserved) = self.shared.site.store.known(Vec::new(), text, vec![name.as_str().to_owned()]).await?;
        let looked_at = path.clone();
        let is_there = blocking(move || looked_at.symlink_metadata().is_ok()).await;
        let is_there = is_there.map_err(|trouble| EngineError::Disk(trouble.message))?;
        if !reserved.is_empty() || (is_there && download.conflict != Conflict::Overwrite) {
            return Err(EngineError::NameTaken(path));
        }
        if let Some((location, _)) = &edit.folder {
            download.location = location.clone();
        }
        download.name = NameChoice::Given(name.clone());
        let (choice, location) = (download.name.clone(), download.location.clone());
        (record.name, record.folder) = (name.clone(), folder.clone());
        let destination = Destination { folder, name, choice, location };
        Ok(Some(Change::Destined { id: record.id, destination }))
    }

    /// Changes a task whose transfer has ended for it, and queues it again.
    pub(super) async fn edit_after_stop(
        &mut self,
        id: TaskId,
        edit: &Edit,
        turn: &mut Turn,
    ) -> Result<Done, EngineError> {
        if self.board.get(id).is_some_and(|entry| matches!(entry.state().status, TaskStatus::Running { .. })) {
            self.step_quietly(id, Input::Stopped, turn);
        }
        self.edit(id, edit, turn).await
    }
}
