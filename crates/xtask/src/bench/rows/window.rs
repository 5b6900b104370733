//! What the window costs: until something is seen, in memory, and while it is looked at.
//!
//! Owns the homes it opens and what is asked of it there. Rule kept here: the program tells when it has drawn, the kernel
//! tells what that cost.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::bench::app::{App, Process};
use crate::bench::bar::Finding;
use crate::bench::contestant::{empty, found};
use crate::bench::daemon::Daemon;
use crate::bench::ground::{Ground, Served, text};
use crate::bench::screen::Screen;
use crate::bench::section::Section;
use crate::bench::server::Door;
use crate::bench::spread::Spread;
use crate::build::{self, Profile};
use crate::shell;

/// Downloads that run while the window is looked at.
const ACTIVE: usize = 50;

/// The length of each; long enough to be under way all the time.
const ACTIVE_LENGTH: u64 = 64 << 20;

/// Until what follows a start or a closed window is over.
const SETTLING: Duration = Duration::from_secs(8);

/// First picture, memory while hidden and main threads at rest in view.
pub(super) fn measure(ground: &Ground, profile: Profile, rounds: usize) -> Result<Section> {
    let program = build::product("haul-desktop", profile)?;
    let screen = Screen::start(&ground.person())?;
    let many = ground.effort.records();
    fill(ground, many)?;
    let starts = first_pictures(&screen, &program, ground, rounds)?;
    let after_main = starts.iter().map(|steps| (of(steps, "Drawn") - of(steps, "Begun")) / 1000.0);
    let first = Finding::of(
        &format!("first picture under 0.6 s after main with {many} records"),
        Spread::of(after_main),
        &(0.0..=0.6),
    );
    let mut notes = vec![format!("Middle of the steps since the process began, in ms: {}.", middles(&starts))];
    let mut findings = vec![first];
    findings.extend(busy(&screen, &program, ground, many)?);
    let few = ground.effort.records().min(1000);
    fill(ground, few)?;
    findings.extend(hidden(&screen, &program, ground, few, &mut notes)?);
    Ok(Section { title: "The window, on a screen without a monitor".to_owned(), costs: Vec::new(), findings, notes })
}

/// A new home in which so many downloads wait in a queue that is held.
fn fill(ground: &Ground, records: u64) -> Result<()> {
    println!("The window: {records} records");
    empty(&ground.out())?;
    found(ground, &[format!("max_running={ACTIVE}"), "lanes=1".to_owned()])?;
    // It ends with this; a window that found a host would be a view of it and tell nothing of its own start.
    let _host = Daemon::start(haul(ground))?;
    shell::read(haul(ground).args(["queue", "pause"]))?;
    // None of them is asked for.
    let named = |number| Served { name: format!("collection/record-{number}.bin"), source: PathBuf::new() };
    let list = ground.list("records", (0..records).map(|number| ground.url(Door::Plain, &named(number))))?;
    shell::read(haul(ground).args(["add", "-d", &text(&ground.out()), "-i", &list])).map(drop)
}

fn haul(ground: &Ground) -> Command {
    let mut haul = shell::command(&ground.haul);
    haul.arg("--home").arg(ground.home());
    haul
}

/// The steps of `rounds` starts, after one that does not count.
fn first_pictures(
    screen: &Screen,
    program: &Path,
    ground: &Ground,
    rounds: usize,
) -> Result<Vec<HashMap<String, f64>>> {
    let mut starts = Vec::new();
    for _ in 0..=rounds {
        let app = App::start(screen, program, &ground.home(), &[])?;
        starts.push(app.steps()?);
    }
    starts.remove(0);
    Ok(starts)
}

fn of(steps: &HashMap<String, f64>, step: &str) -> f64 {
    steps.get(step).copied().unwrap_or(f64::NAN)
}

fn middles(starts: &[HashMap<String, f64>]) -> String {
    let names = starts.first().into_iter().flat_map(HashMap::keys);
    let middle = |name: &String| (name.clone(), Spread::of(starts.iter().map(|steps| of(steps, name))).middle);
    let mut middles: Vec<(String, f64)> = names.map(middle).collect();
    middles.sort_by(|one, other| one.1.total_cmp(&other.1));
    middles.iter().map(|(name, middle)| format!("{name} {middle:.0}")).collect::<Vec<_>>().join(", ")
}

/// Main threads while the first of a great many tasks run in view.
fn busy(screen: &Screen, program: &Path, ground: &Ground, many: u64) -> Result<Vec<Finding>> {
    let app = App::start(screen, program, &ground.home(), &[])?;
    app.steps()?;
    let pieces = ground.pieces("active", 1, ACTIVE_LENGTH)?;
    let piece = pieces.first().context("one piece was asked for")?;
    let url = ground.url(Door::OneMebibyte, piece);
    let list = ground.list("active", (0..ACTIVE).map(|number| format!("{url}?active={number}")))?;
    shell::read(haul(ground).args(["add", "--priority", "0", "-d", &text(&ground.out()), "-i", &list]))?;
    shell::read(haul(ground).args(["queue", "resume"]))?;
    let seconds = Duration::from_secs(ground.effort.seconds_paced());
    thread::sleep(SETTLING.min(seconds));
    let processes = app.processes()?;
    let before = times(&processes)?;
    thread::sleep(seconds);
    let after = times(&processes)?;
    let part = |(process, (before, after)): (&Process, (&Duration, &Duration))| {
        let percent = 100.0 * (*after - *before).as_secs_f64() / seconds.as_secs_f64();
        let says = format!("main thread of {}, {ACTIVE} of {many} active, under 20 % of a core", process.name);
        Finding::of(&says, Spread::of([percent]), &(0.0..=20.0))
    };
    Ok(processes.iter().zip(before.iter().zip(&after)).map(part).collect())
}

fn times(processes: &[Process]) -> Result<Vec<Duration>> {
    processes.iter().map(Process::time_of_main_thread).collect()
}

/// Memory of all processes together, without a window.
fn hidden(screen: &Screen, program: &Path, ground: &Ground, few: u64, notes: &mut Vec<String>) -> Result<Vec<Finding>> {
    let settling = SETTLING.min(Duration::from_secs(ground.effort.seconds_idle()));
    let mut memory = |when: &str, app: &App| {
        thread::sleep(settling);
        let processes = app.processes().context("the program has gone")?;
        let shares = processes.iter().map(|it| Ok((it.name.as_str(), it.mebibytes()?))).collect::<Result<Vec<_>>>()?;
        let parts: Vec<String> = shares.iter().map(|(name, share)| format!("{name} {share:.0}")).collect();
        notes.push(format!("MiB {when}: {}.", parts.join(", ")));
        let says = format!("memory {when}, {few} tasks, under 120 MiB");
        let all = shares.iter().map(|(_, share)| share).sum();
        anyhow::Ok(Finding::of(&says, Spread::of([all]), &(0.0..=120.0)))
    };
    let never_shown = memory("started hidden", &App::start(screen, program, &ground.home(), &["--hidden"])?)?;
    let app = App::start(screen, program, &ground.home(), &[])?;
    app.steps()?;
    memory("with its window", &app)?;
    screen.close("^Haul$")?;
    Ok(vec![never_shown, memory("after its window was closed", &app)?])
}
