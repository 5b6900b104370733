//! A command that is running.
//!
//! Owns one child process and what it has said so far. Rule kept here: it does not outlive its value, and no wait
//! for it is without a bound.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::eventually::{PATIENCE, within};
use crate::output::Output;

const LONGEST_RUN: Duration = Duration::from_secs(120);
const LAST_WORDS: Duration = Duration::from_secs(5);

/// A running command; killed when dropped.
pub struct Running {
    child: Child,
    stdout: Speech,
    stderr: Speech,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> anyhow::Result<Running> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("starting {:?}", command.get_program()))?;
        let stdout = Speech::heard(child.stdout.take().expect("standard output was asked for as a pipe"));
        let stderr = Speech::heard(child.stderr.take().expect("standard error was asked for as a pipe"));
        Ok(Running { child, stdout, stderr })
    }

    /// Gives the process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Gives the next line of standard output that nobody asked for yet, waiting at most 30 s.
    pub fn next_line(&mut self) -> anyhow::Result<String> {
        self.line_where("any line", |_| true)
    }

    /// Skips lines of standard output until `wanted` accepts one, waiting at most 30 s.
    ///
    /// Errors: `what` never came; the message holds everything the command said.
    pub fn line_where(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> anyhow::Result<String> {
        let found = self.stdout.next(Instant::now() + PATIENCE, wanted);
        found.with_context(|| format!("waited in vain for {what}\n{}", self.said()))
    }

    /// Skips lines of standard output until one is JSON that `wanted` accepts, waiting at most 30 s.
    pub fn json_where(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        let line = self.line_where(what, |line| serde_json::from_str(line).is_ok_and(|value| wanted(&value)))?;
        Ok(serde_json::from_str(&line)?)
    }

    /// Gives everything said so far on standard error.
    pub fn stderr(&self) -> String {
        self.stderr.whole()
    }

    /// Kills it without a warning (SIGKILL) and waits until it is gone.
    pub fn kill9(&mut self) -> anyhow::Result<Output> {
        self.child.kill().context("killing the command")?;
        self.wait()
    }

    /// Stops it where it is (SIGSTOP), as a machine that sleeps does.
    pub fn suspend(&self) -> anyhow::Result<()> {
        self.signal(Signal::STOP)
    }

    /// Lets it go on after [`suspend`](Running::suspend) (SIGCONT).
    pub fn go_on(&self) -> anyhow::Result<()> {
        self.signal(Signal::CONT)
    }

    /// Asks it to end (SIGTERM); [`wait`](Running::wait) tells how it did.
    pub fn terminate(&self) -> anyhow::Result<()> {
        self.signal(Signal::TERM)
    }

    /// Interrupts it as Ctrl-C does (SIGINT).
    pub fn interrupt(&self) -> anyhow::Result<()> {
        self.signal(Signal::INT)
    }

    /// Waits, at most 120 s, until it has ended by itself.
    ///
    /// Errors: it runs on (it is killed then), or it ended and something it started keeps its output open.
    pub fn wait(&mut self) -> anyhow::Result<Output> {
        let child = &mut self.child;
        let ended = within(LONGEST_RUN, "the command ends", || child.try_wait().transpose());
        let Ok(status) = ended else {
            self.child.kill().context("killing a command that does not end")?;
            self.child.wait()?;
            anyhow::bail!("the command did not end in {} s\n{}", LONGEST_RUN.as_secs(), self.said());
        };
        let deadline = Instant::now() + LAST_WORDS;
        let silent = self.stdout.ended(deadline) && self.stderr.ended(deadline);
        anyhow::ensure!(silent, "the command has ended, but its output is kept open\n{}", self.said());
        Ok(self.output(status?))
    }

    /// Tells whether it has ended.
    pub fn has_ended(&mut self) -> anyhow::Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    fn signal(&self, signal: Signal) -> anyhow::Result<()> {
        let pid = Pid::from_raw(i32::try_from(self.pid())?).context("a process without an id")?;
        kill_process(pid, signal).with_context(|| format!("sending {signal:?}"))
    }

    fn output(&self, status: ExitStatus) -> Output {
        Output {
            code: status.code(),
            signal: status.signal(),
            stdout: self.stdout.whole(),
            stderr: self.stderr.whole(),
        }
    }

    fn said(&self) -> String {
        format!("stdout:\n{}\nstderr:\n{}", self.stdout.whole(), self.stderr.whole())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only when it has ended already, which is what they are for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Speech {
    heard: Arc<(Mutex<Heard>, Condvar)>,
    asked: usize,
}

#[derive(Default)]
struct Heard {
    lines: Vec<String>,
    ended: bool,
}

impl Speech {
    // The reading thread ends with the pipe, which ends at the latest with the last process that holds it.
    fn heard(pipe: impl Read + Send + 'static) -> Speech {
        let heard = Arc::new((Mutex::new(Heard::default()), Condvar::new()));
        let hearing = heard.clone();
        std::thread::spawn(move || {
            let (heard, news) = &*hearing;
            let mut pipe = BufReader::new(pipe);
            loop {
                let mut line = Vec::new();
                let count = pipe.read_until(b'\n', &mut line).unwrap_or(0);
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                match count {
                    0 => heard.ended = true,
                    _ => heard.lines.push(String::from_utf8_lossy(&line).into_owned()),
                }
                news.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Speech { heard, asked: 0 }
    }

    fn next(&mut self, deadline: Instant, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let asked = self.asked;
        let (found, asked) = self.wait(deadline, |heard| {
            let fresh = heard.lines.iter().enumerate().skip(asked);
            let mut trimmed = fresh.map(|(index, line)| (index, line.trim_end_matches(['\r', '\n'])));
            trimmed.find(|(_, line)| wanted(line)).map(|(index, line)| (line.to_owned(), index + 1))
        })?;
        self.asked = asked;
        Some(found)
    }

    fn ended(&self, deadline: Instant) -> bool {
        self.wait(deadline, |heard| heard.ended.then_some(())).is_some()
    }

    fn whole(&self) -> String {
        self.lock().lines.concat()
    }

    fn wait<T>(&self, deadline: Instant, look: impl Fn(&Heard) -> Option<T>) -> Option<T> {
        let mut heard = self.lock();
        loop {
            let found = look(&heard);
            let left = deadline.saturating_duration_since(Instant::now());
            if found.is_some() || heard.ended || left.is_zero() {
                return found;
            }
            heard = self.heard.1.wait_timeout(heard, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
