//! All or nothing: a daemon with an atomic batch dies at every single step that changes a disk for good, one after the
//! other.
//!
//! Owns four short runs, each repeated once for each of its steps: a batch that succeeds, one of which a file cannot be had,
//! one that is canceled, and one whose name is taken at the last moment. Rule kept here: after the death nothing but whole
//! files has a final name, and only where all of them are whole; the run ends as if nothing had happened.

use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result, bail, ensure};
use haul_testkit::{Gate, Home, Origin, Resource, Running, bytes, eventually};
use serde_json::{Value, json};

use crate::asking::ask;

/// Runs at the same time: most of a run is waiting.
const AT_ONCE: usize = 4;

const NAMES: [&str; 3] = ["one.bin", "two.bin", "three.bin"];

/// What becomes of the batch of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plot {
    /// Every file is there.
    Succeeds,
    /// The server does not have the last one.
    Misses,
    /// Somebody calls it off while two files are whole.
    Canceled,
    /// Somebody takes the second name while the last file is on its way.
    Outrun,
}

#[test]
fn m141_m149_a_kill_at_every_step_leaves_an_atomic_batch_all_or_nothing() -> Result<()> {
    let plots = [Plot::Succeeds, Plot::Misses, Plot::Canceled, Plot::Outrun];
    let mut runs = Vec::new();
    for plot in plots {
        let counted = Run::begin(plot, 0)?.play()?;
        let least = if plot == Plot::Succeeds { 20 } else { 12 };
        ensure!(counted.points >= least, "{plot:?}: only {} steps were counted: {}", counted.points, counted.said);
        // Chance decides which steps share a commit, so a run may have a few more of them than the one that was counted.
        runs.extend((1..=counted.points + 4).map(|at| (plot, at)));
    }
    let (next, killed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let steps = || {
            let mut wrong = Vec::new();
            while let Some((plot, at)) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
                match Run::begin(*plot, *at).and_then(Run::play) {
                    Ok(played) if played.was_killed => _ = killed.fetch_add(1, Ordering::Relaxed),
                    Ok(_) => {}
                    Err(error) => wrong.push(format!("{plot:?}, crash point {at}: {error:#}")),
                }
            }
            wrong
        };
        let sweeps: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(steps)).collect();
        let ended =
            sweeps.into_iter().map(|sweep| sweep.join().unwrap_or_else(|_| vec!["a sweep panicked".to_owned()]));
        ended.flatten().collect()
    });
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    let (killed, all) = (killed.into_inner(), runs.len());
    ensure!(killed * 4 >= all * 3, "of {all} runs only {killed} were cut short");
    Ok(())
}

/// One run of one plot.
struct Run {
    plot: Plot,
    home: Home,
    origin: Origin,
    gate: Gate,
    daemon: Running,
    was_killed: bool,
    /// Requests there had been for each file that was whole when the daemon was started again.
    whole: Vec<(usize, usize)>,
}

/// How a run went.
struct Played {
    was_killed: bool,
    points: u64,
    said: String,
}

impl Run {
    fn begin(plot: Plot, crash_at: u64) -> Result<Run> {
        let gate = Gate::closed();
        let last = if plot == Plot::Misses { Resource::status(404) } else { Resource::new(content(2)) };
        let origin = Origin::serving(Resource::status(404))
            .at("/0", Resource::new(content(0)))
            .at("/1", Resource::new(content(1)))
            .at("/2", last.held_by(&gate))
            .start_blocking()?;
        let home = Home::with_command(env!("CARGO_BIN_EXE_haul"))?;
        std::fs::write(home.downloads().join("theirs.txt"), "theirs")?;
        let mut daemon = home.spawn_under(&["env", &format!("HAUL_CRASH_AT={crash_at}")], ["daemon"])?;
        eventually("the daemon listens or is dead", || {
            let is_dead = daemon.has_ended().unwrap_or(true);
            (is_dead || UnixStream::connect(home.socket()).is_ok()).then_some(())
        })?;
        Ok(Run { plot, home, origin, gate, daemon, was_killed: false, whole: Vec::new() })
    }

    fn play(mut self) -> Result<Played> {
        let mut said = String::new();
        loop {
            match self.steps() {
                Ok(()) => self.daemon.terminate()?,
                // Its death is noticed by its silence first.
                Err(error) => {
                    let ended = || self.daemon.has_ended().unwrap_or(true).then_some(());
                    eventually("the daemon is dead", ended).map_err(|_| error)?;
                }
            }
            let output = self.daemon.wait()?;
            said.push_str(&output.stderr);
            if output.signal.is_none() {
                output.expecting(0)?;
                break;
            }
            ensure!(!self.was_killed, "it died a second time: {}", output.stderr);
            self.was_killed = true;
            self.look_over().with_context(|| said.clone())?;
            self.daemon = self.home.daemon()?;
            self.remember_the_whole()?;
        }
        self.ended_well().with_context(|| said.clone())?;
        let points = said.lines().filter(|line| line.starts_with("crash point ")).count() as u64;
        Ok(Played { was_killed: self.was_killed, points, said })
    }

    /// Everything there is to do that is not done yet.
    fn steps(&mut self) -> Result<()> {
        if self.batch()?.is_none() {
            let conflict = if self.plot == Plot::Outrun { "fail" } else { "rename" };
            let download = |(at, name): (usize, &str)| {
                let url = self.origin.url_of(&format!("/{at}"));
                json!({ "url": url, "name": name, "lanes": 1, "conflict": conflict })
            };
            let downloads: Vec<_> = NAMES.into_iter().enumerate().map(download).collect();
            let added = ask(&self.home, "add", &json!({ "downloads": downloads, "batch": { "atomic": true } }))?;
            ensure!(added["batch"] == 1, "it was not added: {added}");
        }
        self.is_seen("two files are whole, or it is over", |batch| whole(batch).len() == 2 || is_over(batch))?;
        match self.plot {
            Plot::Succeeds | Plot::Misses => {}
            Plot::Canceled => _ = ask(&self.home, "cancel", &json!({ "batch": 1 }))?,
            Plot::Outrun => std::fs::write(self.home.downloads().join(NAMES[1]), "theirs")?,
        }
        self.gate.open();
        self.is_seen("it is over", is_over)
    }

    fn batch(&self) -> Result<Option<Value>> {
        let batches = ask(&self.home, "batches", &json!({}))?;
        if batches["matching"] == 0 {
            return Ok(None);
        }
        Ok(Some(ask(&self.home, "batch", &json!({ "batch": 1 }))?))
    }

    /// Waits until `wanted` holds for the batch; an error at once when nobody is there any more to make it so.
    fn is_seen(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<()> {
        let mut last = None;
        let mut look = || {
            if self.daemon.has_ended().unwrap_or(true) {
                return Some(false);
            }
            last = self.batch().ok()?;
            last.as_ref().is_some_and(&wanted).then_some(true)
        };
        match eventually(what, &mut look) {
            Ok(true) => Ok(()),
            Ok(false) => bail!("the daemon is dead"),
            Err(_) => bail!("waited in vain: {what}; last seen: {last:?}"),
        }
    }

    /// After the kill, before anything is repaired: where one file has its name, all are whole.
    fn look_over(&self) -> Result<()> {
        let placed = |at: &usize| self.home.file(NAMES[*at]).is_ok_and(|found| found == content(*at));
        for (at, name) in NAMES.into_iter().enumerate() {
            let path = self.home.downloads().join(name);
            let is_theirs = self.plot == Plot::Outrun && std::fs::read(&path).is_ok_and(|found| found == b"theirs");
            ensure!(!path.exists() || is_theirs || placed(&at), "{name} is there and not whole");
        }
        let (placed, others): (Vec<_>, Vec<_>) = (0..NAMES.len()).partition(placed);
        if placed.is_empty() {
            return Ok(());
        }
        ensure!(matches!(self.plot, Plot::Succeeds | Plot::Outrun), "{placed:?} have names, and never may");
        for at in others {
            let part = self.home.file(format!("{}.haulpart", NAMES[at]));
            // What was taken back, because of another's file, is gone.
            let is_whole = part.is_ok_and(|found| found == content(at)) || self.plot == Plot::Outrun;
            ensure!(is_whole, "{placed:?} have names, and {} is not whole", NAMES[at]);
        }
        Ok(())
    }

    fn remember_the_whole(&mut self) -> Result<()> {
        if let Some(batch) = self.batch()? {
            self.whole = whole(&batch).into_iter().map(|at| (at, self.requests(at))).collect();
        }
        Ok(())
    }

    fn ended_well(&self) -> Result<()> {
        let (mut names, complete) = (vec!["theirs.txt"], self.plot == Plot::Succeeds);
        match self.plot {
            Plot::Succeeds => names = vec!["one.bin", "theirs.txt", "three.bin", "two.bin"],
            Plot::Outrun => names.push(NAMES[1]),
            Plot::Misses | Plot::Canceled => {}
        }
        let found = self.home.listing()?;
        ensure!(found == names, "there is {found:?}");
        for (at, name) in NAMES.into_iter().enumerate().filter(|_| complete) {
            ensure!(self.home.file(name)? == content(at), "{name} is not what was served");
        }
        if self.plot == Plot::Outrun {
            ensure!(self.home.file(NAMES[1])? == b"theirs", "another's file was changed");
        }
        for (at, requests) in &self.whole {
            ensure!(self.requests(*at) == *requests, "{} was whole, and was fetched again", NAMES[*at]);
        }
        Ok(())
    }

    fn requests(&self, at: usize) -> usize {
        let path = format!("/{at}");
        self.origin.requests().iter().filter(|request| request.path() == path).count()
    }
}

fn is_over(batch: &Value) -> bool {
    ["complete", "failed", "canceled"].iter().any(|status| batch["status"] == *status)
}

/// The tasks whose files are whole, by their place in the batch.
fn whole(batch: &Value) -> Vec<usize> {
    let tasks = batch["results"].as_array().into_iter().flatten().enumerate();
    let whole = tasks.filter(|(_, task)| task["status"] == "complete" || task["waiting_for"] == "siblings");
    whole.map(|(at, _)| at).collect()
}

fn content(at: usize) -> Vec<u8> {
    bytes(at as u64 + 1, 30_000 + at)
}
