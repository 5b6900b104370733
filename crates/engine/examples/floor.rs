//! The least a download can cost: one response, read and written, and nothing else.
//!
//! `floor [--sync] URL FILE`. The bench compares the whole program with it; `--sync` waits for the disk as well.

use std::error::Error;
use std::fs::File;
use std::os::unix::fs::FileExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let sync = arguments.first().is_some_and(|first| first == "--sync");
    if sync {
        arguments.remove(0);
    }
    let [url, path] = arguments.as_slice() else {
        return Err("usage: floor [--sync] URL FILE".into());
    };
    let client = reqwest::Client::builder().http1_only().no_proxy().build()?;
    let mut response = client.get(url).send().await?.error_for_status()?;
    let file = File::create(path)?;
    let mut at = 0;
    while let Some(chunk) = response.chunk().await? {
        file.write_all_at(&chunk, at)?;
        at += chunk.len() as u64;
    }
    if sync {
        file.sync_all()?;
    }
    Ok(())
}
