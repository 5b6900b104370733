//! Never lose work: a daemon dies at every single step that changes a disk for good, one after the other; then the same
//! again, and the power goes with it.
//!
//! Owns a short scripted run, which is repeated once for each of its steps. Rule kept here: whoever died is started
//! again, the script goes on where it was, and ends as if nothing had happened.

use std::collections::BTreeMap;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, Result, bail, ensure};
use haul_testkit::{
    Gate, Home, Need, Origin, Point, Resource, Running, SmallDisk, bytes, eventually, needs, sha256_hex,
};
use serde_json::{Value, json};

use crate::asking::{add_at, ask, tasks};
use crate::proof::Proof;

const LITTLE: usize = 3000;
const LARGE: usize = 400_000;

/// Bytes of the large file that arrive before it is paused.
const FIRST_BYTES: u64 = 150_000;

/// Runs at the same time: most of a run is waiting.
const AT_ONCE: usize = 4;

#[test]
fn f111_a_kill_at_every_step_loses_nothing() -> Result<()> {
    sweep("kill, every step", || Ok(None))
}

#[test]
fn f112_f113_f114_f115_a_power_cut_at_every_step_loses_nothing() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    sweep("cut, every step", || SmallDisk::image("16m").map(Some))
}

fn sweep(kind: &'static str, disk: impl Fn() -> Result<Option<SmallDisk>> + Sync) -> Result<()> {
    let counted = Script::begin(0, disk()?)?.play()?;
    let points = counted.points;
    ensure!(points >= 40, "only {points} steps were counted, so a step is not armed");
    for step in ["commit", "create", "sync of data", "sync of a file", "rename", "sync of a folder"] {
        ensure!(counted.said.contains(&format!("after {step}")), "no {step} was passed:\n{}", counted.said);
    }
    // Chance decides which steps share a commit, so a run may have a few more of them than the one that was counted.
    let last = points + 4;
    let (next, killed) = (AtomicU64::new(1), AtomicU64::new(0));
    let wrong = std::thread::scope(|scope| {
        let steps = || {
            let mut wrong = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at > last {
                    return wrong;
                }
                match disk().and_then(|disk| Script::begin(at, disk)).and_then(Script::play) {
                    Ok(played) if played.was_killed => _ = killed.fetch_add(1, Ordering::Relaxed),
                    Ok(_) => {}
                    Err(error) => wrong.push(format!("crash point {at}: {error:#}")),
                }
            }
        };
        let sweeps: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(steps)).collect();
        sweeps
            .into_iter()
            .flat_map(|sweep| sweep.join().unwrap_or_else(|_| vec!["a sweep panicked".to_owned()]))
            .collect()
    });
    let faults = killed.into_inner();
    let proof = Proof { kind, rounds: last, faults, tasks: last * 3, wrong, ..Proof::default() };
    proof.judge()?;
    ensure!(faults * 5 >= points * 4, "of {points} steps only {faults} were the last one");
    Ok(())
}

/// One run: three downloads, a pause, a name that is taken.
struct Script {
    home: Home,
    origin: Origin,
    gate: Gate,
    daemon: Running,
    /// Numbers of the tasks that were acknowledged, by the script's own ids.
    acknowledged: BTreeMap<&'static str, u64>,
    /// Requests there had been for a file when it was first seen under its final name.
    placed: BTreeMap<&'static str, usize>,
    was_killed: bool,
    /// What the downloads are on when the power goes with the daemon; unmounted last.
    disk: Option<SmallDisk>,
}

/// How a run went.
struct Played {
    was_killed: bool,
    points: u64,
    said: String,
}

/// The files of a run: the script's id, the path at the server, the name at home.
const FILES: [(&str, &str, &str); 3] =
    [("little", "/little", "little.bin"), ("large", "/large", "large.bin"), ("taken", "/taken", "taken (1).bin")];

impl Script {
    fn begin(crash_at: u64, disk: Option<SmallDisk>) -> Result<Script> {
        let gate = Gate::closed();
        // The first answer stops on its way; everything after a pause comes at once.
        let large = Resource::new(content("large")).held_at(Point::AfterBytes(FIRST_BYTES), &gate).for_the_first(1);
        let origin = Origin::serving(Resource::status(404))
            .at("/little", Resource::new(content("little")))
            .at("/large", large)
            .at("/taken", Resource::new(content("taken")))
            .start_blocking()?;
        let home = Home::with_command(env!("CARGO_BIN_EXE_haul"))?;
        if let Some(disk) = &disk {
            // The database is elsewhere and forgets nothing: what it says is held against the disk that was cut. On one
            // disk, each of its commits would put what the engine forgot to sync there as well.
            home.keep_downloads_in(disk.path())?;
        }
        std::fs::write(home.downloads().join("taken.bin"), "theirs")?;
        if let Some(disk) = &disk {
            disk.settle()?;
        }
        let daemon = start_armed(&home, crash_at)?;
        let (acknowledged, placed) = (BTreeMap::new(), BTreeMap::new());
        Ok(Script { home, origin, gate, daemon, acknowledged, placed, was_killed: false, disk })
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
            if let Some(disk) = &mut self.disk {
                disk.cut_power()?;
                disk.power_on_again()?;
            }
            self.look_over().with_context(|| said.clone())?;
            self.daemon = self.home.daemon()?;
            self.tasks_are_the_same().with_context(|| said.clone())?;
        }
        self.ended_well().with_context(|| said.clone())?;
        let points = said.lines().filter(|line| line.starts_with("crash point ")).count() as u64;
        Ok(Played { was_killed: self.was_killed, points, said })
    }

    /// Everything there is to do that is not done yet.
    fn steps(&mut self) -> Result<()> {
        let digest = format!("sha-256={}", sha256_hex(&content("little")));
        self.add("little", json!({ "name": "little.bin", "checksum": digest }))?;
        self.reaches("little", &["complete"])?;
        self.add("large", json!({ "name": "large.bin", "lanes": 1 }))?;
        if self.status("large")?["status"] != "complete" {
            self.pause_large()?;
        }
        self.add("taken", json!({ "name": "taken.bin" }))?;
        for (own, _, _) in FILES {
            self.reaches(own, &["complete"])?;
        }
        Ok(())
    }

    fn pause_large(&mut self) -> Result<()> {
        let id = self.acknowledged["large"];
        self.is_seen("large", |task| {
            task["status"] == "complete"
                || task["status"] == "paused"
                || task["received"].as_u64().is_some_and(|received| received >= FIRST_BYTES)
        })?;
        for (verb, states) in [("pause", ["paused", "complete"]), ("resume", ["complete", "complete"])] {
            // A task that came to its end meanwhile takes no more wishes.
            let asked = ask(&self.home, verb, &json!({ "tasks": [id] }));
            if self.status("large")?["status"] != "complete" {
                asked?;
            }
            self.reaches("large", &states)?;
        }
        Ok(())
    }

    fn add(&mut self, own: &'static str, mut download: Value) -> Result<()> {
        if self.acknowledged.contains_key(own) {
            return Ok(());
        }
        download["url"] = self.origin.url_of(&format!("/{own}")).into();
        download["own_id"] = own.into();
        let id = add_at(&self.home.socket(), &download)?;
        self.acknowledged.insert(own, id);
        Ok(())
    }

    fn status(&self, own: &str) -> Result<Value> {
        let task = tasks(&self.home)?.into_iter().find(|task| task["own_id"] == own);
        task.with_context(|| format!("{own} is gone"))
    }

    fn reaches(&mut self, own: &str, states: &[&str]) -> Result<()> {
        self.is_seen(own, |task| states.iter().any(|state| task["status"] == *state))
    }

    /// Waits until `wanted` holds for a task; an error at once when nobody is there any more to make it so.
    fn is_seen(&mut self, own: &str, wanted: impl Fn(&Value) -> bool) -> Result<()> {
        let mut last = Value::Null;
        let mut look = || {
            if self.daemon.has_ended().unwrap_or(true) {
                return Some(false);
            }
            last = self.status(own).ok()?;
            wanted(&last).then_some(true)
        };
        match eventually(own, &mut look) {
            Ok(true) => Ok(()),
            Ok(false) => bail!("the daemon is dead"),
            Err(_) => bail!("waited in vain for {own}; last seen: {last}"),
        }
    }

    /// After the kill, before anything is repaired.
    fn look_over(&mut self) -> Result<()> {
        for (own, path, name) in FILES {
            let at = self.home.downloads().join(name);
            if at.exists() {
                ensure!(std::fs::read(&at)? == content(own), "{name} is there and not whole");
                self.placed.insert(own, self.requests(path));
            }
        }
        self.taken_is_theirs()
    }

    /// What was acknowledged is there under its number; what was not may be, once.
    fn tasks_are_the_same(&mut self) -> Result<()> {
        let tasks = tasks(&self.home)?;
        for (own, _, _) in FILES {
            let known: Vec<u64> =
                tasks.iter().filter(|task| task["own_id"] == own).filter_map(|task| task["id"].as_u64()).collect();
            match (self.acknowledged.get(own), known.as_slice()) {
                (Some(id), [known]) if id == known => {}
                (None, [known]) => _ = self.acknowledged.insert(own, *known),
                (None, []) => {}
                (acknowledged, known) => bail!("{own} was {acknowledged:?} and is {known:?}"),
            }
        }
        Ok(())
    }

    fn ended_well(&self) -> Result<()> {
        self.gate.open();
        for (own, path, name) in FILES {
            ensure!(self.home.file(name)? == content(own), "{name} is not what was served");
            if let Some(requests) = self.placed.get(own) {
                ensure!(self.requests(path) == *requests, "{name} was there, and was fetched again");
            }
        }
        self.taken_is_theirs()?;
        let names = ["large.bin", "little.bin", "taken (1).bin", "taken.bin"];
        ensure!(self.home.listing()? == names, "there is {:?}", self.home.listing()?);
        Ok(())
    }

    fn taken_is_theirs(&self) -> Result<()> {
        ensure!(self.home.file("taken.bin")? == b"theirs", "another's file was changed");
        Ok(())
    }

    fn requests(&self, path: &str) -> usize {
        self.origin.requests().iter().filter(|request| request.path() == path).count()
    }
}

fn content(own: &str) -> Vec<u8> {
    match own {
        "large" => bytes(2, LARGE),
        "taken" => bytes(3, LITTLE),
        _ => bytes(1, LITTLE),
    }
}

/// Starts a daemon; one that dies while it starts is as good as any other dead one.
fn start_armed(home: &Home, crash_at: u64) -> Result<Running> {
    let mut daemon = home.spawn_under(&["env", &format!("HAUL_CRASH_AT={crash_at}")], ["daemon"])?;
    eventually("the daemon listens or is dead", || {
        let is_dead = daemon.has_ended().unwrap_or(true);
        (is_dead || UnixStream::connect(home.socket()).is_ok()).then_some(())
    })?;
    Ok(daemon)
}
