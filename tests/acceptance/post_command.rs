//! A command takes over a finished file: without a shell, once, and with the file kept when anything goes wrong.

use std::path::Path;

use anyhow::{Context as _, Result};
use haul_testkit::{Home, Origin, bytes, eventually};
use serde_json::{Value, json};

use crate::world::{World, home};

const SIZE: usize = 100_000;

fn origin() -> Result<Origin> {
    Origin::serving(bytes(1, SIZE)).start_blocking()
}

/// A command that notes its run, says its process and then waits until it may go on.
const WAITING: &str = r#"sh -c 'echo run >> runs; echo $$ > pid; while [ ! -e go ]; do sleep 0.05; done' sh $file"#;

fn runs(home: &Home) -> usize {
    home.file("runs").map_or(0, |runs| runs.split(|byte| *byte == b'\n').count() - 1)
}

/// Waits until the waiting command runs, and gives its process.
fn process(home: &Home, run: usize) -> Result<String> {
    eventually("the command runs", || {
        let pid = String::from_utf8(home.file("pid").ok()?).ok()?;
        (runs(home) == run && pid.ends_with('\n')).then(|| pid.trim().to_owned())
    })
}

fn ends(pid: &str) -> Result<()> {
    let status = Path::new("/proc").join(pid).join("stat");
    eventually("the command has ended", || {
        let stat = std::fs::read_to_string(&status).unwrap_or_default();
        (stat.is_empty() || stat.contains(") Z ")).then_some(())
    })
}

/// Adds a download whose command waits.
fn waiting(world: &World, origin: &Origin) -> Result<(u64, String)> {
    let id = world.add(&[&origin.url_of("/f.bin"), "--post-command", WAITING])?;
    let pid = process(&world.home, 1)?;
    world.is_seen(id, "it is being processed", |task| task["phase"] == "processing")?;
    Ok((id, pid))
}

fn let_go(home: &Home) -> Result<()> {
    Ok(std::fs::write(home.downloads().join("go"), "")?)
}

#[test]
fn m091_the_command_runs_when_the_file_has_its_name_and_before_the_task_is_complete() -> Result<()> {
    let (origin, world) = (origin()?, World::start()?);
    let (id, _) = waiting(&world, &origin)?;
    assert_eq!(world.home.file("f.bin")?, bytes(1, SIZE));
    let_go(&world.home)?;
    let task = world.reaches(id, "complete")?;
    assert_eq!((&task["command"]["run"], &task["command"]["code"]), (&json!("exited"), &json!(0)), "{task}");
    assert_eq!((runs(&world.home), origin.requests().len()), (1, 1));
    Ok(())
}

#[test]
fn m091_arguments_reach_the_command_as_they_are_and_no_shell_reads_a_name() -> Result<()> {
    let (origin, home) = (origin()?, home()?);
    let name = "a b $(touch x); rm *.bin";
    let command = r#"sh -c 'printf "%s\n" "$@" > said' sh $file 'two words' "-$file" $file"#;
    home.haul(["get", &origin.url(), "-o", name, "--post-command", command])?.expecting(0)?;
    let path = home.downloads().join(name).display().to_string();
    let said = String::from_utf8(home.file("said")?)?;
    assert_eq!(said.lines().collect::<Vec<_>>(), [path.as_str(), "two words", "-$file", path.as_str()]);
    assert_eq!(home.listing()?, [name, "said"]);
    Ok(())
}

#[test]
fn m091_m092_any_failure_is_told_with_what_the_command_said_and_keeps_the_file() -> Result<()> {
    for removes in [[].as_slice(), &["--post-command-removes"]] {
        for (command, run, code, words) in [
            ("sh -c 'echo out; echo err >&2; exit 3' sh $file", "exited", json!(3), "code 3: err"),
            ("sh -c 'echo out; echo err >&2; kill -9 $$'", "killed", json!(null), "signal 9: err"),
            ("no-such-program-anywhere $file", "not_started", json!(null), "could not be started"),
        ] {
            let (origin, home) = (origin()?, home()?);
            let url = origin.url_of("/f.bin");
            let line = ["--json", "get", &url, "--post-command", command];
            let lines = home.haul(line.iter().chain(removes))?.expecting(1)?.json_lines()?;
            let last = lines.last().context("no line")?;
            assert_eq!((&last["category"], &last["remedy"]), (&json!("local.command"), &json!("ask_user")), "{last}");
            assert!(last["message"].as_str().is_some_and(|message| message.contains(words)), "{last}");
            let id = last["id"].to_string();
            let shown: Value = serde_json::from_str(&home.haul(["--json", "show", &id])?.expecting(0)?.stdout)?;
            let told = &shown["command"];
            assert_eq!((&told["run"], &told["code"]), (&json!(run), &code), "{told}");
            if run != "not_started" {
                assert_eq!((&told["stdout"], &told["stderr"]), (&json!("out\n"), &json!("err\n")), "{told}");
            }
            assert_eq!(home.listing()?, ["f.bin"], "{command}");
            assert_eq!(home.file("f.bin")?, bytes(1, SIZE));
        }
    }
    Ok(())
}

#[test]
fn m091_a_retry_runs_the_command_again_and_fetches_nothing() -> Result<()> {
    let (origin, world) = (origin()?, World::start()?);
    let command = "sh -c 'echo run >> runs; test -e go' sh $file";
    let id = world.add(&[&origin.url_of("/f.bin"), "--post-command", command])?;
    world.reaches(id, "failed")?;
    let_go(&world.home)?;
    world.does("retry", id)?;
    let task = world.reaches(id, "complete")?;
    assert_eq!((&task["name"], runs(&world.home), origin.requests().len()), (&json!("f.bin"), 2, 1));
    assert_eq!(world.home.listing()?, ["f.bin", "go", "runs"]);
    Ok(())
}

#[test]
fn m092_a_command_that_consumes_its_file_leaves_none_behind() -> Result<()> {
    let (origin, home) = (origin()?, home()?);
    let line = ["get", &origin.url_of("/f.bin"), "--post-command", "cp $file copy", "--post-command-removes"];
    home.haul(line)?.expecting(0)?;
    assert_eq!(home.listing()?, ["copy"]);
    assert_eq!(home.file("copy")?, bytes(1, SIZE));
    Ok(())
}

#[test]
fn m091_a_pause_ends_the_command_and_a_resume_runs_it_again() -> Result<()> {
    let (origin, world) = (origin()?, World::start()?);
    let (id, pid) = waiting(&world, &origin)?;
    world.pause(id)?;
    ends(&pid)?;
    assert_eq!(world.home.file("f.bin")?, bytes(1, SIZE), "the file stays");
    world.does("resume", id)?;
    process(&world.home, 2)?;
    let_go(&world.home)?;
    world.reaches(id, "complete")?;
    assert_eq!((runs(&world.home), origin.requests().len()), (2, 1));
    Ok(())
}

#[test]
fn m091_a_cancel_ends_the_command_with_all_that_it_started_and_takes_the_file_back() -> Result<()> {
    let (origin, world) = (origin()?, World::start()?);
    let command = "sh -c 'echo run >> runs; sleep 1000 & echo $! > pid; trap : TERM; wait; wait' sh $file";
    let id = world.add(&[&origin.url_of("/f.bin"), "--post-command", command])?;
    let child = process(&world.home, 1)?;
    world.does("cancel", id)?;
    world.reaches(id, "canceled")?;
    ends(&child)?;
    assert_eq!(world.home.listing()?, ["pid", "runs"]);
    Ok(())
}

#[test]
fn m091_a_command_that_ran_when_haul_was_killed_is_not_run_again_without_the_persons_word() -> Result<()> {
    let origin = origin()?;
    let mut world = World::start()?;
    let (id, _) = waiting(&world, &origin)?;
    world.restart_hard()?;
    let task = world.reaches(id, "failed")?;
    assert_eq!((&task["category"], &task["remedy"]), (&json!("local.command"), &json!("ask_user")), "{task}");
    assert!(task["message"].as_str().is_some_and(|message| message.contains("nobody knows")), "{task}");
    assert_eq!((&task["command"]["run"], runs(&world.home)), (&json!("unseen"), 1));
    world.restart_hard()?;
    assert_eq!((world.show(id)?["status"].clone(), runs(&world.home)), (json!("failed"), 1));
    let_go(&world.home)?;
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!((runs(&world.home), origin.requests().len()), (2, 1));
    assert_eq!(world.home.file("f.bin")?, bytes(1, SIZE));
    Ok(())
}

#[test]
fn m091_a_daemon_that_ends_ends_the_command_and_asks_the_next_time() -> Result<()> {
    let origin = origin()?;
    let mut world = World::start()?;
    let (id, pid) = waiting(&world, &origin)?;
    world.daemon.terminate()?;
    world.daemon.wait()?.expecting(0)?;
    ends(&pid)?;
    world.daemon = world.home.daemon()?;
    world.reaches(id, "failed")?;
    assert_eq!(runs(&world.home), 1);
    Ok(())
}

#[test]
fn m091_a_command_that_says_much_is_heard_to_its_end_and_kept_in_part() -> Result<()> {
    let (origin, world) = (origin()?, World::start()?);
    let command = "sh -c 'head -c 1000000 /dev/zero | tr \"\\0\" x; echo done >&2; sleep 1000 & exit 4' sh $file";
    let id = world.add(&[&origin.url_of("/f.bin"), "--post-command", command])?;
    let task = world.reaches(id, "failed")?;
    let told = &task["command"];
    assert_eq!((&told["code"], &told["stderr"]), (&json!(4), &json!("done\n")), "{told}");
    assert_eq!(told["stdout"].as_str().map(str::len), Some(16 << 10));
    Ok(())
}

#[test]
fn m091_a_file_that_was_there_before_is_no_matter_for_the_command() -> Result<()> {
    let (origin, home) = (origin()?, home()?);
    std::fs::write(home.downloads().join("f.bin"), "mine")?;
    let line = ["get", &origin.url_of("/f.bin"), "--on-conflict", "skip", "--post-command", "rm $file"];
    home.haul(line)?.expecting(0)?;
    assert_eq!(home.file("f.bin")?, b"mine");
    Ok(())
}

#[test]
fn m091_a_command_that_makes_no_sense_is_refused() -> Result<()> {
    let home = home()?;
    for command in ["$file", "", "unzip 'a"] {
        home.haul(["get", "example.org", "--post-command", command])?.expecting(2)?;
    }
    assert_eq!(home.haul(["list"])?.expecting(0)?.stdout, "");
    Ok(())
}

#[test]
fn m091_files_that_arrive_together_have_no_commands_of_their_own() -> Result<()> {
    let world = World::start()?;
    let download = json!({ "url": "http://127.0.0.1/f", "name": "f", "post_command": { "argv": ["true"] } });
    let added = world.call("add", json!({ "downloads": [download], "batch": { "atomic": true } }))?;
    let refused = &added["outcomes"][0]["refused"];
    assert!(refused["message"].as_str().is_some_and(|message| message.contains("command of its own")), "{added}");
    assert!(world.list()?.is_empty());
    Ok(())
}
