//! How many run at once, and one file over several connections.

use std::time::Duration;

use anyhow::{Context as _, Result};
use haul_engine::library::{Callbacks, ExceptionKind, Listening, WaitingToRetry, Which};
use haul_model::group::Flow;
use haul_model::options::Strictness;
use haul_model::queue::Limits;
use haul_model::status::TaskStatus;
use haul_testkit::{Gate, Length, OriginScript, Point, Resource, bytes};

use crate::scene::{Heard, Scene, large, until};

const OPEN: Limits = Limits { total: 10, per_host: 0, per_group: 0, flow: Flow::Open, start_interval: Duration::ZERO };

/// Ten tasks in two groups; answers how many requests the server saw at once when nobody got an answer.
async fn most_at_once(limits: Limits) -> Result<usize> {
    let gate = Gate::closed();
    let file = Resource::new("late").held_by(&gate);
    let scene = Scene::with(|script| script.at("/held", file), |builder| builder.limits(limits)).await?;
    let heard = Heard::default();
    for group in ["one", "two"] {
        scene.haul.register_callbacks(group, Callbacks::new().on_status(heard.words()));
    }
    for number in 0..10 {
        let group = if number % 2 == 0 { "one" } else { "two" };
        scene.haul.enqueue(scene.task("/held", &number.to_string()).group(group)).await?;
    }
    until(|| heard.all().iter().filter(|word| **word == "enqueued").count() == 10).await?;
    assert_eq!(scene.haul.all_tasks(&Which::All, WaitingToRetry::Included).await?.len(), 10);
    let most = heard.all().iter().filter(|word| **word == "running").count();
    scene.origin.wait_for(|requests| requests.len() >= most).await?;
    gate.open();
    until(|| heard.all().iter().filter(|word| **word == "complete").count() == 10).await?;
    Ok(scene.origin.most_requests_at_once())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd46_limits_in_all_for_a_host_and_for_a_group_are_kept_and_all_ten_are_told() -> Result<()> {
    assert!(most_at_once(Limits { total: 3, ..OPEN }).await? <= 3);
    assert!(most_at_once(Limits { per_host: 3, ..OPEN }).await? <= 3);
    let of_two_groups = most_at_once(Limits { per_group: 3, ..OPEN }).await?;
    assert!((4..=6).contains(&of_two_groups), "{of_two_groups}");
    assert_eq!(most_at_once(Limits { total: 1, ..OPEN }).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd46_of_ten_that_are_called_off_none_is_lost() -> Result<()> {
    let gate = Gate::closed();
    let file = Resource::new("late").held_by(&gate);
    let limits = Limits { total: 1, ..OPEN };
    let scene = Scene::with(|script| script.at("/held", file), |builder| builder.limits(limits)).await?;
    for number in 0..10 {
        scene.haul.enqueue(scene.task("/held", &number.to_string())).await?;
    }
    assert_eq!(scene.haul.cancel_all(&Which::All).await?.len(), 10);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd47_over_several_connections_and_from_two_addresses_the_file_is_the_same() -> Result<()> {
    let paced = || Resource::new(large()).paced(6_000_000);
    let routes = |script: OriginScript| script.at("/one", paced()).at("/two", paced());
    let scene = Scene::with(routes, |builder| builder).await?;
    let two = scene.origin.url_of("/two");
    for task in [scene.task("/one", "one").lanes(2), scene.task("/one", "both").lanes(4).mirror(two)] {
        let (statuses, fractions) = (Heard::default(), Heard::default());
        let listening = Listening::new().on_status(statuses.words()).on_progress(fractions.fractions());
        let path = scene.haul.download_with(task, listening).await.file()?;
        assert!(std::fs::read(path)? == large(), "a byte is different");
        assert_eq!(statuses.all(), ["enqueued", "running", "complete"]);
        assert!(fractions.all().windows(2).all(|pair| pair[0] < pair[1]), "{:?}", fractions.all());
    }
    Ok(())
}

/// M133: without a length or ranges one connection does it; who is strict fails.
#[tokio::test(flavor = "multi_thread")]
async fn bd47_what_cannot_be_divided_fails_for_who_is_strict_and_errors_are_those_of_one_connection() -> Result<()> {
    let unsized_file = Resource::new(bytes(3, 3_000_000)).length(Length::Chunked);
    let scene = Scene::with(|script| script.at("/unsized", unsized_file), |builder| builder).await?;
    let lenient = scene.haul.download(scene.task("/unsized", "lenient").lanes(2)).await;
    assert_eq!(std::fs::metadata(lenient.file()?)?.len(), 3_000_000);
    let strict = scene.task("/unsized", "strict").lanes(2).with(|download| download.strictness = Strictness::Strict);
    let end = scene.haul.download(strict).await;
    assert_eq!(end.exception.map(|exception| exception.kind), Some(ExceptionKind::Resume));
    let refused = scene.haul.download(scene.task("/fail", "refused").lanes(2)).await;
    assert_eq!(refused.exception.map(|exception| exception.kind), Some(ExceptionKind::Http(403)));
    let missing = scene.haul.download(scene.task("/files/nothing", "missing").lanes(2)).await;
    assert_eq!(missing.status, TaskStatus::NotFound);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd47_a_file_over_several_connections_is_paused_goes_on_and_is_called_off() -> Result<()> {
    let gate = Gate::closed();
    let file = Resource::new(large()).held_at(Point::AfterBytes(2_500_000), &gate);
    let scene = Scene::with(|script| script.at("/file", file), |builder| builder).await?;
    let (statuses, fractions) = (Heard::default(), Heard::default());
    let callbacks = Callbacks::new().on_status(statuses.words()).on_progress(fractions.fractions());
    scene.haul.register_callbacks("default", callbacks);
    let task = |name| scene.task("/file", name).lanes(2).wants(haul_engine::library::Wants::Both);
    let id = scene.haul.enqueue(task("file")).await?;
    until(|| scene.haul.engine().reading(id).is_some_and(|reading| reading.received >= 2_500_000)).await?;
    scene.haul.pause(id).await?;
    until(|| fractions.all().last() == Some(&-5.0)).await?;
    let called_off = scene.haul.enqueue(task("other").group("others")).await?;
    scene.haul.cancel(called_off).await?;
    gate.open();
    scene.haul.resume(id).await?;
    until(|| statuses.all().last() == Some(&"complete")).await?;
    assert!(std::fs::read(scene.file("file"))? == large(), "a byte is different");
    let record = scene.haul.records().by_id(called_off).await?.context("it is recorded")?;
    assert_eq!(record.state.status, TaskStatus::Canceled);
    Ok(())
}
