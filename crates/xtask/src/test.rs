//! `cargo xtask test`: everything that must hold, in order.
//!
//! Owns the order of the stages and the table at the end.
//! Rule kept here: the first stage that fails ends the run, and its name is the last thing to read.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::build::{self, Profile};
use crate::packages::{self, Need};
use crate::{bench, check, page, shell};

struct Stage {
    name: &'static str,
    run: fn() -> Result<()>,
}

const STAGES: &[Stage] = &[
    Stage { name: "system packages", run: system_packages },
    Stage { name: "page: packages", run: page::install },
    Stage { name: "page: build", run: || page::script("build") },
    Stage { name: "check", run: check::run },
    Stage { name: "compile", run: || shell::run(build::everything("build").arg("--all-targets")) },
    Stage { name: "unit and acceptance tests", run: || shell::run(&mut build::everything("test")) },
    Stage { name: "page: unit tests", run: || page::script("test") },
    Stage { name: "page: in a browser", run: || page::script("test:page") },
    Stage { name: "the real window", run: real_window },
    Stage { name: "bench smoke", run: bench::smoke },
];

pub(crate) fn run() -> Result<()> {
    let mut times = Vec::new();
    for (number, stage) in STAGES.iter().enumerate() {
        println!("\n=== {} of {}: {} ===", number + 1, STAGES.len(), stage.name);
        let start = Instant::now();
        let outcome = (stage.run)();
        times.push((stage.name, start.elapsed()));
        if let Err(problem) = outcome {
            println!("\n{}", table(&times));
            return Err(problem).with_context(|| format!("stage `{}` failed", stage.name));
        }
    }
    println!("\n{}\nAll stages passed.", table(&times));
    Ok(())
}

fn system_packages() -> Result<()> {
    packages::ensure(&[Need::Build, Need::Window, Need::Check, Need::Test, Need::Bench])
}

/// The same selection of packages as everywhere else, with the tests that need a screen of their own on top.
fn real_window() -> Result<()> {
    let mut tests = build::everything("test");
    tests.args(["--features", "haul/desktop-tests", "--test", "desktop"]);
    tests.env("HAUL_DESKTOP_BIN", build::product("haul-desktop", Profile::Debug)?);
    shell::run(&mut tests)
}

fn table(times: &[(&str, Duration)]) -> String {
    let total = times.iter().map(|(_, took)| *took).sum();
    let rows = times.iter().copied().chain([("total", total)]);
    rows.map(|(name, took)| format!("{name:<28}{:>7.1} s", took.as_secs_f64())).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_ends_with_the_sum() {
        let table = table(&[("check", Duration::from_millis(1500)), ("compile", Duration::from_secs(60))]);
        let last = table.lines().last().expect("there is always a total");
        assert_eq!(last.split_whitespace().collect::<Vec<_>>(), ["total", "61.5", "s"]);
    }
}
