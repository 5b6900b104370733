//! What a finished command left: its exit and its words.
//!
//! Owns text only. Rule kept here: nothing is trimmed or reordered.

use anyhow::Context as _;
use serde_json::Value;

/// What a finished command left.
#[derive(Clone, Debug)]
pub struct Output {
    /// The exit code, unless a signal ended it.
    pub code: Option<i32>,
    /// The signal that ended it, if one did.
    pub signal: Option<i32>,
    /// Everything on standard output.
    pub stdout: String,
    /// Everything on standard error.
    pub stderr: String,
}

impl Output {
    /// Gives itself when the exit code is `code`.
    ///
    /// Errors: it is another; the message holds everything the command said.
    pub fn expecting(self, code: i32) -> anyhow::Result<Output> {
        anyhow::ensure!(
            self.code == Some(code),
            "expected exit code {code}, got {:?} (signal {:?})\nstdout:\n{}\nstderr:\n{}",
            self.code,
            self.signal,
            self.stdout,
            self.stderr
        );
        Ok(self)
    }

    /// Gives the lines of standard output, each read as JSON.
    ///
    /// Errors: a line is something else; with `--json` that is a fault of the command.
    pub fn json_lines(&self) -> anyhow::Result<Vec<Value>> {
        let read = |line| serde_json::from_str(line).with_context(|| format!("a line that is no JSON: {line:?}"));
        self.stdout.lines().map(read).collect()
    }
}
