//! The files of the checkout that a rule may read.
//!
//! Owns which files those are: the committed ones and the new ones that nobody ignores.

use std::fs;
use std::io::ErrorKind;

use anyhow::{Context, Result};

use crate::shell;

/// A text file of the checkout.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// From the top of the checkout.
    pub(super) path: String,
    pub(super) text: String,
}

impl Source {
    /// The ending of the name, without its dot.
    pub(super) fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// Every source file that a person wrote.
pub(super) fn read() -> Result<Vec<Source>> {
    let listing = shell::read(shell::command("git").args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "--deduplicate",
        "--",
        "*.rs",
        "*.ts",
        "*.js",
        "*.mjs",
        "*.svelte",
    ]))?;
    let mut sources = Vec::new();
    for path in listing.split('\0').filter(|path| !path.is_empty()) {
        match fs::read_to_string(shell::root().join(path)) {
            Ok(text) => sources.push(Source { path: path.to_owned(), text }),
            Err(problem) if problem.kind() == ErrorKind::NotFound => {} // removed, and not yet committed
            Err(problem) => return Err(problem).with_context(|| format!("cannot read {path}")),
        }
    }
    Ok(sources)
}
