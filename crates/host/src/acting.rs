//! What is done to several tasks at once.
//!
//! Owns the step from a selection to what became of each of its tasks. Rule kept here: tasks that are named hear why not; a
//! group or all pass over them in silence (M071).

use haul_api::{Changed, Refusal, Refused, Selection, Status, TaskRef};
use haul_engine::{Done, EngineError, Verb};
use haul_model::batch::Atomicity;
use haul_model::task::TaskId;
use haul_store::Query;

use crate::answers::Core;
use crate::batches;
use crate::listing::word;
use crate::refusals::{database, refusal};

/// Statuses that a task can leave.
pub(crate) const LIVE: &[Status] = &[Status::Enqueued, Status::Running, Status::WaitingToRetry, Status::Paused];

impl Core {
    /// Does something to a selection. Tasks that are named hear why not; a group or all pass over them in silence.
    pub(crate) async fn act(&self, selection: Selection, among: &[Status], verb: Verb) -> Result<Changed, Refusal> {
        let (mut changed, mut named, mut ids) = (Changed::default(), Vec::new(), Vec::new());
        let mut moves_as_one = false;
        match selection {
            Selection::Tasks(tasks) => {
                for task in tasks {
                    match self.resolve(&task).await {
                        Ok(id) => {
                            ids.push(id);
                            named.push(task);
                        }
                        Err(why) => changed.refused.push(Refused { task, why }),
                    }
                }
            }
            Selection::Group(group) => ids = self.matching(among, Some(group)).await?,
            Selection::Matching(which) => ids = self.matching_all(which, among).await?,
            Selection::Batch(batch) => {
                let batch = batches::load(self, &batch).await?;
                ids = batches::members(self, &batch, among).await?;
                moves_as_one = batch.atomicity == Atomicity::Together && matches!(verb, Verb::Retry | Verb::Cancel);
            }
            Selection::All => ids = self.matching(among, None).await?,
        }
        let mut already = Vec::new();
        for (index, answer) in self.engine().act(&ids, verb).await.into_iter().enumerate() {
            match (answer, named.get(index)) {
                (Ok(Done::Changed), _) => changed.changed.push(ids[index].0),
                (Ok(Done::AlreadySo), _) => already.push(ids[index].0),
                (Err(error), Some(task)) => {
                    changed.refused.push(Refused { task: task.clone(), why: refusal(&error, ids[index]) });
                }
                (Err(EngineError::Unknown | EngineError::Illegal(_) | EngineError::NotPausable), None) => {}
                (Err(error), None) => {
                    let task = TaskRef::Number(ids[index].0);
                    changed.refused.push(Refused { task, why: refusal(&error, ids[index]) });
                }
            }
        }
        // What was done to one of an atomic batch was done to the others in the same moment.
        if moves_as_one && !changed.changed.is_empty() {
            changed.changed.append(&mut already);
            changed.changed.sort_unstable();
        }
        Ok(changed)
    }

    async fn matching(&self, among: &[Status], group: Option<String>) -> Result<Vec<TaskId>, Refusal> {
        let statuses = among.iter().map(|status| word(*status)).collect();
        self.engine().store().ids(Query { statuses, group, ..Query::default() }).await.map_err(database)
    }
}
