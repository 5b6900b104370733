//! Keeping what was described.
//!
//! Owns the outcome of each task. Refuses descriptions. Rule kept here: who
//! said nothing of who adds a task is a program at the socket.

use haul_api::{Added, AddedTask, Code, Outcome, Refusal};
use haul_model::options::AddedBy;
use haul_model::redirect::{Query, redacted_url};
use haul_model::task::TaskId;
use haul_store::{NewRecord, Record};

use crate::answers::Core;
use crate::refusals::{database, refusal};
use crate::view;

/// Says who adds what nobody has said it of.
pub(crate) fn sign(records: &mut [NewRecord]) {
    for record in records {
        record.task.added_by.get_or_insert(AddedBy::Daemon);
    }
}

impl Core {
    /// Keeps what was described, and says of each what became of it.
    pub(crate) async fn add_described(&self, described: Vec<Result<NewRecord, Refusal>>) -> Result<Added, Refusal> {
        let since = self.engine().newest();
        let (mut records, mut outcomes) = (Vec::new(), Vec::new());
        for result in described {
            outcomes.push(result.map(|record| records.push(record)));
        }
        sign(&mut records);
        let kept = self.engine().add(records).await;
        let mut kept = kept.map_err(|error| refusal(&error, TaskId(0)))?.into_iter();
        let outcomes = outcomes.into_iter().map(|outcome| match outcome {
            Err(why) => Outcome::Refused(why),
            Ok(()) => match kept.next() {
                Some(Ok(record)) => Outcome::Added(Self::added(&record)),
                Some(Err(error)) => Outcome::Refused(database(error)),
                None => Outcome::Refused(Refusal::new(Code::Internal, "The database gave no answer.")),
            },
        });
        Ok(Added { since, outcomes: outcomes.collect(), batch: None })
    }

    /// What is said of a task that was kept just now.
    pub(crate) fn added(record: &Record) -> AddedTask {
        let Record { id, task, .. } = record;
        let url = redacted_url(task.work.url(), Query::Shown);
        AddedTask { id: id.0, own_id: task.own_id.clone(), url, path: view::path(record) }
    }
}
