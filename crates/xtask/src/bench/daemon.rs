//! A daemon that is watched.
//!
//! Owns one `haul daemon` and what the kernel counts of it. Rule kept here: it is asked to end with its value.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::shell;

/// A daemon that answers.
pub(super) struct Daemon(Child);

impl Daemon {
    /// Starts it with this command line, which lacks its last word, and waits until it is ready.
    pub(super) fn start(mut haul: Command) -> Result<Self> {
        let mut child = haul.arg("daemon").stdout(Stdio::piped()).spawn().context("cannot start haul")?;
        let stdout = child.stdout.take().context("standard output was asked for")?;
        let daemon = Self(child);
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        ensure!(line.contains("ready"), "the daemon says {line:?}");
        Ok(daemon)
    }

    /// Time that processors have worked for it, in steps of 10 ms.
    pub(super) fn processor_time(&self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        // The name may hold anything; what follows its closing bracket does not.
        let (_, fields) = stat.rsplit_once(") ").context("no name")?;
        let ticks = fields.split(' ').skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
        Ok(Duration::from_millis(10 * ticks))
    }

    /// How often each of its threads has waited and gone on.
    pub(super) fn wake_ups(&self) -> Result<HashMap<String, u32>> {
        let mut all = HashMap::new();
        for thread in fs::read_dir(format!("/proc/{}/task", self.0.id()))? {
            let thread = thread?;
            // A thread may end between the two looks.
            let Ok(status) = fs::read_to_string(thread.path().join("status")) else { continue };
            let count = field(&status, "voluntary_ctxt_switches")?.parse()?;
            all.insert(thread.file_name().to_string_lossy().into_owned(), count);
        }
        Ok(all)
    }

    /// How often its threads have gone on since they were counted.
    pub(super) fn wake_ups_since(&self, before: &HashMap<String, u32>) -> Result<u32> {
        let now = self.wake_ups()?;
        Ok(now.iter().map(|(thread, count)| count - before.get(thread).copied().unwrap_or(0)).sum())
    }

    /// A line of memory in its status, such as `VmRSS`, in KiB.
    pub(super) fn kibibytes(&self, name: &str) -> Result<u32> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        Ok(field(&status, name)?.trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let asked = shell::command("kill").arg(self.0.id().to_string()).status();
        if let Err(problem) = asked.and_then(|_| self.0.wait()) {
            eprintln!("the daemon did not end: {problem}");
        }
    }
}

fn field<'a>(status: &'a str, name: &str) -> Result<&'a str> {
    let value = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    Ok(value.with_context(|| format!("the kernel does not tell {name}"))?.trim())
}
