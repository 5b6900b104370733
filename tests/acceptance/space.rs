//! A disk is never filled by surprise, and what another program does to a file is noticed.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Length, Need, Origin, Point, Resource, SmallDisk, bytes, needs};

use crate::world::{World, names_in};

const MIB: usize = 1 << 20;

#[test]
fn m083_what_other_downloads_still_need_is_not_free() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let disk = SmallDisk::memory("size=8m")?;
    let gate = Gate::closed();
    let first = Resource::new(bytes(1, 5 * MIB)).held_at(Point::AfterBytes(100_000), &gate);
    let origin = Origin::serving(first).at("/second", bytes(2, 5 * MIB)).start_blocking()?;
    let world = World::start()?;
    let first = world.add(&[&origin.url(), "-d", disk.text()?, "-c", "1"])?;
    world.has_received(first, 100_000)?;
    let second = world.add(&[&origin.url_of("/second"), "-d", disk.text()?])?;
    let refused = world.reaches(second, "failed")?;
    assert_eq!((&refused["category"], &refused["remedy"]), (&"disk.full".into(), &"ask_user".into()));
    assert_eq!(names_in(disk.path())?, ["file.bin.haulpart"], "what is refused leaves nothing");
    gate.open();
    world.reaches(first, "complete")?;
    assert_eq!(std::fs::read(disk.path().join("file.bin"))?, bytes(1, 5 * MIB));
    Ok(())
}

#[test]
fn f108_the_reserve_is_left_alone() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let disk = SmallDisk::image("32m")?;
    let (free, world) = (disk.free()?, World::start()?);
    let most = usize::try_from(free)? - 10 * MIB;
    let origin = Origin::serving(bytes(1, most + MIB)).at("/fits", bytes(2, most - MIB)).start_blocking()?;
    world.home.haul(["settings", "set", "disk_reserve", "10"])?.expecting(0)?;
    let id = world.add(&[&origin.url(), "-d", disk.text()?])?;
    let refused = world.reaches(id, "failed")?;
    assert_eq!(refused["category"], "disk.full");
    assert!(refused["message"].as_str().is_some_and(|message| message.contains("stay free")), "{refused}");
    assert_eq!(disk.free()?, free);
    let id = world.add(&[&origin.url_of("/fits"), "-d", disk.text()?])?;
    world.reaches(id, "complete")?;
    Ok(())
}

#[test]
fn f037_a_body_without_an_end_stops_before_the_reserve() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let disk = SmallDisk::memory("size=48m")?;
    let origin = Origin::serving(Resource::endless().paced(8 << 20)).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "disk_reserve", "24"])?.expecting(0)?;
    let id = world.add(&[&origin.url(), "-d", disk.text()?])?;
    let stopped = world.reaches(id, "failed")?;
    assert_eq!((&stopped["category"], &stopped["remedy"]), (&"disk.full".into(), &"ask_user".into()), "{stopped}");
    assert!(stopped["message"].as_str().is_some_and(|message| message.contains("stay free")), "{stopped}");
    assert!(disk.free()? > 0, "it stopped of itself");
    assert_eq!(names_in(disk.path())?, ["file.bin.haulpart"], "what came is kept");
    Ok(())
}

#[test]
fn f087_an_attempt_that_does_not_fit_gives_back_what_it_took() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let disk = SmallDisk::image("16m")?;
    let free = disk.free()?;
    // As long as all that is free: it passes the question, and the file system has no room for its own needs.
    let origin = Origin::serving(bytes(1, usize::try_from(free)?)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-d", disk.text()?])?;
    let ended = world.is_seen(id, "the end", |task| task["status"] == "failed" || task["status"] == "complete")?;
    if ended["status"] == "failed" {
        assert_eq!(ended["category"], "disk.full", "{ended}");
        assert!(names_in(disk.path())?.iter().all(|name| name == "lost+found"));
        assert_eq!(disk.free()?, free);
    }
    Ok(())
}

#[test]
fn m140_a_file_takes_its_space_at_once_and_no_more_than_it_needs() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let disk = SmallDisk::image("64m")?;
    let before = disk.free()?;
    let gate = Gate::closed();
    let held = Resource::new(bytes(1, 20 * MIB)).held_at(Point::AfterBytes(100_000), &gate);
    let origin = Origin::serving(held.for_the_first(1)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-d", disk.text()?])?;
    world.is_seen(id, "the first bytes", |task| task["received"].as_u64() >= Some(100_000))?;
    let taken = before - disk.free()?;
    let length = (20 * MIB) as u64;
    assert!((length..=length + (1 << 20)).contains(&taken), "{taken}");
    gate.open();
    world.reaches(id, "complete")?;
    assert!(before - disk.free()? <= length + (1 << 20));
    Ok(())
}

#[test]
fn f089_a_disk_without_file_entries_says_so() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let disk = SmallDisk::memory("size=4m,nr_inodes=3")?;
    for name in ["one", "two"] {
        std::fs::write(disk.path().join(name), "")?;
    }
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-d", disk.text()?])?;
    let refused = world.reaches(id, "failed")?;
    assert_eq!((&refused["category"], &refused["remedy"]), (&"disk.full".into(), &"ask_user".into()));
    let message = refused["message"].as_str().context("no message")?;
    assert!(message.contains("no file entries left"), "{message}");
    std::fs::remove_file(disk.path().join("one"))?;
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    Ok(())
}

#[test]
fn f038_a_length_beyond_every_disk_is_refused_before_it_takes_space() -> Result<()> {
    let claimed = Resource::new("x").length(Length::Claimed(i64::MAX.unsigned_abs()));
    let origin = Origin::serving(claimed).start_blocking()?;
    let home = crate::world::home()?;
    let lines = home.haul(["get", "--json", &origin.url()])?.expecting(4)?.json_lines()?;
    let last = lines.last().context("no line")?;
    assert_eq!((&last["category"], &last["remedy"]), (&"disk.full".into(), &"ask_user".into()));
    assert!(last["message"].as_str().is_some_and(|message| message.contains("TB")), "{last}");
    assert!(home.listing()?.is_empty());
    Ok(())
}

/// What another program may do to a part file.
type Harm = fn(&std::path::Path) -> std::io::Result<()>;

#[test]
fn f094_a_part_that_another_program_deletes_or_cuts_is_fetched_anew() -> Result<()> {
    let harms: [Harm; 2] =
        [|part| std::fs::remove_file(part), |part| std::fs::OpenOptions::new().write(true).open(part)?.set_len(1000)];
    for harm in harms {
        let content = bytes(1, 3 * MIB);
        let gate = Gate::closed();
        let held = Resource::new(&content).held_at(Point::AfterBytes(MIB as u64), &gate).for_the_first(1);
        let origin = Origin::serving(held).start_blocking()?;
        let world = World::start()?;
        let id = world.add(&[&origin.url(), "-c", "1"])?;
        world.has_received(id, MIB as u64)?;
        harm(&world.home.downloads().join("file.bin.haulpart"))?;
        gate.open();
        world.reaches(id, "complete")?;
        assert!(world.home.file("file.bin")? == content);
        assert_eq!(world.home.listing()?, ["file.bin"]);
    }
    Ok(())
}

#[test]
fn f094_a_part_that_was_cut_while_the_task_was_paused_is_fetched_anew() -> Result<()> {
    let content = bytes(1, 3 * MIB);
    let gate = Gate::closed();
    let held = Resource::new(&content).held_at(Point::AfterBytes(MIB as u64), &gate).for_the_first(1);
    let origin = Origin::serving(held).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, MIB as u64)?;
    world.pause(id)?;
    gate.open();
    let part = std::fs::OpenOptions::new().write(true).open(world.home.downloads().join("file.bin.haulpart"))?;
    part.set_len(1000)?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn m085_a_file_that_is_there_is_skipped_by_its_size() -> Result<()> {
    for (limit, size, is_skipped) in
        [("never", 3 * MIB, false), ("0", 10, true), ("2", 3 * MIB, true), ("2", 2 * MIB, false)]
    {
        for conflict in ["rename", "overwrite"] {
            let origin = Origin::serving("new").start_blocking()?;
            let world = World::start()?;
            world.home.haul(["settings", "set", "skip_existing", limit])?.expecting(0)?;
            let theirs = world.home.downloads().join("file.bin");
            std::fs::write(&theirs, bytes(1, size))?;
            let modified = std::fs::metadata(&theirs)?.modified()?;
            let id = world.add(&[&origin.url(), "--on-conflict", conflict])?;
            let task = world.reaches(id, "complete")?;
            let case = format!("{limit}, {size} bytes, {conflict}: {task}");
            assert_eq!(origin.requests().is_empty(), is_skipped, "{case}");
            assert_eq!(task["response"]["code"] == 304, is_skipped, "{case}");
            if is_skipped {
                assert_eq!(std::fs::metadata(&theirs)?.modified()?, modified, "{case}");
                assert_eq!(world.home.listing()?, ["file.bin"], "{case}");
            } else {
                let name = if conflict == "rename" { "file (1).bin" } else { "file.bin" };
                assert_eq!(world.home.file(name)?, b"new", "{case}");
            }
        }
    }
    Ok(())
}

#[test]
fn m085_the_name_that_the_server_gives_counts_too() -> Result<()> {
    let named = Resource::new(bytes(1, MIB)).content_disposition("attachment; filename=theirs.bin");
    let origin = Origin::serving(named).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "skip_existing", "0"])?.expecting(0)?;
    std::fs::write(world.home.downloads().join("theirs.bin"), "theirs")?;
    let id = world.add(&[&origin.url()])?;
    let task = world.reaches(id, "complete")?;
    assert_eq!(task["response"]["code"], 304, "{task}");
    assert_eq!(world.home.listing()?, ["theirs.bin"]);
    assert_eq!(world.home.file("theirs.bin")?, b"theirs");
    Ok(())
}
