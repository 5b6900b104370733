//! Puts a file into the queue and hears of it in two ways: `subscribe URL FOLDER`.

use std::error::Error;

use haul_engine::library::{Callbacks, DownloadTask, Haul, Update, Wants};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, folder] = arguments.as_slice() else { return Err("usage: subscribe URL FOLDER".into()) };
    let haul = Haul::open(std::path::Path::new(folder).join("tasks")).await?;

    // Statuses go to the callbacks of the group; what has none, here the progress, goes to the stream.
    let callbacks = Callbacks::new().on_status(|update| println!("callback: {}", update.status));
    haul.register_callbacks("pictures", callbacks);
    let mut updates = haul.updates();
    let task = DownloadTask::new(url).into_folder(folder).suggested_name().group("pictures").wants(Wants::Both);
    haul.enqueue(task).await?;

    while let Some(Update::Progress(update)) = updates.next().await {
        println!("stream: {:.0}%", update.progress * 100.0);
        if update.progress >= 1.0 || update.progress < 0.0 {
            break;
        }
    }
    haul.close().await;
    Ok(())
}
