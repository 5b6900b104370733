//! Settings that are taken along, and what holds now.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::world::World;

fn set(world: &World, key: &str, value: &str) -> Result<()> {
    world.home.haul(["settings", "set", key, value])?.expecting(0)?;
    Ok(())
}

fn get(world: &World, key: &str) -> Result<Value> {
    Ok(world.call("setting", json!({ "key": key }))?["value"].take())
}

#[test]
fn m246_settings_are_taken_along_in_a_file_that_holds_no_password() -> Result<()> {
    let (here, there) = (World::start()?, World::start()?);
    for (key, value) in [
        ("limit_rate", "2MB"),
        ("max_running", "3"),
        ("theme", "dark"),
        ("group_limits", "films=500K"),
        ("proxy", "http://ada:pearl@proxy.example:3128"),
    ] {
        set(&here, key, value)?;
    }
    let exported = here.home.haul(["settings", "export"])?.expecting(0)?.stdout;
    assert!(!exported.contains("pearl"), "{exported}");
    let file = there.home.root().join("settings.json");
    fs::write(&file, &exported)?;
    let file = file.to_str().context("a path in UTF-8")?;
    there.home.haul(["settings", "apply", "--file", file])?.expecting(0)?;
    assert_eq!(there.home.haul(["settings", "export"])?.expecting(0)?.stdout, exported);
    assert_eq!(get(&there, "group_limits")?, "films=500K");
    Ok(())
}

#[test]
fn m246_what_a_file_of_settings_has_wrong_is_said_and_stops_nothing_else() -> Result<()> {
    let world = World::start()?;
    let file = world.home.root().join("settings.json");
    fs::write(&file, r#"{"density": "tight", "lanes": 4, "no_such_thing": 1, "theme": "light"}"#)?;
    let file = file.to_str().context("a path in UTF-8")?;
    let said = world.home.haul(["settings", "apply", "--file", file])?.expecting(2)?.stdout;
    assert!(said.contains("density takes comfortable or compact"), "{said}");
    assert!(said.contains("There is no setting \"no_such_thing\""), "{said}");
    assert_eq!((get(&world, "lanes")?, get(&world, "theme")?), (json!("4"), json!("light")));
    fs::write(file, "lanes = 4")?;
    let refused = world.home.haul(["settings", "apply", "--file", file])?.expecting(2)?.stderr;
    assert!(refused.contains("This is no file of settings"), "{refused}");
    Ok(())
}

#[test]
fn m152_the_overview_says_which_limit_holds_now_and_whether_the_schedule_does() -> Result<()> {
    let world = World::start()?;
    let limit = || -> Result<Value> { Ok(world.call("overview", json!({}))?["limit"].take()) };
    assert_eq!(limit()?, json!({ "scheduled": false }));
    set(&world, "limit_rate", "5MB")?;
    assert_eq!(limit()?, json!({ "rate": 5_000_000, "scheduled": false }));
    set(&world, "limit_schedule", "daily 00:00-24:00 1MB")?;
    assert_eq!(limit()?, json!({ "rate": 1_000_000, "scheduled": true }));
    set(&world, "limit_schedule", "daily 00:00-24:00 off")?;
    assert_eq!(limit()?, json!({ "scheduled": true }));
    Ok(())
}
