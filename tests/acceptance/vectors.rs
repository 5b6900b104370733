//! The given tables of cases, tried through the real command.
//!
//! Owns the reading of a table and the report of everything in it that went wrong. Rule kept here: a table is shown
//! whole or not at all; a row that nobody shows is one more failure.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// The rows of one table in `tests/vectors`.
pub(crate) fn rows(table: &str) -> Result<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(table);
    let content = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let table: Value = serde_json::from_str(&content).with_context(|| format!("parsing {}", path.display()))?;
    let rows = table["cases"].as_array().context("the table has no list of cases")?;
    Ok(rows.clone())
}

/// The name of a row.
pub(crate) fn id(row: &Value) -> &str {
    row["id"].as_str().unwrap_or("a row without id")
}

/// Tries every row, and fails with everything that went wrong, one row a paragraph.
pub(crate) fn each(rows: &[Value], attempt: impl Fn(&Value) -> Result<()>) -> Result<()> {
    let failed = |row: &Value| attempt(row).err().map(|error| format!("{}: {error:#}: {row}", id(row)));
    let wrong: Vec<String> = rows.iter().filter_map(failed).collect();
    if !wrong.is_empty() {
        bail!("{} of {} rows fail:\n{}", wrong.len(), rows.len(), wrong.join("\n\n"));
    }
    Ok(())
}
