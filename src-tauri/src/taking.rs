//! Settings that a person takes along as a file.
//!
//! Owns writing and reading it. Refuses to apply what it reads: the page shows it first and hands it to the table of calls.
//! Rule kept here: a file is there whole or not at all, and one that is no file of settings is said to be none.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use haul_api::{Client, Code, Configure, Nothing, Refusal, Settings};
use tauri::WebviewWindow;

use crate::choosing::{self, Wanted};

/// Writes all settings where the person says; whether that was done.
///
/// # Errors
/// [`Refusal`] when they cannot be asked for or written.
pub(crate) async fn export(window: WebviewWindow, client: &Client) -> Result<bool, Refusal> {
    let Some(place) = chosen(window, Wanted::PlaceForSettings).await? else { return Ok(false) };
    let text = client.settings(Nothing {}).await?.to_file()?;
    let written =
        tauri::async_runtime::spawn_blocking(move || write(&place, &text).map_err(|why| cannot(&place, &why)));
    written.await.map_err(internal)??;
    Ok(true)
}

/// Reads a file of settings that the person chooses; nothing when they think better of it.
///
/// # Errors
/// [`Refusal`] when it cannot be read, or is no file of settings.
pub(crate) async fn import(window: WebviewWindow) -> Result<Option<Configure>, Refusal> {
    let Some(place) = chosen(window, Wanted::Settings).await? else { return Ok(None) };
    let text = tauri::async_runtime::spawn_blocking(move || read(&place).map_err(|why| cannot(&place, &why)));
    Configure::of_file(&text.await.map_err(internal)??).map(Some)
}

async fn chosen(window: WebviewWindow, wanted: Wanted) -> Result<Option<PathBuf>, Refusal> {
    Ok(choosing::paths(window, wanted).await?.into_iter().next())
}

fn write(place: &Path, text: &str) -> io::Result<()> {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = place.with_file_name(name);
    let mut file = File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, place)
}

fn read(place: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(place)?.take(Settings::LONGEST_FILE + 1).read_to_string(&mut text)?;
    if text.len() as u64 > Settings::LONGEST_FILE {
        return Err(io::Error::other("it is too long for a file of settings"));
    }
    Ok(text)
}

fn cannot(place: &Path, why: &io::Error) -> Refusal {
    Refusal::new(Code::Disk, format!("{} cannot be used: {why}. Choose another place or file.", place.display()))
}

fn internal(error: tauri::Error) -> Refusal {
    Refusal::new(Code::Internal, format!("The file was not finished: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_leaves_nothing_beside_it() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let place = folder.path().join("haul-settings.json");
        let settings = Settings { max_running: 3, ..Settings::default() };
        std::fs::write(&place, "what was there before")?;
        write(&place, &settings.to_file()?)?;
        let items = Configure::of_file(&read(&place)?)?.items;
        assert!(items.iter().any(|item| item.key == "max_running" && item.value == "3"));
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }

    #[test]
    fn a_file_that_is_too_long_is_not_read() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let place = folder.path().join("large.json");
        File::create(&place)?.set_len(Settings::LONGEST_FILE + 1)?;
        let refusal = cannot(&place, &read(&place).expect_err("it is longer than any file of settings"));
        assert!(refusal.message.contains("too long") && refusal.message.contains("large.json"), "{}", refusal.message);
        Ok(())
    }
}
