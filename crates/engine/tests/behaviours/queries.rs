//! What is asked of tasks that are there, and the calling off of several.

use anyhow::{Context as _, Result};
use haul_engine::library::{Callbacks, Listening, RequestTask, WaitingToRetry, Wants, Which};
use haul_engine::{EngineError, Tuning};
use haul_model::notification::Templates;
use haul_model::retry::Permanent;
use haul_model::rules::DiskRules;
use haul_model::status::TaskStatus;
use haul_model::task::TaskId;
use haul_testkit::{Gate, OriginScript, Point, Resource};

use crate::scene::{Heard, Scene, large, until};

fn of(group: &str) -> Which {
    Which::Group(group.to_owned())
}

/// A file that nobody gets before the gate is open.
fn held(gate: &Gate) -> impl FnOnce(OriginScript) -> OriginScript {
    let resource = Resource::new("late").held_by(gate);
    move |script| script.at("/held", resource)
}

#[tokio::test(flavor = "multi_thread")]
async fn bd15_a_reset_calls_off_its_own_group_and_counts() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(held(&gate), |builder| builder).await?;
    let heard = Heard::default();
    scene.haul.register_callbacks("mine", Callbacks::new().on_status(heard.words()));
    scene.haul.enqueue(scene.task("/held", "file").group("mine")).await?;
    assert_eq!(scene.haul.reset("others").await?, 0);
    assert_eq!(scene.haul.reset("mine").await?, 1);
    until(|| heard.all().last() == Some(&"canceled")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn bd16_live_tasks_are_asked_for_by_group_or_all_at_once() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(held(&gate), |builder| builder).await?;
    let one = scene.haul.enqueue(scene.task("/held", "one").group("one")).await?;
    let two = scene.haul.enqueue(scene.task("/held", "two").group("two")).await?;
    let ids = async |which: &Which| -> Result<Vec<TaskId>> {
        let tasks = scene.haul.all_tasks(which, WaitingToRetry::Included).await?;
        let mut ids: Vec<_> = tasks.iter().map(|record| record.id).collect();
        ids.sort();
        Ok(ids)
    };
    assert_eq!(ids(&of("one")).await?, [one]);
    assert_eq!(ids(&of("two")).await?, [two]);
    assert_eq!(ids(&Which::All).await?, [one, two]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd17_all_are_finished_but_for_those_that_run_and_are_not_ignored() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(held(&gate), |builder| builder).await?;
    let id = scene.haul.enqueue(scene.task("/held", "file")).await?;
    let finished =
        async |group: &str, ignored| scene.haul.tasks_finished(&of(group), WaitingToRetry::Included, ignored).await;
    assert!(!finished("default", None).await?);
    assert!(finished("others", None).await?);
    assert!(finished("default", Some(id)).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd18_a_cancel_at_once_and_one_on_the_way_both_end_in_canceled() -> Result<()> {
    let gate = Gate::closed();
    let file = Resource::new(large()).held_at(Point::AfterBytes(2_000_000), &gate);
    let scene = Scene::with(|script| script.at("/large", file), |builder| builder).await?;
    let heard = Heard::default();
    scene.haul.register_callbacks("default", Callbacks::new().on_status(heard.words()));
    let id = scene.haul.enqueue(scene.task("/large", "file")).await?;
    scene.haul.cancel(id).await?;
    until(|| heard.all().last() == Some(&"canceled")).await?;
    assert!(heard.all().len() <= 3, "{:?}", heard.all());

    let (statuses, fractions) = (Heard::default(), Heard::default());
    let callbacks = Callbacks::new().on_status(statuses.words()).on_progress(fractions.fractions());
    scene.haul.register_callbacks("slow", callbacks);
    let id = scene.haul.enqueue(scene.task("/large", "slow").group("slow").wants(Wants::Both)).await?;
    until(|| fractions.all().iter().any(|fraction| *fraction > 0.0)).await?;
    scene.haul.cancel(id).await?;
    until(|| statuses.all() == ["enqueued", "running", "canceled"]).await?;
    assert_eq!(fractions.all().last(), Some(&-2.0));
    assert_eq!(std::fs::read_dir(scene.file(""))?.count(), 0, "nothing of it is left");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd19_a_task_comes_back_with_all_that_it_was_given_after_a_restart_too() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(held(&gate), |builder| builder).await?;
    assert!(scene.haul.task_by_id(TaskId(999)).await.is_none());
    let templates = Templates { running: Some("{filename}".to_owned()), tap_opens: true, ..Templates::default() };
    let task = scene
        .task("/held?a=1", "file")
        .own_id("id / with \\ what files cannot have")
        .folder("below")
        .group("mine")
        .header("X-One", "1")
        .query("b", "two")
        .method("put")
        .text("body")
        .metadata("ünïcode {json: [1]}")
        .display_name("Ein Name")
        .notifications(templates)
        .priority(3)
        .retries(4)
        .with(|download| {
            download.permanent = Permanent::Retry;
            download.limit_rate = Some(1000);
        })
        .held();
    let id = scene.haul.enqueue(task).await?;
    let before = scene.haul.task_by_id(id).await.context("it is there")?;
    let scene = scene.reopened().await?;
    let after = scene.haul.task_by_id(id).await.context("it is there again")?;
    assert_eq!(before, after);
    assert_eq!(scene.haul.id_of("id / with \\ what files cannot have").await?, Some(id));
    let (task, download) = (&after.task, after.task.work.as_download().context("a download")?);
    assert_eq!((task.priority, task.retries, task.group.as_str()), (3, 4, "mine"));
    assert_eq!((task.metadata.as_str(), task.display_name.as_deref()), ("ünïcode {json: [1]}", Some("Ein Name")));
    assert_eq!((download.url.query(), download.method.as_str()), (Some("a=1&b=two"), "PUT"));
    assert_eq!((download.limit_rate, download.permanent), (Some(1000), Permanent::Retry));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd21_a_batch_counts_from_zero_and_once_for_each_task() -> Result<()> {
    let scene = Scene::new().await?;
    let (counts, statuses) = (Heard::default(), Heard::default());
    let tasks = ["/files/small", "/fail", "/files/small", "/files/nothing"].map(|path| scene.task(path, "file"));
    let listening =
        Listening::new().on_batch(|succeeded, failed| counts.add((succeeded, failed))).on_status(statuses.words());
    let batch = scene.haul.download_batch_with(tasks, listening).await;
    assert_eq!((batch.results.len(), batch.num_succeeded(), batch.num_failed()), (4, 2, 2));
    let ends: Vec<_> = batch.results.iter().map(|end| end.status.word()).collect();
    assert_eq!(ends, ["complete", "failed", "complete", "not_found"], "results come in the order of the tasks");
    let counts = counts.all();
    assert_eq!((counts.first(), counts.last(), counts.len()), (Some(&(0, 0)), Some(&(2, 2)), 5));
    assert!(counts.windows(2).all(|pair| pair[0].0 + pair[0].1 + 1 == pair[1].0 + pair[1].1), "{counts:?}");
    assert_eq!(statuses.all().len(), 12);
    assert_eq!(std::fs::read_dir(scene.file(""))?.count(), 2, "what was fetched stays");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd24_a_file_that_is_there_is_skipped_as_far_as_the_limit_says() -> Result<()> {
    let scene = Scene::new().await?;
    std::fs::create_dir_all(scene.file(""))?;
    let fetch = async |limit: Option<u64>| -> Result<(u16, bool)> {
        std::fs::write(scene.file("file"), "old")?;
        let disks = DiskRules { skip_larger_than: limit, ..DiskRules::default() };
        scene.haul.engine().tune(Tuning { disks, ..Tuning::default() });
        let end = scene.haul.download(scene.task("/files/small", "file").overwriting()).await;
        assert_eq!(end.status, TaskStatus::Complete);
        let code = end.response.context("an answer, or what stands for one")?.code;
        Ok((code, std::fs::read(scene.file("file"))? == b"old"))
    };
    assert_eq!(fetch(Some(0)).await?, (304, true), "always");
    assert_eq!(fetch(Some(1 << 20)).await?, (200, false), "only what is larger than a megabyte");
    assert_eq!(fetch(None).await?, (200, false), "never");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd30_a_request_is_answered_at_once_with_whatever_the_server_says() -> Result<()> {
    let scene = Scene::new().await?;
    let ask = async |url: String| scene.haul.request(RequestTask::new(url)).await;
    let refused = ask(scene.origin.url_of("/fail")).await;
    // The reason phrase is the server's own; this one says so.
    assert_eq!(
        (refused.status, refused.reason.as_str(), refused.text().as_str()),
        (403, "Your fault", "Not authorized")
    );
    let nonsense = ask("http://localhost/a%2".to_owned()).await;
    assert_eq!(nonsense.status, 499);
    assert!(nonsense.reason.contains('%'), "{}", nonsense.reason);
    let led = ask(scene.origin.url_of("/redirect")).await;
    assert_eq!(led.status, 200);
    assert!(led.text().contains("redirected=true"));
    assert_eq!(scene.haul.records().all(None).await?, [], "no task is left behind");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd34_of_nineteen_that_are_called_off_none_is_lost() -> Result<()> {
    let scene = Scene::new().await?;
    let heard = Heard::default();
    scene.haul.register_callbacks("default", Callbacks::new().on_status(heard.words()));
    for number in 0..19 {
        scene.haul.enqueue(scene.task("/files/small", &number.to_string())).await?;
    }
    scene.haul.cancel_all(&Which::All).await?;
    until(|| heard.all().iter().filter(|word| matches!(**word, "complete" | "canceled")).count() == 19).await?;
    assert!(!heard.all().contains(&"failed"));
    Ok(())
}

/// M094: a `file:` address is refused before there is a task; what fails at once here is an answer.
#[tokio::test(flavor = "multi_thread")]
async fn bd35_a_cancel_wins_over_a_failure_that_comes_after_it() -> Result<()> {
    let gate = Gate::closed();
    let failing = Resource::status(403).held_by(&gate);
    let scene = Scene::with(|script| script.at("/failing", failing), |builder| builder).await?;
    assert!(scene.haul.enqueue(haul_engine::library::DownloadTask::new("file:///etc/hosts")).await.is_err());
    let heard = Heard::default();
    scene.haul.register_callbacks("default", Callbacks::new().on_status(heard.words()));
    let id = scene.haul.enqueue(scene.task("/failing", "file")).await?;
    scene.origin.wait_for(|requests| !requests.is_empty()).await?;
    scene.haul.cancel(id).await?;
    gate.open();
    assert!(scene.haul.download(scene.task("/files/small", "after").group("later")).await.is_complete());
    assert_eq!(heard.all(), ["enqueued", "running", "canceled"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m071_all_of_a_group_or_of_a_list_are_stopped_and_go_on() -> Result<()> {
    let gate = Gate::closed();
    let scene = Scene::with(held(&gate), |builder| builder).await?;
    let one = scene.haul.enqueue(scene.task("/held", "one").group("one")).await?;
    let two = scene.haul.enqueue(scene.task("/held", "two").group("two").held()).await?;
    let three = scene.haul.enqueue(scene.task("/held", "three").group("two").held()).await?;
    assert_eq!(scene.haul.pause_all(&of("two")).await?, [two, three]);
    assert_eq!(scene.haul.resume_all(&Which::Tasks(vec![three])).await?, [three]);
    assert_eq!(scene.haul.cancel_all(&Which::Tasks(vec![one, TaskId(999)])).await?, [one]);
    assert!(matches!(scene.haul.pause(one).await, Err(EngineError::Illegal(_))));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m245_m043_the_size_is_asked_for_without_a_task_and_by_one_byte_where_head_is_refused() -> Result<()> {
    let stubborn = Resource::decided_by(|request| {
        if request.method == "HEAD" { Resource::status(405) } else { Resource::new(vec![7; 4321]) }
    });
    let silent = Resource::endless();
    let routes = |script: OriginScript| script.at("/stubborn", stubborn).at("/endless", silent);
    let scene = Scene::with(routes, |builder| builder).await?;
    let size = async |path: &str| scene.haul.expected_file_size(scene.task(path, "file")).await;
    assert_eq!(size("/files/small").await, Ok(Some(20_000)));
    assert_eq!(size("/stubborn").await, Ok(Some(4321)));
    assert_eq!(size("/endless").await, Ok(None));
    assert_eq!(size("/files/nothing").await.map_err(|response| response.status), Err(404));
    let part = scene.task("/files/small", "file").header("Range", "bytes=10-");
    assert_eq!(scene.haul.expected_file_size(part).await, Ok(Some(19_990)));
    let hinted = scene.task("/endless", "file").header("Known-Content-Length", "77");
    assert_eq!(scene.haul.expected_file_size(hinted).await, Ok(Some(77)), "M043");
    assert_eq!(scene.haul.records().all(None).await?, []);
    Ok(())
}
