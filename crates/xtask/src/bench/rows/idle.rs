//! What a daemon costs that has nothing to do.
//!
//! Owns one daemon and what the kernel counts of it. Rule kept here: it has worked before it is watched, so that whatever
//! work leaves behind is there.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::bench::bar::Finding;
use crate::bench::contestant::{empty, found};
use crate::bench::ground::{Ground, text};
use crate::bench::section::Section;
use crate::bench::server::Door;
use crate::bench::spread::Spread;
use crate::shell;

/// Until what follows a download is over, such as the end of unused connections.
const SETTLING: Duration = Duration::from_secs(20);

/// Wake-ups in a second and memory, after a file has been fetched.
pub(super) fn measure(ground: &Ground) -> Result<Section> {
    empty(&ground.out())?;
    found(ground, &[])?;
    let files = ground.pieces("idle", 1, 1 << 20)?;
    let file = files.first().expect("one piece was asked for");
    let seconds = ground.effort.seconds_idle();
    println!("A daemon with nothing to do: {seconds} s");
    let daemon = Daemon::start(ground)?;
    let mut get = shell::command(&ground.haul);
    get.arg("--home").arg(ground.home()).args(["get", "-d", &text(&ground.out()), &ground.url(Door::Plain, file)]);
    ensure!(get.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success(), "haul get failed at the daemon");
    thread::sleep(SETTLING.min(Duration::from_secs(seconds)));

    let before = daemon.wake_ups()?;
    thread::sleep(Duration::from_secs(seconds));
    let wake_ups = daemon.wake_ups()?;
    let woken = wake_ups.iter().map(|(thread, count)| count - before.get(thread).copied().unwrap_or(0)).sum::<u32>();
    let a_second = f64::from(woken) / f64::from(u32::try_from(seconds)?);
    let (resident, own) = (daemon.mebibytes("VmRSS")?, daemon.mebibytes("RssAnon")?);
    Ok(Section {
        title: format!("A daemon with nothing to do, watched for {seconds} s after it has fetched a file"),
        costs: Vec::new(),
        findings: vec![
            Finding::of("wake-ups of its threads, under 1 a second", Spread::of([a_second]), &(0.0..=1.0)),
            Finding::of("resident memory under 25 MiB", Spread::of([resident]), &(0.0..=25.0)),
        ],
        notes: vec![format!(
            "{woken} wake-ups in all, of {} threads; {own:.1} MiB of the memory are its own, the rest is its program \
             and libraries.",
            wake_ups.len()
        )],
    })
}

/// A daemon that answers; it is asked to end with this value.
struct Daemon(Child);

impl Daemon {
    fn start(ground: &Ground) -> Result<Self> {
        let mut command = shell::command(&ground.haul);
        command.arg("--home").arg(ground.home()).arg("daemon").stdout(Stdio::piped());
        let mut child = command.spawn().context("cannot start haul")?;
        let stdout = child.stdout.take().context("standard output was asked for")?;
        let daemon = Self(child);
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        ensure!(line.contains("ready"), "the daemon says {line:?}");
        Ok(daemon)
    }

    /// How often each thread has waited and gone on.
    fn wake_ups(&self) -> Result<HashMap<String, u32>> {
        let mut all = HashMap::new();
        for thread in fs::read_dir(format!("/proc/{}/task", self.0.id()))? {
            let thread = thread?;
            // A thread may end between the two looks.
            let Ok(status) = fs::read_to_string(thread.path().join("status")) else { continue };
            let count = field(&status, "voluntary_ctxt_switches")?.parse()?;
            all.insert(thread.file_name().to_string_lossy().into_owned(), count);
        }
        Ok(all)
    }

    fn mebibytes(&self, name: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let kibibytes: u32 = field(&status, name)?.trim_end_matches(" kB").parse()?;
        Ok(f64::from(kibibytes) / 1024.0)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let asked = shell::command("kill").arg(self.0.id().to_string()).status();
        if let Err(problem) = asked.and_then(|_| self.0.wait()) {
            eprintln!("the daemon did not end: {problem}");
        }
    }
}

fn field<'a>(status: &'a str, name: &str) -> Result<&'a str> {
    let value = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    Ok(value.with_context(|| format!("the kernel does not tell {name}"))?.trim())
}
