//! What a great many waiting tasks cost: to add, to start with, to keep in memory, to show and to do nothing with.
//!
//! Owns the addresses and the homes. Rule kept here: the tasks wait for a slot behind one that never gets an answer, or in
//! a queue that is paused, so that nothing but waiting is measured.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::bench::bar::Finding;
use crate::bench::daemon::Daemon;
use crate::bench::ground::Ground;
use crate::bench::section::Section;
use crate::bench::spread::Spread;
use crate::shell;

/// Tasks that the bars of adding, of a cold list and of a daemon that rests speak of.
const LIST: u64 = 100_000;

/// How often a list is asked for.
const ROUNDS: usize = 21;

/// Adds downloads through `haul add -i`, starts a daemon that takes them in, and asks for pages of its list.
pub(super) fn measure(ground: &Ground) -> Result<Section> {
    let tasks = ground.tasks;
    println!("{tasks} tasks that wait");
    let folder = ground.scratch("scale")?;
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let addresses = Addresses { file: folder.join("addresses"), port: silent.local_addr()?.port() };
    let of = |home: &str| Haul { program: ground.haul.clone(), home: folder.join(home) };
    let fewer = LIST.min(tasks);
    let mut section = Section {
        title: format!("{} downloads that wait; lists and rest with {}", grouped(tasks), grouped(fewer)),
        costs: Vec::new(),
        findings: Vec::new(),
        notes: Vec::new(),
    };
    list_and_rest(&mut section, &of("list"), &addresses, fewer, ground.effort.seconds_idle())?;
    start_with_all(&mut section, &of("home"), &addresses, tasks)?;
    let database = folder.join("home").join("haul.db");
    section.notes.push(format!("The database has {} bytes a task.", fs::metadata(&database)?.len() / tasks));
    let pages = shell::read(shell::command(ground.example("page")?).arg(&database))?;
    for (line, says) in pages.lines().zip(["the first page of 100", "a page of 100 in the middle"]) {
        let ratio = line.rsplit(' ').next().context("no ratio")?.parse()?;
        section.finds(&format!("{says}, at most 2 × the bare query"), [ratio], 2.0);
    }
    let mut crowd = shell::command(ground.example("crowd")?);
    let said = shell::read(crowd.arg(folder.join("program")).arg(fewer.to_string()))?;
    section.notes.extend(said.lines().map(sentence));
    Ok(section)
}

/// What it costs to list so many tasks when nobody hosts them, and to rest with them.
fn list_and_rest(section: &mut Section, haul: &Haul, addresses: &Addresses, tasks: u64, seconds: u64) -> Result<()> {
    addresses.write(tasks)?;
    shell::read(haul.command().args(["queue", "pause"]))?;
    let daemon = Daemon::start(haul.command())?;
    let took = haul.add(addresses)?.as_secs_f64();
    section.finds(&format!("{} added by haul add -i, under 3 s", grouped(tasks)), [took], 3.0);
    drop(daemon);
    let newest = haul.times_of(&["list", "--limit", "100"])?;
    section.finds("haul list without a host, the newest 100, under 50 ms", newest, 50.0);
    let all = Spread::of(haul.times_of(&["list", "--json"])?);
    section.notes.push(format!("To list all {} takes {} ms.", grouped(tasks), all.shown(0)));

    // What adding needed is given back by the end of the daemon that did it.
    let daemon = Daemon::start(haul.command())?;
    thread::sleep(Duration::from_secs(seconds) / 6);
    let before = daemon.wake_ups()?;
    thread::sleep(Duration::from_secs(seconds));
    let woken = f64::from(daemon.wake_ups_since(&before)?);
    section.finds("wake-ups with them at rest, under 1 a second", [woken / count(seconds)], 1.0);
    let own = f64::from(daemon.kibibytes("RssAnon")?) / 1024.0;
    section.notes.push(format!("At rest with them {own:.1} MiB of memory are the daemon's own."));
    Ok(())
}

/// What it costs to add all of them, and to start with them.
fn start_with_all(section: &mut Section, haul: &Haul, addresses: &Addresses, tasks: u64) -> Result<()> {
    addresses.write(tasks)?;
    shell::read(haul.command().args(["settings", "apply", "max_running=1", "stall_timeout=600"]))?;
    let empty = Daemon::start(haul.command())?;
    let before = memory(&empty)?;
    let took = haul.add(addresses)?.as_secs_f64();
    let each = empty.processor_time()?.as_secs_f64() * 1e6 / count(tasks);
    section.notes.push(format!(
        "{:.0} are added a second, at {each:.1} µs of the daemon's processor time each.",
        count(tasks) / took
    ));
    drop(empty);

    let begun = Instant::now();
    let full = Daemon::start(haul.command())?;
    let took = begun.elapsed().as_secs_f64();
    section.finds(&format!("a start with {}, under 2 s", grouped(tasks)), [took], 2.0);
    let worked = full.processor_time()?.as_secs_f64();
    section.notes.push(format!("{worked:.2} s of processor time have gone by when it answers."));
    let each = count(memory(&full)?.saturating_sub(before)) / count(tasks);
    section.finds("memory then, at most 200 bytes a task", [each], 200.0);
    Ok(())
}

impl Section {
    fn finds(&mut self, says: &str, measured: impl IntoIterator<Item = f64>, most: f64) {
        self.findings.push(Finding::of(says, Spread::of(measured), &(0.0..=most)));
    }
}

/// A list of addresses that nobody answers at.
struct Addresses {
    file: PathBuf,
    port: u16,
}

impl Addresses {
    fn write(&self, tasks: u64) -> Result<()> {
        let mut to = BufWriter::new(fs::File::create(&self.file)?);
        for number in 0..tasks {
            writeln!(to, "http://127.0.0.1:{}/collection/file-{number}.bin", self.port)?;
        }
        Ok(to.flush()?)
    }
}

struct Haul {
    program: PathBuf,
    home: PathBuf,
}

impl Haul {
    fn command(&self) -> Command {
        let mut command = shell::command(&self.program);
        command.arg("--home").arg(&self.home);
        command
    }

    /// Adds what is in the list, and says how long that took.
    fn add(&self, addresses: &Addresses) -> Result<Duration> {
        let begun = Instant::now();
        let status = self.command().args(["add", "-i"]).arg(&addresses.file).stdout(Stdio::null()).status()?;
        ensure!(status.success(), "haul add ended with {status}");
        Ok(begun.elapsed())
    }

    /// How long each of some runs takes, in milliseconds.
    fn times_of(&self, words: &[&str]) -> Result<Vec<f64>> {
        let once = |_| {
            let begun = Instant::now();
            let ran = self.command().args(words).stderr(Stdio::null()).output()?;
            ensure!(ran.status.success(), "haul {} ended with {}", words.join(" "), ran.status);
            Ok(begun.elapsed().as_secs_f64() * 1e3)
        };
        (0..ROUNDS).map(once).collect()
    }
}

/// Memory of a daemon's own, in bytes.
fn memory(daemon: &Daemon) -> Result<u64> {
    Ok(u64::from(daemon.kibibytes("RssAnon")?) << 10)
}

fn count(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let group = |chunk: &[u8]| String::from_utf8_lossy(chunk).into_owned();
    let groups: Vec<String> = digits.as_bytes().rchunks(3).rev().map(group).collect();
    groups.join(",")
}

/// A line of a program as a sentence.
fn sentence(line: &str) -> String {
    let mut letters = line.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lines_are_for_people() {
        assert_eq!([grouped(1), grouped(1000), grouped(1_234_567)], ["1", "1,000", "1,234,567"]);
        assert_eq!(sentence("a program adds: 3 a second"), "A program adds: 3 a second.");
    }
}
