//! The programs that are compared.
//!
//! Owns their command lines and how their cost is taken: wall time, and the processor time of the ended child.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};

use crate::build::{self, Profile};
use crate::shell;

/// What one fetch took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) wall: Duration,
    /// User and system time of the program and its threads.
    pub(super) processor: Duration,
}

/// A program that can fetch a file.
pub(super) struct Contestant {
    pub(super) name: &'static str,
    program: PathBuf,
    arguments: fn(&str, &Path) -> Vec<String>,
}

const OUTPUT: &str = "out.bin";
const HOME: &str = "home";

/// The bare loop first: it is what the others are compared with.
pub(super) fn line_up(profile: Profile) -> Result<Vec<Contestant>> {
    let floor = build::product("examples/floor", profile)?;
    let haul = build::product("haul", profile)?;
    let mut contestants = vec![
        Contestant {
            name: "bare loop",
            program: floor.clone(),
            arguments: |url, folder| vec![url.into(), out(folder)],
        },
        Contestant { name: "haul get", program: haul, arguments: haul_get },
        Contestant {
            name: "bare loop, synced",
            program: floor,
            arguments: |url, folder| vec!["--sync".into(), url.into(), out(folder)],
        },
    ];
    if let Some(curl) = shell::find("curl") {
        contestants.push(Contestant {
            name: "curl",
            program: curl,
            arguments: |url, folder| ["-s", "-S", "-f", "-o", &out(folder), url].map(String::from).to_vec(),
        });
    }
    Ok(contestants)
}

fn haul_get(url: &str, folder: &Path) -> Vec<String> {
    let (home, folder) = (folder.join(HOME).display().to_string(), folder.display().to_string());
    ["--home", &home, "--json", "get", "-d", &folder, "-o", OUTPUT, url].map(String::from).to_vec()
}

fn out(folder: &Path) -> String {
    folder.join(OUTPUT).display().to_string()
}

impl Contestant {
    /// Fetches `url` once into `folder`, after everything older has reached the disk.
    pub(super) fn fetch(&self, url: &str, folder: &Path) -> Result<Cost> {
        ensure!(shell::command("sync").status()?.success(), "sync failed");
        let before = processor_time_of_children()?;
        let start = Instant::now();
        let status = shell::command(&self.program)
            .args((self.arguments)(url, folder))
            .stdout(Stdio::null())
            .status()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let wall = start.elapsed();
        ensure!(status.success(), "{} ended with {status}", self.name);
        Ok(Cost { wall, processor: processor_time_of_children()?.saturating_sub(before) })
    }

    pub(super) fn output(&self, folder: &Path) -> PathBuf {
        folder.join(OUTPUT)
    }

    /// Removes what the fetch left, so that the next begins like the first.
    pub(super) fn tidy(&self, folder: &Path) -> Result<()> {
        fs::remove_file(self.output(folder)).with_context(|| format!("{} left no file", self.name))?;
        match fs::remove_dir_all(folder.join(HOME)) {
            Err(problem) if problem.kind() != ErrorKind::NotFound => Err(problem).context("cannot remove the home"),
            _ => Ok(()),
        }
    }
}

/// User and system time of every child that has been waited for.
fn processor_time_of_children() -> Result<Duration> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("getrusage")?;
    let (user, system) = (usage.user_time(), usage.system_time());
    let microseconds = (user.tv_sec() + system.tv_sec()) * 1_000_000 + user.tv_usec() + system.tv_usec();
    Ok(Duration::from_micros(u64::try_from(microseconds).context("time ran backwards")?))
}
