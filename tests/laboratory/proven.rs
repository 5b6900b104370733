//! What the database holds for certain, read from outside while no daemon runs.
//!
//! Owns a copy of the database, so that looking at it repairs nothing that the daemon has to repair itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

const QUESTION: &str = "SELECT task.id, own_id, status, folder, name, part, total, segment.start, segment.done \
     FROM task LEFT JOIN segment ON segment.task = task.id ORDER BY task.id, segment.start";

/// What is kept of one task.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    pub(crate) id: u64,
    pub(crate) is_complete: bool,
    pub(crate) final_path: PathBuf,
    pub(crate) part_path: Option<PathBuf>,
    /// First byte and one past the last one of each range that is said to be on disk.
    pub(crate) ranges: Vec<(u64, u64)>,
}

impl Kept {
    /// Bytes that need not be fetched again.
    pub(crate) fn received(&self) -> u64 {
        self.ranges.iter().map(|(start, done)| done - start).sum()
    }
}

/// Reads the database in `folder`: what is kept of each task, by the id its creator chose.
pub(crate) fn kept(folder: &Path) -> Result<BTreeMap<String, Kept>> {
    let copy = tempfile::tempdir()?;
    for name in ["haul.db", "haul.db-wal"] {
        if folder.join(name).exists() {
            std::fs::copy(folder.join(name), copy.path().join(name))?;
        }
    }
    let database = copy.path().join("haul.db");
    ensure!(asked(&database, "PRAGMA integrity_check")?.contains("\"ok\""), "the database is damaged");
    let text = asked(&database, QUESTION)?;
    let rows: Vec<Value> = if text.is_empty() { Vec::new() } else { serde_json::from_str(&text)? };
    let mut tasks: BTreeMap<String, Kept> = BTreeMap::new();
    for row in &rows {
        let own = row["own_id"].as_str().context("a task that nobody added")?;
        let id = row["id"].as_u64().context("a task without a number")?;
        let task = tasks.entry(own.to_owned()).or_default();
        ensure!(task.id == 0 || task.id == id, "{own} is there twice");
        let folder = Path::new(row["folder"].as_str().unwrap_or_default());
        task.id = id;
        task.is_complete = row["status"] == "complete";
        task.final_path = folder.join(row["name"].as_str().unwrap_or_default());
        task.part_path = row["part"].as_str().map(|part| folder.join(part));
        let range = (row["start"].as_u64(), row["done"].as_u64());
        if let (Some(start), Some(done)) = range
            && done > start
        {
            task.ranges.push((start, done));
        }
    }
    Ok(tasks)
}

fn asked(database: &Path, question: &str) -> Result<String> {
    let output = Command::new("sqlite3").arg("-json").arg(database).arg(question).output().context("sqlite3")?;
    ensure!(output.status.success(), "sqlite3: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}
