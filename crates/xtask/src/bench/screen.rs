//! A desktop without a monitor, for programs that need one to be measured.
//!
//! Owns its screen, its session bus, its window manager and its panel, and ends them with its value. Refuses to look at
//! pictures. Rule kept here: nothing of the desktop of whoever measures is seen or touched.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::shell;

const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// What a window is shown on.
pub(super) struct Screen {
    /// In the order of their starts.
    programs: Vec<Child>,
    display: String,
    bus: String,
    person: PathBuf,
}

impl Screen {
    /// Starts all of it, for a person whose home is this folder.
    pub(super) fn start(person: &Path) -> Result<Self> {
        let mut screen =
            Self { programs: Vec::new(), display: String::new(), bus: String::new(), person: person.to_owned() };
        let mut xvfb = screen.command("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"]);
        screen.display = format!(":{}", screen.first_line_of(xvfb)?);
        let mut bus = screen.command("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address"]);
        screen.bus = screen.first_line_of(bus)?;
        screen.keep("openbox", &[])?;
        eventually("a window manager is there", || Ok(screen.xdotool(&["get_num_desktops"])?.filter(|it| it != "0")))?;
        screen.keep("xfce4-panel", &["--disable-wm-check"])?;
        Ok(screen)
    }

    /// A program that would be seen here.
    pub(super) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = shell::command(program);
        for name in ["WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        command.env("HOME", &self.person).env("XDG_RUNTIME_DIR", &self.person).env("XDG_CURRENT_DESKTOP", "XFCE");
        command.env("DISPLAY", &self.display).env("DBUS_SESSION_BUS_ADDRESS", &self.bus);
        command.env("GDK_BACKEND", "x11").env("NO_AT_BRIDGE", "1").env("LC_ALL", "C.UTF-8");
        command
    }

    /// Closes the window of this title as a person does, as soon as it can be seen.
    pub(super) fn close(&self, title: &str) -> Result<()> {
        let found = || self.xdotool(&["search", "--onlyvisible", "--name", title]);
        eventually("the window can be seen", found)?;
        eventually("the window has gone", || {
            let Some(window) = found()? else { return Ok(Some(())) };
            // It may go before the key is pressed.
            self.xdotool(&["windowactivate", "--sync", &window, "key", "--clearmodifiers", "alt+F4"])?;
            Ok(None)
        })
    }

    /// The first line that xdotool prints; nothing where it finds nothing.
    fn xdotool(&self, words: &[&str]) -> Result<Option<String>> {
        let output = self.command("xdotool").args(words).output().context("cannot start xdotool")?;
        let said = String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned);
        Ok(said.filter(|_| output.status.success()))
    }

    fn keep(&mut self, program: &str, words: &[&str]) -> Result<()> {
        let mut command = self.command(program);
        command.args(words).stdout(Stdio::null()).stderr(Stdio::null());
        self.programs.push(command.spawn().with_context(|| format!("cannot start {program}"))?);
        Ok(())
    }

    fn first_line_of(&mut self, mut command: Command) -> Result<String> {
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("cannot start a desktop")?;
        let said = child.stdout.take().context("standard output was asked for")?;
        self.programs.push(child);
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        for program in self.programs.iter_mut().rev() {
            if let Err(problem) = program.kill().and_then(|()| program.wait()) {
                eprintln!("a part of the desktop did not end: {problem}");
            }
        }
    }
}

/// Waits until `look` finds something.
pub(super) fn eventually<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if begun.elapsed() > PATIENCE {
            bail!("it is not so after {} s: {what}", PATIENCE.as_secs());
        }
        thread::sleep(BETWEEN_LOOKS);
    }
}
