//! Many tasks at once.

use std::collections::HashSet;

use anyhow::Result;
use haul_engine::library::{DownloadTask, Refused, WaitingToRetry, Which};
use haul_model::queue::Limits;
use haul_store::StoreError;

use crate::scene::Scene;

/// A scene in which nothing begins.
async fn still() -> Result<Scene> {
    Scene::with(|script| script, |builder| builder.limits(Limits::default())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_that_are_added_together_are_each_answered_for_in_order() -> Result<()> {
    let scene = still().await?;
    let tasks = ["one", "", "one", "three"].map(|name| match name {
        "" => DownloadTask::new("file:///etc/passwd"),
        name => scene.task("/files/small", name).group("many"),
    });
    let added = scene.haul.enqueue_all(tasks).await;
    let records = scene.haul.records().all(None).await?;
    let mut names: Vec<_> = records.iter().map(|record| (record.id, record.name.as_str())).collect();
    names.sort();
    let ids: Vec<_> = added.iter().flatten().copied().collect();
    assert_eq!(names, ids.into_iter().zip(["one", "one (1)", "three"]).collect::<Vec<_>>());
    assert!(matches!(added[1], Err(Refused::Task(_))), "{:?}", added[1]);
    let live = scene.haul.all_tasks(&Which::Group("many".to_owned()), WaitingToRetry::Included).await?;
    assert_eq!(live.len(), 3, "they are in the queue");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_callers_at_once_only_the_one_with_a_taken_id_is_refused() -> Result<()> {
    let scene = still().await?;
    let task =
        |number: usize| scene.task("/files/small", &format!("file {number}")).own_id(format!("id {}", number % 299));
    let added = futures_util::future::join_all((0..300).map(|number| scene.haul.enqueue(task(number)))).await;
    let taken = |refused: &Refused| matches!(refused, Refused::Store(StoreError::DuplicateId(id)) if id == "id 0");
    let refused: Vec<_> = added.iter().filter_map(|one| one.as_ref().err()).collect();
    assert!(refused.len() == 1 && refused.iter().all(|why| taken(why)), "{refused:?}");
    let ids: HashSet<_> = added.iter().flatten().collect();
    assert_eq!((ids.len(), scene.haul.records().all(None).await?.len()), (299, 299));
    Ok(())
}
