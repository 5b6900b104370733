//! Downloads without end, for a daemon that keeps dying, and what must be so after each death.
//!
//! Owns a home, a server and the record of what was asked for. Rule kept here: what the daemon acknowledged counts;
//! what it was asked and did not acknowledge may be there once or not at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Home, Origin, Outcome, Recorded, Resource, bytes, eventually};
use serde_json::{Value, json};

use crate::asking::{add_at, tasks};
use crate::proof::Proof;
use crate::proven::{Kept, kept};

/// Three downloads are on their way at any time; some end within a round, some take several.
pub(crate) const SIZES: [usize; 3] = [700_000, 5_000_000, 14_000_000];

/// A file that is there as soon as it is asked for.
pub(crate) const LITTLE: usize = SIZES.len();
const LITTLE_SIZE: usize = 3000;

/// Lanes of each task.
const LANES: u64 = 8;

/// Bytes a second on each connection.
const PACE: u64 = 1_000_000;

/// A file that was asked for.
struct Asked {
    which: usize,
    /// Once the daemon has said so.
    id: Option<u64>,
    /// Found whole, and taken away to save space.
    seen_whole: bool,
}

pub(crate) struct Work {
    pub(crate) home: Home,
    origin: Origin,
    contents: Vec<Vec<u8>>,
    asked: BTreeMap<String, Asked>,
    /// What was proven when the running daemon started, and how many requests there had been.
    before: (BTreeMap<String, Kept>, usize),
    pub(crate) proof: Proof,
}

impl Work {
    pub(crate) fn begin(home: Home, kind: &'static str) -> Result<Work> {
        let sizes = SIZES.into_iter().chain([LITTLE_SIZE]);
        let contents: Vec<Vec<u8>> = (1..).zip(sizes).map(|(seed, size)| bytes(seed, size)).collect();
        let mut script = Origin::serving(Resource::status(404));
        for (which, content) in contents.iter().enumerate() {
            script = script.at(&format!("/{which}"), Resource::new(content).paced(PACE));
        }
        let interval = LANES * PACE * SIZES.len() as u64;
        Ok(Work {
            home,
            origin: script.start_blocking()?,
            contents,
            asked: BTreeMap::new(),
            before: (BTreeMap::new(), 0),
            proof: Proof { kind, interval, ..Proof::default() },
        })
    }

    /// What to ask for next, as the wire has it, and the id it will have.
    pub(crate) fn next_download(&mut self, which: usize) -> (String, Value) {
        let own = format!("{:05}-{which}", self.asked.len());
        let download = json!({
            "url": self.origin.url_of(&format!("/{which}?{own}")), "own_id": own, "name": format!("{own}.bin"),
            "lanes": LANES,
        });
        self.asked.insert(own.clone(), Asked { which, id: None, seen_whole: false });
        (own, download)
    }

    /// The daemon has kept the task of this id under this number.
    pub(crate) fn acknowledged(&mut self, own: &str, id: u64) {
        if let Some(asked) = self.asked.get_mut(own) {
            asked.id = Some(id);
        }
    }

    pub(crate) fn add(&mut self, which: usize) -> Result<()> {
        let (own, download) = self.next_download(which);
        let id = add_at(&self.home.socket(), &download)?;
        self.acknowledged(&own, id);
        self.proof.tasks += 1;
        Ok(())
    }

    /// Looks over what a death left behind, before anything can repair it.
    pub(crate) fn look_over(&mut self) -> Result<()> {
        self.proof.faults += 1;
        self.origin.wait_for_blocking(|requests| requests.iter().all(|it| it.outcome != Outcome::Underway))?;
        let kept = kept(&self.home.folder())?;
        let requests = self.origin.requests();
        let again = self.fetched_in_vain(&kept, &requests[self.before.1..]);
        self.proof.again = self.proof.again.max(again);
        for (own, asked) in &self.asked {
            match (asked.id, kept.get(own)) {
                (None, None) => {}
                (Some(id), Some(task)) if task.id != id => {
                    self.proof.lost.push(format!("{own} was task {id} and is {}", task.id));
                }
                (Some(_), None) => self.proof.lost.push(format!("{own} was acknowledged and is gone")),
                (Some(_) | None, Some(_)) if asked.seen_whole => {}
                (Some(_) | None, Some(task)) => {
                    self.proof.wrong.extend(wrong_on_disk(task, &self.contents[asked.which])?);
                }
            }
        }
        self.before = (kept, requests.len());
        Ok(())
    }

    /// Bytes that came since the last start and are not proven; and whether any of them had been proven before it.
    fn fetched_in_vain(&mut self, kept: &BTreeMap<String, Kept>, requests: &[Recorded]) -> u64 {
        let mut came: BTreeMap<&str, u64> = BTreeMap::new();
        for request in requests {
            let own = request.query().unwrap_or_default();
            *came.entry(own).or_default() += request.sent;
            let (first, end) = (request.first_byte(), request.first_byte() + request.sent);
            let proven = self.before.0.get(own).map_or(&[][..], |task| &task.ranges);
            if let Some((start, done)) = proven.iter().find(|(start, done)| first < *done && *start < end) {
                let sentence = format!("{own}: {start}..{done} was proven, and {first}..{end} was fetched");
                self.proof.wrong.push(sentence);
            }
        }
        let in_vain = came.into_iter().filter_map(|(own, came)| {
            let (then, now) = (self.before.0.get(own), kept.get(own)?);
            if now.is_complete || now.part_path.is_none() {
                return None;
            }
            Some(came.saturating_sub(now.received().saturating_sub(then.map_or(0, Kept::received))))
        });
        in_vain.sum()
    }

    /// Compares the tasks that the new daemon knows with those that were acknowledged.
    pub(crate) fn tasks_are_the_same(&mut self) -> Result<()> {
        let tasks = tasks(&self.home)?;
        for (own, asked) in &mut self.asked {
            let known: Vec<&Value> = tasks.iter().filter(|task| task["own_id"] == own.as_str()).collect();
            match (asked.id, known.as_slice()) {
                (Some(id), [task]) if task["id"] == id => {
                    if asked.seen_whole && task["status"] != "complete" {
                        self.proof.lost.push(format!("{own} was complete and is {}", task["status"]));
                    }
                }
                // Kept, though the answer never arrived: from now on it counts.
                (None, [task]) => asked.id = task["id"].as_u64(),
                (None, []) => {}
                (_, known) => self.proof.lost.push(format!("{own} is {} tasks: {known:?}", known.len())),
            }
        }
        Ok(())
    }

    /// Takes finished files away and asks for others in their place.
    pub(crate) fn replace_the_finished(&mut self) -> Result<()> {
        self.take_finished()?;
        for which in 0..SIZES.len() {
            let is_open = |asked: &Asked| asked.which == which && asked.id.is_some() && !asked.seen_whole;
            if !self.asked.values().any(is_open) {
                self.add(which)?;
            }
        }
        Ok(())
    }

    fn take_finished(&mut self) -> Result<()> {
        for task in tasks(&self.home)?.iter().filter(|task| task["status"] == "complete") {
            let own = task["own_id"].as_str().context("a task that nobody added")?;
            let asked = self.asked.get_mut(own).context("a task that nobody asked for")?;
            if asked.seen_whole {
                continue;
            }
            let path = PathBuf::from(task["path"].as_str().context("a task without a path")?);
            if !is_whole(&path, &self.contents[asked.which])? {
                self.proof.wrong.push(format!("{own} is complete, and its file is not what was served"));
            }
            asked.seen_whole = true;
            std::fs::remove_file(&path)?;
            // Or the next cut brings it back.
            std::fs::File::open(self.home.downloads())?.sync_all()?;
        }
        Ok(())
    }

    /// Lets everything finish; then nothing but finished files may be left.
    pub(crate) fn ends_well(mut self) -> Result<Proof> {
        eventually("all tasks are complete", || {
            let tasks = tasks(&self.home).ok()?;
            tasks.iter().all(|task| task["status"] == "complete").then_some(())
        })
        .with_context(|| format!("{:?}", tasks(&self.home)))?;
        self.take_finished()?;
        self.tasks_are_the_same()?;
        let left = self.home.listing()?;
        if !left.is_empty() {
            self.proof.wrong.push(format!("left behind: {left:?}"));
        }
        let continued = self.origin.requests().iter().filter(|request| request.first_byte() > 0).count();
        ensure!(continued > 0, "no fault met a checkpoint, so nothing was tried");
        Ok(self.proof)
    }
}

/// What is wrong with the files of a task: the final one is whole or absent, and a part holds what is said of it.
fn wrong_on_disk(task: &Kept, content: &[u8]) -> Result<Option<String>> {
    let name = task.final_path.display();
    let is_placed = task.final_path.exists();
    if is_placed && !is_whole(&task.final_path, content)? {
        return Ok(Some(format!("{name} is there and not whole")));
    }
    if task.is_complete {
        return Ok((!is_placed).then(|| format!("{name} is complete and not there")));
    }
    let Some(part) = &task.part_path else {
        return Ok((!task.ranges.is_empty()).then(|| format!("{name} has proven bytes and no part file")));
    };
    let found = match std::fs::read(part) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let is_safe = is_placed || task.ranges.is_empty();
            return Ok((!is_safe).then(|| format!("{name} has proven bytes, and its part file is gone: {task:?}")));
        }
        Err(error) => return Err(error.into()),
    };
    for (start, done) in &task.ranges {
        let range = usize::try_from(*start)?..usize::try_from(*done)?;
        if found.get(range.clone()) != content.get(range) {
            return Ok(Some(format!("{name}: {start}..{done} is called proven, and is something else on disk")));
        }
    }
    Ok(None)
}

fn is_whole(path: &Path, content: &[u8]) -> Result<bool> {
    Ok(std::fs::read(path).with_context(|| path.display().to_string())? == content)
}
