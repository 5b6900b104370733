//! The examples do what they say.
//!
//! They are built together with this test, and run as programs of their own against a server here.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Origin, Resource, bytes};
use tempfile::TempDir;

/// Runs an example and gives what it has printed.
async fn printed(example: &str, arguments: Vec<String>) -> Result<String> {
    let tests = std::env::current_exe()?;
    let built = tests.parent().and_then(|deps| deps.parent()).context("tests are built two folders down")?;
    let program = built.join("examples").join(example);
    ensure!(program.exists(), "{} is not built: run the tests of the whole package", program.display());
    let ended = tokio::task::spawn_blocking(move || Command::new(program).args(arguments).output()).await??;
    ensure!(ended.status.success(), "{example}: {}", String::from_utf8_lossy(&ended.stderr));
    Ok(String::from_utf8(ended.stdout)?)
}

async fn scene() -> Result<(Origin, TempDir, String)> {
    let origin = Origin::serving(Resource::status(404))
        .at("/one.bin", bytes(1, 50_000))
        .at("/two.bin", bytes(2, 50_000))
        .at("/upload", Resource::echo())
        .start()
        .await?;
    let folder = tempfile::tempdir()?;
    let text = folder.path().display().to_string();
    Ok((origin, folder, text))
}

fn file(folder: &TempDir, name: &str) -> PathBuf {
    folder.path().join(name)
}

#[tokio::test]
async fn the_example_of_a_download_shows_how_it_goes_and_where_the_file_is() -> Result<()> {
    let (origin, folder, text) = scene().await?;
    let shown = printed("download", vec![origin.url_of("/one.bin"), text]).await?;
    assert!(std::fs::read(file(&folder, "one.bin"))? == bytes(1, 50_000), "a byte is different");
    let path = file(&folder, "one.bin").display().to_string();
    for line in ["enqueued", "running", "0%, -- MB/s", "100%, -- MB/s", "complete", &path] {
        assert!(shown.lines().any(|shown| shown == line), "{line} is not in:\n{shown}");
    }
    Ok(())
}

#[tokio::test]
async fn the_example_of_a_batch_counts() -> Result<()> {
    let (origin, folder, text) = scene().await?;
    let urls = ["/one.bin", "/two.bin", "/three.bin"].map(|path| origin.url_of(path));
    let shown = printed("batch", [vec![text], urls.to_vec()].concat()).await?;
    assert!(file(&folder, "one.bin").exists() && file(&folder, "two.bin").exists());
    assert!(shown.starts_with("0 succeeded, 0 failed\n"), "{shown}");
    assert!(shown.ends_with("2 succeeded, 1 failed\nnot fetched: not_found\n"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn the_example_of_an_upload_shows_the_answer() -> Result<()> {
    let (origin, folder, text) = scene().await?;
    std::fs::write(file(&folder, "note.txt"), "a short note")?;
    let path = file(&folder, "note.txt").display().to_string();
    let shown = printed("upload", vec![origin.url_of("/upload"), path, text]).await?;
    assert!(shown.starts_with("complete\n"), "{shown}");
    assert!(shown.contains("a short note") && shown.contains("an example"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn the_example_of_a_subscription_hears_of_the_same_task_in_two_ways() -> Result<()> {
    let (origin, folder, text) = scene().await?;
    let shown = printed("subscribe", vec![origin.url_of("/two.bin"), text]).await?;
    assert!(file(&folder, "two.bin").exists());
    for line in ["callback: enqueued", "callback: running", "stream: 0%", "stream: 100%"] {
        assert!(shown.lines().any(|shown| shown == line), "{line} is not in:\n{shown}");
    }
    Ok(())
}

#[tokio::test]
async fn the_example_of_a_queue_names_what_was_refused() -> Result<()> {
    let (origin, folder, text) = scene().await?;
    let urls = [origin.url_of("/one.bin"), "no address at all".to_owned(), origin.url_of("/two.bin")];
    let shown = printed("queue", [vec![text], urls.to_vec()].concat()).await?;
    assert!(file(&folder, "one.bin").exists() && file(&folder, "two.bin").exists());
    for line in ["one.bin is complete", "two.bin is complete"] {
        assert!(shown.lines().any(|shown| shown == line), "{line} is not in:\n{shown}");
    }
    assert!(shown.contains("refused: \"no address at all\" is not an address"), "{shown}");
    Ok(())
}
