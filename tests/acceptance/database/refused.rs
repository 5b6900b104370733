//! A database that takes no changes for a while (rows 125 to 127 and 135).

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Home, Need, Origin, Point, Resource, SmallDisk, bytes, eventually, needs};

use super::tool::Holder;
use crate::world::{World, names_in};

fn held(content: &[u8], gate: &Gate) -> Resource {
    Resource::new(content).held_at(Point::AfterBytes(200_000), gate).for_the_first(1)
}

/// A home on a disk of its own, with a folder for downloads elsewhere.
struct Cramped {
    disk: SmallDisk,
    elsewhere: tempfile::TempDir,
}

impl Cramped {
    fn new() -> Result<Option<Cramped>> {
        if !needs(Need::Mount) {
            return Ok(None);
        }
        Ok(Some(Cramped { disk: SmallDisk::memory("size=1m")?, elsewhere: tempfile::tempdir()? }))
    }

    fn home(&self) -> Result<Home> {
        Home::with_command_below(env!("CARGO_BIN_EXE_haul"), self.disk.path())
    }

    fn folder(&self) -> Result<&str> {
        self.elsewhere.path().to_str().context("not UTF-8")
    }
}

#[test]
fn f125_a_database_that_another_program_holds_stops_no_transfer_and_loses_no_task() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(125, 3_000_000);
    let origin = Origin::serving(held(&content, &gate)).at("/late", bytes(1, 1000)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, 200_000)?;
    let holder = Holder::of(&world.home)?;
    gate.open();
    world.has_received(id, 3_000_000)?;
    eventually("people are told", || world.notes().ok().filter(|notes| notes.contains("locked by another")))?;
    let mut late = world.home.spawn(["add", &origin.url_of("/late")])?;
    holder.lets_go()?;
    late.wait()?.expecting(0)?;
    world.reaches(id, "complete")?;
    world.reaches(id + 1, "complete")?;
    assert_eq!(world.home.file("file.bin")?, content);
    eventually("nothing is left to tell", || world.notes().ok().filter(String::is_empty))?;
    world.restart_hard()?;
    let all: Vec<_> = world.list()?.iter().map(|task| task["status"].clone()).collect();
    assert_eq!(all, ["complete", "complete"]);
    Ok(())
}

#[test]
fn f125_a_pause_is_answered_when_it_is_saved() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(held(&bytes(125, 500_000), &gate)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, 200_000)?;
    let holder = Holder::of(&world.home)?;
    let mut pause = world.home.spawn(["pause", &id.to_string()])?;
    eventually("people are told", || world.notes().ok().filter(|notes| notes.contains("locked by another")))?;
    holder.lets_go()?;
    pause.wait()?.expecting(0)?;
    world.restart_hard()?;
    assert_eq!(world.show(id)?["status"], "paused");
    Ok(())
}

#[test]
fn f126_a_full_disk_under_the_database_keeps_no_file_from_its_end() -> Result<()> {
    let Some(cramped) = Cramped::new()? else { return Ok(()) };
    let gate = Gate::closed();
    let content = bytes(126, 3_000_000);
    let origin = Origin::serving(held(&content, &gate)).start_blocking()?;
    let mut world = World::of(cramped.home()?)?;
    let id = world.add(&[&origin.url(), "-d", cramped.folder()?])?;
    world.has_received(id, 200_000)?;
    let ballast = cramped.disk.leave_free(0)?;
    let refusal = refused_add(&world.home)?;
    assert!(refusal.contains("disk with the database is full"), "{refusal}");
    gate.open();
    let path = cramped.elsewhere.path().join("file.bin");
    assert_eq!(eventually("the file is in its place", || std::fs::read(&path).ok())?, content);
    assert!(world.notes()?.contains("cannot be saved"), "{}", world.notes()?);
    assert_eq!(names_in(cramped.elsewhere.path())?, ["file.bin"]);
    std::fs::remove_file(ballast)?;
    world.reaches(id, "complete")?;
    eventually("nothing is left to tell", || world.notes().ok().filter(String::is_empty))?;
    world.restart_hard()?;
    assert_eq!(world.show(id)?["status"], "complete");
    Ok(())
}

#[test]
fn f126_a_small_file_without_a_record_is_not_fetched_again_beside_itself() -> Result<()> {
    let Some(cramped) = Cramped::new()? else { return Ok(()) };
    let gate = Gate::closed();
    let content = bytes(126, 4096);
    let origin = Origin::serving(Resource::new(&content[..]).held_at(Point::BeforeHead, &gate)).start_blocking()?;
    let mut world = World::of(cramped.home()?)?;
    let id = world.add(&[&origin.url(), "-d", cramped.folder()?])?;
    eventually("it has asked", || (!origin.requests().is_empty()).then_some(()))?;
    let ballast = cramped.disk.leave_free(0)?;
    refused_add(&world.home)?;
    gate.open();
    eventually("it waits for the record", || world.show(id).ok().filter(|task| task["phase"] == "placing"))?;
    world.daemon.kill9()?;
    std::fs::remove_file(ballast)?;
    world.daemon = world.home.daemon()?;
    world.reaches(id, "complete")?;
    assert_eq!(names_in(cramped.elsewhere.path())?, ["file.bin"]);
    assert_eq!(std::fs::read(cramped.elsewhere.path().join("file.bin"))?, content);
    Ok(())
}

/// Adds downloads until one is refused, and gives the sentence.
fn refused_add(home: &Home) -> Result<String> {
    for _ in 0..200 {
        let output = home.haul(["add", "--later", "http://127.0.0.1:9/f"])?;
        if output.code != Some(0) {
            return Ok(output.expecting(1)?.stderr);
        }
    }
    anyhow::bail!("nothing is refused on a full disk")
}

#[test]
fn f127_a_start_with_a_full_disk_shows_the_list_and_recovers_by_itself() -> Result<()> {
    let Some(cramped) = Cramped::new()? else { return Ok(()) };
    let origin = Origin::serving(bytes(127, 1000)).start_blocking()?;
    let mut world = World::of(cramped.home()?)?;
    let id = world.add(&["--later", &origin.url(), "-d", cramped.folder()?])?;
    world.daemon.kill9()?;
    let data = world.home.folder();
    std::fs::remove_file(data.join("haul.db-shm"))?;
    let ballast = cramped.disk.leave_free(0)?;
    let listed = world.home.haul(["list", "--json"])?.expecting(0)?;
    assert_eq!(listed.json_lines()?.len(), 1);
    assert!(listed.stderr.contains("is full"), "{}", listed.stderr);
    world.daemon = world.home.daemon()?;
    let refusal = world.home.haul(["add", &origin.url()])?.expecting(1)?.stderr;
    assert!(refusal.contains("is full"), "{refusal}");
    assert!(!names_in(&data)?.iter().any(|name| name.contains("damaged")), "{:?}", names_in(&data)?);
    std::fs::remove_file(ballast)?;
    eventually("nothing is left to tell", || world.notes().ok().filter(String::is_empty))?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    world.restart_hard()?;
    assert_eq!(world.show(id)?["status"], "complete");
    Ok(())
}

#[test]
fn f135_m177_a_read_only_folder_is_shown_and_changed_by_nobody() -> Result<()> {
    let Some(cramped) = Cramped::new()? else { return Ok(()) };
    let mut world = World::of(cramped.home()?)?;
    world.add(&["--later", "http://127.0.0.1:9/f"])?;
    world.daemon.kill9()?;
    cramped.disk.remount("ro")?;
    let listed = world.home.haul(["list", "--json"])?.expecting(0)?;
    assert_eq!(listed.json_lines()?.len(), 1);
    assert!(listed.stderr.contains("cannot be saved"), "{}", listed.stderr);
    let changed = world.home.haul(["set", "1", "--priority", "1"])?.expecting(1)?;
    assert!(changed.stderr.contains("could not be saved"), "{}", changed.stderr);
    cramped.disk.remount("rw")?;
    let again = world.home.haul(["list", "--json"])?.expecting(0)?;
    assert_eq!((again.json_lines()?[0]["priority"].clone(), again.stderr.as_str()), (5.into(), ""));
    Ok(())
}
