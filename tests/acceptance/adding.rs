//! Adding says at once what it accepts, and keeps it as it was given.

use anyhow::{Context as _, Result};
use haul_testkit::{DeadPort, Gate, Origin, bytes, sha256_hex};
use serde_json::json;

use crate::world::{World, home};

#[test]
fn m001_a_task_that_is_created_for_later_asks_no_server_and_has_its_path() -> Result<()> {
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-o", "a.bin", "--later"])?;
    let task = world.show(id)?;
    assert_eq!((&task["status"], &task["held"]), (&json!("enqueued"), &json!(true)));
    assert_eq!(task["path"], json!(world.home.downloads().join("a.bin")));
    // A task that does run, after it, shows that the first one would have had its turn.
    let other = world.add(&[&origin.url_of("/other")])?;
    world.reaches(other, "complete")?;
    assert!(origin.requests().iter().all(|request| request.path() == "/other"));
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("a.bin")?, bytes(1, 1000));
    Ok(())
}

#[test]
fn m002_adding_answers_before_any_byte_moves() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(bytes(1, 1000)).held_by(&gate).start_blocking()?;
    let dead = DeadPort::refusing()?;
    let world = World::start()?;
    world.add(&[&origin.url()])?;
    assert_eq!(origin.bytes_sent(), 0);
    let output = world.home.haul(["add", &dead.url()])?.expecting(0)?;
    assert!(output.stdout.trim().parse::<u64>().is_ok(), "an unreachable address is accepted: {output:?}");
    let output = world.home.haul(["add", "http://not an address/"])?.expecting(2)?;
    assert_eq!(output.stdout, "");
    assert!(output.stderr.contains("not an address"), "{}", output.stderr);
    assert_eq!(world.list()?.len(), 2, "nothing is kept of a refused one");
    Ok(())
}

#[test]
fn m003_get_answers_in_a_final_state_with_a_typed_failure() -> Result<()> {
    let content = bytes(1, 100_000);
    let origin = Origin::serving(content.clone()).start_blocking()?;
    let dead = DeadPort::refusing()?;
    let home = home()?;
    let output = home.haul(["get", "--json", &origin.url()])?.expecting(0)?;
    let lines = output.json_lines()?;
    let last = lines.last().context("no line")?;
    assert_eq!((&last["status"], &last["bytes"]), (&json!("complete"), &json!(100_000)));
    assert_eq!(sha256_hex(&home.file("file.bin")?), sha256_hex(&content));
    let output = home.haul(["get", "--json", "--retries", "0", &dead.url()])?.expecting(6)?;
    let lines = output.json_lines()?;
    let last = lines.last().context("no line")?;
    assert_eq!((&last["status"], &last["category"]), (&json!("failed"), &json!("net.refused")));
    assert_eq!(last["remedy"], "ask_user");
    assert!(last["message"].as_str().is_some_and(|message| message.contains("127.0.0.1")), "{last}");
    Ok(())
}

#[test]
fn m004_an_id_of_ones_own_is_kept_verbatim_and_names_the_task() -> Result<()> {
    let world = World::start()?;
    for own in ["a/b:c*?\"<>|", "../../x", "ünï 文 🎈", "-", "77"] {
        let args = ["add", "--later", "--id", own, "example.org/f"].map(str::to_owned);
        assert_eq!(world.home.haul(args)?.expecting(0)?.stdout, format!("{own}\n"));
        let shown = world.home.haul(["show", "--json", "--", own])?.expecting(0)?;
        assert_eq!(shown.json_lines()?[0]["own_id"], own);
    }
    Ok(())
}

#[test]
fn m004_numbers_are_never_given_twice() -> Result<()> {
    let mut world = World::start()?;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..2 {
        let download = json!({ "url": "http://127.0.0.1:1/f", "start": "later" });
        let added = world.call("add", json!({ "downloads": vec![download; 2000] }))?;
        let outcomes = added["outcomes"].as_array().context("no outcomes")?;
        let numbers: Vec<u64> = outcomes.iter().filter_map(|outcome| outcome["added"]["id"].as_u64()).collect();
        assert_eq!(numbers.len(), 2000);
        assert!(numbers.iter().all(|number| seen.insert(*number)), "a number came twice");
        let changed = world.call("remove", json!({ "tasks": "all", "file": "keep" }))?;
        assert_eq!(changed["changed"].as_array().map(Vec::len), Some(2000));
        world.restart_hard()?;
    }
    Ok(())
}

#[test]
fn m005_an_id_that_is_live_is_refused_and_the_first_task_goes_on() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(bytes(1, 1000)).held_by(&gate).start_blocking()?;
    let world = World::start()?;
    let first = world.add(&[&origin.url(), "--id", "mine", "-o", "first"])?;
    let output = world.home.haul(["--json", "add", &origin.url(), "--id", "mine", "-o", "second"])?.expecting(2)?;
    assert_eq!(output.json_lines()?[0]["code"], "duplicate_id");
    assert!(output.stderr.contains("mine"), "{}", output.stderr);
    gate.open();
    world.reaches(first, "complete")?;
    world.add(&[&origin.url(), "--id", "mine", "-o", "second"])?;
    Ok(())
}

#[test]
fn m006_a_name_that_is_none_is_refused_and_an_absent_one_is_random() -> Result<()> {
    let world = World::start()?;
    for name in ["", "a/b", "a\\b", ".."] {
        let output = world.home.haul(["add", "--later", "example.org/f", "-o", name])?.expecting(2)?;
        assert!(!output.stderr.is_empty(), "{name:?} needs a sentence");
    }
    assert!(world.list()?.is_empty());
    let random = || -> Result<String> {
        let added = world.try_add(json!({ "url": "example.org/f", "start": "later" }))?;
        let path = added.ok().context("refused")?["path"].as_str().context("no path")?.to_owned();
        Ok(path)
    };
    let (one, another) = (random()?, random()?);
    assert_ne!(one, another);
    assert!(!one.ends_with("/f"), "{one}");
    Ok(())
}

#[test]
fn m007_base_folder_and_name_make_one_path_and_missing_folders_are_made() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url(), "-d", "new/deep", "-o", "a"])?.expecting(0)?;
    assert_eq!(home.file("new/deep/a")?, bytes(1, 10));
    home.haul(["get", &origin.url(), "--base", "downloads", "-d", "/below/it", "-o", "b"])?.expecting(0)?;
    assert_eq!(home.file("below/it/b")?, bytes(1, 10), "a leading separator says nothing below a base");
    home.haul(["get", &origin.url(), "--base", "downloads", "-d", "../../../etc", "-o", "c"])?.expecting(0)?;
    assert_eq!(home.file("etc/c")?, bytes(1, 10), "a base is never left");
    Ok(())
}

#[test]
fn m008_every_base_is_the_folder_of_the_desktop_or_of_haul() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    let temporary = home.root().join("temporary");
    std::fs::create_dir(&temporary)?;
    let home = home.env("TMPDIR", &temporary);
    let absolute = home.root().join("anywhere");
    let expected = [
        ("downloads", "sub", home.downloads().join("sub")),
        ("documents", "sub", home.root().join("Documents/sub")),
        ("temporary", "sub", temporary.join("sub")),
        ("support", "sub", home.folder().join("sub")),
        ("library", "sub", home.folder().join("Library/sub")),
        ("root", absolute.to_str().context("not UTF-8")?, absolute.clone()),
    ];
    for (base, folder, place) in expected {
        home.haul(["get", &origin.url(), "--base", base, "-d", folder, "-o", "f"])?.expecting(0)?;
        assert_eq!(std::fs::read(place.join("f")).with_context(|| base.to_owned())?, bytes(1, 10));
    }
    Ok(())
}

#[test]
fn m014_metadata_and_display_name_come_back_byte_for_byte_even_after_a_crash() -> Result<()> {
    let mut world = World::start()?;
    let metadata = "{\"k\": \"v\"}\n\t ünï 文 🎈 \u{1b}[31m ' \" \\ ";
    let id = world.add(&["--later", "example.org/f", "--metadata", metadata, "--display-name", "Ein schöner Name"])?;
    for _ in 0..2 {
        let shown = world.home.haul(["show", "--json", &id.to_string()])?.expecting(0)?.json_lines()?;
        assert_eq!(shown[0]["metadata"], metadata);
        let listed = world.home.haul(["list", "--json"])?.expecting(0)?.json_lines()?;
        assert_eq!(listed[0]["display_name"], "Ein schöner Name");
        world.restart_hard()?;
    }
    Ok(())
}

#[test]
fn an_address_without_a_scheme_is_https() -> Result<()> {
    let world = World::start()?;
    let id = world.add(&["--later", "example.org/a/b.zip"])?;
    assert_eq!(world.show(id)?["url"], "https://example.org/a/b.zip");
    Ok(())
}

#[test]
fn addresses_come_from_a_file_too() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    let list = home.root().join("list");
    std::fs::write(&list, format!("# two files\n{}\n\n{}\n", origin.url_of("/a"), origin.url_of("/b")))?;
    home.haul(["get", "-i", list.to_str().context("not UTF-8")?])?.expecting(0)?;
    assert_eq!(home.listing()?, ["a", "b"]);
    Ok(())
}
