//! The programs that are compared.
//!
//! Owns how each is found, told to be quiet, and set back to the beginning. Refuses to judge what they cost.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use super::gauge::{self, Cost};
use super::ground::{Ground, text};
use super::row::Effort;
use crate::shell;

/// Whoever does the work without us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    Curl,
    Wget2,
    Aria2,
    Axel,
}

/// Every peer, for a list of their versions.
pub(super) const PEERS: [Peer; 4] = [Peer::Curl, Peer::Wget2, Peer::Aria2, Peer::Axel];

impl Peer {
    /// The program's name.
    pub(super) fn program(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Wget2 => "wget2",
            Self::Aria2 => "aria2c",
            Self::Axel => "axel",
        }
    }

    /// Silent but for errors. aria2 writes every file twice unless it is told not to, so it is told.
    fn manners(self) -> &'static [&'static str] {
        match self {
            Self::Curl => &["-sSf"],
            Self::Wget2 | Self::Axel => &["-q"],
            Self::Aria2 => &["-q", "--no-conf", "--file-allocation=none"],
        }
    }
}

/// A program with its arguments.
pub(super) struct Contestant {
    pub(super) name: String,
    program: PathBuf,
    words: Vec<String>,
    own: Own,
}

/// What a program has beside its output.
enum Own {
    Nothing,
    /// A home of Haul with these settings, and so many records of complete tasks afterwards.
    Home {
        settings: Vec<String>,
        records: usize,
    },
}

/// Those who do the same work, in the order in which they run.
pub(super) struct LineUp<'a> {
    ground: &'a Ground,
    pub(super) contestants: Vec<Contestant>,
    /// Who is not installed.
    pub(super) absent: Vec<&'static str>,
}

impl<'a> LineUp<'a> {
    pub(super) fn new(ground: &'a Ground) -> Self {
        Self { ground, contestants: Vec::new(), absent: Vec::new() }
    }

    /// The bare loop.
    pub(super) fn floor(&mut self, name: &str, words: &[&str]) {
        let program = self.ground.floor.clone();
        self.contestants.push(Contestant { name: name.to_owned(), program, words: owned(words), own: Own::Nothing });
    }

    /// The command, with a home of its own that has `settings`, and at the end `records` complete tasks on record.
    pub(super) fn haul(&mut self, name: &str, settings: &[&str], records: usize, words: &[&str]) {
        let home = text(&self.ground.home());
        let words = [&["--home", &home], words].concat();
        let own = Own::Home { settings: owned(settings), records };
        let program = self.ground.haul.clone();
        self.contestants.push(Contestant { name: name.to_owned(), program, words: owned(&words), own });
    }

    /// One of the others; the name is its program with what `said` says of it.
    pub(super) fn peer(&mut self, peer: Peer, said: &str, words: &[&str]) {
        let Some(program) = shell::find(peer.program()) else {
            self.absent.push(peer.program());
            return;
        };
        let name = format!("{} {said}", peer.program()).trim().to_owned();
        let words = owned(&[peer.manners(), words].concat());
        self.contestants.push(Contestant { name, program, words, own: Own::Nothing });
    }
}

impl Contestant {
    /// Runs once in an empty output folder, and where the numbers count after everything older has reached the disk.
    pub(super) fn run(&self, ground: &Ground) -> Result<Cost> {
        empty(&ground.out())?;
        if let Own::Home { settings, records: _ } = &self.own {
            found(ground, settings)?;
        }
        if ground.effort != Effort::Smoke {
            ensure!(shell::command("sync").status()?.success(), "sync failed");
        }
        gauge::cost_of(&self.program, &self.words, &ground.person()).with_context(|| self.name.clone())
    }

    /// Whether it remembers what it did, where it says it does.
    pub(super) fn remembers(&self, ground: &Ground) -> Result<()> {
        let Own::Home { settings: _, records } = &self.own else { return Ok(()) };
        let mut list = shell::command(&ground.haul);
        list.arg("--home").arg(ground.home()).args(["--json", "list", "--status", "complete"]);
        let kept = shell::read(&mut list)?.lines().count();
        ensure!(kept == *records, "{} keeps {kept} records of complete tasks instead of {records}", self.name);
        Ok(())
    }
}

/// A new home, with the settings in it.
pub(super) fn found(ground: &Ground, settings: &[String]) -> Result<()> {
    remove(&ground.home())?;
    let mut apply = shell::command(&ground.haul);
    apply.arg("--home").arg(ground.home()).args(["settings", "apply", "keep_records=0"]).args(settings);
    shell::read(&mut apply).map(drop)
}

/// Takes away everything in `folder`, and not the folder.
pub(super) fn empty(folder: &std::path::Path) -> Result<()> {
    remove(folder)?;
    fs::create_dir(folder).with_context(|| format!("cannot make {}", folder.display()))
}

fn remove(folder: &std::path::Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(problem) if problem.kind() != ErrorKind::NotFound => {
            Err(problem).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
