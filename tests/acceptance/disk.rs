//! A disk that does not take the file is told, and nothing is half-made.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Home, Origin, Resource, bytes};
use serde_json::Value;

use crate::world::{World, home};

fn ended(home: &Home, code: i32, args: &[&str]) -> Result<Value> {
    let lines = home.haul(["get", "--json", "--retries", "0"].iter().chain(args))?.expecting(code)?.json_lines()?;
    lines.last().cloned().context("no line")
}

#[test]
fn a_folder_that_cannot_be_is_told_before_anything_is_made() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    std::fs::write(home.downloads().join("file"), "plain")?;
    for folder in ["file", "file/below"] {
        let last = ended(&home, 4, &[&origin.url(), "-d", folder])?;
        assert_eq!(last["category"], "disk.path", "{last}");
        assert!(last["message"].as_str().is_some_and(|message| message.contains("file")), "{last}");
    }
    assert_eq!(home.listing()?, ["file"]);
    assert_eq!(home.file("file")?, b"plain");
    assert!(origin.requests().is_empty(), "a one-use address is not wasted");
    Ok(())
}

#[test]
fn f090_a_file_beyond_the_limit_of_the_process_is_told_and_the_program_lives() -> Result<()> {
    let origin = Origin::serving(bytes(1, 2 << 20)).start_blocking()?;
    let home = home()?;
    let script = "ulimit -f 1024; exec \"$0\" get --json --retries 0 \"$1\"";
    let command = home.command(["unused"]);
    let program = command.get_program().to_owned();
    let mut limited = Command::new("/bin/sh");
    limited.args(["-c", script]).arg(program).arg(origin.url()).current_dir(home.downloads());
    limited.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = limited.output()?;
    ensure!(output.status.code() == Some(4), "{output:?}");
    let stdout = String::from_utf8(output.stdout)?;
    ensure!(stdout.contains("disk.file_too_large"), "{stdout}");
    Ok(())
}

#[test]
fn f092_a_folder_that_is_deleted_under_a_download_is_never_called_complete() -> Result<()> {
    let gate = haul_testkit::Gate::closed();
    let content = bytes(1, 500_000);
    let held = Resource::new(&content).held_at(haul_testkit::Point::AfterBytes(200_000), &gate);
    let origin = Origin::serving(held).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-d", "folder"])?;
    world.has_received(id, 200_000)?;
    std::fs::remove_dir_all(world.home.downloads().join("folder"))?;
    gate.open();
    let task = world.reaches(id, "failed")?;
    assert_eq!((task["category"].as_str(), task["remedy"].as_str()), (Some("disk.path"), Some("ask_user")));
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("folder/file.bin")?, content);
    Ok(())
}

#[test]
fn m097_a_finished_file_has_the_modes_of_the_person_and_is_never_executable() -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url(), "-o", "run.sh"])?.expecting(0)?;
    let mode = std::fs::metadata(home.downloads().join("run.sh"))?.permissions().mode();
    assert_eq!(mode & 0o111, 0, "{mode:o}");
    Ok(())
}
