//! Who hears of a task, and of which.

use std::time::Duration;

use anyhow::{Context as _, Result};
use haul_engine::library::{Callbacks, Listening, Update, Updates, Wants};
use haul_model::task::TaskId;
use haul_testkit::{Gate, Point, Resource};

use crate::scene::{Heard, LARGE, Scene, large, until};

/// Reads the stream until the task has ended.
async fn until_ended(updates: &mut Updates, id: TaskId) -> Result<Vec<&'static str>> {
    let mut words = Vec::new();
    loop {
        let update = updates.next().await.context("the stream ended before the task")?;
        if let Update::Status(update) = update
            && update.id == id
        {
            words.push(update.status.word());
            if update.status.is_final() {
                return Ok(words);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bd08_a_task_in_a_group_without_callbacks_is_fetched_and_others_do_not_hear_of_it() -> Result<()> {
    let scene = Scene::new().await?;
    let heard = Heard::default();
    scene.haul.register_callbacks("others", Callbacks::new().on_status(heard.words()));
    let mut updates = scene.haul.updates();
    let id = scene.haul.enqueue(scene.task("/files/small", "file").group("mine")).await?;
    assert_eq!(until_ended(&mut updates, id).await?, ["enqueued", "running", "complete"]);
    assert!(scene.file("file").exists());
    assert_eq!(heard.all(), [""; 0]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m185_bd09_without_any_listener_the_file_arrives() -> Result<()> {
    let scene = Scene::new().await?;
    scene.haul.enqueue(scene.task("/files/small", "file")).await?;
    until(|| scene.file("file").exists()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn m185_m186_bd10_what_a_callback_hears_the_stream_does_not() -> Result<()> {
    let scene = Scene::new().await?;
    let heard = Heard::default();
    scene.haul.register_callbacks("mine", Callbacks::new().on_status(heard.words()));
    let mut updates = scene.haul.updates();
    scene.haul.enqueue(scene.task("/files/small", "first").group("mine")).await?;
    until(|| heard.all() == ["enqueued", "running", "complete"]).await?;
    scene.haul.unregister_callbacks("mine");
    let second = scene.haul.enqueue(scene.task("/files/small", "second").group("mine")).await?;
    let first = updates.next().await.context("the stream ended")?;
    assert_eq!(first.id(), second, "the first task was told to its callback alone");
    until_ended(&mut updates, second).await?;
    assert_eq!(heard.all().len(), 3, "an unregistered callback hears nothing more");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m186_bd11_the_stream_can_be_listened_to_again() -> Result<()> {
    let scene = Scene::new().await?;
    let mut before = scene.haul.updates();
    let mut updates = scene.haul.updates();
    assert_eq!(before.next().await, None, "the first stream ends when another one begins");
    let id = scene.haul.enqueue(scene.task("/files/small", "file")).await?;
    assert_eq!(until_ended(&mut updates, id).await?.len(), 3);
    drop(updates);
    let mut again = scene.haul.updates();
    let id = scene.haul.enqueue(scene.task("/files/small", "other")).await?;
    assert_eq!(until_ended(&mut again, id).await?.len(), 3);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m051_who_wants_nothing_is_told_nothing_and_who_wants_progress_no_status() -> Result<()> {
    let scene = Scene::new().await?;
    let mut updates = scene.haul.updates();
    let silent = scene.haul.enqueue(scene.task("/files/small", "silent").wants(Wants::Nothing)).await?;
    let far = scene.haul.enqueue(scene.task("/files/small", "far").wants(Wants::Progress).priority(10)).await?;
    let mut told = Vec::new();
    while told.last() != Some(&1.0) {
        let Update::Progress(update) = updates.next().await.context("the stream ended")? else {
            anyhow::bail!("a status was told that nobody wanted")
        };
        assert_eq!(update.id, far);
        told.push(update.progress);
    }
    assert_eq!(told.first(), Some(&0.0));
    until(|| scene.file("silent").exists()).await?;
    assert!(scene.haul.task_by_id(silent).await.is_none_or(|record| record.id == silent));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m052_who_begins_to_listen_on_the_way_hears_how_far_it_is_from_then_on() -> Result<()> {
    let gate = Gate::closed();
    let held = Resource::new(large()).paced(6_000_000).held_at(Point::AfterBytes(LARGE / 2), &gate);
    let scene = Scene::with(|script| script.at("/held", held), |builder| builder).await?;
    let id = scene.haul.enqueue(scene.task("/held", "file").wants(Wants::Both)).await?;
    until(|| scene.haul.engine().reading(id).is_some_and(|reading| reading.received >= LARGE / 2)).await?;
    let mut updates = scene.haul.updates();
    gate.open();
    let mut told = Vec::new();
    while told.last() != Some(&1.0) {
        if let Update::Progress(update) = updates.next().await.context("the stream ended")? {
            told.push(update.progress);
        }
    }
    assert!(told.len() > 1 && told.iter().all(|fraction| *fraction >= 0.5), "{told:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m047_bd22_the_clock_ticks_until_the_end_and_not_after_it() -> Result<()> {
    let scene = Scene::new().await?;
    let heard = Heard::default();
    let listening = Listening::new().on_elapsed(|elapsed| heard.add(*elapsed)).every(Duration::from_millis(200));
    scene.haul.download_with(scene.task("/files/5MB-test.ZIP", "file"), listening).await.file()?;
    let ticks = heard.all();
    assert!(ticks.len() > 1 && ticks.is_sorted(), "{ticks:?}");
    assert!(ticks[0] >= Duration::from_millis(200), "the first tick comes after one interval: {ticks:?}");
    scene.haul.download(scene.task("/files/small", "other")).await.file()?;
    assert_eq!(heard.all().len(), ticks.len(), "nothing ticks after the end");
    Ok(())
}
