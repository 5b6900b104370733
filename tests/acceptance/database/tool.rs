//! The database of a home, seen with SQLite's own tool.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use haul_testkit::Home;
use serde_json::{Value, json};

use crate::world::World;

/// Runs statements on a database and gives what they print.
pub(crate) fn sql(database: &Path, statements: &str) -> Result<String> {
    let output = Command::new("sqlite3").arg(database).arg(statements).output().context("starting sqlite3")?;
    ensure!(output.status.success(), "{statements}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Another program that holds the database.
pub(crate) struct Holder {
    tool: Child,
}

impl Holder {
    pub(crate) fn of(home: &Home) -> Result<Holder> {
        let database = home.folder().join("haul.db");
        let mut tool = Command::new("sqlite3").arg(database).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let stdin = tool.stdin.as_mut().context("standard input was asked for")?;
        stdin.write_all(b".timeout 10000\nBEGIN EXCLUSIVE;\nSELECT 'held';\n")?;
        let mut line = String::new();
        BufReader::new(tool.stdout.as_mut().context("standard output was asked for")?).read_line(&mut line)?;
        ensure!(line == "held\n", "the database could not be held: {line:?}");
        Ok(Holder { tool })
    }

    pub(crate) fn lets_go(mut self) -> Result<()> {
        drop(self.tool.stdin.take());
        self.tool.wait()?;
        Ok(())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.tool.kill();
        let _ = self.tool.wait();
    }
}

impl World {
    /// What a person is told about the database.
    pub(crate) fn notes(&self) -> Result<String> {
        let overview = self.call("overview", json!({}))?;
        let notes = overview["notes"].as_array().context("an overview without notes")?;
        Ok(notes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"))
    }
}
