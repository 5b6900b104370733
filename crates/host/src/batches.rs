//! Batches, between the surfaces and the engine.
//!
//! Owns the answers about them. Refuses rules: they are in the model and the engine. Rule kept here: a batch is added
//! with all of its tasks or not at all, and each task hears why.

use haul_api::{
    Added, BatchDetails, BatchFailure, BatchQuery, BatchRef, BatchStatus, BatchView, BatchesPage, BatchesQuery, Code,
    NewBatch, Outcome, Refusal, Status, Update,
};
use haul_engine::{BatchProgress, RefusedBatch, clock};
use haul_model::batch::{Atomicity, BatchId, Failure};
use haul_model::redirect::{self, redacted};
use haul_model::task::TaskId;
use haul_store::{Batch, NewRecord, Query, StoreError};

use crate::adding::sign;
use crate::answers::Core;
use crate::listing::{LONGEST_PAGE, word};
use crate::refusals::{database, refusal};
use crate::view;

/// Most characters of a batch's name or own id.
const LONGEST_NAME: usize = 200;

/// What the tasks hear that would have been added without the others.
const REFUSED_WITH_OTHERS: &str = "Another task of the batch was refused, so nothing of it was added.";

/// Adds a batch.
pub(crate) async fn add(
    core: &Core,
    new: NewBatch,
    described: Vec<Result<NewRecord, Refusal>>,
) -> Result<Added, Refusal> {
    let NewBatch { own_id, name, atomic } = new;
    let (own_id, name, since) = (named(own_id)?, named(name)?, core.engine().newest());
    if described.iter().any(Result::is_err) {
        let outcomes = described.into_iter().map(|one| Outcome::Refused(one.err().unwrap_or_else(with_others)));
        return Ok(Added { since, outcomes: outcomes.collect(), batch: None });
    }
    let mut records: Vec<NewRecord> = described.into_iter().flatten().collect();
    let atomicity = if atomic { Atomicity::Together } else { Atomicity::Each };
    let (size, batch) = (records.len(), haul_store::NewBatch { own_id, name, atomicity, created: clock::now() });
    sign(&mut records);
    let kept = core.engine().add_batch(batch, records).await;
    match kept.map_err(|error| refusal(&error, TaskId(0)))? {
        Ok(kept) => Ok(Added {
            since,
            outcomes: kept.records.iter().map(|record| Outcome::Added(Core::added(record))).collect(),
            batch: Some(kept.batch.id.0),
        }),
        Err(refused) => {
            let (which, why) = of_refused(refused)?;
            let mut outcomes = vec![Outcome::Refused(with_others()); size];
            if let Some(outcome) = outcomes.get_mut(which) {
                *outcome = Outcome::Refused(why);
            }
            Ok(Added { since, outcomes, batch: None })
        }
    }
}

fn named(text: Option<String>) -> Result<Option<String>, Refusal> {
    let text = text.filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control)) {
        let message =
            format!("A batch's name and id have at most {LONGEST_NAME} characters, and no control characters.");
        return Err(Refusal::new(Code::BadRequest, message));
    }
    Ok(text)
}

fn with_others() -> Refusal {
    Refusal::new(Code::BatchRefused, REFUSED_WITH_OTHERS)
}

/// Which task was refused, and why.
fn of_refused(refused: RefusedBatch) -> Result<(usize, Refusal), Refusal> {
    Ok(match refused {
        RefusedBatch::Id(own_id) => {
            let message = format!("A batch with the id \"{own_id}\" is still active. Choose another id.");
            return Err(Refusal::new(Code::DuplicateId, message));
        }
        RefusedBatch::Task(index, error) => (index, database(error)),
        RefusedBatch::Exists(index, path) => {
            let message = format!("{} exists already. Choose another name or folder.", path.display());
            (index, Refusal::new(Code::Disk, message))
        }
        RefusedBatch::Twice(index, path) => {
            let message = format!("{} is named twice in this batch. Give each file a name of its own.", path.display());
            (index, Refusal::new(Code::Disk, message))
        }
        RefusedBatch::Alone(index) => {
            let message = "An atomic batch is of downloads that arrive all or not at all, so none of them may replace or \
                           skip a file that is there, or have a command of its own. Choose rename or fail for taken \
                           names.";
            (index, Refusal::new(Code::BadRequest, message))
        }
    })
}

/// The number behind a name: the creator's own id first, then a number as text.
async fn resolve(core: &Core, batch: &BatchRef) -> Result<BatchId, Refusal> {
    match batch {
        BatchRef::Number(number) => Ok(BatchId(*number)),
        BatchRef::Text(text) => {
            let chosen = core.engine().store().batch_by_own_id(text.clone()).await.map_err(database)?;
            let id = chosen.or_else(|| text.parse().ok().map(BatchId));
            id.ok_or_else(|| Refusal::new(Code::UnknownBatch, format!("There is no batch \"{text}\".")))
        }
    }
}

/// What is kept of a batch.
pub(crate) async fn load(core: &Core, batch: &BatchRef) -> Result<Batch, Refusal> {
    let id = resolve(core, batch).await?;
    core.engine().store().batch(id).await.map_err(|error| {
        if matches!(error, StoreError::Unknown) {
            Refusal::new(Code::UnknownBatch, format!("There is no batch {id}."))
        } else {
            database(error)
        }
    })
}

/// Tasks of a batch with one of these statuses; empty means all. An atomic batch that was called off is tried again with
/// all of its tasks.
pub(crate) async fn members(core: &Core, batch: &Batch, among: &[Status]) -> Result<Vec<TaskId>, Refusal> {
    let mut statuses: Vec<_> = among.iter().map(|status| word(*status)).collect();
    if batch.atomicity == Atomicity::Together && among.contains(&Status::Failed) {
        statuses.push(word(Status::Canceled));
    }
    let query = Query { statuses, batch: Some(batch.id), ..Query::default() };
    core.engine().store().ids(query).await.map_err(database)
}

/// Forgets a batch that never had tasks, and says whether it was one; any other goes with the last of its tasks.
pub(crate) async fn is_forgotten_empty(core: &Core, batch: &BatchRef) -> Result<bool, Refusal> {
    let batch = load(core, batch).await?;
    core.engine().store().forget_empty_batch(batch.id).await.map_err(database)
}

/// Everything known about a batch.
pub(crate) async fn details(core: &Core, request: BatchQuery) -> Result<BatchDetails, Refusal> {
    let batch = load(core, &request.batch).await?;
    let store = core.engine().store();
    let window = Query {
        batch: Some(batch.id),
        order: haul_store::Order::Ascending,
        offset: request.offset,
        count: (request.count > 0).then(|| request.count.min(LONGEST_PAGE)),
        ..Query::default()
    };
    let found = store.find(window).await.map_err(database)?;
    let rows = found
        .records
        .iter()
        .map(|record| view::row(record, &core.engine().seen(record), core.engine().reading(record.id).as_ref()));
    let common = store.batch_common(batch.id).await.map_err(database)?;
    Ok(BatchDetails {
        limit_rate: common.limit_rate,
        metered: common.metered.map(view::permission),
        succeeded: standing(core, batch.id, &[Status::Complete]).await?,
        failed: standing(core, batch.id, &[Status::NotFound, Status::Failed, Status::Canceled]).await?,
        results: rows.collect(),
        batch: shown(core, &batch).await,
    })
}

async fn standing(core: &Core, batch: BatchId, statuses: &[Status]) -> Result<Vec<u64>, Refusal> {
    let statuses = statuses.iter().map(|status| word(*status)).collect();
    let query = Query { statuses, batch: Some(batch), ..Query::default() };
    let ids = core.engine().store().ids(query).await.map_err(database)?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// A window of the batches.
pub(crate) async fn page(core: &Core, request: BatchesQuery) -> Result<BatchesPage, Refusal> {
    let count = (request.count > 0).then(|| request.count.min(LONGEST_PAGE));
    let (matching, found) = core.engine().store().batches(request.offset, count).await.map_err(database)?;
    let mut batches = Vec::with_capacity(found.len());
    for batch in &found {
        batches.push(shown(core, batch).await);
    }
    Ok(BatchesPage { matching, batches })
}

async fn shown(core: &Core, batch: &Batch) -> BatchView {
    let Batch { id, own_id, name, atomicity, created, stage, tally } = batch;
    let failure = match stage.failure() {
        Some(failure) => Some(of_failure(core, failure).await),
        None => None,
    };
    BatchView {
        id: id.0,
        own_id: own_id.clone(),
        name: name.clone(),
        atomic: *atomicity == Atomicity::Together,
        status: status(batch),
        size: tally.size,
        num_succeeded: tally.succeeded,
        num_failed: tally.failed,
        progress: share(tally.succeeded + tally.failed, tally.size),
        created: created.0,
        failure,
    }
}

fn status(batch: &Batch) -> BatchStatus {
    use haul_model::batch::Shown;
    match batch.stage.shown(batch.atomicity, &batch.tally) {
        Shown::Open => BatchStatus::Open,
        Shown::Placing => BatchStatus::Placing,
        Shown::Withdrawing => BatchStatus::Withdrawing,
        Shown::Complete => BatchStatus::Complete,
        Shown::Failed => BatchStatus::Failed,
        Shown::Canceled => BatchStatus::Canceled,
    }
}

#[allow(clippy::cast_precision_loss, reason = "a fraction for people")]
fn share(ended: u64, size: u64) -> f64 {
    if size == 0 { 1.0 } else { ended as f64 / size as f64 }
}

/// The address of what could not be had, and why (M147).
async fn of_failure(core: &Core, failure: &Failure) -> BatchFailure {
    let record = core.engine().store().load(failure.task).await;
    let url = record.map_or_else(
        // Its record may be forgotten by now.
        |_| format!("task {}", failure.task),
        |(record, _)| redacted(record.task.work.url().as_str(), redirect::Query::Shown),
    );
    let message = format!("{url}: {}", failure.fault.message);
    BatchFailure { task: failure.task.0, url, category: failure.fault.category.to_string(), message }
}

/// Tells how far a batch is; why it was called off, with the end of its last task.
pub(crate) async fn update(core: &Core, revision: u64, progress: BatchProgress) -> Update {
    let BatchProgress { batch, succeeded, failed, size } = progress;
    let mut failure = None;
    if failed > 0
        && succeeded + failed == size
        && let Ok(kept) = core.engine().store().batch(batch).await
        && let Some(why) = kept.stage.failure()
    {
        failure = Some(of_failure(core, why).await);
    }
    Update::Batch { revision, batch: batch.0, succeeded, failed, size, failure }
}
