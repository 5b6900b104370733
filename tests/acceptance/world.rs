//! A home with a running daemon, and the questions tests ask it.
//!
//! Owns the way to ask through the socket, in the frames of the wire. Rule kept here: every wait has a name, and says
//! what was so when it is in vain.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use haul_testkit::{Home, Running, eventually};
use serde_json::{Value, json};

/// A home for the command that was just built.
pub(crate) fn home() -> Result<Home> {
    Home::with_command(env!("CARGO_BIN_EXE_haul"))
}

/// A home with a running daemon.
pub(crate) struct World {
    pub(crate) home: Home,
    pub(crate) daemon: Running,
}

impl World {
    pub(crate) fn start() -> Result<World> {
        World::of(home()?)
    }

    pub(crate) fn of(home: Home) -> Result<World> {
        let daemon = home.daemon()?;
        Ok(World { home, daemon })
    }

    /// Kills the daemon without a warning and starts another.
    pub(crate) fn restart_hard(&mut self) -> Result<()> {
        self.daemon.kill9()?;
        self.daemon = self.home.daemon()?;
        Ok(())
    }

    /// Runs `haul add` with these arguments and gives the number of the one task it added.
    pub(crate) fn add(&self, args: &[&str]) -> Result<u64> {
        let output = self.home.haul(["--json", "add"].iter().chain(args))?.expecting(0)?;
        match output.json_lines()?.as_slice() {
            [added] => added["id"].as_u64().context("an added task without a number"),
            lines => bail!("expected one added task, got {lines:?}"),
        }
    }

    /// Asks the daemon through its socket.
    pub(crate) fn call(&self, call: &str, with: Value) -> Result<Value> {
        let mut stream = UnixStream::connect(self.home.socket())?;
        writeln!(stream, "{}", json!({ "call": call, "with": with }))?;
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line)?;
        let mut reply: Value = serde_json::from_str(&line).with_context(|| format!("the reply {line:?}"))?;
        ensure!(reply.get("refused").is_none(), "{call} was refused: {reply}");
        Ok(reply["ok"].take())
    }

    /// Begins to watch, as a client does.
    pub(crate) fn watch(&self, watch: &Value) -> Result<Watcher> {
        let mut stream = UnixStream::connect(self.home.socket())?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        writeln!(stream, "{}", json!({ "watch": watch }))?;
        let mut watcher = Watcher(BufReader::new(stream));
        let first = watcher.next()?;
        ensure!(first["event"] == "watching", "{first}");
        Ok(watcher)
    }

    /// Adds one download as a program would, with everything the wire knows; gives what became of it, or the refusal.
    pub(crate) fn try_add(&self, download: Value) -> Result<Result<Value, Value>> {
        let mut added = self.call("add", json!({ "downloads": [download] }))?;
        let outcome = &mut added["outcomes"][0];
        Ok(match outcome.get_mut("refused") {
            Some(refused) => Err(refused.take()),
            None => Ok(outcome["added"].take()),
        })
    }

    /// Everything known about a task.
    pub(crate) fn show(&self, id: u64) -> Result<Value> {
        self.call("show", json!({ "task": id }))
    }

    /// The records of all tasks, oldest first.
    pub(crate) fn list(&self) -> Result<Vec<Value>> {
        let page = self.call("list", json!({ "sort": "ascending" }))?;
        page["rows"].as_array().cloned().context("a page without rows")
    }

    /// Waits until the task has this status, and gives what is known of it then.
    pub(crate) fn reaches(&self, id: u64, status: &str) -> Result<Value> {
        self.is_seen(id, &format!("task {id} is {status}"), |task| task["status"] == status)
    }

    /// Waits until so many bytes of the task are there.
    pub(crate) fn has_received(&self, id: u64, bytes: u64) -> Result<Value> {
        self.is_seen(id, &format!("task {id} has {bytes} bytes"), |task| task["received"] == bytes)
    }

    /// Waits until `wanted` holds for what is known of a task.
    pub(crate) fn is_seen(&self, id: u64, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        let mut last = Value::Null;
        let found = eventually(what, || {
            let seen = self.show(id).unwrap_or_default();
            let found = wanted(&seen).then(|| seen.clone());
            last = seen;
            found
        });
        found.with_context(|| format!("last seen: {last}"))
    }

    /// Runs a verb of the command on a task, which has to succeed.
    pub(crate) fn does(&self, verb: &str, id: u64) -> Result<()> {
        self.home.haul([verb, &id.to_string()])?.expecting(0)?;
        Ok(())
    }

    /// Pauses a task and waits until it is paused.
    pub(crate) fn pause(&self, id: u64) -> Result<Value> {
        self.does("pause", id)?;
        self.reaches(id, "paused")
    }
}

/// A client that hears what happens.
pub(crate) struct Watcher(BufReader<UnixStream>);

impl Watcher {
    /// What it is told next.
    pub(crate) fn next(&mut self) -> Result<Value> {
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        serde_json::from_str(&line).with_context(|| format!("the line {line:?}"))
    }
}

/// The status words of one task among the lines of `get --json`.
pub(crate) fn statuses(lines: &[Value], id: u64) -> Vec<&str> {
    let of_task = lines.iter().filter(|line| line["event"] == "status" && line["id"] == id);
    of_task.filter_map(|line| line["status"].as_str()).collect()
}

/// The names in a folder, sorted; none when there is no such folder.
pub(crate) fn names_in(folder: &Path) -> Result<Vec<String>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
