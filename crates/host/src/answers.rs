//! The answers to every call.
//!
//! Owns [`Core`], what all connections share. Refuses rules: they are in the model, the store and the engine.

use haul_api::{
    Add, Added, Answers, BatchDetails, BatchQuery, BatchesPage, BatchesQuery, BringBack, Changed, CleanUp, CleanedUp,
    Code, Configure, Configured, Counts, Credential, Credentials, Details, Edit, Finished, FinishedQuery,
    ForgetCredential, GroupView, Groups, ListPage, ListQuery, Look, Mail, MailQuery, MoveTo, Moved, NewRequest,
    Nothing, OneGroup, OneQueue, OneTask, Overview, Press, Priority, QueueState, Refusal, Remove, RenameGroup, Reorder,
    Rescheduled, Reset, SectionsPage, SectionsQuery, Seen, Selection, SetCredential, SetGroup, Setting, SettingQuery,
    Settings, Size, SpeedQuery, Speeds, Statistics, Status, Survey, Surveyed, TaskRef, Uploads,
};
use haul_engine::{Engine, Verb};
use haul_model::group::Flow;
use haul_model::notification::Templates;
use haul_model::place::Bases;
use haul_model::task::{BadTask, TaskId};
use haul_store::StoreError;

use crate::acting::LIVE;
use crate::autostart::{self, Autostart};
use crate::batches;
use crate::configure;
use crate::credentials;
use crate::describe::{Folders, describe, small};
use crate::documents;
use crate::editing;
use crate::groups;
use crate::home::Home;
use crate::host::Purpose;
use crate::listing::{counts, query, speed_limit};
use crate::log;
use crate::moving;
use crate::notes;
use crate::presses::{self, Presses};
use crate::records::adder;
use crate::refusals::{database, unknown};
use crate::removals;
use crate::requests;
use crate::sections;
use crate::settings::SettingsFile;
use crate::showers::Showers;
use crate::statistics;
use crate::surveys;
use crate::together::Togethers;
use crate::uploads;
use crate::view::{self, Kept};

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Core {
    engine: Engine,
    settings: SettingsFile,
    home: Home,
    purpose: Purpose,
    notes: Vec<String>,
    showers: Showers,
    presses: Presses,
    together: Togethers,
}

impl Core {
    pub(crate) fn new(
        engine: Engine,
        settings: SettingsFile,
        home: Home,
        purpose: Purpose,
        notes: Vec<String>,
    ) -> Self {
        let (showers, presses, together) = (Showers::default(), Presses::default(), Togethers::default());
        Self { engine, settings, home, purpose, notes, showers, presses, together }
    }

    pub(crate) const fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) const fn settings(&self) -> &SettingsFile {
        &self.settings
    }

    /// Whose turn it is to show notifications.
    pub(crate) const fn showers(&self) -> &Showers {
        &self.showers
    }

    /// Presses on notifications that wait for a window.
    pub(crate) const fn presses(&self) -> &Presses {
        &self.presses
    }

    /// The notifications that many tasks share.
    pub(crate) const fn together(&self) -> &Togethers {
        &self.together
    }

    pub(crate) fn templates(&self) -> Templates {
        self.settings.templates()
    }

    pub(crate) fn counts(&self) -> Counts {
        counts(&self.engine.counts())
    }

    pub(crate) fn bytes_per_second(&self) -> u64 {
        self.engine.readings().iter().map(|(_, reading)| reading.speed.bytes_per_second()).sum()
    }

    /// The number behind a name: the creator's own id first, then a number as text.
    pub(crate) async fn resolve(&self, task: &TaskRef) -> Result<TaskId, Refusal> {
        match task {
            TaskRef::Number(number) => Ok(TaskId(*number)),
            TaskRef::Text(text) => {
                let chosen = self.engine.store().by_own_id(text.clone()).await.map_err(database)?;
                let id = chosen.or_else(|| text.parse().ok().map(TaskId));
                id.ok_or_else(|| Refusal::new(Code::UnknownTask, format!("There is no task \"{text}\".")))
            }
        }
    }

    /// What a person should know: what a start found, and what is so now.
    fn notes(&self) -> Vec<String> {
        let store = self.engine.store();
        let now = [
            notes::of_trouble(store.trouble().as_ref()),
            notes::of_unreadable(store.unreadable()),
            notes::of_doubt(store.doubt()),
        ];
        now.into_iter().flatten().chain(self.notes.iter().cloned()).collect()
    }

    /// Changes a setting that is in the file; it holds at once.
    pub(crate) async fn change_setting(&self, setting: &Setting) -> Result<Setting, Refusal> {
        if setting.key == autostart::KEY {
            Autostart::of(&self.home).set(setting)?;
        }
        let set = self.settings.set(setting)?;
        self.engine.limit(self.purpose.limits(self.settings.limits())).await;
        self.engine.tune(self.settings.tuning());
        self.engine.throttle(self.settings.rates()).await;
        self.engine.connect_by(self.settings.connecting());
        self.engine.nudge();
        Ok(set)
    }

    pub(crate) fn bases(&self) -> Bases {
        let home = dirs::home_dir().unwrap_or_else(|| "/".into());
        Bases {
            downloads: self.settings.download_folder(),
            documents: dirs::document_dir().unwrap_or_else(|| home.join("Documents")),
            temporary: std::env::temp_dir(),
            support: self.home.data().to_owned(),
            home,
        }
    }
}

impl Answers for Core {
    async fn add(&self, request: Add) -> Result<Added, Refusal> {
        let (bases, settings, groups) = (self.bases(), self.settings.all(), self.engine.groups());
        let (by, mut folders) = (Some(adder(request.by)), Folders::below(&bases));
        let described = request.downloads.into_iter().map(|new| {
            let mut record = describe(groups::as_usual_in_its_group(new, &groups), &mut folders, &settings)?;
            record.task.added_by = by;
            Ok(record)
        });
        let described = described.collect();
        match request.batch {
            Some(batch) => batches::add(self, batch, described).await,
            None => self.add_described(described).await,
        }
    }

    async fn request(&self, request: NewRequest) -> Result<Added, Refusal> {
        requests::add(self, request).await
    }

    async fn size(&self, request: NewRequest) -> Result<Size, Refusal> {
        requests::size(self, request).await
    }

    async fn look(&self, request: NewRequest) -> Result<Look, Refusal> {
        requests::look(self, request).await
    }

    async fn survey(&self, request: Survey) -> Result<Surveyed, Refusal> {
        surveys::survey(self, request).await
    }

    async fn upload(&self, request: Uploads) -> Result<Added, Refusal> {
        uploads::add(self, request).await
    }

    async fn list(&self, request: ListQuery) -> Result<ListPage, Refusal> {
        let version = *self.engine.version().borrow();
        let ids = match &request.ids {
            Some(tasks) => Some(self.known(tasks).await),
            None => None,
        };
        let found = self.engine.store().find(query(request, ids, &self.engine.counts())).await.map_err(database)?;
        Ok(ListPage { version, matching: found.matching, rows: self.rows(&found.records), counts: self.counts() })
    }

    async fn sections(&self, request: SectionsQuery) -> Result<SectionsPage, Refusal> {
        sections::page(self, request).await
    }

    async fn show(&self, request: OneTask) -> Result<Details, Refusal> {
        let id = self.resolve(&request.task).await?;
        let loaded = self.engine.store().load(id).await;
        let (record, segments) =
            loaded.map_err(|error| if matches!(error, StoreError::Unknown) { unknown(id) } else { database(error) })?;
        let entries = self.engine.store().log(id).await.map_err(database)?;
        let kept = Kept { segments, log: log::told(record.task.created, entries) };
        let details = view::details(&record, &self.engine.seen(&record), self.engine.reading(id).as_ref(), kept);
        let uri = documents::uri_of(&record).await;
        Ok(Details { task: self.seen(details.task), uri, ..details })
    }

    async fn batch(&self, request: BatchQuery) -> Result<BatchDetails, Refusal> {
        batches::details(self, request).await
    }

    async fn batches(&self, request: BatchesQuery) -> Result<BatchesPage, Refusal> {
        batches::page(self, request).await
    }

    async fn pause(&self, request: Selection) -> Result<Changed, Refusal> {
        self.act(request, LIVE, Verb::Pause).await
    }

    async fn resume(&self, request: Selection) -> Result<Changed, Refusal> {
        self.act(request, LIVE, Verb::Resume).await
    }

    async fn cancel(&self, request: Selection) -> Result<Changed, Refusal> {
        self.act(request, LIVE, Verb::Cancel).await
    }

    async fn retry(&self, request: Selection) -> Result<Changed, Refusal> {
        self.act(request, &[Status::Failed, Status::NotFound, Status::WaitingToRetry], Verb::Retry).await
    }

    async fn remove(&self, request: Remove) -> Result<Changed, Refusal> {
        if let Selection::Batch(batch) = &request.tasks
            && batches::is_forgotten_empty(self, batch).await?
        {
            return Ok(Changed::default());
        }
        let verb = removals::verb_of(&request);
        self.act(request.tasks, &[], verb).await
    }

    async fn bring_back(&self, request: BringBack) -> Result<Changed, Refusal> {
        removals::bring_back(self, request).await
    }

    async fn clean_up(&self, request: CleanUp) -> Result<CleanedUp, Refusal> {
        self.clean_records(request).await
    }

    async fn reschedule(&self, _request: Nothing) -> Result<Rescheduled, Refusal> {
        self.reschedule_records().await
    }

    async fn mail(&self, request: MailQuery) -> Result<Mail, Refusal> {
        self.read_mail(request).await
    }

    async fn seen(&self, request: Seen) -> Result<Nothing, Refusal> {
        self.note_seen(request).await.map(|()| Nothing {})
    }

    async fn prioritize(&self, request: Priority) -> Result<Changed, Refusal> {
        let priority = small(request.priority, BadTask::Priority)?;
        self.act(request.tasks, LIVE, Verb::Prioritize(priority)).await
    }

    async fn reorder(&self, request: Reorder) -> Result<Changed, Refusal> {
        groups::reorder(self, request).await
    }

    async fn pause_queue(&self, request: OneQueue) -> Result<QueueState, Refusal> {
        groups::set_queue(self, request, Flow::Held).await
    }

    async fn resume_queue(&self, request: OneQueue) -> Result<QueueState, Refusal> {
        groups::set_queue(self, request, Flow::Open).await
    }

    async fn groups(&self, _request: Nothing) -> Result<Groups, Refusal> {
        Ok(groups::all(self))
    }

    async fn set_group(&self, request: SetGroup) -> Result<GroupView, Refusal> {
        groups::set(self, request).await
    }

    async fn rename_group(&self, request: RenameGroup) -> Result<GroupView, Refusal> {
        groups::rename(self, request).await
    }

    async fn forget_group(&self, request: OneGroup) -> Result<Nothing, Refusal> {
        groups::forget(self, request).await
    }

    async fn reset(&self, request: OneGroup) -> Result<Reset, Refusal> {
        groups::reset(self, request).await
    }

    async fn finished(&self, request: FinishedQuery) -> Result<Finished, Refusal> {
        groups::finished(self, request).await
    }

    async fn move_to(&self, request: MoveTo) -> Result<Moved, Refusal> {
        moving::move_to(self, request).await
    }

    async fn edit(&self, request: Edit) -> Result<Changed, Refusal> {
        editing::edit(self, request).await
    }

    async fn overview(&self, _request: Nothing) -> Result<Overview, Refusal> {
        let folder = self.bases().downloads;
        let free = rustix::fs::statvfs(&folder).ok().map(|stat| stat.f_bavail.saturating_mul(stat.f_frsize));
        let proxy = self.engine.way_out().await;
        Ok(Overview {
            version: *self.engine.version().borrow(),
            counts: self.counts(),
            running: self.engine.readings().len() as u64,
            bytes_per_second: self.bytes_per_second(),
            download_folder: folder.display().to_string(),
            free_space: free,
            proxy: Some(proxy),
            language: self.settings.language(),
            limit: speed_limit(self.engine.ceiling()),
            notes: self.notes(),
        })
    }

    async fn statistics(&self, _request: Nothing) -> Result<Statistics, Refusal> {
        statistics::all(self).await
    }

    async fn speeds(&self, request: SpeedQuery) -> Result<Speeds, Refusal> {
        statistics::speeds(self, request).await
    }

    async fn settings(&self, _request: Nothing) -> Result<Settings, Refusal> {
        let start_with_session = Autostart::of(&self.home).is_on();
        Ok(Settings { group_limits: groups::limits(&self.engine), start_with_session, ..self.settings.all() })
    }

    async fn setting(&self, request: SettingQuery) -> Result<Setting, Refusal> {
        if request.key == groups::LIMITS {
            return Ok(Setting { key: request.key, value: groups::limits(&self.engine) });
        }
        if request.key == autostart::KEY {
            return Ok(Setting { key: request.key, value: Autostart::of(&self.home).is_on().to_string() });
        }
        self.settings.get(&request.key)
    }

    async fn set(&self, request: Setting) -> Result<Setting, Refusal> {
        let request = credentials::without_password(self.engine.vault(), request).await?;
        if request.key == groups::LIMITS {
            return groups::set_limits(self, request).await;
        }
        self.change_setting(&request).await
    }

    async fn configure(&self, request: Configure) -> Result<Configured, Refusal> {
        Ok(configure::configure(self, request).await)
    }

    async fn press(&self, request: Press) -> Result<Changed, Refusal> {
        presses::press(self, request).await
    }

    async fn credentials(&self, _request: Nothing) -> Result<Credentials, Refusal> {
        Ok(Credentials { credentials: credentials::all(self.engine.vault()) })
    }

    async fn set_credential(&self, request: SetCredential) -> Result<Credential, Refusal> {
        credentials::keep(self.engine.vault(), request).await
    }

    async fn forget_credential(&self, request: ForgetCredential) -> Result<Nothing, Refusal> {
        credentials::forget(self.engine.vault(), &request.place, request.proxy).await?;
        Ok(Nothing {})
    }
}
