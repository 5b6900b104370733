//! Haul starts with the session where a person says so, and what the desktop's own settings change is believed.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use anyhow::{Context as _, Result};
use haul_testkit::{Home, eventually};
use serde_json::json;

use crate::world::{World, home};

const ENTRY: &str = "config/autostart/dev.haul.Haul.desktop";

/// A home in which the window's program is on the path.
fn with_window() -> Result<Home> {
    let home = home()?;
    let folder = home.root().join("bin");
    std::fs::create_dir(&folder)?;
    let program = folder.join("haul-desktop");
    std::fs::write(&program, "#!/bin/sh\n")?;
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))?;
    let path = std::env::var("PATH").context("there is no path")?;
    Ok(home.env("PATH", format!("{}:{path}", folder.display())))
}

#[test]
fn the_setting_writes_the_entry_that_the_session_reads_and_takes_it_away() -> Result<()> {
    let world = World::of(with_window()?)?;
    let entry = world.home.root().join(ENTRY);
    let set = |value: &str| world.call("set", json!({ "key": "start_with_session", "value": value }));
    let is_on = || world.call("settings", json!({})).map(|settings| settings["start_with_session"].clone());
    assert_eq!((is_on()?, entry.exists()), (json!(false), false), "nobody asked for it");
    set("true")?;
    let text = std::fs::read_to_string(&entry)?;
    let ends = format!("haul-desktop --hidden --home \"{}\"", world.home.folder().display());
    let exec = text.lines().find(|line| line.starts_with("Exec=")).context("there is no program in it")?;
    assert!(exec.replace("haul-desktop\"", "haul-desktop").ends_with(&ends), "{exec}");
    let valid = Command::new("desktop-file-validate").arg(&entry).output().context("desktop-file-validate")?;
    assert!(valid.status.success() && valid.stdout.is_empty(), "{}", String::from_utf8_lossy(&valid.stdout));
    assert_eq!(is_on()?, json!(true));

    std::fs::write(&entry, format!("{text}Hidden=true\n"))?;
    assert_eq!(is_on()?, json!(false), "the desktop's own settings took it away");
    set("true")?;
    assert_eq!(is_on()?, json!(true));
    set("false")?;
    eventually("the entry goes", || (!entry.exists()).then_some(()))?;
    assert_eq!(is_on()?, json!(false));
    Ok(())
}

#[test]
fn an_entry_that_cannot_be_written_is_refused_and_the_setting_stays_as_it_was() -> Result<()> {
    let world = World::of(with_window()?)?;
    std::fs::write(world.home.root().join("config/autostart"), "a file where a folder belongs")?;
    let set = world.call("set", json!({ "key": "start_with_session", "value": "true" }));
    let refused = set.expect_err("there is no place for the entry").to_string();
    assert!(refused.contains("dev.haul.Haul.desktop cannot be changed"), "{refused}");
    assert_eq!(world.call("settings", json!({}))?["start_with_session"], json!(false));
    Ok(())
}
