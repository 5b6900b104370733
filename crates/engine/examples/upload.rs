//! Sends a file with a field beside it and shows the answer: `upload URL FILE FOLDER`.

use std::error::Error;

use haul_engine::library::{Haul, UploadTask};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, file, folder] = arguments.as_slice() else { return Err("usage: upload URL FILE FOLDER".into()) };
    let haul = Haul::open(std::path::Path::new(folder).join("tasks")).await?;

    let end = haul.upload(UploadTask::new(url, file).field("from", "an example")).await;

    println!("{}", end.status);
    println!("{}", String::from_utf8_lossy(&end.answer.unwrap_or_default()));
    haul.close().await;
    Ok(())
}
