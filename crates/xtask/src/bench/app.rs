//! The window's program while it is watched.
//!
//! Owns one process with all below it, its own words about its start, and what the kernel counts of it. Rule kept here:
//! it is asked to end with its value, and waited for.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use super::screen::{Screen, eventually};
use crate::shell;

/// What the program writes into its log when the first rows are drawn, before the steps.
const STEPS: &str = "milliseconds of the start: ";

/// The window's program.
pub(super) struct App {
    child: Child,
    logs: PathBuf,
}

/// A process of the program.
pub(super) struct Process {
    id: u32,
    /// Its name, as far as the kernel keeps it.
    pub(super) name: String,
}

impl App {
    /// Starts it in this home; its window is shown unless `words` say otherwise.
    pub(super) fn start(screen: &Screen, program: &Path, home: &Path, words: &[&str]) -> Result<Self> {
        let logs = home.join("logs");
        if logs.is_dir() {
            // What an earlier start has said is none of this one's.
            fs::remove_dir_all(&logs)?;
        }
        let mut command = screen.command(program);
        command.arg("--home").arg(home).args(words).env("HAUL_LOG", "haul_desktop=debug,warn");
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("cannot start the window")?;
        Ok(Self { child, logs })
    }

    /// Waits until the first rows are drawn, and gives the milliseconds of every step since the process began.
    pub(super) fn steps(&self) -> Result<HashMap<String, f64>> {
        eventually("the first rows are drawn", || {
            let Ok(files) = fs::read_dir(&self.logs) else { return Ok(None) };
            let said = files.map(|file| fs::read_to_string(file?.path())).collect::<Result<String, _>>()?;
            let line = said.lines().find_map(|line| line.split_once(STEPS));
            line.map(|(_, steps)| read_steps(steps).context("the steps cannot be read")).transpose()
        })
    }

    /// The program itself first, then whatever it has started.
    pub(super) fn processes(&self) -> Result<Vec<Process>> {
        let mut parents = HashMap::new();
        for entry in fs::read_dir("/proc")? {
            let Some(id) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
            // A process may end between the two looks.
            let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else { continue };
            let parent = fields(&stat)?.nth(1).context("no parent")?.parse::<u32>()?;
            parents.insert(id, parent);
        }
        let mut ids = vec![self.child.id()];
        let mut next = 0;
        while let Some(id) = ids.get(next).copied() {
            ids.extend(parents.iter().filter(|(_, parent)| **parent == id).map(|(child, _)| *child));
            next += 1;
        }
        let named = |id: u32| {
            Some(Process { id, name: fs::read_to_string(format!("/proc/{id}/comm")).ok()?.trim().to_owned() })
        };
        Ok(ids.into_iter().filter_map(named).collect())
    }
}

impl Process {
    /// Its share of the memory, in MiB: what others have too is counted by part.
    pub(super) fn mebibytes(&self) -> Result<f64> {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.id))?;
        let share = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kibibytes: u32 =
            share.context("the kernel does not tell the share")?.trim_end_matches("kB").trim().parse()?;
        Ok(f64::from(kibibytes) / 1024.0)
    }

    /// Time that processors have worked for its first thread, in steps of 10 ms.
    pub(super) fn time_of_main_thread(&self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{0}/task/{0}/stat", self.id))?;
        let ticks = fields(&stat)?.skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
        Ok(Duration::from_millis(10 * ticks))
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let asked = shell::command("kill").arg(self.child.id().to_string()).status();
        if let Err(problem) = asked.and_then(|_| self.child.wait()) {
            eprintln!("the window did not end: {problem}");
        }
        // WebKit's own processes notice a moment later.
        thread::sleep(Duration::from_millis(300));
    }
}

/// The fields of a `stat` behind the name, which may hold anything; what follows its closing bracket does not.
fn fields(stat: &str) -> Result<impl Iterator<Item = &str>> {
    Ok(stat.rsplit_once(") ").context("no name")?.1.split(' '))
}

/// `Begun 80, Drawn 410`, in milliseconds.
fn read_steps(said: &str) -> Option<HashMap<String, f64>> {
    let step = |step: &str| {
        let (name, milliseconds) = step.split_once(' ')?;
        Some((name.to_owned(), milliseconds.trim().parse().ok()?))
    };
    said.split(", ").map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_read_as_the_program_writes_them() {
        let steps = read_steps("Begun 80, Screen 140, Drawn 410").expect("three steps");
        assert_eq!((steps.len(), steps.get("Drawn")), (3, Some(&410.0)));
        assert!(read_steps("Begun").is_none());
    }
}
