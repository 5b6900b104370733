//! Batches that arrive all or not at all, for programs.

use anyhow::Result;
use haul_engine::library::{Listening, Refused, RefusedTogether};
use haul_model::status::TaskStatus;
use haul_testkit::Resource;

use crate::scene::{Heard, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn m142_m048_an_atomic_batch_answers_once_with_every_path() -> Result<()> {
    let scene = Scene::new().await?;
    let counts = Heard::default();
    let listening = Listening::new().on_batch(|succeeded, failed| counts.add((succeeded, failed)));
    let tasks = [scene.task("/files/small", "a"), scene.task("/echo_get", "b")];
    let batch = scene.haul.download_atomic_batch_with(tasks, listening).await?;
    assert_eq!(counts.all(), [(0, 0), (1, 0), (2, 0)]);
    let paths: Vec<_> = batch.succeeded().filter_map(|end| end.path.clone()).collect();
    assert_eq!(paths, [scene.file("a"), scene.file("b")]);
    assert!(paths.iter().all(|path| path.exists()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m141_one_that_cannot_be_had_leaves_nothing_of_an_atomic_batch() -> Result<()> {
    let scene = Scene::new().await?;
    let tasks = [scene.task("/files/small", "a"), scene.task("/fail", "b"), scene.task("/echo_get", "c")];
    let batch = scene.haul.download_atomic_batch(tasks).await?;
    let words: Vec<_> = batch.results.iter().map(|end| end.status.word()).collect();
    assert_eq!((words, batch.num_failed()), (vec!["canceled", "failed", "canceled"], 3));
    assert_eq!(batch.results[1].exception.as_ref().map(|it| it.description.as_str()), Some("Not authorized"));
    let left = std::fs::read_dir(&scene.haul.bases().downloads).map_or(0, Iterator::count);
    assert_eq!(left, 0, "the folder is as it was");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m145_an_atomic_batch_with_a_bad_task_is_not_begun() -> Result<()> {
    let scene = Scene::with(|script| script.at("/never", Resource::status(500)), |builder| builder).await?;
    let good = || scene.task("/never", "a");
    let bad = scene.haul.download_atomic_batch([good(), scene.task("/never", "x/y")]).await;
    assert!(matches!(bad, Err(RefusedTogether::Task(1, Refused::Task(_)))), "{bad:?}");
    let twice = scene.haul.download_atomic_batch([good(), good()]).await;
    assert!(matches!(twice, Err(RefusedTogether::Twice(1, _))), "{twice:?}");
    let replacing = scene.haul.download_atomic_batch([good(), scene.task("/never", "b").overwriting()]).await;
    assert!(matches!(replacing, Err(RefusedTogether::Alone(1))), "{replacing:?}");
    assert!(scene.haul.records().all(None).await?.is_empty(), "nothing is kept");
    assert!(scene.origin.requests().is_empty());
    assert_eq!(scene.haul.download_atomic_batch([]).await?.results, []);
    assert_eq!(scene.haul.download(scene.task("/files/small", "a")).await.status, TaskStatus::Complete);
    Ok(())
}
