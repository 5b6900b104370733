//! A file that could run is opened only by somebody who says so.

use std::os::unix::fs::PermissionsExt as _;

use anyhow::Result;
use haul_testkit::{Home, Origin, Resource, eventually};

use crate::world::home;

/// A home on a desktop whose opener writes down what it was asked to open.
fn on_a_desktop() -> Result<Home> {
    let home = home()?;
    let programs = home.root().join("programs");
    std::fs::create_dir(&programs)?;
    let opener = programs.join("xdg-open");
    let script = format!("#!/bin/sh\nprintf '%s' \"$1\" > {}/asked\n", home.root().display());
    std::fs::write(&opener, script)?;
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755))?;
    let path = format!("{}:{}", programs.display(), std::env::var("PATH")?);
    Ok(home.env("PATH", path))
}

fn opened(home: &Home) -> Result<String> {
    let asked = home.root().join("asked");
    eventually("the opener is asked", || std::fs::read_to_string(&asked).ok().filter(|path| !path.is_empty()))
}

#[test]
fn f151_a_file_that_could_run_is_not_opened_without_a_word() -> Result<()> {
    let origin = Origin::serving("#!/bin/sh\n").start_blocking()?;
    for name in ["setup.sh", "tool.AppImage", "page.html", "picture.jpg"] {
        let home = on_a_desktop()?;
        home.haul(["get", &origin.url(), "-o", name])?.expecting(0)?;
        let output = home.haul(["open", "1"])?.expecting(1)?;
        assert!(output.stderr.contains("--yes") && output.stderr.contains("127.0.0.1"), "{name}: {}", output.stderr);
        assert!(!home.root().join("asked").exists(), "{name}");
        home.haul(["open", "1", "--yes"])?.expecting(0)?;
        assert!(opened(&home)?.ends_with(name), "{name}");
        let mode = std::fs::metadata(home.downloads().join(name))?.permissions().mode();
        assert_eq!(mode & 0o111, 0, "{name}");
    }
    Ok(())
}

#[test]
fn m088_f151_a_file_that_is_only_looked_at_opens_at_once() -> Result<()> {
    let origin = Origin::serving("a plain text").start_blocking()?;
    let home = on_a_desktop()?;
    home.haul(["get", &origin.url(), "-o", "notes.txt"])?.expecting(0)?;
    home.haul(["open", "1"])?.expecting(0)?;
    assert!(opened(&home)?.ends_with("notes.txt"));
    Ok(())
}

#[test]
fn f151_a_launcher_that_a_server_names_is_disarmed() -> Result<()> {
    let named = Resource::new("[Desktop Entry]\n").content_disposition("attachment; filename=game.desktop");
    let origin = Origin::serving("").at("/game", named).start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url_of("/game")])?.expecting(0)?;
    assert_eq!(home.listing()?, ["game.desktop.download"]);
    Ok(())
}

#[test]
fn m088_a_path_is_one_argument_and_a_file_that_is_gone_or_not_whole_is_not_opened() -> Result<()> {
    let origin = Origin::serving("a plain text").start_blocking()?;
    let home = on_a_desktop()?;
    let name = "$(touch made); `touch made` & notes.txt";
    home.haul(["get", &origin.url(), "-o", name])?.expecting(0)?;
    home.haul(["open", "1"])?.expecting(0)?;
    assert!(opened(&home)?.ends_with(name));
    assert_eq!(home.listing()?, [name], "no shell has seen the name");
    std::fs::remove_file(home.root().join("asked"))?;
    std::fs::remove_file(home.downloads().join(name))?;
    home.haul(["open", "1"])?.expecting(1)?;
    home.haul(["add", &origin.url(), "--later"])?.expecting(0)?;
    home.haul(["open", "2"])?.expecting(1)?;
    assert!(!home.root().join("asked").exists());
    Ok(())
}
