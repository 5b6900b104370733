//! A great many downloads: added in one go, listed in windows.
//!
//! The bars of it are measured by `cargo xtask bench scale`; here is what must be true whatever it costs.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Home, eventually};
use serde_json::{Value, json};

use crate::world::World;

/// A list of so many addresses.
fn addresses(home: &Home, count: usize, broken: Option<usize>) -> Result<PathBuf> {
    let line = |number| match broken {
        Some(at) if at == number => "gopher://a.test/old\n".to_owned(),
        _ => format!("http://a.test/file-{number}.bin\n"),
    };
    let file = home.root().join("addresses");
    std::fs::write(&file, (0..count).map(line).collect::<String>())?;
    Ok(file)
}

/// Adds so many downloads that do not begin.
fn held(world: &World, count: usize) -> Result<()> {
    let file = addresses(&world.home, count, None)?;
    world.home.haul(["add", "--later", "-i", file.to_str().context("not UTF-8")?])?.expecting(0)?;
    Ok(())
}

/// The numbers of what `haul list` prints.
fn numbers(home: &Home, options: &[&str]) -> Result<Vec<u64>> {
    let lines = home.haul(["--json", "list"].iter().chain(options))?.expecting(0)?.json_lines()?;
    lines.iter().map(|line| line["id"].as_u64().context("a record without a number")).collect()
}

/// All that the host of a home has ever logged.
fn logged(home: &Home) -> Result<String> {
    let mut texts = Vec::new();
    for file in std::fs::read_dir(home.folder().join("logs"))? {
        texts.push(std::fs::read_to_string(file?.path())?);
    }
    Ok(texts.concat())
}

#[test]
fn many_addresses_are_added_in_their_order_and_one_that_is_refused_stops_none() -> Result<()> {
    const COUNT: usize = 17_000;
    let world = World::start()?;
    let file = addresses(&world.home, COUNT, Some(9000))?;
    let output = world.home.haul(["--json", "add", "--later", "-i", file.to_str().context("not UTF-8")?])?;
    assert!(output.stderr.contains("gopher"), "{}", output.stderr);
    let lines = output.json_lines()?;
    assert_eq!(lines.len(), COUNT);
    let mut last = 0;
    for (number, line) in lines.iter().enumerate().filter(|(number, _)| *number != 9000) {
        assert_eq!(line["url"], format!("http://a.test/file-{number}.bin"));
        let id = line["id"].as_u64().context("no number")?;
        assert!(id == last + 1, "task {id} after task {last}");
        last = id;
    }
    assert_eq!(lines[9000]["event"], "refused");
    Ok(())
}

/// A call that adds one download which does not begin.
fn add(name: &str) -> Value {
    let download = json!({ "url": format!("http://a.test/{name}"), "name": name, "start": "later" });
    json!({ "call": "add", "with": { "downloads": [download] } })
}

#[test]
fn calls_that_come_before_the_answer_to_the_last_are_answered_in_order() -> Result<()> {
    let world = World::start()?;
    let mut stream = UnixStream::connect(world.home.socket())?;
    let calls = ["a", "b", "c", "d"].map(|name| format!("{}\n", add(name))).concat();
    stream.write_all(calls.as_bytes())?;
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut names = Vec::new();
    for (number, line) in (1_u64..).zip(BufReader::new(stream).lines()) {
        let answer: Value = serde_json::from_str(&line?)?;
        let added = &answer["ok"]["outcomes"][0]["added"];
        assert_eq!(added["id"], number, "{answer}");
        names.push(added["path"].as_str().and_then(|path| path.rsplit('/').next()).map(str::to_owned));
    }
    assert_eq!(names.into_iter().flatten().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    Ok(())
}

#[test]
fn a_message_that_makes_no_sense_is_refused_after_the_calls_before_it_are_answered() -> Result<()> {
    let world = World::start()?;
    let mut stream = UnixStream::connect(world.home.socket())?;
    write!(stream, "{}\nnonsense\n{}\n", add("a"), add("b"))?;
    // What follows was not read when the other side hung up, which the system may tell as a reset.
    let answers: Vec<String> = BufReader::new(stream).lines().map_while(std::io::Result::ok).collect();
    let [first, second] = answers.as_slice() else { anyhow::bail!("{answers:?}") };
    assert!(first.contains("\"added\"") && second.contains("\"bad_request\""), "{first} {second}");
    assert_eq!(numbers(&world.home, &[])?, [1]);
    Ok(())
}

#[test]
fn what_was_asked_for_is_done_when_nobody_waits_for_the_answer() -> Result<()> {
    let world = World::start()?;
    let mut stream = UnixStream::connect(world.home.socket())?;
    write!(stream, "{}\n{}\n", add("a"), add("b"))?;
    drop(stream);
    eventually("both are on record", || (numbers(&world.home, &[]).ok()? == [1, 2]).then_some(()))?;
    Ok(())
}

#[test]
fn a_list_longer_than_a_window_is_whole_and_in_order_with_a_host_and_without() -> Result<()> {
    const COUNT: u64 = 2100;
    let mut world = World::start()?;
    held(&world, usize::try_from(COUNT)?)?;
    let all: Vec<u64> = (1..=COUNT).collect();
    for with_host in [true, false] {
        if !with_host {
            world.daemon.terminate()?;
            world.daemon.wait()?.expecting(0)?;
        }
        assert!(numbers(&world.home, &[])? == all, "with a host: {with_host}");
        assert!(numbers(&world.home, &["--limit", "1500"])? == all[600..], "with a host: {with_host}");
        let table = world.home.haul(["list"])?.expecting(0)?.stdout;
        let heads = table.lines().filter(|line| line.contains("STATUS")).count();
        assert_eq!((table.lines().count() as u64, heads), (COUNT + 1, 1));
    }
    Ok(())
}

#[test]
fn a_list_of_the_newest_says_how_many_more_there_are() -> Result<()> {
    let world = World::start()?;
    held(&world, 5)?;
    let output = world.home.haul(["list", "--limit", "2"])?.expecting(0)?;
    let names: Vec<_> = output.stdout.lines().skip(1).filter_map(|line| line.rsplit(' ').next()).collect();
    assert_eq!(names, ["file-3.bin", "file-4.bin"], "oldest of them first");
    assert!(output.stderr.contains("3 older ones") && output.stderr.contains("--all"), "{}", output.stderr);
    let whole = world.home.haul(["list", "--limit", "5"])?.expecting(0)?;
    assert_eq!(whole.stderr, "");
    world.home.haul(["list", "--limit", "0"])?.expecting(2)?;
    Ok(())
}

#[test]
fn a_list_without_a_host_starts_none_and_shows_what_a_host_would() -> Result<()> {
    let mut world = World::start()?;
    held(&world, 3)?;
    world.add(&["http://127.0.0.1:9/f", "--id", "mine", "--group", "g"])?;
    world.does("pause", 4)?;
    world.home.haul(["cancel", "2"])?.expecting(0)?;
    let with_host = world.home.haul(["--json", "list"])?.expecting(0)?.json_lines()?;
    world.daemon.terminate()?;
    world.daemon.wait()?.expecting(0)?;
    let (before, database) = (logged(&world.home)?, world.home.folder().join("haul.db"));
    let written = std::fs::metadata(&database)?.modified()?;
    assert_eq!(world.home.haul(["--json", "list"])?.expecting(0)?.json_lines()?, with_host);
    assert_eq!(numbers(&world.home, &["--ids", "mine,1,99"])?, [1, 4]);
    assert_eq!(numbers(&world.home, &["--status", "canceled"])?, [2]);
    assert_eq!(numbers(&world.home, &["--group", "g"])?, [4]);
    ensure!(logged(&world.home)? == before, "a host was started for a list");
    assert_eq!(std::fs::metadata(&database)?.modified()?, written);
    Ok(())
}

#[test]
fn a_list_after_a_kill_has_everything_that_was_answered_for() -> Result<()> {
    let mut world = World::start()?;
    held(&world, 7)?;
    world.daemon.kill9()?;
    assert_eq!(numbers(&world.home, &[])?, [1, 2, 3, 4, 5, 6, 7]);
    Ok(())
}
