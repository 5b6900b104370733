//! A disk without room is told before it is filled, keeps what is there, and goes on by itself when there is room.

use std::fs::File;

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Gate, Length, Need, Origin, Point, Resource, SmallDisk, bytes, needs};
use serde_json::Value;

use crate::world::{World, home, names_in};

const MIB: usize = 1 << 20;

fn says(task: &Value, category: &str, word: &str) -> Result<()> {
    ensure!(task["category"] == category && task["remedy"] == "ask_user", "{task}");
    ensure!(task["message"].as_str().is_some_and(|message| message.contains(word)), "{task}");
    Ok(())
}

#[test]
fn m083_f085_a_file_that_cannot_fit_is_refused_before_it_fills_the_disk() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::memory("size=1m")?;
    let origin = Origin::serving(bytes(1, 2 * MIB)).start_blocking()?;
    let home = home()?;
    let output = home.haul(["get", "--json", "--retries", "0", &origin.url(), "-d", small.text()?])?.expecting(4)?;
    says(output.json_lines()?.last().context("no line")?, "disk.full", "MB")?;
    assert!(names_in(small.path())?.is_empty(), "the attempt takes no space");
    Ok(())
}

#[test]
fn m084_f086_a_disk_that_fills_up_keeps_what_is_there_and_ends_by_itself_when_there_is_room() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::memory("size=4m")?;
    let content = bytes(1, 6 * MIB);
    let unknown = Resource::new(&content).length(Length::Chunked);
    let origin = Origin::serving(bytes(2, 1000)).at("/large", unknown).start_blocking()?;
    let world = World::start()?;
    let large = world.add(&[&origin.url_of("/large"), "-d", small.text()?])?;
    says(&world.reaches(large, "failed")?, "disk.full", "space")?;
    assert_eq!(names_in(small.path())?, ["large.haulpart"], "what is there is kept");
    let other = world.add(&[&origin.url_of("/small")])?;
    world.reaches(other, "complete")?;
    small.remount("size=64m")?;
    world.reaches(large, "complete")?;
    assert!(std::fs::read(small.path().join("large"))? == content);
    Ok(())
}

#[test]
fn f086_a_file_of_known_length_is_begun_when_others_have_left_room_for_it() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::memory("size=8m")?;
    let ballast = small.leave_free(MIB as u64)?;
    let content = bytes(1, 4 * MIB);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-d", small.text()?])?;
    says(&world.reaches(id, "failed")?, "disk.full", "MB")?;
    assert_eq!(names_in(small.path())?, ["ballast"]);
    std::fs::remove_file(ballast)?;
    world.reaches(id, "complete")?;
    assert!(std::fs::read(small.path().join("file.bin"))? == content);
    Ok(())
}

#[test]
fn f087_a_refused_file_leaves_all_the_space_that_there_was() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::image("8m")?;
    let origin = Origin::serving(bytes(1, 20 * MIB)).start_blocking()?;
    let home = home()?;
    let before = small.free()?;
    home.haul(["get", "--retries", "0", &origin.url(), "-d", small.text()?])?.expecting(4)?;
    assert_eq!(small.free()?, before);
    Ok(())
}

#[test]
fn f088_a_disk_that_others_fill_during_a_download_costs_no_byte() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::memory("size=8m")?;
    let content = bytes(1, 4 * MIB);
    let gate = Gate::closed();
    let held = Resource::new(&content).held_at(Point::AfterBytes(500_000), &gate).for_the_first(1);
    let origin = Origin::serving(held).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-d", small.text()?, "-c", "1"])?;
    world.has_received(id, 500_000)?;
    let ballast = small.leave_free(0)?;
    gate.open();
    let seen = world.is_seen(id, "it is complete or told", |task| {
        task["status"] == "complete" || task["category"] == "disk.full"
    })?;
    if seen["status"] != "complete" {
        assert!(small.path().join("file.bin.haulpart").exists(), "what is there is kept");
        std::fs::remove_file(ballast)?;
        world.reaches(id, "complete")?;
    }
    assert!(std::fs::read(small.path().join("file.bin"))? == content);
    Ok(())
}

#[test]
fn f089_a_disk_without_file_entries_is_told_in_those_words() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::memory("size=4m,nr_inodes=20")?;
    let mut others = 0;
    while File::create(small.path().join(format!("other-{others}"))).is_ok() {
        others += 1;
    }
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-d", small.text()?])?;
    says(&world.reaches(id, "failed")?, "disk.full", "no file entries left")?;
    std::fs::remove_file(small.path().join("other-0"))?;
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(std::fs::read(small.path().join("file.bin"))?, bytes(1, 1000));
    Ok(())
}

#[test]
fn m083_what_another_task_still_needs_is_not_free() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::memory("size=8m")?;
    let gate = Gate::closed();
    let (first, second) = (bytes(1, 5 * MIB), bytes(2, 5 * MIB));
    let held = Resource::new(&first).held_at(Point::AfterBytes(100_000), &gate).for_the_first(1);
    let origin = Origin::serving(held).at("/second", Resource::new(&second)).start_blocking()?;
    let world = World::start()?;
    let begun = world.add(&[&origin.url(), "-d", small.text()?, "-c", "1"])?;
    world.has_received(begun, 100_000)?;
    let refused = world.add(&[&origin.url_of("/second"), "-d", small.text()?])?;
    says(&world.reaches(refused, "failed")?, "disk.full", "MB")?;
    gate.open();
    world.reaches(begun, "complete")?;
    assert!(std::fs::read(small.path().join("file.bin"))? == first, "the first was not disturbed");
    Ok(())
}

#[test]
fn f105_a_part_lives_in_the_folder_its_file_will_be_in() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::image("16m")?;
    let gate = Gate::closed();
    let content = bytes(1, 2 * MIB);
    let held = Resource::new(&content).held_at(Point::AfterBytes(MIB as u64), &gate);
    let origin = Origin::serving(held).start_blocking()?;
    let world = World::start()?;
    let folder = small.path().join("folder");
    let id = world.add(&[&origin.url(), "-d", folder.to_str().context("not UTF-8")?, "-c", "1"])?;
    world.has_received(id, MIB as u64)?;
    assert_eq!(names_in(&folder)?, ["file.bin.haulpart"]);
    assert!(world.home.listing()?.is_empty());
    gate.open();
    world.reaches(id, "complete")?;
    assert_eq!(names_in(&folder)?, ["file.bin"]);
    assert!(std::fs::read(folder.join("file.bin"))? == content);
    Ok(())
}

#[test]
fn f108_what_is_to_stay_free_stays_free() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::image("32m")?;
    let world = World::start()?;
    let free = small.free()? / MIB as u64;
    let fits = usize::try_from(free - 12)? * MIB;
    let too_large = Resource::new(bytes(1, fits + 4 * MIB));
    let origin = Origin::serving(bytes(2, fits)).at("/too-large", too_large).start_blocking()?;
    world.home.haul(["settings", "set", "disk_reserve", "10"])?.expecting(0)?;
    let refused = world.add(&[&origin.url_of("/too-large"), "-d", small.text()?])?;
    says(&world.reaches(refused, "failed")?, "disk.full", "stay free")?;
    let id = world.add(&[&origin.url(), "-d", small.text()?])?;
    world.reaches(id, "complete")?;
    assert!(small.free()? >= 10 * MIB as u64);
    Ok(())
}
