//! What is kept: clean-ups, mailboxes, and records that nobody works on.
//!
//! Owns the answers to those calls. Refuses rules: the store and the engine keep them.

use haul_api::{
    CleanUp, CleanedUp, Ended, Mail, MailQuery, Matching, Refusal, Refused, Rescheduled, Seen, Status, TaskRef,
};
use haul_engine::clock;
use haul_model::options::AddedBy;
use haul_model::rules::Keep;
use haul_model::status::{Intent, State};
use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use haul_store::Query;

use crate::answers::Core;
use crate::listing::word;
use crate::refusals::{database, refusal};
use crate::view;

/// Most ends in one answer.
const MOST: u64 = 1000;

impl Core {
    pub(crate) async fn clean_records(&self, request: CleanUp) -> Result<CleanedUp, Refusal> {
        let CleanUp { max_records, max_age_days } = request;
        let keep = match (max_records, max_age_days) {
            (None, None) => Keep::USUAL,
            (records, days) => Keep { records, days },
        };
        let removed = self.engine().clean_up(keep).await.map_err(|error| refusal(&error, TaskId(0)))?;
        Ok(CleanedUp { removed: removed.into_iter().map(|id| id.0).collect() })
    }

    pub(crate) async fn reschedule_records(&self) -> Result<Rescheduled, Refusal> {
        let found = self.engine().reschedule().await.map_err(|error| refusal(&error, TaskId(0)))?;
        let refused = |id: TaskId| {
            let message = format!("The record of task {id} cannot be read. Remove it, and add the download again.");
            Refused { task: TaskRef::Number(id.0), why: Refusal::new(haul_api::Code::Database, message) }
        };
        Ok(Rescheduled {
            rescheduled: found.rescheduled.into_iter().map(|id| id.0).collect(),
            failed: found.failed.into_iter().map(refused).collect(),
        })
    }

    pub(crate) async fn read_mail(&self, request: MailQuery) -> Result<Mail, Refusal> {
        let count = request.count.unwrap_or(MOST).min(MOST);
        Ok(Mail { ended: self.ended(&request.mailbox, 0, count).await? })
    }

    pub(crate) async fn note_seen(&self, request: Seen) -> Result<(), Refusal> {
        self.engine().store().saw(request.mailbox, request.number).await.map_err(database)
    }

    /// Ends that a mailbox has not seen and that come after the one numbered `after`.
    pub(crate) async fn ended(&self, mailbox: &str, after: u64, count: u64) -> Result<Vec<Ended>, Refusal> {
        let endings = self.engine().store().unseen(mailbox.to_owned(), after, count).await.map_err(database)?;
        let mut ended = Vec::new();
        for ending in endings {
            // One that is forgotten meanwhile has taken its ends along.
            let Ok((record, _)) = self.engine().store().load(ending.task).await else { continue };
            let state = State { intent: Intent::Run, status: ending.status };
            ended.push(Ended { number: ending.number, task: view::row(&record, &state, None) });
        }
        Ok(ended)
    }

    /// The numbers of the tasks that match, for a command that takes the statuses `among`.
    pub(crate) async fn matching_all(&self, which: Matching, among: &[Status]) -> Result<Vec<TaskId>, Refusal> {
        let Matching { status, group, older_than } = which;
        let statuses = match status {
            Some(status) => vec![word(status)],
            None => among.iter().map(|status| word(*status)).collect(),
        };
        let query = Query { statuses, group, before: older_than.map(before), ..Query::default() };
        self.engine().store().ids(query).await.map_err(database)
    }

    /// The numbers behind names; those that name nothing are passed over.
    pub(crate) async fn known(&self, tasks: &[TaskRef]) -> Vec<TaskId> {
        let mut known = Vec::new();
        for task in tasks {
            known.extend(self.resolve(task).await);
        }
        known
    }
}

/// The moment so many seconds ago.
pub(crate) fn before(seconds: u64) -> Timestamp {
    clock::now().plus_millis(-i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX))
}

/// Who a client says it is.
pub(crate) const fn adder(by: haul_api::AddedBy) -> AddedBy {
    match by {
        haul_api::AddedBy::Window => AddedBy::Window,
        haul_api::AddedBy::Command => AddedBy::Command,
        haul_api::AddedBy::Daemon => AddedBy::Daemon,
        haul_api::AddedBy::Bus => AddedBy::Bus,
        haul_api::AddedBy::Library => AddedBy::Library,
    }
}
