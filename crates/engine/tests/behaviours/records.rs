//! What is on record, and what is told of it later.

use std::time::Duration;

use anyhow::{Context as _, Result};
use haul_engine::clock;
use haul_engine::library::{Callbacks, DownloadTask, Exception, ExceptionKind, Update, Which};
use haul_model::auth::Auth;
use haul_model::rules::Keep;
use haul_model::status::TaskStatus;
use haul_model::task::{Header, TaskId};
use haul_testkit::{Gate, OriginScript, Point, Resource, sha256_hex};

use crate::scene::{Heard, LARGE, Scene, large, until};

fn held(gate: &Gate) -> impl FnOnce(OriginScript) -> OriginScript {
    let file = Resource::new(large()).held_at(Point::AfterBytes(5_000_000), gate);
    move |script| script.at("/file", file)
}

/// Waits until five megabytes of the task are there.
async fn until_held(scene: &Scene, id: TaskId) -> Result<()> {
    until(|| scene.haul.engine().reading(id).is_some_and(|reading| reading.received >= 5_000_000)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn bd36_a_record_follows_its_task_and_keeps_why_it_failed() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(held(&gate), |builder| builder).await?;
    let id = scene.haul.enqueue(scene.task("/file", "file").group("mine")).await?;
    until_held(&scene, id).await?;
    let records = scene.haul.records();
    let record = records.by_id(id).await?.context("it is recorded")?;
    assert_eq!(record.state.status.word(), "running");
    assert!(records.progress(&record) > 0.0);
    gate.open();
    until(|| scene.file("file").exists()).await?;
    let failed = scene.haul.download(scene.task("/fail", "failed")).await.id.context("a number")?;
    assert_eq!(records.all(Some("mine")).await?.len(), 1);
    let [complete] = records.with_status("complete", None).await?.try_into().map_err(|_| anyhow::anyhow!("one"))?;
    assert!((records.progress(&complete) - 1.0).abs() < f64::EPSILON);
    assert_eq!(complete.remote.and_then(|remote| remote.total), Some(LARGE));

    let scene = scene.reopened().await?;
    let record = scene.haul.records().by_id(failed).await?.context("it is recorded still")?;
    assert!((scene.haul.records().progress(&record) + 1.0).abs() < f64::EPSILON);
    let exception = Exception::of_record(&record).context("it failed")?;
    assert_eq!((exception.kind, exception.description.as_str()), (ExceptionKind::Http(403), "Not authorized"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m169_records_are_asked_for_in_every_way_and_deleted() -> Result<()> {
    let scene = Scene::new().await?;
    let mut ids = Vec::new();
    for (path, group) in [("/files/small", "one"), ("/fail", "one"), ("/files/nothing", "two")] {
        ids.extend(scene.haul.download(scene.task(path, "file").group(group)).await.id);
    }
    let records = scene.haul.records();
    assert_eq!(records.all(None).await?.len(), 3);
    assert_eq!(records.all(Some("one")).await?.len(), 2);
    assert_eq!(records.with_status("failed", Some("one")).await?.len(), 1);
    assert_eq!(records.with_status("failed", Some("two")).await?.len(), 0);
    assert_eq!(records.by_ids(&[ids[2], TaskId(999), ids[0]]).await?.len(), 2);
    assert_eq!(records.older_than(Duration::from_secs(3600), None).await?.len(), 0);
    assert_eq!(records.delete(&Which::Tasks(vec![ids[0], TaskId(999)])).await?, 1);
    assert_eq!(records.delete(&Which::Group("two".to_owned())).await?, 1);
    assert_eq!(records.delete(&Which::All).await?, 1);
    assert_eq!(records.all(None).await?, []);
    assert!(scene.file("file").exists(), "a deleted record leaves its file alone");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m170_every_change_of_a_record_is_told_after_it_was_written() -> Result<()> {
    let scene = Scene::new().await?;
    let mut changes = scene.haul.records().updates();
    let id = scene.haul.enqueue(scene.task("/files/small", "file")).await?;
    loop {
        let change = changes.next().await.context("the stream ended")?;
        let record = change.record.context("it is there")?;
        assert_eq!(change.id, id);
        if record.state.status == TaskStatus::Complete {
            break;
        }
    }
    scene.haul.records().delete(&Which::Tasks(vec![id])).await?;
    while changes.next().await.context("the stream ended")?.record.is_some() {}
    Ok(())
}

/// M086: only a file that is proven to be the right one counts, in the place of a part that is gone, and the next start
/// looks for it. What was called off stays so.
#[tokio::test(flavor = "multi_thread")]
async fn bd37_a_record_whose_right_file_is_there_is_complete_and_not_before() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(held(&gate), |builder| builder).await?;
    let checksum = format!("sha-256={}", sha256_hex(&large()));
    let task = |name: &str| scene.task("/file", name).checksum(&checksum).lanes(1);
    let (right, wrong) = (scene.haul.enqueue(task("right")).await?, scene.haul.enqueue(task("wrong")).await?);
    for id in [right, wrong] {
        until_held(&scene, id).await?;
        scene.haul.pause(id).await?;
        let part = scene.haul.task_by_id(id).await.and_then(|record| record.part).context("a part")?;
        std::fs::remove_file(scene.file(&part))?;
    }
    std::fs::write(scene.file("right"), large())?;
    std::fs::write(scene.file("wrong"), vec![0; large().len()])?;
    let status = async |scene: &Scene, id| -> Result<&'static str> {
        Ok(scene.haul.records().by_id(id).await?.context("a record")?.state.status.word())
    };
    assert_eq!(status(&scene, right).await?, "paused");
    let scene = scene.reopened().await?;
    assert_eq!((status(&scene, right).await?, status(&scene, wrong).await?), ("complete", "paused"));
    let heard = Heard::default();
    scene.haul.register_callbacks("default", Callbacks::new().on_status(heard.words()));
    assert_eq!(scene.haul.replay_missed().await?, 1);
    assert_eq!(heard.all(), ["complete"], "its end is told once");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m172_ends_that_nobody_heard_of_are_told_once_in_their_order() -> Result<()> {
    let scene = Scene::new().await?;
    for (path, name) in [("/files/small", "one"), ("/fail", "two")] {
        let id = scene.haul.enqueue(scene.task(path, name)).await?;
        let mut changes = scene.haul.records().updates();
        while scene.haul.task_by_id(id).await.is_some() {
            changes.next().await;
        }
    }
    assert_eq!(scene.haul.replay_missed().await?, 0, "nobody listens yet");
    let scene = scene.reopened().await?;
    assert!(scene.haul.download(scene.task("/files/small", "three")).await.is_complete());
    let mut updates = scene.haul.updates();
    assert_eq!(scene.haul.replay_missed().await?, 2);
    let mut told = Vec::new();
    for _ in 0..2 {
        let Update::Status(update) = updates.next().await.context("the stream ended")? else { continue };
        told.push(update.status.word());
    }
    assert_eq!(told, ["complete", "failed"]);
    assert_eq!(scene.haul.replay_missed().await?, 0);
    let scene = scene.reopened().await?;
    let _updates = scene.haul.updates();
    assert_eq!(scene.haul.replay_missed().await?, 0, "not in another run either");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd48_records_are_cleaned_up_by_number_and_live_ones_stay() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(held(&gate), |builder| builder).await?;
    let live = scene.haul.enqueue(scene.task("/file", "live")).await?;
    let tasks = (0..5).map(|number| scene.task("/files/small", &number.to_string()));
    assert_eq!(scene.haul.download_batch(tasks).await.num_succeeded(), 5);
    let gone = scene.haul.records().clean_up(Keep { records: Some(3), days: None }).await?;
    assert_eq!(gone.len(), 2);
    assert_eq!(scene.haul.records().all(None).await?.len(), 4, "three that have ended, and the one that has not");
    assert_eq!(scene.haul.records().reschedule_killed().await?.rescheduled, [], "the live one is worked on");
    assert!(scene.haul.task_by_id(live).await.is_some());
    Ok(())
}

fn guarded(scene: &Scene, expires: i64) -> Result<DownloadTask> {
    let auth = Auth {
        access_token: "old".to_owned(),
        access_headers: vec![Header::new("Authorization", "Bearer {accessToken}")?],
        access_query: vec![("token".to_owned(), "{accessToken}".to_owned())],
        expires: Some(clock::now().plus_millis(expires)),
        refresh_token: "renew".to_owned(),
        refresh_url: Some(scene.origin.url_of("/refresh").parse()?),
        ..Auth::default()
    };
    Ok(scene.task("/echo_get", "answer").overwriting().auth(auth))
}

#[tokio::test(flavor = "multi_thread")]
async fn bd48_a_token_that_has_expired_is_renewed_and_goes_into_header_and_query() -> Result<()> {
    let renewed = Resource::status(200).body(r#"{"access_token":"new_access_token","expires_in":3600}"#);
    let scene = Scene::with(|script| script.at("/refresh", renewed), |builder| builder).await?;
    let sent = async |expires: i64| -> Result<(String, String)> {
        let path = scene.haul.download(guarded(&scene, expires)?).await.file()?;
        let echo: serde_json::Value = serde_json::from_slice(&std::fs::read(path)?)?;
        let headers = echo["headers"].as_array().context("headers")?;
        let header = headers.iter().find(|header| header[0].as_str().is_some_and(|name| name == "authorization"));
        let header = header.and_then(|header| header[1].as_str()).context("an authorization")?;
        Ok((header.to_owned(), echo["query"].as_str().context("a query")?.to_owned()))
    };
    assert_eq!(sent(3_600_000).await?, ("Bearer old".to_owned(), "token=old".to_owned()));
    assert!(scene.origin.requests().iter().all(|request| request.path() != "/refresh"), "it need not be renewed");
    assert_eq!(sent(-1).await?, ("Bearer new_access_token".to_owned(), "token=new_access_token".to_owned()));
    Ok(())
}
