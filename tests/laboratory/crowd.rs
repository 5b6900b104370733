//! Never lose work, of a crowd of small files: those that are whole at the same time become lasting together, and the
//! daemon dies at every single step of that; then the same again, and the power goes with it.
//!
//! Owns a run of small files that all come in one moment, which is repeated once for each of its steps. Rule kept here:
//! who has a name is whole and is not fetched again, who was told complete stays so, and in the end everybody is there once.

use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Gate, Home, Need, Origin, Point, Resource, Running, SmallDisk, bytes, eventually, needs};
use serde_json::json;

use crate::asking::{add_at, tasks};

/// Small files of a run: as many as run at once.
const FILES: usize = 8;

const SIZE: usize = 4096;

/// Runs at the same time: most of a run is waiting.
const AT_ONCE: usize = 4;

/// How often a run is counted until its files have come together.
const TRIES: usize = 10;

#[test]
fn f111_a_kill_at_every_step_of_a_crowd_loses_nothing() -> Result<()> {
    sweep(|| Ok(None))
}

#[test]
fn f112_f113_f114_f115_a_power_cut_at_every_step_of_a_crowd_loses_nothing() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    sweep(|| SmallDisk::image("16m").map(Some))
}

fn sweep(disk: impl Fn() -> Result<Option<SmallDisk>> + Sync) -> Result<()> {
    let counted = || -> Result<String> { Crowd::begin(0, disk()?)?.play().map(|(_, said)| said) };
    let together = |said: &String| said.contains("after sync of a file system");
    let said = (0..TRIES).map(|_| counted()).find(|said| said.as_ref().map_or(true, together));
    let said = said.context("the files never came together")??;
    let points = said.lines().filter(|line| line.starts_with("crash point ")).count() as u64;
    ensure!(said.contains("after link") && said.contains("after sync of a folder"), "a step is not armed:\n{said}");
    let (next, killed) = (AtomicU64::new(1), AtomicU64::new(0));
    std::thread::scope(|scope| {
        let steps = || -> Result<()> {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at > points {
                    return Ok(());
                }
                let played = disk().and_then(|disk| Crowd::begin(at, disk)).and_then(Crowd::play);
                let (was_killed, _) = played.with_context(|| format!("crash point {at}"))?;
                killed.fetch_add(u64::from(was_killed), Ordering::Relaxed);
            }
        };
        let sweeps: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(steps)).collect();
        sweeps.into_iter().try_for_each(|sweep| sweep.join().map_err(|_| anyhow::anyhow!("a sweep panicked"))?)
    })?;
    let killed = killed.into_inner();
    ensure!(killed * 2 >= points, "of {points} steps only {killed} were the last one");
    Ok(())
}

/// One run.
struct Crowd {
    home: Home,
    origin: Origin,
    gate: Gate,
    daemon: Running,
    /// What the files are on when the power goes with the daemon; unmounted last.
    disk: Option<SmallDisk>,
}

impl Crowd {
    fn begin(crash_at: u64, disk: Option<SmallDisk>) -> Result<Crowd> {
        let gate = Gate::closed();
        let mut script = Origin::serving(Resource::status(404));
        for number in 0..FILES {
            script = script.at(&path_of(number), Resource::new(content(number)).held_at(Point::BeforeHead, &gate));
        }
        let origin = script.start_blocking()?;
        let home = Home::with_command(env!("CARGO_BIN_EXE_haul"))?;
        if let Some(disk) = &disk {
            home.keep_downloads_in(disk.path())?;
            disk.settle()?;
        }
        let mut daemon = home.spawn_under(&["env", &format!("HAUL_CRASH_AT={crash_at}")], ["daemon"])?;
        eventually("the daemon listens or is dead", || {
            let is_dead = daemon.has_ended().unwrap_or(true);
            (is_dead || UnixStream::connect(home.socket()).is_ok()).then_some(())
        })?;
        Ok(Crowd { home, origin, gate, daemon, disk })
    }

    /// Runs to the end; says whether the daemon was killed on the way, and what it said of its steps.
    fn play(mut self) -> Result<(bool, String)> {
        if self.steps().is_ok() {
            self.daemon.terminate()?;
        }
        let first = self.daemon.wait()?;
        let said = first.stderr.clone();
        let was_killed = first.signal.is_some();
        if was_killed {
            if let Some(disk) = &mut self.disk {
                disk.cut_power()?;
                disk.power_on_again()?;
            }
            self.goes_on_after_death().with_context(|| said.clone())?;
        } else {
            first.expecting(0)?;
        }
        for number in 0..FILES {
            ensure!(self.home.file(name_of(number))? == content(number), "{} is wrong:\n{said}", name_of(number));
        }
        let names: Vec<String> = (0..FILES).map(name_of).collect();
        ensure!(self.home.listing()? == names, "there is {:?}:\n{said}", self.home.listing()?);
        Ok((was_killed, said))
    }

    /// Adds what is not there yet and waits until all is complete; an error once the daemon is dead.
    fn steps(&mut self) -> Result<()> {
        let known = tasks(&self.home)?;
        for number in 0..FILES {
            let (own, name) = (number.to_string(), name_of(number));
            if known.iter().all(|task| task["own_id"] != own.as_str()) {
                let url = self.origin.url_of(&path_of(number));
                add_at(&self.home.socket(), &json!({ "url": url, "own_id": own, "name": name }))?;
            }
        }
        let asked = self.origin.requests().len();
        eventually("everybody has asked or is dead", || {
            let is_dead = self.daemon.has_ended().unwrap_or(true);
            (is_dead || self.origin.requests().len() >= FILES.max(asked)).then_some(())
        })?;
        self.gate.open();
        eventually("all are complete", || {
            let is_dead = self.daemon.has_ended().unwrap_or(true);
            let is_complete = || tasks(&self.home).is_ok_and(|tasks| tasks.iter().all(|it| it["status"] == "complete"));
            (is_dead || is_complete()).then_some(())
        })?;
        ensure!(!self.daemon.has_ended()?, "the daemon is dead");
        Ok(())
    }

    /// Looks over what is there before anything is repaired, and goes on with another daemon.
    fn goes_on_after_death(&mut self) -> Result<()> {
        let mut placed = Vec::new();
        for number in 0..FILES {
            let at = self.home.downloads().join(name_of(number));
            if at.exists() {
                ensure!(std::fs::read(&at)? == content(number), "{} is there and not whole", name_of(number));
                placed.push((number, self.requests(number)));
            }
        }
        self.gate.open();
        self.daemon = self.home.daemon()?;
        self.steps()?;
        for (number, requests) in placed {
            ensure!(self.requests(number) == requests, "{} was there, and was fetched again", name_of(number));
        }
        self.daemon.terminate()?;
        self.daemon.wait()?.expecting(0)?;
        Ok(())
    }

    fn requests(&self, number: usize) -> usize {
        self.origin.requests().iter().filter(|request| request.path() == path_of(number)).count()
    }
}

fn path_of(number: usize) -> String {
    format!("/{number}")
}

fn name_of(number: usize) -> String {
    format!("{number}.bin")
}

fn content(number: usize) -> Vec<u8> {
    bytes(number as u64 + 1, SIZE)
}
