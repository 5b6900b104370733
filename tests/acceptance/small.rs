//! A small file that comes at once is a file or nothing: no part of it is ever seen, and what is checked of a large one is
//! checked of it.

use anyhow::Result;
use haul_testkit::{Gate, Home, Origin, Point, Resource, bytes, eventually, sha256_hex};

use crate::world::home;

const SIZE: usize = 4096;

/// Gets the file, and gives the steps that changed the disk.
fn steps_of(home: Home, args: &[&str], code: i32) -> Result<(Home, String)> {
    let home = home.env("HAUL_CRASH_AT", "0");
    let said = home.haul(["get"].iter().chain(args))?.expecting(code)?.stderr;
    Ok((home, said))
}

#[test]
fn it_gets_its_name_when_it_is_whole_and_has_none_before() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    let (home, steps) = steps_of(home()?, &[&origin.url()], 0)?;
    assert!(
        steps.contains("before link") && !steps.contains("create") && !steps.contains("before rename\n"),
        "{steps}"
    );
    let at = |step| steps.find(step).unwrap_or(usize::MAX);
    assert!(
        at("after sync of a file") < at("before link") && at("after link") < at("after sync of a folder"),
        "{steps}"
    );
    assert_eq!((home.listing()?, home.file("file.bin")?), (vec!["file.bin".to_owned()], content));
    Ok(())
}

#[test]
fn a_name_that_is_taken_is_left_alone() -> Result<()> {
    let origin = Origin::serving(bytes(1, SIZE)).start_blocking()?;
    let home = home()?;
    std::fs::create_dir_all(home.downloads())?;
    std::fs::write(home.downloads().join("file.bin"), "theirs")?;
    let (home, steps) = steps_of(home, &[&origin.url()], 0)?;
    assert!(steps.contains("before link"), "{steps}");
    assert_eq!(home.listing()?, ["file (1).bin", "file.bin"]);
    assert_eq!((home.file("file.bin")?, home.file("file (1).bin")?), (b"theirs".to_vec(), bytes(1, SIZE)));
    Ok(())
}

#[test]
fn m101_m104_a_wrong_one_is_set_aside_and_a_right_one_is_told() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    let right = format!("sha-256={}", sha256_hex(&content));
    let (_, steps) = steps_of(home()?, &[&origin.url(), "--checksum", &right], 0)?;
    assert!(steps.contains("before link") && !steps.contains("create"), "{steps}");
    let wrong = format!("sha-256={}", sha256_hex(b"another"));
    let home = home()?;
    let ended = home.haul(["get", &origin.url(), "--checksum", &wrong])?;
    assert_ne!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!((home.listing()?, home.file("file.bin.rejected")?), (vec!["file.bin.rejected".to_owned()], content));
    Ok(())
}

#[test]
fn one_that_comes_in_pieces_has_a_part_like_any_other() -> Result<()> {
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let held = Resource::new(&content).held_at(Point::AfterBytes(100), &gate);
    let origin = Origin::serving(held).start_blocking()?;
    let home = home()?;
    let mut running = home.spawn(["get", &origin.url()])?;
    eventually("its part", || (home.listing().ok()? == ["file.bin.haulpart"]).then_some(()))?;
    gate.open();
    running.wait()?.expecting(0)?;
    assert_eq!((home.listing()?, home.file("file.bin")?), (vec!["file.bin".to_owned()], content));
    Ok(())
}
