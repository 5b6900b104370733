//! What a program has a say in.

use anyhow::{Context as _, Result};
use haul_engine::library::{Hooks, Listening, Verdict};
use haul_model::remote::Reply;
use haul_model::status::TaskStatus;
use haul_model::task::Header;

use crate::scene::{Heard, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn m119_before_start_and_finished_come_in_this_order_and_start_changes_address_and_headers() -> Result<()> {
    let heard = Heard::default();
    let [before, start, finished] = [heard.clone(), heard.clone(), heard.clone()];
    let hooks = Hooks::new()
        .before_start(move |task| {
            before.add(format!("before {}", task.group));
            async { None }
        })
        .on_start(move |mut starting| {
            start.add("start".to_owned());
            async move {
                starting.url.set_path("/echo_get");
                starting.headers.extend(Header::new("X-Hook", "was here").ok());
                starting
            }
        })
        .on_finished(move |update| finished.add(format!("finished {}", update.status)));
    let scene = Scene::with(|script| script, |builder| builder.hooks(hooks)).await?;
    let path = scene.haul.download(scene.task("/nowhere", "file").group("mine")).await.file()?;
    assert!(std::fs::read_to_string(path)?.contains("was here"));
    assert_eq!(heard.all(), ["before mine", "start", "finished complete"]);
    let record = scene.haul.records().all(None).await?.pop().context("it is recorded")?;
    assert!(record.task.work.url().path().ends_with("/nowhere"), "what a hook says is not kept");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m119_a_verdict_before_the_start_is_the_end_and_the_server_hears_nothing() -> Result<()> {
    let finished = Heard::default();
    let noted = finished.clone();
    let hooks = Hooks::new()
        .before_start(|task| async move {
            let reply = |code| Reply { code, ..Reply::default() };
            match task.metadata.as_str() {
                "complete" => Some(Verdict::Complete(reply(208))),
                "missing" => Some(Verdict::NotFound(reply(404))),
                "failed" => Some(Verdict::Failed("not today".to_owned())),
                "canceled" => Some(Verdict::Canceled),
                _ => None,
            }
        })
        .on_finished(move |update| noted.add(update.status.word()));
    let scene = Scene::with(|script| script, |builder| builder.hooks(hooks)).await?;
    let end = async |wish: &str| {
        let task = scene.task("/files/small", "file").metadata(wish).retries(3);
        scene.haul.download_with(task, Listening::new()).await
    };
    let complete = end("complete").await;
    assert_eq!((complete.status, complete.response.context("its reply")?.code), (TaskStatus::Complete, 208));
    assert_eq!(end("missing").await.status, TaskStatus::NotFound);
    assert_eq!(end("failed").await.exception.context("why")?.description, "not today");
    assert_eq!(end("canceled").await.status, TaskStatus::Canceled);
    assert!(scene.origin.requests().is_empty());
    assert_eq!(finished.all(), ["complete", "not_found", "failed", "canceled"]);
    assert!(end("").await.path.is_some_and(|path| path.exists()));
    Ok(())
}
