//! Never lose work: a daemon that is killed at any moment has the same tasks afterwards, and right files in the end.
//!
//! The seed of the moments is printed; `HAUL_KILL_SEED` repeats a run, `HAUL_KILL_ROUNDS` makes it longer.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Home, Origin, Resource, bytes, eventually, sha256_hex};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};

const ROUNDS: u64 = 50;

/// Three downloads are on their way at any time; some end within a round, some take several.
const SIZES: [usize; 3] = [700_000, 3_000_000, 8_000_000];
const PACE: u64 = 2_000_000;

/// Longest time between two kills, in milliseconds: longer than the time between two checkpoints, so that some rounds
/// continue proven bytes and some have none.
const LONGEST_ROUND: u64 = 1800;

#[test]
fn m073_m174_fifty_kills_lose_no_task_and_spoil_no_file() -> Result<()> {
    let seed = setting("HAUL_KILL_SEED")?.unwrap_or_else(|| u64::from(std::process::id()));
    let rounds = setting("HAUL_KILL_ROUNDS")?.unwrap_or(ROUNDS);
    kills(seed, rounds).with_context(|| format!("repeat it with HAUL_KILL_SEED={seed}"))
}

fn kills(seed: u64, rounds: u64) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut work = Work::begin()?;
    let mut daemon = work.home.daemon()?;
    (0..SIZES.len()).try_for_each(|which| work.add(which))?;
    for round in 1..=rounds {
        // The moment is the point of the test: anything from the first millisecond on.
        std::thread::sleep(Duration::from_millis(chance.random_range(1..LONGEST_ROUND)));
        daemon.kill9()?;
        work.files_are_whole_or_absent().with_context(|| format!("round {round}"))?;
        daemon = work.home.daemon()?;
        work.tasks_are_the_same().with_context(|| format!("round {round}"))?;
        work.replace_the_finished()?;
    }
    work.ends_well()
}

/// A file that was asked for.
struct Asked {
    id: u64,
    name: String,
    which: usize,
    replaced: bool,
}

struct Work {
    home: Home,
    origin: Origin,
    contents: Vec<Vec<u8>>,
    asked: Vec<Asked>,
}

impl Work {
    fn begin() -> Result<Work> {
        let contents: Vec<Vec<u8>> = (1..).zip(SIZES).map(|(seed, size)| bytes(seed, size)).collect();
        let mut script = Origin::serving(Resource::status(404));
        for (which, content) in contents.iter().enumerate() {
            script = script.at(&format!("/{which}"), Resource::new(content).paced(PACE));
        }
        let home = Home::with_command(env!("CARGO_BIN_EXE_haul"))?;
        Ok(Work { home, origin: script.start_blocking()?, contents, asked: Vec::new() })
    }

    fn add(&mut self, which: usize) -> Result<()> {
        let name = format!("{which}-{}.bin", self.asked.len());
        let download = json!({ "url": self.origin.url_of(&format!("/{which}")), "name": name });
        let added = ask(&self.home, "add", &json!({ "downloads": [download] }))?;
        let id = added["outcomes"][0]["added"]["id"].as_u64().context("a task without a number")?;
        self.asked.push(Asked { id, name, which, replaced: false });
        Ok(())
    }

    fn files_are_whole_or_absent(&self) -> Result<()> {
        for asked in &self.asked {
            match std::fs::read(self.home.downloads().join(&asked.name)) {
                Ok(found) => ensure!(found == self.contents[asked.which], "{} is not whole", asked.name),
                Err(error) => ensure!(error.kind() == std::io::ErrorKind::NotFound, "{}: {error}", asked.name),
            }
        }
        Ok(())
    }

    fn tasks_are_the_same(&self) -> Result<()> {
        let kept: Vec<u64> = tasks(&self.home)?.iter().filter_map(|task| task["id"].as_u64()).collect();
        let asked: Vec<u64> = self.asked.iter().map(|asked| asked.id).collect();
        ensure!(kept == asked, "the tasks were {asked:?} and are {kept:?}");
        Ok(())
    }

    fn replace_the_finished(&mut self) -> Result<()> {
        let tasks = tasks(&self.home)?;
        let is_complete = |id: u64| tasks.iter().any(|task| task["id"] == id && task["status"] == "complete");
        let mut again = Vec::new();
        for asked in self.asked.iter_mut().filter(|asked| !asked.replaced && is_complete(asked.id)) {
            asked.replaced = true;
            again.push(asked.which);
        }
        again.into_iter().try_for_each(|which| self.add(which))
    }

    fn ends_well(&self) -> Result<()> {
        eventually("all tasks are complete", || {
            let tasks = tasks(&self.home).ok()?;
            tasks.iter().all(|task| task["status"] == "complete").then_some(())
        })
        .with_context(|| format!("{:?}", tasks(&self.home)))?;
        for asked in &self.asked {
            let (found, served) = (sha256_hex(&self.home.file(&asked.name)?), sha256_hex(&self.contents[asked.which]));
            ensure!(found == served, "{} is not the file that was served", asked.name);
        }
        let mut names: Vec<String> = self.asked.iter().map(|asked| asked.name.clone()).collect();
        names.sort();
        ensure!(self.home.listing()? == names, "nothing else stays: {:?}", self.home.listing()?);
        let continued = self.origin.requests().iter().filter(|request| request.first_byte() > 0).count();
        ensure!(continued > 0, "no kill met a checkpoint, so nothing was tried");
        Ok(())
    }
}

fn tasks(home: &Home) -> Result<Vec<Value>> {
    let page = ask(home, "list", &json!({ "sort": "ascending" }))?;
    page["rows"].as_array().cloned().context("a page without rows")
}

fn ask(home: &Home, call: &str, with: &Value) -> Result<Value> {
    let mut stream = UnixStream::connect(home.socket())?;
    writeln!(stream, "{}", json!({ "call": call, "with": with }))?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    let mut reply: Value = serde_json::from_str(&line).with_context(|| format!("the reply {line:?}"))?;
    ensure!(reply.get("ok").is_some(), "{call} was refused: {reply}");
    Ok(reply["ok"].take())
}

fn setting(name: &str) -> Result<Option<u64>> {
    std::env::var(name).ok().map(|text| text.parse().with_context(|| name.to_owned())).transpose()
}
