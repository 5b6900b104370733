//! One resume, at servers that err, by Haul and by the tools that everybody has.
//!
//! Owns the comparison of what is on disk afterwards. In an ordinary run of the tests Haul stands alone; with
//! `HAUL_PEERS` naming a file all tools run, and the table is written there (`cargo xtask peers` does that). Rule kept
//! here: nobody gets another server than the others, and no tool is asked for more than one resume.

mod behaviour;
mod outcome;
mod tool;

use std::fmt::Write as _;

use anyhow::{Result, bail, ensure};

use behaviour::{Behaviour, behaviours};
use outcome::Outcome;
use tool::Tool;

#[test]
fn whatever_the_server_does_haul_leaves_no_wrong_file_and_claims_no_success_it_has_not() -> Result<()> {
    let report = std::env::var_os("HAUL_PEERS");
    let tools = if report.is_some() { Tool::ALL } else { &[Tool::Haul] };
    let (mut table, mut wrong) = (heading(tools)?, Vec::new());
    for (name, outcomes) in all_rows(tools)? {
        write!(table, "| {name} |")?;
        for (tool, outcome) in tools.iter().zip(outcomes) {
            write!(table, " {} |", outcome.words())?;
            if *tool == Tool::Haul && !outcome.is_honest() {
                wrong.push(format!("{name}: {}", outcome.words()));
            }
        }
        table.push('\n');
    }
    if let Some(report) = report {
        std::fs::write(report, &table)?;
    }
    ensure!(wrong.is_empty(), "{}\n\n{table}", wrong.join("\n"));
    Ok(())
}

/// Runs the rows beside each other: most of each is waiting.
fn all_rows(tools: &[Tool]) -> Result<Vec<(&'static str, Vec<Outcome>)>> {
    let behaviours = behaviours()?;
    let row = |behaviour: &Behaviour| -> Result<(&'static str, Vec<Outcome>)> {
        let outcomes = tools.iter().map(|tool| tool.meets(behaviour)).collect::<Result<_>>()?;
        Ok((behaviour.name, outcomes))
    };
    std::thread::scope(|scope| {
        let rows: Vec<_> = behaviours.iter().map(|behaviour| scope.spawn(|| row(behaviour))).collect();
        rows.into_iter().map(|row| row.join().unwrap_or_else(|_| bail!("a row fell"))).collect()
    })
}

fn heading(tools: &[Tool]) -> Result<String> {
    let mut table = String::from("| The server's answer |");
    for tool in tools {
        write!(table, " {} |", tool.title()?)?;
    }
    writeln!(table, "\n|---|{}", "---|".repeat(tools.len()))?;
    Ok(table)
}
