//! A queue of a program's own.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use haul_engine::library::{DownloadTask, Held, TaskQueue};
use haul_testkit::{Gate, Resource};

use crate::scene::{Scene, until};

#[tokio::test(flavor = "multi_thread")]
async fn m124_tasks_are_handed_on_with_an_interval_and_a_refused_one_is_told_and_stops_nothing() -> Result<()> {
    let scene = Scene::new().await?;
    let queue = TaskQueue::new(&scene.haul).min_interval(Duration::from_millis(50)).start();
    let mut errors = queue.enqueue_errors();
    let begun = Instant::now();
    let first = queue.add(scene.task("/files/small", "one"));
    let wrong = queue.add(DownloadTask::new("no address at all"));
    queue.add_all(["two", "three"].map(|name| scene.task("/files/small", name)));
    assert_ne!(first, wrong);
    assert_eq!(errors.next().await.context("a refusal")?.ticket, wrong);
    queue.finished().await;
    assert!(["one", "two", "three"].iter().all(|name| scene.file(name).exists()));
    assert!(begun.elapsed() >= Duration::from_millis(150), "there are three intervals between four tasks");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m125_a_paused_queue_holds_those_who_wait_and_leaves_the_active_ones_alone() -> Result<()> {
    let gate = Gate::closed();
    let file = Resource::new("late").held_by(&gate);
    let scene = Scene::with(|script| script.at("/held", file), |builder| builder).await?;
    let queue = TaskQueue::new(&scene.haul).max_concurrent(1).start();
    for name in ["one", "two", "three"] {
        queue.add(scene.task("/held", name));
    }
    until(|| queue.num_active() == 1 && queue.num_waiting() == 2).await?;
    queue.pause(Held::All);
    gate.open();
    until(|| queue.num_active() == 0).await?;
    assert_eq!(queue.num_waiting(), 2, "nobody was handed on");
    assert!(scene.file("one").exists() && !scene.file("two").exists());
    queue.resume(&Held::All);
    queue.finished().await;
    assert!(scene.file("three").exists());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m122_a_full_or_held_group_of_a_queue_holds_nobody_up_and_priority_goes_first() -> Result<()> {
    let gate = Gate::closed();
    let file = Resource::new("late").held_by(&gate);
    let scene = Scene::with(|script| script.at("/held", file), |builder| builder).await?;
    let queue = TaskQueue::new(&scene.haul).max_concurrent_by_group(1).start();
    queue.pause(Held::All);
    queue.add(scene.task("/held", "late").group("one").priority(9));
    let first = queue.add(scene.task("/held", "first").group("one").priority(0));
    queue.add(scene.task("/files/small", "other").group("two"));
    queue.add(scene.task("/files/small", "kept").group("kept back"));
    queue.pause(Held::Group("kept back".to_owned()));
    queue.resume(&Held::Tasks(vec![first]));
    queue.resume(&Held::All);
    queue.pause(Held::Group("kept back".to_owned()));
    until(|| scene.file("other").exists()).await?;
    until(|| queue.num_active_with_group("one") == 1).await?;
    let running = scene.haul.records().all(Some("one")).await?;
    let names: Vec<_> = running.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(names, ["first"]);
    assert_eq!(queue.num_waiting_with_group("one"), 1);
    assert_eq!(queue.remove_group("one"), 1);
    gate.open();
    until(|| queue.num_active() == 0).await?;
    queue.reset();
    assert!(queue.is_empty());
    Ok(())
}
