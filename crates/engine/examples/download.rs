//! Fetches a file and shows how it goes: `download URL FOLDER`.

use std::error::Error;

use haul_engine::library::{DownloadTask, Haul, Listening};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [url, folder] = arguments()?;
    let haul = Haul::open(std::path::Path::new(&folder).join("tasks")).await?;

    let listening = Listening::new()
        .on_status(|update| println!("{}", update.status))
        .on_progress(|update| println!("{:.0}%, {}", update.progress * 100.0, update.speed_text()));
    let task = DownloadTask::new(url).into_folder(&folder).suggested_name().retries(3);
    let path = haul.download_with(task, listening).await.file()?;

    println!("{}", path.display());
    haul.close().await;
    Ok(())
}

fn arguments() -> Result<[String; 2], &'static str> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    arguments.try_into().map_err(|_| "usage: download URL FOLDER")
}
