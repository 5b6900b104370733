//! The programs that resume.
//!
//! Owns their command lines and how each comes to the state in which it is interrupted. Rule kept here: other tools find
//! the first bytes on disk, as they keep them there; Haul, which keeps more than bytes, is killed in the middle.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Home, Origin, eventually};

use crate::behaviour::{Behaviour, KEPT, Run, old};
use crate::outcome::Outcome;

/// A program that can go on with a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Curl,
    Wget,
    Aria2,
    Haul,
}

const NAME: &str = "file.bin";

impl Tool {
    pub(crate) const ALL: &[Tool] = &[Tool::Curl, Tool::Wget, Tool::Aria2, Tool::Haul];

    /// Name, version and the option that goes on.
    pub(crate) fn title(self) -> Result<String> {
        let (program, option) = match self {
            Tool::Curl => ("curl", "-C -"),
            Tool::Wget => ("wget", "-c"),
            Tool::Aria2 => ("aria2c", "-c"),
            Tool::Haul => return Ok("haul get".to_owned()),
        };
        let output = Command::new(program).arg("--version").output().with_context(|| program.to_owned())?;
        let words = String::from_utf8_lossy(&output.stdout).into_owned();
        let version = words
            .split_whitespace()
            .find(|word| word.starts_with(|letter: char| letter.is_ascii_digit()) && word.contains('.'));
        Ok(format!("{program} {} {option}", version.unwrap_or_default()))
    }

    /// Lets the tool run once at a server that behaves like this.
    pub(crate) fn meets(self, behaviour: &Behaviour) -> Result<Outcome> {
        match (self, behaviour.run) {
            (Tool::Curl | Tool::Wget, Run::FreshInFour) => Ok(Outcome::NotOffered),
            (Tool::Curl | Tool::Wget | Tool::Aria2, _) => self.other(behaviour),
            (Tool::Haul, Run::FreshInFour) => fresh(behaviour),
            (Tool::Haul, Run::Resumed) => killed_and_resumed(behaviour),
        }
    }

    fn other(self, behaviour: &Behaviour) -> Result<Outcome> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join(NAME);
        if behaviour.run == Run::Resumed {
            std::fs::write(&file, &old()[..KEPT])?;
        }
        let origin = Origin::serving(behaviour.then.clone()).start_blocking()?;
        let (program, args): (&str, &[&str]) = match (self, behaviour.run) {
            (Tool::Curl, _) => ("curl", &["-s", "-f", "-C", "-", "-o", NAME]),
            (Tool::Wget, _) => ("wget", &["-q", "-c", "-t", "1", "-O", NAME]),
            (_, Run::Resumed) => ("aria2c", &["-q", "-c", "--max-tries=1", "-o", NAME]),
            (_, Run::FreshInFour) => ("aria2c", &["-q", "-s4", "-x4", "-k1M", "--max-tries=1", "-o", NAME]),
        };
        let mut command = Command::new(program);
        command.args(args).arg(origin.url()).current_dir(folder.path()).stdin(Stdio::null());
        command.env("HOME", folder.path()).env_remove("http_proxy").env_remove("HTTP_PROXY");
        let status =
            command.stdout(Stdio::null()).stderr(Stdio::null()).status().with_context(|| program.to_owned())?;
        let left = std::fs::read(&file).ok();
        Ok(Outcome::of(status.code().unwrap_or(-1), left.as_deref(), &behaviour.versions))
    }
}

fn home() -> Result<Home> {
    Home::with_command(env!("CARGO_BIN_EXE_haul"))
}

fn fresh(behaviour: &Behaviour) -> Result<Outcome> {
    let origin = Origin::serving(behaviour.then.clone()).start_blocking()?;
    let home = home()?;
    let output = home.haul(["get", "-c", "4", "--retries", "0", "-o", NAME, &origin.url()])?;
    judged(&home, output.code.unwrap_or(-1), behaviour)
}

/// The first run is killed once its first bytes are on record; the next daemon goes on by itself.
fn killed_and_resumed(behaviour: &Behaviour) -> Result<Outcome> {
    let origin = Origin::serving(behaviour.first.clone()).start_blocking()?;
    let home = home()?;
    let mut running = home.spawn(["get", "-c", "1", "--retries", "0", "-o", NAME, &origin.url()])?;
    let database = home.folder().join("haul.db");
    eventually("the first bytes are on record", || (recorded(&database).ok()? == KEPT.to_string()).then_some(()))?;
    running.kill9()?;
    origin.now_serves(behaviour.then.clone());
    let _daemon = home.daemon()?;
    let status = eventually("the task has ended", || {
        let tasks = home.haul(["list", "--json"]).ok()?.json_lines().ok()?;
        let status = tasks.first()?["status"].as_str()?.to_owned();
        ["complete", "failed", "not_found"].contains(&status.as_str()).then_some(status)
    })?;
    ensure!(origin.requests().len() > 1, "the server was asked again");
    judged(&home, i32::from(status != "complete"), behaviour)
}

/// How many bytes the database holds for certain.
fn recorded(database: &Path) -> Result<String> {
    let question = "select sum(done - start) from segment";
    let output = Command::new("sqlite3").arg("-readonly").arg(database).arg(question).output().context("sqlite3")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A file under its name has to be right; without one, what is kept beside it has to be.
fn judged(home: &Home, code: i32, behaviour: &Behaviour) -> Result<Outcome> {
    let names = home.listing()?;
    if names.iter().any(|name| name == NAME) {
        ensure!(names == [NAME], "something else stays: {names:?}");
        return Ok(Outcome::of(code, Some(&home.file(NAME)?), &behaviour.versions));
    }
    let mut kept = None;
    for name in names {
        // A part has the length of the whole file from the start; what counts in it is what was received.
        let part = home.file(&name)?;
        kept = kept.max(Some(part[..KEPT.min(part.len())].to_vec()));
    }
    Ok(Outcome::of(code, kept.as_deref(), &behaviour.versions))
}
