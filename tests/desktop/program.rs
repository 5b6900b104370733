//! A program of the desktop, started for one test.
//!
//! Owns the process and what it says. Rule kept here: it ends with its value, and so does everything it started.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use haul_testkit::eventually;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// A running program; killed with everything below it when dropped.
pub(crate) struct Program {
    name: String,
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
}

impl Program {
    /// Starts it, in a group of processes of its own.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let mut child = command.spawn().with_context(|| format!("{name} does not start"))?;
        let said = Arc::new(Mutex::new(Vec::new()));
        listen(child.stdout.take().context("there is no output")?, &said);
        listen(child.stderr.take().context("there is no error output")?, &said);
        Ok(Self { name, child, said })
    }

    /// Everything it has said so far, on either output.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until a line is one that `wanted` finds something in.
    pub(crate) fn hears<T>(&self, what: &str, wanted: impl Fn(&str) -> Option<T>) -> Result<T> {
        eventually(what, || self.said().iter().find_map(|line| wanted(line)))
            .with_context(|| format!("{} said:\n{}", self.name, self.said().join("\n")))
    }

    /// Waits until it has ended by itself, and gives its exit code.
    pub(crate) fn ends(&mut self) -> Result<i32> {
        let child = &mut self.child;
        let status = eventually("the program ends", || child.try_wait().transpose());
        let status = status.with_context(|| format!("{} said:\n{}", self.name, self.said().join("\n")))??;
        status.code().with_context(|| format!("{} was killed", self.name))
    }

    /// Asks it to end (SIGTERM).
    pub(crate) fn terminate(&self) -> Result<()> {
        kill_process(self.pid()?, Signal::TERM).with_context(|| format!("{} hears no signal", self.name))
    }

    fn pid(&self) -> Result<Pid> {
        Pid::from_raw(i32::try_from(self.child.id())?).context("a process has no number 0")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Ok(pid) = self.pid() {
            // It may have ended already, which is as good.
            let _ = kill_process_group(pid, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

/// Runs a program to its end and gives what it printed.
pub(crate) fn output(mut command: Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("{name} does not start"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    anyhow::ensure!(output.status.success(), "{name} failed: {said}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn listen(stream: impl Read + Send + 'static, said: &Arc<Mutex<Vec<String>>>) {
    let said = said.clone();
    // It ends with the stream, which ends with the process.
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            said.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}
