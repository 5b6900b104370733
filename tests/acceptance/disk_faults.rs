//! A disk that fails, and other programs in the folder: nothing is trusted that was not proven, nothing of others changes.

use std::os::unix::fs::{FileExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{
    Gate, Home, Need, Origin, Point, Resource, SmallDisk, bytes, eventually, injecting, needs, sha256_hex,
};

use crate::world::{World, home, names_in};

const SIZE: usize = 3_000_000;
const HELD: u64 = 1_000_000;

/// A file whose first answer stops in the middle until the gate opens; later answers come in full.
fn held(content: &[u8], gate: &Gate) -> Result<Origin> {
    let held = Resource::new(content).held_at(Point::AfterBytes(HELD), gate).for_the_first(1);
    Origin::serving(held).at("/other", Resource::new(bytes(9, 1000))).start_blocking()
}

/// A daemon whose system calls fail as said when they are about the part of `file.bin`.
fn failing(injections: &[&str]) -> Result<World> {
    let home = home()?;
    let daemon = home.daemon_under(&injecting(injections, &home.downloads().join("file.bin.haulpart")))?;
    Ok(World { home, daemon })
}

fn run(program: &str, args: &[&str], path: &Path) -> Result<()> {
    let output = Command::new(program).args(args).arg(path).output()?;
    ensure!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

fn part_of(home: &Home) -> std::path::PathBuf {
    home.downloads().join("file.bin.haulpart")
}

#[test]
fn f091_a_read_only_disk_is_told_and_left_when_it_can_be_written_again() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::image("16m")?;
    let origin = Origin::serving(bytes(1, SIZE)).start_blocking()?;
    let world = World::start()?;
    small.remount("ro")?;
    let id = world.add(&[&origin.url(), "-d", small.text()?])?;
    let task = world.reaches(id, "failed")?;
    assert_eq!((&task["category"], &task["remedy"]), (&"disk.read_only".into(), &"ask_user".into()), "{task}");
    small.remount("rw")?;
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    Ok(())
}

#[test]
fn f091_a_folder_that_takes_no_names_keeps_the_part_and_the_file_is_placed_later() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::image("16m")?;
    let folder = small.path().join("folder");
    std::fs::create_dir(&folder)?;
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let origin = held(&content, &gate)?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-d", &folder.to_string_lossy(), "-c", "1"])?;
    world.has_received(id, HELD)?;
    // Files in it can be written, and none can be made, renamed or deleted.
    run("chattr", &["+i"], &folder)?;
    gate.open();
    let task = world.reaches(id, "failed");
    let names = names_in(&folder)?;
    run("chattr", &["-i"], &folder)?;
    let task = task?;
    assert_eq!((&task["category"], &task["remedy"]), (&"disk.permission".into(), &"ask_user".into()), "{task}");
    assert_eq!(names, ["file.bin.haulpart"]);
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert!(std::fs::read(folder.join("file.bin"))? == content);
    Ok(())
}

#[test]
fn f093_a_folder_swapped_for_a_link_while_running_sends_nothing_elsewhere() -> Result<()> {
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let origin = held(&content, &gate)?;
    let world = World::start()?;
    let (folder, moved) = (world.home.downloads().join("folder"), world.home.root().join("moved"));
    let secret = world.home.root().join("secret");
    std::fs::create_dir(&secret)?;
    let id = world.add(&[&origin.url(), "-d", "folder", "-c", "1"])?;
    world.has_received(id, HELD)?;
    std::fs::rename(&folder, &moved)?;
    symlink(&secret, &folder)?;
    gate.open();
    world.is_seen(id, "it has ended", |task| task["status"] == "complete" || task["status"] == "failed")?;
    assert!(names_in(&secret)?.is_empty());
    assert!(names_in(&moved)?.iter().all(|name| name.starts_with("file.bin")));
    Ok(())
}

#[test]
fn f094_a_part_that_another_program_deletes_is_fetched_anew() -> Result<()> {
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let origin = held(&content, &gate)?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, HELD)?;
    std::fs::remove_file(part_of(&world.home))?;
    gate.open();
    let seen = world.is_seen(id, "it has ended", |task| task["status"] == "complete" || task["status"] == "failed")?;
    if seen["status"] == "failed" {
        assert_eq!(seen["category"], "disk.path", "{seen}");
        world.does("retry", id)?;
        world.reaches(id, "complete")?;
    }
    assert!(world.home.file("file.bin")? == content);
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

/// A download over one connection that was paused with `HELD` bytes of its part written.
fn half_fetched(content: &[u8], more: &[&str]) -> Result<(World, Origin, u64)> {
    let origin = held(content, &Gate::closed())?;
    let world = World::start()?;
    let id = world.add(&[&[origin.url().as_str(), "-c", "1"], more].concat())?;
    world.has_received(id, HELD)?;
    world.pause(id)?;
    Ok((world, origin, id))
}

#[test]
fn f094_a_part_that_another_program_cut_is_not_continued() -> Result<()> {
    let content = bytes(1, SIZE);
    let (world, _origin, id) = half_fetched(&content, &[])?;
    std::fs::File::options().write(true).open(part_of(&world.home))?.set_len(HELD / 2)?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert!(world.home.file("file.bin")? == content);
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn f095_a_part_that_another_program_wrote_into_while_it_was_paused_is_fetched_anew() -> Result<()> {
    if !needs(Need::Attributes) {
        return Ok(());
    }
    let content = bytes(1, SIZE);
    let (world, _origin, id) = half_fetched(&content, &[])?;
    let part = std::fs::File::options().write(true).open(part_of(&world.home))?;
    let written = part.metadata()?.modified()?;
    eventually("the file system's clock has moved", || {
        part.write_all_at(b"theirs", 1000).ok()?;
        part.metadata().ok()?.modified().ok().filter(|at| *at != written)
    })?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert!(world.home.file("file.bin")? == content);
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn f095_a_part_that_another_program_changed_without_a_trace_is_caught_by_the_digest() -> Result<()> {
    let content = bytes(1, SIZE);
    let digest = format!("sha-256={}", sha256_hex(&content));
    let (world, _origin, id) = half_fetched(&content, &["--checksum", &digest])?;
    let part = std::fs::File::options().write(true).open(part_of(&world.home))?;
    let written = part.metadata()?.modified()?;
    part.write_all_at(b"theirs", 1000)?;
    part.set_modified(written)?;
    world.does("resume", id)?;
    let task = world.reaches(id, "failed")?;
    assert_eq!(task["category"], "integrity.checksum", "{task}");
    assert!(!world.home.downloads().join("file.bin").exists());
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f096_f097_whatever_has_the_name_stays_and_the_file_takes_another() -> Result<()> {
    let world = World::start()?;
    let secret = world.home.root().join("secret");
    std::fs::write(&secret, "secret")?;
    let downloads = world.home.downloads();
    for kind in ["file", "folder", "fifo", "socket", "dangling", "link"] {
        let (content, gate) = (bytes(1, SIZE), Gate::closed());
        let origin = held(&content, &gate)?;
        let id = world.add(&[&origin.url(), "-o", kind, "-c", "1"])?;
        world.has_received(id, HELD)?;
        plant(kind, &downloads.join(kind), &secret)?;
        let before = downloads.join(kind).symlink_metadata()?.file_type();
        gate.open();
        world.reaches(id, "complete")?;
        assert!(world.home.file(format!("{kind} (1)"))? == content, "{kind}");
        assert_eq!(downloads.join(kind).symlink_metadata()?.file_type(), before);
    }
    assert_eq!((world.home.file("file")?, std::fs::read(&secret)?), (b"theirs".to_vec(), b"secret".to_vec()));
    assert!(!downloads.join("nowhere").exists());
    Ok(())
}

/// Puts something of this kind at `path`.
fn plant(kind: &str, path: &Path, secret: &Path) -> Result<()> {
    match kind {
        "file" => std::fs::write(path, "theirs")?,
        "folder" => std::fs::create_dir(path)?,
        "fifo" => run("mkfifo", &[], path)?,
        "socket" => _ = std::os::unix::net::UnixListener::bind(path)?,
        "dangling" => symlink("nowhere", path)?,
        _ => symlink(secret, path)?,
    }
    Ok(())
}

#[test]
fn f098_a_planted_link_under_the_name_of_the_part_is_not_followed() -> Result<()> {
    let content = bytes(1, SIZE);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    let home = home()?;
    let secret = home.root().join("secret");
    std::fs::write(&secret, "secret")?;
    symlink(&secret, part_of(&home))?;
    home.haul(["get", &origin.url()])?.expecting(0)?;
    assert!(home.file("file.bin")? == content);
    assert_eq!(std::fs::read(&secret)?, b"secret");
    assert_eq!(std::fs::read_link(part_of(&home))?, secret);
    Ok(())
}

#[test]
fn f099_a_write_that_fails_is_told_and_the_file_is_right_in_the_end() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    let content = bytes(1, SIZE);
    let origin = Origin::serving(&content[..]).at("/other", Resource::new(bytes(9, 1000))).start_blocking()?;
    let mut world = failing(&["pwrite64:error=EIO:when=2"])?;
    let id = world.add(&[&origin.url()])?;
    let task = world.reaches(id, "failed")?;
    assert_eq!((&task["category"], &task["remedy"]), (&"disk.io".into(), &"ask_user".into()), "{task}");
    assert_eq!(world.home.listing()?, ["file.bin.haulpart"]);
    let other = world.add(&[&origin.url_of("/other")])?;
    world.reaches(other, "complete")?;
    world.restart_hard()?;
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f100_what_a_failed_sync_was_about_is_never_called_proven() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let origin = held(&content, &gate)?;
    // The first sync of each thread fails; a second one would be a success, whatever became of the bytes.
    let mut world = failing(&["fdatasync:error=EIO:when=1"])?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    let task = world.reaches(id, "failed")?;
    assert_eq!((&task["category"], &task["remedy"]), (&"disk.io".into(), &"ask_user".into()), "{task}");
    world.restart_hard()?;
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(origin.requests()[1].first_byte(), 0, "all of it is fetched again");
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f101_a_slow_sync_holds_up_nobody_else() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    let (content, gate) = (bytes(1, SIZE), Gate::closed());
    let origin = held(&content, &gate)?;
    let world = failing(&["fdatasync,fsync:delay_enter=3000000"])?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, HELD)?;
    gate.open();
    world.is_seen(id, "only the sync is missing", |task| task["received"] == SIZE)?;
    let other = world.add(&[&origin.url_of("/other")])?;
    world.reaches(other, "complete")?;
    assert_ne!(world.show(id)?["status"], "complete", "its own sync takes its time");
    world.reaches(id, "complete")?;
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f102_an_interrupted_write_is_written() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    let content = bytes(1, SIZE);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    let world = failing(&["pwrite64:error=EINTR:when=2+3"])?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "complete")?;
    assert!(world.home.file("file.bin")? == content);
    Ok(())
}

#[test]
fn f103_too_few_open_files_slow_many_tasks_down_and_fail_none() -> Result<()> {
    let content = bytes(1, 20_000);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    let home = home()?;
    home.haul(["settings", "set", "max_running", "12"])?.expecting(0)?;
    home.haul(["settings", "set", "max_running_per_host", "12"])?.expecting(0)?;
    let daemon = home.daemon_under(&["prlimit", "--nofile=48"])?;
    let world = World { home, daemon };
    let urls: Vec<String> = (0..12).map(|number| origin.url_of(&format!("/{number}.bin"))).collect();
    world.home.haul(["add"].into_iter().chain(urls.iter().map(String::as_str)))?.expecting(0)?;
    let done = eventually("all are complete", || {
        let tasks = world.list().ok()?;
        (tasks.len() == 12 && tasks.iter().all(|task| task["status"] == "complete")).then_some(())
    });
    done.with_context(|| {
        let open = world.list().unwrap_or_default().into_iter().filter(|task| task["status"] != "complete");
        open.map(|task| format!("\n{} {} {}", task["id"], task["status"], task["message"])).collect::<String>()
    })?;
    assert!(origin.most_connections() < 12, "there were fewer connections than tasks");
    for number in 0..12 {
        assert!(world.home.file(format!("{number}.bin"))? == content, "{number}");
    }
    Ok(())
}

#[test]
fn f106_the_umask_counts_for_files_and_never_for_what_is_private() -> Result<()> {
    for (umask, wanted) in [("077", 0o600), ("000", 0o666), ("027", 0o640)] {
        let origin = Origin::serving(bytes(1, SIZE)).start_blocking()?;
        let home = home()?;
        let daemon = home.daemon_under(&["sh", "-c", &format!("umask {umask}; exec \"$0\" \"$@\"")])?;
        let world = World { home, daemon };
        let id = world.add(&[&origin.url()])?;
        world.reaches(id, "complete")?;
        let mode = |path: &Path| Ok::<_, anyhow::Error>(std::fs::metadata(path)?.permissions().mode() & 0o777);
        assert_eq!(mode(&world.home.downloads().join("file.bin"))?, wanted, "umask {umask}");
        for name in names_in(&world.home.folder())?.iter().filter(|name| name.starts_with("haul.db")) {
            assert_eq!(mode(&world.home.folder().join(name))?, 0o600, "{name} with umask {umask}");
        }
    }
    Ok(())
}

#[test]
fn f107_an_address_that_fits_no_attribute_is_no_trouble() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let small = SmallDisk::image("16m")?;
    let content = bytes(1, SIZE);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    let world = World::start()?;
    let long = origin.url_of(&format!("/{}/file.bin", "a".repeat(5000)));
    let id = world.add(&[&long, "-d", small.text()?, "-o", "file.bin"])?;
    world.reaches(id, "complete")?;
    assert!(std::fs::read(small.path().join("file.bin"))? == content);
    Ok(())
}
