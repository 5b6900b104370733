//! Hands files on two at a time and says which were refused: `queue FOLDER URL...`.

use std::error::Error;

use haul_engine::library::{DownloadTask, Haul, TaskQueue};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: queue FOLDER URL...")?;
    let haul = Haul::open(std::path::Path::new(&folder).join("tasks")).await?;

    let queue = TaskQueue::new(&haul).max_concurrent(2).start();
    let mut errors = queue.enqueue_errors();
    queue.add_all(arguments.map(|url| DownloadTask::new(url).into_folder(&folder).suggested_name()));
    queue.finished().await;
    drop(queue);

    for record in haul.records().all(None).await? {
        println!("{} is {}", record.name.as_str(), record.state.status);
    }
    while let Some(error) = errors.next().await {
        println!("refused: {}", error.why);
    }
    haul.close().await;
    Ok(())
}
