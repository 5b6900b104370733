//! `cargo xtask prove`: the fault laboratory, for as long as somebody wants to watch.
//!
//! Owns which runs there are, how long each is, and the table at the end. Refuses to know what a run checks: the tests
//! do, and leave their counts behind. Rule kept here: a run that left no counts has not passed, whatever else it did.

mod table;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::build;
use crate::packages::{self, Need};
use crate::shell;
use table::{Row, table};

#[derive(Args)]
pub(crate) struct Options {
    /// How often the daemon is killed at random; the power is cut a fifth as often
    #[arg(long, default_value_t = 500, value_name = "N")]
    rounds: u64,
    /// Repeats the random moments of an earlier run
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// A test of the laboratory.
struct Run {
    test: &'static str,
    /// The variable that says how long it is; without one it goes once through every step.
    rounds: Option<(&'static str, u64)>,
    seed: &'static str,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    packages::ensure(&[Need::Build, Need::Test])?;
    shell::run(build::cargo("test").args(["-p", "haul", "--test", "laboratory", "--no-run"]))?;
    let folder = shell::root().join("target/prove");
    std::fs::create_dir_all(&folder)?;
    let mut rows = Vec::new();
    let mut failed = Vec::new();
    for run in runs(options.rounds) {
        let counts = folder.join(format!("{}.json", run.test.replace("::", "-")));
        let begun = Instant::now();
        let outcome = one(&run, options.seed, &counts);
        rows.extend(counted(&counts, begun.elapsed())?);
        if let Err(problem) = outcome {
            println!("{problem:#}");
            failed.push(run.test);
        }
    }
    println!("\n{}", table(&rows));
    ensure!(failed.is_empty(), "not proven: {}", failed.join(", "));
    ensure!(rows.iter().all(Row::is_clean), "something was lost");
    println!("\nNothing was lost.");
    Ok(())
}

fn runs(rounds: u64) -> [Run; 4] {
    let cuts = (rounds / 5).max(1);
    [
        Run { test: "crash::f111", rounds: None, seed: "HAUL_KILL_SEED" },
        Run { test: "crash::f112", rounds: None, seed: "HAUL_POWER_SEED" },
        Run { test: "kill::", rounds: Some(("HAUL_KILL_ROUNDS", rounds)), seed: "HAUL_KILL_SEED" },
        Run { test: "power::", rounds: Some(("HAUL_POWER_ROUNDS", cuts)), seed: "HAUL_POWER_SEED" },
    ]
}

fn one(run: &Run, seed: Option<u64>, counts: &Path) -> Result<()> {
    if counts.exists() {
        std::fs::remove_file(counts)?;
    }
    let mut command = build::cargo("test");
    command.args(["-p", "haul", "--test", "laboratory", run.test]).env("HAUL_PROOF", counts);
    if let Some((variable, rounds)) = run.rounds {
        command.env(variable, rounds.to_string());
    }
    if let Some(seed) = seed {
        command.env(run.seed, seed.to_string());
    }
    shell::run(&mut command)?;
    ensure!(counts.exists(), "{} did not run here; see above", run.test);
    Ok(())
}

fn counted(counts: &Path, took: Duration) -> Result<Vec<Row>> {
    if !counts.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(counts)?;
    text.lines().map(|line| Row::read(line, took).with_context(|| counts.display().to_string())).collect()
}
