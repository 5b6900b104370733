//! Trying again.

use anyhow::{Context as _, Result};
use haul_engine::library::{Callbacks, DownloadTask, ExceptionKind, Listening, Wants};
use haul_model::retry::Permanent;

use crate::scene::{Heard, Scene, until};

/// M057: a 403 is tried again only where the task asks for it.
fn stubborn(task: DownloadTask) -> DownloadTask {
    task.with(|download| download.permanent = Permanent::Retry)
}

#[tokio::test(flavor = "multi_thread")]
async fn bd25_each_of_three_retries_tells_three_statuses_and_costs_one() -> Result<()> {
    let scene = Scene::new().await?;
    let (heard, left) = (Heard::default(), Heard::default());
    let words = heard.words();
    let listening = Listening::new().on_status(|update| {
        words(update);
        left.add(update.retries_left);
    });
    let end = scene.haul.download_with(stubborn(scene.task("/fail", "file").retries(3)), listening).await;
    let again = ["enqueued", "running", "waiting_to_retry"];
    assert_eq!(heard.all(), [again, again, again, ["enqueued", "running", "failed"]].concat());
    assert_eq!((left.all()[0], left.all()[2], left.all()[11]), (3, 2, 0));
    let exception = end.exception.context("it failed")?;
    assert_eq!((exception.kind, exception.description.as_str()), (ExceptionKind::Http(403), "Not authorized"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m057_a_403_is_not_tried_again_unless_the_task_says_so() -> Result<()> {
    let scene = Scene::new().await?;
    let heard = Heard::default();
    let listening = Listening::new().on_status(heard.words());
    scene.haul.download_with(scene.task("/fail", "file").retries(3), listening).await;
    assert_eq!(heard.all(), ["enqueued", "running", "failed"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd26_who_waits_to_retry_is_at_minus_four_and_who_has_failed_at_minus_one() -> Result<()> {
    let scene = Scene::new().await?;
    let heard = Heard::default();
    let listening = Listening::new().on_progress(heard.fractions());
    scene.haul.download_with(stubborn(scene.task("/fail", "file").retries(1)), listening).await;
    assert_eq!(heard.all(), [-4.0, -1.0]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd27_a_cancel_while_waiting_to_retry_is_the_end_of_it() -> Result<()> {
    let scene = Scene::new().await?;
    let (statuses, fractions) = (Heard::default(), Heard::default());
    let callbacks = Callbacks::new().on_status(statuses.words()).on_progress(fractions.fractions());
    scene.haul.register_callbacks("default", callbacks);
    let task = stubborn(scene.task("/fail", "file").retries(5).wants(Wants::Both));
    let id = scene.haul.enqueue(task).await?;
    until(|| statuses.all().last() == Some(&"waiting_to_retry")).await?;
    scene.haul.cancel(id).await?;
    until(|| statuses.all().last() == Some(&"canceled")).await?;
    assert_eq!(fractions.all().last(), Some(&-2.0));
    assert!(scene.haul.task_by_id(id).await.is_none());
    assert_eq!(scene.origin.requests().len(), 1, "nothing more is asked");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd28_three_that_are_waited_for_at_once_are_told_apart() -> Result<()> {
    let scene = Scene::new().await?;
    let (first, second, third) = (Heard::default(), Heard::default(), Heard::default());
    let fetch = |task, heard: &Heard<&'static str>| {
        let listening = Listening::new().on_status(heard.words());
        scene.haul.download_with(task, listening)
    };
    tokio::join!(
        fetch(stubborn(scene.task("/fail", "one").retries(2)), &first),
        fetch(scene.task("/files/small", "two"), &second),
        fetch(scene.task("/files/5MB-test.ZIP", "three"), &third),
    );
    assert_eq!([first, second, third].map(|heard| heard.all().len()), [9, 3, 3]);
    Ok(())
}
