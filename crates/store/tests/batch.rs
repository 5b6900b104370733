//! What the database promises about batches.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use haul_model::batch::{Atomicity, Stage, Tally};
use haul_model::fault::{Category, Fault, Remedy};
use haul_model::link::LinkWish;
use haul_model::naming::FileName;
use haul_model::place::{Base, Location};
use haul_model::status::{Intent, State, TaskStatus, WaitingFor};
use haul_model::task::{Conflict, Download, NameChoice, Task, TaskId, Work};
use haul_model::time::Timestamp;
use haul_store::{BatchRefusal, Change, KeptBatch, NewBatch, NewRecord, Store, StoreError};

const ATOMIC: NewBatch = NewBatch { own_id: None, name: None, atomicity: Atomicity::Together, created: Timestamp(1) };

fn store() -> Result<(tempfile::TempDir, Store)> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(&folder.path().join("haul.db"))?.store;
    Ok((folder, store))
}

fn new(name: &str, conflict: Conflict) -> Result<NewRecord> {
    let place = Location { base: Base::Root, folder: "/d".into() };
    let download = Download { conflict, ..Download::of("http://127.0.0.1/a".parse()?, place, NameChoice::Suggested) };
    let task = Task {
        own_id: None,
        group: "default".into(),
        priority: 5,
        retries: 0,
        metadata: String::new(),
        display_name: None,
        notifications: None,
        added_by: None,
        link: LinkWish::default(),
        auth: None,
        created: Timestamp(1),
        work: Work::Download(download),
    };
    let (host, url, folder) = ("127.0.0.1".into(), "http://127.0.0.1/a".into(), "/d".into());
    let name = FileName::typed_by_user(name)?;
    Ok(NewRecord { task, secrets: None, state: State::to_run(), host, url, folder, name })
}

fn free(_: &Path) -> bool {
    false
}

async fn keep(store: &Store, records: Vec<NewRecord>) -> Result<KeptBatch> {
    match store.insert_batch(ATOMIC, records, free).await? {
        Ok(kept) => Ok(kept),
        Err(refused) => bail!("refused: {refused:?}"),
    }
}

fn ended(id: TaskId, status: TaskStatus) -> Change {
    let finished = status.is_final().then_some(Timestamp(2));
    Change::State { id, state: State { intent: Intent::Run, status }, finished }
}

fn failed() -> TaskStatus {
    TaskStatus::Failed { fault: Fault::new(Category::NetReset, Remedy::RetryLater, "It broke.") }
}

#[tokio::test]
async fn m145_one_task_that_is_refused_leaves_nothing_of_its_batch() -> Result<()> {
    let (_folder, store) = store()?;
    let records = vec![new("a", Conflict::Fail)?, new("b", Conflict::Fail)?, new("a", Conflict::Fail)?];
    let refused = store.insert_batch(ATOMIC, records, free).await?;
    let reserved = StoreError::Reserved("/d/a".into());
    assert_eq!(refused.err().context("it was kept")?, BatchRefusal::Task(2, reserved));
    assert_eq!((store.waiting(TaskId(0)).await?.waiting.len(), store.batches(0, None).await?.0), (0, 0));
    let kept = keep(&store, vec![new("a", Conflict::Fail)?]).await?;
    assert_eq!(kept.tasks[0].name.as_str(), "a", "its names are free again");
    Ok(())
}

#[tokio::test]
async fn m149_a_start_finds_the_batches_that_are_not_over_with_their_counts() -> Result<()> {
    let (_folder, store) = store()?;
    let kept = keep(&store, vec![new("a", Conflict::Rename)?, new("b", Conflict::Rename)?]).await?;
    let over = keep(&store, Vec::new()).await?;
    assert_eq!(over.batch.stage, Stage::Complete);
    let verified = TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings };
    store.apply(vec![ended(kept.tasks[0].id, verified)]).await?;
    let (batches, members) = store.unfinished_batches().await?;
    let tallies: Vec<_> = batches.iter().map(|batch| (batch.id, batch.tally)).collect();
    assert_eq!(tallies, [(kept.batch.id, Tally { size: 2, verified: 1, ..Tally::default() })]);
    assert_eq!(members.len(), 2);
    let withdrawing = Stage::Withdrawing { failure: None };
    let ends = kept.tasks.iter().map(|record| ended(record.id, TaskStatus::Canceled));
    let stage = Change::Stage { batch: kept.batch.id, stage: withdrawing.clone() };
    store.apply(ends.chain([stage]).collect()).await?;
    let (batches, members) = store.unfinished_batches().await?;
    assert_eq!((batches[0].stage.clone(), members.len()), (withdrawing, 0), "its end is still to be written");
    Ok(())
}

#[tokio::test]
async fn a_batch_goes_with_the_last_of_its_tasks() -> Result<()> {
    let (_folder, store) = store()?;
    let kept = keep(&store, vec![new("a", Conflict::Rename)?, new("b", Conflict::Rename)?]).await?;
    store.apply(vec![Change::Forget { id: kept.tasks[0].id }]).await?;
    assert_eq!(store.batch(kept.batch.id).await?.tally.size, 1);
    store.apply(vec![Change::Forget { id: kept.tasks[1].id }]).await?;
    assert_eq!(store.batch(kept.batch.id).await.err(), Some(StoreError::Unknown));
    Ok(())
}

#[tokio::test]
async fn two_tasks_that_are_tried_again_at_once_do_not_take_the_same_name() -> Result<()> {
    let (_folder, store) = store()?;
    let kept = keep(&store, vec![new("a", Conflict::Rename)?, new("a", Conflict::Rename)?]).await?;
    let ids: Vec<TaskId> = kept.tasks.iter().map(|record| record.id).collect();
    store.apply(ids.iter().map(|id| ended(*id, failed())).collect()).await?;
    let first_is_taken: fn(&Path) -> bool = |path| path.ends_with("a");
    store.revive(ids.clone(), State::to_run(), first_is_taken).await?;
    let mut names = Vec::new();
    for id in ids {
        let (record, _) = store.load(id).await?;
        names.push((record.name.to_string(), record.state.status.word()));
    }
    assert_eq!(names, [("a (1)".to_owned(), "enqueued"), ("a (2)".to_owned(), "enqueued")]);
    Ok(())
}

#[tokio::test]
async fn m171_a_clean_up_leaves_what_became_of_a_batch_that_is_not_over() -> Result<()> {
    use haul_model::rules::Keep;
    let (_folder, store) = store()?;
    let kept = keep(&store, vec![new("a", Conflict::Rename)?, new("b", Conflict::Rename)?]).await?;
    let ids: Vec<TaskId> = kept.tasks.iter().map(|record| record.id).collect();
    store.apply(vec![ended(ids[0], TaskStatus::Complete)]).await?;
    let none = Keep { records: Some(0), ..Keep::default() };
    assert_eq!(store.surplus(none, Timestamp(3), 10).await?.len(), 0);
    store.apply(vec![ended(ids[1], TaskStatus::Complete)]).await?;
    assert_eq!(store.surplus(none, Timestamp(3), 10).await?.len(), 2);
    Ok(())
}
