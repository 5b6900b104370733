//! The given tables of cases in `tests/vectors`, row by row. A table that fails names every wrong row, not only the first.

mod naming;
mod range;
mod redirect;
mod retry;

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The cases of one table.
fn cases(table: &str) -> Result<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(table);
    let content = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let table: Value = serde_json::from_str(&content).with_context(|| format!("parsing {}", path.display()))?;
    let cases = table["cases"].as_array().context("the table has no list of cases")?;
    if cases.is_empty() {
        bail!("the table has no case");
    }
    Ok(cases.clone())
}

/// Fails with every wrong row, one a line.
fn report(wrong: Vec<String>) -> Result<()> {
    if !wrong.is_empty() {
        bail!("{} rows fail:\n{}", wrong.len(), wrong.join("\n"));
    }
    Ok(())
}

/// The id of a case.
fn id(case: &Value) -> &str {
    case["id"].as_str().unwrap_or("a row without id")
}
