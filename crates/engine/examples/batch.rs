//! Fetches several files and counts them: `batch FOLDER URL...`.

use std::error::Error;

use haul_engine::library::{DownloadTask, Haul, Listening};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: batch FOLDER URL...")?;
    let haul = Haul::open(std::path::Path::new(&folder).join("tasks")).await?;

    let tasks = arguments.map(|url| DownloadTask::new(url).into_folder(&folder).suggested_name());
    let listening = Listening::new().on_batch(|succeeded, failed| println!("{succeeded} succeeded, {failed} failed"));
    let batch = haul.download_batch_with(tasks, listening).await;

    for end in batch.failed() {
        let why = end.exception.as_ref().map_or_else(|| end.status.to_string(), ToString::to_string);
        println!("not fetched: {why}");
    }
    haul.close().await;
    Ok(())
}
