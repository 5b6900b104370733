//! Stopping, going on, and what is joined then.

use anyhow::{Context as _, Result};
use haul_engine::EngineError;
use haul_engine::library::{Callbacks, ExceptionKind, Finished, Haul, Update, Updates, Wants};
use haul_model::options::Strictness;
use haul_model::status::TaskStatus;
use haul_model::task::TaskId;
use haul_testkit::{Gate, OriginScript, Point, Ranges, Resource, bytes};

use crate::scene::{Heard, LARGE, Scene, large, until};

/// A file that stops on its way until the gate is open, over one connection.
fn held(gate: &Gate) -> Resource {
    Resource::new(large()).held_at(Point::AfterBytes(5_000_000), gate)
}

fn at(path: &'static str, resource: Resource) -> impl FnOnce(OriginScript) -> OriginScript {
    move |script| script.at(path, resource)
}

/// Reads the stream until the task has one of these statuses.
async fn reaches(updates: &mut Updates, id: TaskId, words: &[&str]) -> Result<TaskStatus> {
    loop {
        let update = updates.next().await.context("the stream ended")?;
        if let Update::Status(update) = update
            && update.id == id
            && words.contains(&update.status.word())
        {
            return Ok(update.status);
        }
    }
}

/// Waits until so many bytes of the task are there.
async fn until_received(haul: &Haul, id: TaskId, least: u64) -> Result<()> {
    until(|| haul.engine().reading(id).is_some_and(|reading| reading.received >= least)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn m060_bd38_whether_a_task_can_go_on_is_known_with_the_head_of_the_answer() -> Result<()> {
    let gate = Gate::closed();
    let with_ranges = held(&gate);
    let without = Resource::new(large()).ranges(Ranges::Ignored).held_at(Point::AfterBytes(1000), &gate);
    let routes = |script: OriginScript| script.at("/ranges", with_ranges).at("/none", without);
    let scene = Scene::with(routes, |builder| builder).await?;
    let can = scene.haul.enqueue(scene.task("/ranges", "can")).await?;
    let cannot = scene.haul.enqueue(scene.task("/none", "cannot")).await?;
    assert!(scene.haul.can_resume(can).await);
    assert!(!scene.haul.can_resume(cannot).await);
    assert!(!scene.haul.can_resume(TaskId(999)).await);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd39_after_many_pauses_the_file_is_the_original_under_a_suggested_name_too() -> Result<()> {
    let file = Resource::new(large()).paced(6_000_000).content_disposition("attachment; filename=\"given.bin\"");
    let scene = Scene::with(at("/paced", file), |builder| builder).await?;
    let mut updates = scene.haul.updates();
    let id = scene.haul.enqueue(scene.task("/paced", "?").lanes(1)).await?;
    for pause in 1..=5 {
        until_received(&scene.haul, id, pause * 1_500_000).await?;
        scene.haul.pause(id).await?;
        reaches(&mut updates, id, &["paused"]).await?;
        scene.haul.resume(id).await?;
    }
    reaches(&mut updates, id, &["complete"]).await?;
    assert!(std::fs::read(scene.file("given.bin"))? == large(), "a byte is different");
    Ok(())
}

/// Pauses the file on its way, changes it at the server, and goes on.
async fn changed_while_paused(strictness: Strictness) -> Result<(Scene, Finished)> {
    let gate = Gate::closed();
    let scene = Scene::with(at("/file", held(&gate)), |builder| builder).await?;
    let mut updates = scene.haul.updates();
    let task = scene.task("/file", "file").lanes(1).with(move |download| download.strictness = strictness);
    let id = scene.haul.enqueue(task).await?;
    until_received(&scene.haul, id, 5_000_000).await?;
    scene.haul.pause(id).await?;
    scene.origin.now_serves_at("/file", bytes(99, LARGE as usize));
    scene.haul.resume(id).await?;
    loop {
        let Update::Status(update) = updates.next().await.context("the stream ended")? else { continue };
        if update.status.is_final() {
            let end = Finished {
                id: Some(id),
                status: update.status,
                exception: update.exception,
                response: update.response,
                answer: update.answer,
                path: update.path,
            };
            return Ok((scene, end));
        }
    }
}

/// M064: a file that has changed begins anew, and only who is strict hears of it.
#[tokio::test(flavor = "multi_thread")]
async fn bd40_a_changed_file_begins_anew_and_fails_for_who_is_strict() -> Result<()> {
    let (scene, end) = changed_while_paused(Strictness::Lenient).await?;
    assert!(std::fs::read(end.file()?)? == bytes(99, LARGE as usize), "no byte of the old file survives");
    drop(scene);
    let (scene, end) = changed_while_paused(Strictness::Strict).await?;
    let exception = end.exception.context("it failed")?;
    assert_eq!(exception.kind, ExceptionKind::Resume);
    assert!(exception.description.contains("changed"), "{exception}");
    assert!(!scene.file("file").exists());
    Ok(())
}

/// M062: the answer is a refusal, and the download goes on.
#[tokio::test(flavor = "multi_thread")]
async fn bd41_a_pause_that_would_lose_everything_is_refused_and_the_file_arrives() -> Result<()> {
    let gate = Gate::closed();
    let file = Resource::new(large()).ranges(Ranges::Ignored).held_at(Point::AfterBytes(1_000_000), &gate);
    let scene = Scene::with(at("/file", file), |builder| builder).await?;
    let mut updates = scene.haul.updates();
    let id = scene.haul.enqueue(scene.task("/file", "file")).await?;
    until_received(&scene.haul, id, 1_000_000).await?;
    let refused = scene.haul.pause(id).await;
    assert!(matches!(refused, Err(EngineError::NotPausable)), "{refused:?}");
    gate.open();
    reaches(&mut updates, id, &["complete"]).await?;
    assert_eq!(std::fs::metadata(scene.file("file"))?.len(), LARGE);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd42_a_cancel_of_a_paused_task_takes_its_part_away() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(at("/file", held(&gate)), |builder| builder).await?;
    let id = scene.haul.enqueue(scene.task("/file", "file").lanes(1)).await?;
    until_received(&scene.haul, id, 5_000_000).await?;
    scene.haul.pause(id).await?;
    let record = scene.haul.task_by_id(id).await.context("it is paused")?;
    let part = scene.file(&record.part.context("a part is there")?);
    assert!(part.exists());
    assert_eq!(record.received, 5_000_000, "all that came is proven on disk");
    scene.haul.cancel(id).await?;
    assert!(!part.exists());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd43_a_part_of_a_file_is_paused_and_goes_on_inside_of_it() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(at("/file", held(&gate)), |builder| builder).await?;
    let sizes = Heard::default();
    let noted = sizes.clone();
    let callbacks = Callbacks::new().on_progress(move |update| noted.add(update.expected_file_size));
    scene.haul.register_callbacks("default", callbacks);
    let mut updates = scene.haul.updates();
    let task = scene.task("/file", "file").header("Range", "bytes=10-10000000").lanes(1).wants(Wants::Both);
    let id = scene.haul.enqueue(task).await?;
    until_received(&scene.haul, id, 5_000_000).await?;
    scene.haul.pause(id).await?;
    gate.open();
    scene.haul.resume(id).await?;
    reaches(&mut updates, id, &["complete"]).await?;
    assert!(std::fs::read(scene.file("file"))? == large()[10..=10_000_000], "a byte is different");
    assert_eq!(std::fs::metadata(scene.file("file"))?.len(), 9_999_991);
    assert!(sizes.all().iter().all(|size| *size == Some(9_999_991)), "{:?}", sizes.all());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m041_who_goes_on_begins_with_what_was_kept() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(at("/file", held(&gate)), |builder| builder).await?;
    let id = scene.haul.enqueue(scene.task("/file", "file").lanes(1)).await?;
    until_received(&scene.haul, id, 5_000_000).await?;
    scene.haul.pause(id).await?;
    gate.open();
    let scene = scene.reopened().await?;
    let heard = Heard::default();
    scene.haul.register_callbacks("default", Callbacks::new().on_progress(heard.fractions()));
    scene.haul.want(id, Wants::Both);
    scene.haul.resume(id).await?;
    until(|| heard.all().last() == Some(&1.0)).await?;
    assert!(heard.all()[0] > 0.4, "{:?}", heard.all());
    Ok(())
}
