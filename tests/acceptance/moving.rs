//! A finished file goes to the desktop's folders, and nothing that is there is replaced.

use anyhow::{Context as _, Result};
use haul_testkit::{Home, Origin, bytes};
use serde_json::json;

use crate::world::{World, home, names_in};

/// A home on a desktop that keeps pictures under another name than the usual one.
fn on_a_desktop() -> Result<Home> {
    let home = home()?;
    let (downloads, pictures) = (home.downloads(), home.root().join("Bilder"));
    let places = format!("XDG_DOWNLOAD_DIR=\"{}\"\nXDG_PICTURES_DIR=\"{}\"\n", downloads.display(), pictures.display());
    std::fs::write(home.root().join("config/user-dirs.dirs"), places)?;
    Ok(home)
}

#[test]
fn m087_a_finished_file_moves_to_a_folder_of_the_desktop_and_its_record_follows() -> Result<()> {
    let content = bytes(87, 10_000);
    let origin = Origin::serving(content.clone()).start_blocking()?;
    let home = on_a_desktop()?;
    home.haul(["get", &origin.url(), "-o", "a.png"])?.expecting(0)?;
    let moved = home.haul(["move", "1", "images", "--sub", "../made/here"])?.expecting(0)?;
    let path = home.root().join("Bilder/made/here/a.png");
    assert_eq!(moved.stdout, format!("{}\n", path.display()));
    assert_eq!(std::fs::read(&path)?, content);
    assert!(home.listing()?.is_empty(), "{:?}", home.listing()?);
    let shown = home.haul(["--json", "show", "1"])?.expecting(0)?.json_lines()?;
    assert_eq!(shown[0]["path"], json!(path));
    Ok(())
}

#[test]
fn m087_what_is_there_already_is_not_replaced() -> Result<()> {
    let origin = Origin::serving("new").start_blocking()?;
    let home = on_a_desktop()?;
    let music = home.root().join("Music");
    std::fs::create_dir(&music)?;
    std::fs::write(music.join("a.mp3"), "old")?;
    home.haul(["get", &origin.url(), "-o", "a.mp3"])?.expecting(0)?;
    let moved = home.haul(["--json", "move", "1", "music"])?.expecting(0)?.json_lines()?;
    assert_eq!(moved, [json!({ "id": 1, "path": music.join("a (1).mp3") })]);
    assert_eq!(names_in(&music)?, ["a (1).mp3", "a.mp3"]);
    assert_eq!(std::fs::read(music.join("a.mp3"))?, b"old");
    Ok(())
}

#[test]
fn m087_a_window_sees_the_new_place_at_once() -> Result<()> {
    let origin = Origin::serving("text").start_blocking()?;
    let world = World::of(on_a_desktop()?)?;
    let id = world.add(&[&origin.url(), "-o", "a.txt"])?;
    world.reaches(id, "complete")?;
    let before = world.call("list", json!({}))?["version"].as_u64().context("a version")?;
    world.home.haul(["move", &id.to_string(), "files"])?.expecting(0)?;
    let page = world.call("list", json!({}))?;
    assert!(page["version"].as_u64().context("a version")? > before, "whoever shows the list is told to look again");
    assert_eq!(page["rows"][0]["path"], json!(world.home.root().join("Documents/a.txt")));
    Ok(())
}

#[test]
fn m087_a_file_that_is_not_whole_or_not_there_stays_where_it_is() -> Result<()> {
    let origin = Origin::serving(bytes(1, 100_000)).start_blocking()?;
    let world = World::of(on_a_desktop()?)?;
    let waiting = world.add(&[&origin.url(), "--later"])?;
    let refused = world.home.haul(["move", &waiting.to_string(), "images"])?.expecting(1)?;
    assert!(refused.stderr.contains("no finished file"), "{}", refused.stderr);
    assert!(world.home.haul(["move", "99", "images"])?.expecting(1)?.stderr.contains("no task 99"));
    world.home.haul(["move", "1", "attic"])?.expecting(2)?;
    let gone = world.add(&[&origin.url(), "-o", "gone"])?;
    world.reaches(gone, "complete")?;
    std::fs::remove_file(world.home.downloads().join("gone"))?;
    world.home.haul(["move", &gone.to_string(), "images"])?.expecting(4)?;
    assert!(!world.home.root().join("Bilder/gone").exists());
    Ok(())
}
