//! A final name holds a whole file, is nobody else's, and lies in the chosen folder.

use std::path::Path;

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Home, Origin, Point, Resource, bytes, eventually};
use serde_json::{Value, json};

use crate::vectors::{each, id, rows};
use crate::world::{World, home, names_in};

fn named(disposition: &str) -> Resource {
    Resource::new(bytes(1, 10)).content_disposition(disposition)
}

/// The name under which a download without a name of its own ends.
fn name_of(home: &Home, origin: &Origin, path: &str) -> Result<String> {
    let folder = home.downloads().join("one");
    home.haul(["get", &origin.url_of(path), "-d", "one"])?.expecting(0).with_context(|| path.to_owned())?;
    let mut names = names_in(&folder)?;
    std::fs::remove_dir_all(&folder)?;
    assert_eq!(names.len(), 1, "{path}: {names:?}");
    names.pop().context("no file")
}

#[test]
fn m074_no_part_is_ever_seen_under_the_final_name() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, 500_000);
    let origin =
        Origin::serving(Resource::new(&content).held_at(Point::AfterBytes(400_000), &gate)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, 400_000)?;
    assert_eq!(world.home.listing()?, ["file.bin.haulpart"]);
    gate.open();
    let path = world.home.downloads().join("file.bin");
    let seen = haul_testkit::eventually("the file appears", || std::fs::read(&path).ok())?;
    assert_eq!(seen, content, "the first sight of the final name is the whole file");
    world.reaches(id, "complete")?;
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn m075_an_overwritten_file_stays_readable_until_the_new_one_is_whole() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, 500_000);
    let origin =
        Origin::serving(Resource::new(&content).held_at(Point::AfterBytes(400_000), &gate)).start_blocking()?;
    let world = World::start()?;
    std::fs::write(world.home.downloads().join("file.bin"), "old")?;
    let id = world.add(&[&origin.url(), "--on-conflict", "overwrite"])?;
    world.has_received(id, 400_000)?;
    assert_eq!(world.home.file("file.bin")?, b"old");
    gate.open();
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn m076_a_taken_name_is_counted_on() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    for name in ["file.bin", "file (4).bin", "a.tar.gz", "plain"] {
        std::fs::write(home.downloads().join(name), "theirs")?;
    }
    for name in ["file.bin", "file.bin", "file (4).bin", "a.tar.gz", "plain"] {
        home.haul(["get", &origin.url(), "-o", name])?.expecting(0)?;
    }
    let new = ["file (1).bin", "file (2).bin", "file (5).bin", "a (1).tar.gz", "plain (1)"];
    for name in new {
        assert_eq!(home.file(name)?, bytes(1, 10), "{name}");
    }
    for name in ["file.bin", "file (4).bin", "a.tar.gz", "plain"] {
        assert_eq!(home.file(name)?, b"theirs");
    }
    Ok(())
}

#[test]
fn m077_two_tasks_of_one_name_never_share_a_path_and_both_are_known_before_the_start() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(bytes(0, 10))
        .at("/a/same.bin", Resource::new(bytes(1, 1000)).held_by(&gate))
        .at("/b/same.bin", Resource::new(bytes(2, 1000)).held_by(&gate))
        .start_blocking()?;
    let world = World::start()?;
    let (one, other) = (origin.url_of("/a/same.bin"), origin.url_of("/b/same.bin"));
    let lines = world.home.haul(["--json", "add", &one, &other])?.expecting(0)?.json_lines()?;
    let paths: Vec<&str> = lines.iter().filter_map(|line| line["path"].as_str()).collect();
    let expected = [world.home.downloads().join("same.bin"), world.home.downloads().join("same (1).bin")];
    assert_eq!(paths.iter().map(Path::new).collect::<Vec<_>>(), expected);
    gate.open();
    for line in &lines {
        world.reaches(line["id"].as_u64().context("no number")?, "complete")?;
    }
    assert_eq!((world.home.file("same.bin")?, world.home.file("same (1).bin")?), (bytes(1, 1000), bytes(2, 1000)));
    Ok(())
}

#[test]
fn m077_a_name_that_appears_meanwhile_is_left_alone() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, 500_000);
    let origin =
        Origin::serving(Resource::new(&content).held_at(Point::AfterBytes(400_000), &gate)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, 400_000)?;
    std::fs::write(world.home.downloads().join("file.bin"), "theirs")?;
    gate.open();
    let task = world.reaches(id, "complete")?;
    assert_eq!(task["path"], json!(world.home.downloads().join("file (1).bin")));
    assert_eq!((world.home.file("file.bin")?, world.home.file("file (1).bin")?), (b"theirs".to_vec(), content));
    Ok(())
}

#[test]
fn m077_what_is_no_plain_file_is_never_written_through() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    let secret = home.root().join("secret");
    std::fs::write(&secret, "secret")?;
    std::os::unix::fs::symlink(&secret, home.downloads().join("link"))?;
    std::os::unix::fs::symlink(home.root().join("nowhere"), home.downloads().join("dangling"))?;
    std::fs::create_dir(home.downloads().join("folder"))?;
    for name in ["link", "dangling", "folder"] {
        home.haul(["get", &origin.url(), "-o", name])?.expecting(0)?;
        assert_eq!(home.file(format!("{name} (1)"))?, bytes(1, 10));
    }
    assert_eq!(std::fs::read(&secret)?, b"secret");
    assert!(!home.root().join("nowhere").exists());
    Ok(())
}

#[test]
fn skip_and_fail_leave_an_existing_file_alone() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    std::fs::write(home.downloads().join("file.bin"), "theirs")?;
    home.haul(["get", &origin.url(), "--on-conflict", "skip"])?.expecting(0)?;
    let output = home.haul(["get", "--json", &origin.url(), "--on-conflict", "fail"])?.expecting(4)?;
    assert_eq!(output.json_lines()?.last().context("no line")?["category"], "disk.exists");
    assert_eq!(home.file("file.bin")?, b"theirs");
    assert!(origin.requests().is_empty(), "neither has a question for the server");
    home.haul(["remove", "1", "--delete-file"])?.expecting(0)?;
    assert_eq!(home.file("file.bin")?, b"theirs", "a skipped task owns no file");
    Ok(())
}

#[test]
fn m078_an_address_without_a_name_gets_the_servers_or_one_of_its_own() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).at("/named/", named("attachment; filename=a.bin")).start_blocking()?;
    let home = home()?;
    assert_eq!(name_of(&home, &origin, "/named/")?, "a.bin");
    assert_eq!(name_of(&home, &origin, "/")?, "download");
    let url = origin.url_of("/");
    home.haul(["get", &url, &url])?.expecting(0)?;
    assert_eq!(home.listing()?, ["download", "download (1)"], "and never one that is taken");
    Ok(())
}

#[test]
fn m079_the_servers_suggestion_goes_before_the_address() -> Result<()> {
    let rows = [
        ("/a.bin", "attachment; filename=\"plain.zip\"", "plain.zip"),
        ("/b.bin", "attachment; filename=\"x.zip\"; filename*=UTF-8''gr%C3%BC%C3%9Fe.zip", "grüße.zip"),
        ("/c.bin", "attachment; filename*=utf-8''%e6%96%87.zip", "文.zip"),
        ("/d.bin", "inline", "d.bin"),
        ("/e%20f%C3%BC.bin", "attachment", "e fü.bin"),
    ];
    let script = rows
        .iter()
        .fold(Origin::serving(bytes(1, 10)), |script, (path, disposition, _)| script.at(path, named(disposition)));
    let origin = script.start_blocking()?;
    let home = home()?;
    for (path, disposition, expected) in rows {
        assert_eq!(name_of(&home, &origin, path)?, expected, "{disposition}");
    }
    Ok(())
}

#[test]
fn m080_no_suggested_name_leaves_the_folder() -> Result<()> {
    let cases: Value = serde_json::from_str(include_str!("../vectors/content_disposition.json"))?;
    let cases = cases["cases"].as_array().context("no cases")?;
    let mut script = Origin::serving(bytes(1, 10));
    let mut headers = Vec::new();
    for case in cases {
        let raw = match case["header_hex"].as_str() {
            Some(hex) => octets(hex)?,
            None => case["header"].as_str().unwrap_or_default().as_bytes().to_vec(),
        };
        // What cannot stand in a header line cannot come over HTTP.
        if !raw.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n')) {
            let path = format!("/{}/", case["id"].as_str().unwrap_or_default());
            script = script.at(&path, Resource::new(bytes(1, 10)).content_disposition(&raw));
            headers.push(path);
        }
    }
    let origin = script.start_blocking()?;
    let home = home()?;
    let before = names_in(home.root())?;
    let urls: Vec<String> = headers.iter().map(|path| origin.url_of(path)).collect();
    let args = ["get", "-d", "inside"].into_iter().chain(urls.iter().map(String::as_str));
    home.haul(args)?.expecting(0)?;
    let files = names_in(&home.downloads().join("inside"))?;
    assert_eq!(files.len(), urls.len(), "every one of them is a file right in the folder: {files:?}");
    assert_eq!(home.listing()?.len(), urls.len() + 1, "and there is nothing else");
    assert_eq!(before.iter().filter(|name| *name != "home").count() + 1, names_in(home.root())?.len());
    assert!(files.iter().all(|name| !name.starts_with(['.', '-']) && name.len() <= 255), "{files:?}");
    Ok(())
}

#[test]
fn f148_every_proposed_name_becomes_the_safe_one_right_in_the_folder() -> Result<()> {
    let rows = rows("filename_sanitize.json")?;
    let mut script = Origin::serving(bytes(1, 10));
    for row in &rows {
        let proposed: String =
            row["input"].as_str().unwrap_or_default().bytes().map(|byte| format!("%{byte:02X}")).collect();
        let file = named(&format!("attachment; filename*=UTF-8''{proposed}"));
        script = script.at(&format!("/{}/", id(row)), file);
    }
    let origin = script.start_blocking()?;
    let world = World::start()?;
    for row in &rows {
        let url = origin.url_of(&format!("/{}/", id(row)));
        let added = world.try_add(json!({ "url": url, "name": "?", "folder": id(row) }))?;
        anyhow::ensure!(added.is_ok(), "{}: {added:?}", id(row));
    }
    eventually("all are there", || {
        let tasks = world.list().ok()?;
        tasks.iter().all(|task| task["status"] == "complete").then_some(())
    })?;
    each(&rows, |row| {
        let names = names_in(&world.home.downloads().join(id(row)))?;
        let is_right = match row["reference_output"].as_str() {
            Some(safe) => names == [safe],
            None => names.len() == 1 && !names[0].starts_with(['.', '-']),
        };
        anyhow::ensure!(is_right, "{names:?}");
        Ok(())
    })?;
    assert_eq!(names_in(&world.home.downloads())?.len(), rows.len(), "and there is nothing else");
    Ok(())
}

#[test]
fn f149_no_download_goes_where_files_are_run_or_believed() -> Result<()> {
    let world = World::start()?;
    let home = world.home.root().to_owned();
    std::fs::create_dir_all(home.join(".ssh"))?;
    std::os::unix::fs::symlink(home.join(".ssh"), world.home.downloads().join("harmless"))?;
    let inside = |folder: &str| home.join(folder).display().to_string();
    let folders = [
        "/etc/cron.d".to_owned(),
        inside(".ssh"),
        inside(".config/autostart"),
        inside(".bashrc.d"),
        "harmless".to_owned(),
    ];
    for folder in folders {
        let refused = world.try_add(json!({ "url": "http://127.0.0.1:9/f", "folder": folder }))?;
        let why = refused.err().with_context(|| format!("{folder} was taken"))?;
        assert_eq!(why["code"], "disk", "{folder}: {why}");
    }
    let climbing =
        world.try_add(json!({ "url": "http://127.0.0.1:9/f", "folder": "../../../etc", "start": "later" }))?;
    let path = climbing.map_err(|why| anyhow::anyhow!("{why}"))?["path"].as_str().unwrap_or_default().to_owned();
    assert!(Path::new(&path).starts_with(world.home.downloads()), "it never climbs out of its base: {path}");
    assert!(!home.join(".bashrc.d").exists());
    Ok(())
}

#[test]
fn m080_a_hostile_address_gives_a_safe_name() -> Result<()> {
    let long = format!("/{}.bin", "x".repeat(5000));
    let paths = ["/%2e%2e%2fpasswd", "/..%2f..%2fx", "/%00a", "/a%0ab", "/CON", "/.bashrc", "/-rf", &long];
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    for path in paths {
        let name = name_of(&home, &origin, path)?;
        assert!(!name.starts_with(['.', '-']) && name.len() <= 255, "{path}: {name}");
        assert!(!name.chars().any(char::is_control) && name != "CON", "{path}: {name}");
    }
    Ok(())
}

fn octets(hex: &str) -> Result<Vec<u8>> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?)).collect()
}
