//! What the laboratory has shown, for people.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

/// The counts that one run left.
#[derive(Debug)]
pub(crate) struct Row {
    kind: String,
    rounds: u64,
    faults: u64,
    tasks: u64,
    lost: u64,
    wrong: u64,
    /// Most bytes that one fault made worthless, and what all lanes can receive in one checkpoint interval.
    again: u64,
    interval: u64,
    took: Duration,
}

impl Row {
    /// Reads a line that a run has left.
    pub(crate) fn read(line: &str, took: Duration) -> Result<Self> {
        let counts: Value = serde_json::from_str(line)?;
        let count = |name: &str| counts[name].as_u64().with_context(|| format!("no count called {name}"));
        Ok(Self {
            kind: counts["kind"].as_str().context("no kind")?.to_owned(),
            rounds: count("rounds")?,
            faults: count("faults")?,
            tasks: count("tasks")?,
            lost: count("lost")?,
            wrong: count("wrong")?,
            again: count("again")?,
            interval: count("interval")?,
            took,
        })
    }

    /// Whether no task was lost and no file is wrong.
    pub(crate) const fn is_clean(&self) -> bool {
        self.lost == 0 && self.wrong == 0
    }

    fn cells(&self) -> [String; 8] {
        let again = match self.interval {
            0 => "-".to_owned(),
            interval => format!("{} of {} MB", megabytes(self.again), megabytes(interval)),
        };
        [
            self.kind.clone(),
            self.rounds.to_string(),
            self.faults.to_string(),
            self.tasks.to_string(),
            self.lost.to_string(),
            self.wrong.to_string(),
            again,
            format!("{} s", self.took.as_secs()),
        ]
    }
}

const TITLES: [&str; 8] = ["kind", "rounds", "faults", "tasks", "tasks lost", "files wrong", "again at most", "time"];

/// One line a run; `again at most` is what one fault made worthless, beside what all lanes receive between two
/// checkpoints.
pub(crate) fn table(rows: &[Row]) -> String {
    let lines: Vec<[String; 8]> =
        std::iter::once(TITLES.map(str::to_owned)).chain(rows.iter().map(Row::cells)).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..TITLES.len()).map(width).collect();
    let text = |line: &[String; 8]| {
        let mut cells = line.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        let first = cells.next().unwrap_or_default();
        cells.fold(first, |text, cell| text + "  " + &cell)
    };
    lines.iter().map(text).collect::<Vec<_>>().join("\n")
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"kind":"kill -9","rounds":50,"faults":49,"tasks":39,"lost":0,"wrong":1,"again":2300000,"interval":24000000}"#;

    #[test]
    fn a_wrong_file_is_no_proof() -> Result<()> {
        assert!(!Row::read(LINE, Duration::ZERO)?.is_clean());
        assert!(Row::read(&LINE.replace(r#""wrong":1"#, r#""wrong":0"#), Duration::ZERO)?.is_clean());
        Row::read("{}", Duration::ZERO).expect_err("no counts are no proof either");
        Ok(())
    }

    #[test]
    fn every_count_has_its_column() -> Result<()> {
        let text = table(&[Row::read(LINE, Duration::from_secs(61))?]);
        let last = text.lines().last().context("no line")?;
        let cells: Vec<&str> = last.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        assert_eq!(cells, ["kill -9", "50", "49", "39", "0", "1", "2.3 of 24.0 MB", "61 s"]);
        Ok(())
    }
}
