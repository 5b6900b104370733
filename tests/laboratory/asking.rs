//! Questions to a daemon that may be dead by the time it answers.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use haul_testkit::Home;
use serde_json::{Value, json};

/// Asks through the socket of a home; a refusal is an error.
pub(crate) fn ask(home: &Home, call: &str, with: &Value) -> Result<Value> {
    ask_at(&home.socket(), call, with)
}

/// As [`ask`], where the home is not at hand.
pub(crate) fn ask_at(socket: &Path, call: &str, with: &Value) -> Result<Value> {
    let mut stream = UnixStream::connect(socket)?;
    writeln!(stream, "{}", json!({ "call": call, "with": with }))?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    let mut reply: Value = serde_json::from_str(&line).with_context(|| format!("the reply {line:?}"))?;
    ensure!(reply.get("ok").is_some(), "{call} was refused: {reply}");
    Ok(reply["ok"].take())
}

/// Adds one download and gives its number, which the daemon says after it has kept the task.
pub(crate) fn add_at(socket: &Path, download: &Value) -> Result<u64> {
    let added = ask_at(socket, "add", &json!({ "downloads": [download] }))?;
    added["outcomes"][0]["added"]["id"].as_u64().with_context(|| format!("a task without a number: {added}"))
}

/// All tasks, oldest first.
pub(crate) fn tasks(home: &Home) -> Result<Vec<Value>> {
    let page = ask(home, "list", &json!({ "sort": "ascending" }))?;
    page["rows"].as_array().cloned().context("a page without rows")
}
