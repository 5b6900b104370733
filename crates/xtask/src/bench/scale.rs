//! What a great many waiting tasks cost: to add, to start with, to keep in memory, to show and to do nothing with.
//!
//! Owns the addresses, the home and the numbers printed. Rule kept here: the tasks wait for a slot behind one that never
//! gets an answer, or in a queue that is paused, so that nothing but waiting is measured.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::bench::daemon::Daemon;
use crate::build::{self, Profile};
use crate::shell;

/// Tasks that the bars of adding, of a cold list and of a daemon that rests speak of.
const LIST: u64 = 100_000;

/// Time that a daemon is watched at rest.
const REST: Duration = Duration::from_secs(30);

/// How often a list is asked for.
const ROUNDS: usize = 21;

/// Adds `tasks` downloads through `haul add -i`, starts a daemon that takes them in, and compares pages of its list.
pub(super) fn measure(tasks: u64, folder: &Path) -> Result<()> {
    compile()?;
    println!("{tasks} tasks that wait, in {}", folder.display());
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let port = silent.local_addr()?.port();
    let program = build::product("haul", Profile::Release)?;
    let addresses = folder.join("addresses");
    rest_and_list(&Haul { program: program.clone(), home: folder.join("list") }, &addresses, port, LIST.min(tasks))?;
    write_addresses(&addresses, tasks, port)?;
    let haul = Haul { program, home: folder.join("home") };
    shell::read(haul.command().args(["settings", "apply", "max_running=1", "stall_timeout=600"]))?;

    let empty = Daemon::start(haul.command())?;
    let before = memory(&empty)?;
    let took = haul.add(&addresses)?;
    let worked = empty.processor_time()?;
    println!("added in {:.2} s: {:.0} a second", took.as_secs_f64(), rate(tasks, took));
    println!("processor time of the daemon to add one: {:.1} µs", worked.as_secs_f64() * 1e6 / count(tasks));
    println!("memory after it: {} bytes a task", memory(&empty)?.saturating_sub(before) / tasks);
    drop(empty);

    let begun = Instant::now();
    let full = Daemon::start(haul.command())?;
    let (took, worked) = (begun.elapsed().as_secs_f64(), full.processor_time()?.as_secs_f64());
    println!("a start with them takes {took:.2} s, and {worked:.2} s of processor time by then");
    println!("memory after it: {} bytes a task", memory(&full)?.saturating_sub(before) / tasks);
    drop(full);
    let database = haul.home.join("haul.db");
    println!("the database: {} bytes a task", fs::metadata(&database)?.len() / tasks);
    shell::run(shell::command(build::product("examples/page", Profile::Release)?).arg(database))?;
    let mut crowd = shell::command(build::product("examples/crowd", Profile::Release)?);
    shell::run(crowd.arg(folder.join("program")).arg(tasks.to_string()))
}

/// What so many tasks cost to add, to list when nobody hosts them, and to rest with; a few are not worth the wait.
fn rest_and_list(haul: &Haul, addresses: &Path, port: u16, tasks: u64) -> Result<()> {
    write_addresses(addresses, tasks, port)?;
    shell::read(haul.command().args(["queue", "pause"]))?;
    let daemon = Daemon::start(haul.command())?;
    let took = haul.add(addresses)?;
    println!("{tasks} added in {:.2} s: {:.0} a second", took.as_secs_f64(), rate(tasks, took));
    drop(daemon);
    for (what, options) in [("the newest 100 of", &["list", "--limit", "100"][..]), ("all", &["list", "--json"][..])] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let listed = haul.command().args(options).stderr(Stdio::null()).output()?;
            times.push(begun.elapsed());
            ensure!(listed.status.success(), "haul list ended with {}", listed.status);
        }
        times.sort();
        println!("haul list without a host, {what} {tasks}: {:.1} ms", times[ROUNDS / 2].as_secs_f64() * 1e3);
    }
    if tasks >= LIST {
        // What adding needed is given back by the end of the daemon that did it.
        rest(&Daemon::start(haul.command())?, tasks)?;
    }
    Ok(())
}

fn compile() -> Result<()> {
    let mut compile = build::cargo("build");
    compile.args(["--release", "-p", "haul", "-p", "haul-store", "-p", "haul-engine"]);
    compile.args(["--bin", "haul", "--example", "page", "--example", "crowd"]);
    shell::run(&mut compile)
}

fn write_addresses(file: &Path, tasks: u64, port: u16) -> Result<()> {
    let mut to = BufWriter::new(fs::File::create(file)?);
    for number in 0..tasks {
        writeln!(to, "http://127.0.0.1:{port}/collection/file-{number}.bin")?;
    }
    Ok(to.flush()?)
}

/// Tasks in a second; for people.
fn rate(tasks: u64, took: Duration) -> f64 {
    count(tasks) / took.as_secs_f64()
}

fn count(tasks: u64) -> f64 {
    f64::from(u32::try_from(tasks).unwrap_or(u32::MAX))
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
    fn add(&self, addresses: &Path) -> Result<Duration> {
        let begun = Instant::now();
        let status = self.command().args(["add", "-i"]).arg(addresses).stdout(Stdio::null()).status()?;
        ensure!(status.success(), "haul add ended with {status}");
        Ok(begun.elapsed())
    }
}

/// Prints how often the threads of a daemon wake up in a while in which nobody asks for anything, and its memory then.
fn rest(daemon: &Daemon, tasks: u64) -> Result<()> {
    // What a start still has to do ends before.
    std::thread::sleep(REST / 6);
    let before = daemon.wake_ups()?;
    std::thread::sleep(REST);
    let woken = daemon.wake_ups_since(&before)?;
    println!("at rest with {tasks} tasks: {:.2} wake-ups a second", f64::from(woken) / REST.as_secs_f64());
    println!("at rest with {tasks} tasks: {:.1} MiB of its own", f64::from(daemon.kibibytes("RssAnon")?) / 1024.0);
    Ok(())
}

/// Memory of a daemon's own, in bytes.
fn memory(daemon: &Daemon) -> Result<u64> {
    Ok(u64::from(daemon.kibibytes("RssAnon")?) << 10)
}
