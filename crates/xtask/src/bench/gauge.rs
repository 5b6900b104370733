//! What one program costs, taken by a process of its own.
//!
//! Owns the hidden chore that starts a program and waits for it, and the numbers that chore prints. Rule kept here: the
//! process that measures has no other child, so what the kernel counts for its ended children is that program with all
//! its descendants, and nothing else.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

use crate::shell;

/// The name of the chore.
const CHORE: &str = "gauge";

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// From the start of the program to its end.
    pub(super) wall: Duration,
    /// User and system time of the program, its threads and its descendants.
    pub(super) processor: Duration,
    /// The most memory one of its processes had at once, in bytes.
    pub(super) memory: u64,
}

#[derive(Args)]
pub(crate) struct Options {
    /// The program and its arguments
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

/// Runs the program and prints what it cost: microseconds, microseconds of processors, KiB.
pub(crate) fn run(options: &Options) -> Result<()> {
    let (program, arguments) = options.words.split_first().context("a program is required")?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let begun = Instant::now();
    let status = command.status().with_context(|| format!("cannot start {}", program.display()))?;
    let wall = begun.elapsed();
    ensure!(status.success(), "{} ended with {status}", program.display());
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("getrusage")?;
    let processor = microseconds(usage.user_time()) + microseconds(usage.system_time());
    println!("{} {processor} {}", wall.as_micros(), usage.max_rss());
    Ok(())
}

fn microseconds(time: TimeVal) -> i64 {
    time.tv_sec() * 1_000_000 + time.tv_usec()
}

/// Runs `program` once, for a person whose home is the folder `person` and who has no desktop and no proxy.
pub(super) fn cost_of(program: &Path, words: &[String], person: &Path) -> Result<Cost> {
    let said = person.join("said");
    // This very program, even where a build has put another one in its place meanwhile.
    let mut gauge = shell::command("/proc/self/exe");
    gauge.arg(CHORE).arg(program).args(words).env_clear().env("HOME", person).current_dir(person);
    if let Some(path) = std::env::var_os("PATH") {
        gauge.env("PATH", path);
    }
    let output = gauge.stderr(File::create(&said)?).output()?;
    ensure!(output.status.success(), "{}", fs::read_to_string(&said).unwrap_or_default().trim());
    read(&String::from_utf8(output.stdout)?)
}

fn read(line: &str) -> Result<Cost> {
    let numbers = line.split_whitespace().map(str::parse).collect::<Result<Vec<u64>, _>>()?;
    let [wall, processor, kibibytes] = numbers.as_slice() else { anyhow::bail!("{line:?} is not a cost") };
    Ok(Cost {
        wall: Duration::from_micros(*wall),
        processor: Duration::from_micros(*processor),
        memory: kibibytes << 10,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_read_as_it_is_printed() {
        let cost = read("1500000 700000 2048\n").expect("three numbers");
        assert_eq!((cost.wall.as_millis(), cost.processor.as_millis(), cost.memory), (1500, 700, 2 << 20));
        assert!(read("1500000 700000").is_err());
    }
}
