//! What a daemon costs that has nothing to do.
//!
//! Owns one daemon and what the kernel counts of it. Rule kept here: it has worked before it is watched, so that whatever
//! work leaves behind is there.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::bench::bar::Finding;
use crate::bench::contestant::{empty, found};
use crate::bench::daemon::Daemon;
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
    let mut haul = shell::command(&ground.haul);
    haul.arg("--home").arg(ground.home());
    let daemon = Daemon::start(haul)?;
    let mut get = shell::command(&ground.haul);
    get.arg("--home").arg(ground.home()).args(["get", "-d", &text(&ground.out()), &ground.url(Door::Plain, file)]);
    ensure!(get.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success(), "haul get failed at the daemon");
    thread::sleep(SETTLING.min(Duration::from_secs(seconds)));

    let before = daemon.wake_ups()?;
    thread::sleep(Duration::from_secs(seconds));
    let woken = daemon.wake_ups_since(&before)?;
    let a_second = f64::from(woken) / f64::from(u32::try_from(seconds)?);
    let mebibytes = |name: &str| Ok::<_, anyhow::Error>(f64::from(daemon.kibibytes(name)?) / 1024.0);
    let (resident, own) = (mebibytes("VmRSS")?, mebibytes("RssAnon")?);
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
            before.len()
        )],
    })
}
