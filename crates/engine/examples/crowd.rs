//! What it costs a program to add a great many tasks that wait: `crowd FOLDER TASKS`.
//!
//! Prints how many a second are added: many with each call, and with many calls of one each at once. Nothing begins.

use std::error::Error;
use std::time::Instant;

use futures_util::{StreamExt as _, stream};
use haul_engine::library::{DownloadTask, Haul, Refused};
use haul_model::queue::Limits;

/// Tasks of one call.
const TOGETHER: u32 = 8192;

/// Calls at once.
const AT_ONCE: usize = 512;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, tasks] = arguments.as_slice() else { return Err("usage: crowd FOLDER TASKS".into()) };
    let (folder, tasks): (_, u32) = (std::path::Path::new(folder), tasks.parse()?);
    let haul = Haul::builder(folder.join("tasks")).limits(Limits { total: 0, ..Limits::default() }).open().await?;
    let task = |number: u32| {
        DownloadTask::new(format!("http://127.0.0.1/collection/file-{number}.bin"))
            .into_folder(folder.join("files"))
            .suggested_name()
    };

    let begun = Instant::now();
    for first in (0..tasks).step_by(TOGETHER as usize) {
        let some = (first..tasks.min(first + TOGETHER)).map(task);
        haul.enqueue_all(some).await.into_iter().collect::<Result<Vec<_>, Refused>>()?;
    }
    println!("a program adds with calls of {TOGETHER}: {:.0} a second", rate(tasks, begun));

    let (begun, some) = (Instant::now(), tasks / 10);
    let mut calls =
        stream::iter((tasks..tasks + some).map(|number| haul.enqueue(task(number)))).buffer_unordered(AT_ONCE);
    while let Some(added) = calls.next().await {
        added?;
    }
    drop(calls);
    println!("a program adds with {AT_ONCE} calls of one task at once: {:.0} a second", rate(some, begun));
    haul.close().await;
    Ok(())
}

fn rate(tasks: u32, begun: Instant) -> f64 {
    f64::from(tasks) / begun.elapsed().as_secs_f64()
}
