//! A whole desktop without a monitor.
//!
//! Owns the screen, the session bus, the window manager, the panel with its tray and the service that shows
//! notifications, all real, and the home that everything lives in. Rule kept here: nothing of the person's own desktop
//! is seen or touched, and a test that fails leaves a picture.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use haul_testkit::{Home, eventually};

use crate::program::{Program, output};

/// What a person has in front of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panel {
    /// With a tray.
    Shown,
    /// None, so no tray either.
    Missing,
}

/// A desktop of a test's own.
pub(crate) struct Desk {
    name: &'static str,
    display: String,
    bus: String,
    dunst: Option<Program>,
    programs: Vec<Program>,
    // Last, so that everything else has ended when its files go.
    pub(crate) home: Home,
}

impl Desk {
    /// Starts one, and waits until all of it is there.
    pub(crate) fn start(name: &'static str, panel: Panel) -> Result<Self> {
        let built = std::env::var_os("HAUL_DESKTOP_BIN").context("HAUL_DESKTOP_BIN does not name the built window")?;
        let home = Home::of(built)?;
        let mut desk =
            Self { name, display: String::new(), bus: String::new(), dunst: None, programs: Vec::new(), home };
        desk.lay_out_files()?;
        desk.start_screen()?;
        desk.start_notifications()?;
        if panel == Panel::Shown {
            desk.start_panel()?;
        }
        Ok(desk)
    }

    /// Plays a test, and takes a picture of the screen when it fails.
    pub(crate) fn play(mut self, story: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let played = catch_unwind(AssertUnwindSafe(|| story(&mut self)));
        if !matches!(played, Ok(Ok(()))) {
            let picture = self.take_picture();
            eprintln!("the screen of the failure: {picture:?}");
            for program in self.programs.iter().chain(&self.dunst) {
                eprintln!("{}", program.said().join("\n"));
            }
        }
        played.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// A program that would run on this desktop.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let model = self.home.command([] as [&str; 0]);
        let mut command = Command::new(program.as_ref());
        command.env_clear().current_dir(self.home.root());
        command.envs(model.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", self.home.root().join("bin").display()));
        command.env("DISPLAY", &self.display).env("DBUS_SESSION_BUS_ADDRESS", &self.bus);
        command.env("NO_AT_BRIDGE", "1").env("XDG_CURRENT_DESKTOP", "XFCE");
        command
    }

    /// The window's program, as a person would start it.
    pub(crate) fn window(&self, arguments: &[&str]) -> Result<Program> {
        let mut command = self.command(std::env::var_os("HAUL_DESKTOP_BIN").context("no window is built")?);
        command.args(arguments);
        Program::start(command)
    }

    /// The `haul` command.
    pub(crate) fn haul(&self, arguments: &[&str]) -> Result<String> {
        let mut command = self.command(env!("CARGO_BIN_EXE_haul"));
        command.args(arguments);
        output(command)
    }

    /// Starts `haul daemon` and waits until it can be asked.
    pub(crate) fn daemon(&self) -> Result<Program> {
        let mut command = self.command(env!("CARGO_BIN_EXE_haul"));
        command.arg("daemon");
        let daemon = Program::start(command)?;
        let socket = self.home.socket();
        eventually("the daemon answers", || std::os::unix::net::UnixStream::connect(&socket).ok())?;
        Ok(daemon)
    }

    /// The address of the session bus.
    pub(crate) fn bus(&self) -> &str {
        &self.bus
    }

    /// Moves the pointer, presses keys and looks for windows, as xdotool understands it.
    pub(crate) fn xdotool(&self, arguments: &[&str]) -> Result<String> {
        let mut command = self.command("xdotool");
        command.args(arguments);
        output(command)
    }

    /// The window of Haul that can be seen, if there is one.
    pub(crate) fn seen_window(&self) -> Option<String> {
        let found = self.xdotool(&["search", "--onlyvisible", "--name", "^Haul$"]).ok()?;
        found.lines().next().map(str::to_owned)
    }

    /// Closes the window as a person does.
    pub(crate) fn close_window(&self) -> Result<()> {
        let window = eventually("the window can be seen", || self.seen_window())?;
        self.xdotool(&["windowactivate", "--sync", &window, "key", "--clearmodifiers", "alt+F4"])?;
        Ok(())
    }

    /// Closes the window as [`Desk::close_window`] does; true when there is none any more.
    pub(crate) fn close_window_if_seen(&self) -> bool {
        let Some(window) = self.seen_window() else { return true };
        // It may go before the key is pressed.
        let _ = self.xdotool(&["windowactivate", "--sync", &window, "key", "--clearmodifiers", "alt+F4"]);
        false
    }

    /// Waits until a notification says what `wanted` looks for, in a line of what its service prints.
    pub(crate) fn notification(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Result<()> {
        let dunst = self.dunst.as_ref().context("nobody shows notifications")?;
        dunst.hears(what, |line| wanted(line).then_some(()))
    }

    /// Opens the menu of the newest notification and chooses its action of this name.
    pub(crate) fn choose_in_notification(&self, action: &str) -> Result<()> {
        fs::write(self.home.root().join("choice"), action)?;
        let mut command = self.command("dunstctl");
        command.arg("context");
        output(command).map(drop)
    }

    /// What has been handed to the desktop to open.
    pub(crate) fn opened(&self) -> Vec<PathBuf> {
        let log = fs::read_to_string(self.home.root().join("opened")).unwrap_or_default();
        log.lines().map(PathBuf::from).collect()
    }

    /// Starts the panel, and waits until its tray is there.
    pub(crate) fn start_panel(&mut self) -> Result<()> {
        let mut panel = self.command("xfce4-panel");
        panel.arg("--disable-wm-check");
        self.programs.push(Program::start(panel)?);
        let tray = crate::tray::Bus::connect(&self.bus)?;
        eventually("the panel shows tray icons", || tray.has_host().then_some(()))
    }

    fn lay_out_files(&self) -> Result<()> {
        let root = self.home.root();
        fs::create_dir(root.join("bin"))?;
        // The desktop's opener is the end of the story: it notes what it was given.
        let opener = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", root.join("opened").display());
        executable(&root.join("bin/xdg-open"), &opener)?;
        // Dunst shows the actions of a notification in a menu program; this one chooses as the test says.
        let chooser = format!("#!/bin/sh\ngrep -F -- \"#$(cat '{}') (\"\n", root.join("choice").display());
        executable(&root.join("bin/choose"), &chooser)?;
        let settings = format!("[global]\ndmenu = {}\n", root.join("bin/choose").display());
        fs::write(root.join("dunstrc"), settings)?;
        // As installed, but for the place of the program.
        let service = include_str!("../../packaging/dev.haul.Haul.service");
        let built = std::env::var("HAUL_DESKTOP_BIN").context("HAUL_DESKTOP_BIN does not name the built window")?;
        fs::create_dir_all(root.join("data/dbus-1/services"))?;
        let file = root.join("data/dbus-1/services/dev.haul.Haul.service");
        fs::write(file, service.replace("/usr/bin/haul-desktop", &built))?;
        Ok(())
    }

    fn start_screen(&mut self) -> Result<()> {
        let mut screen = self.command("Xvfb");
        // A screen without -noreset throws everybody out when the first program that looked at it goes.
        screen.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"]);
        let screen = Program::start(screen)?;
        let number = screen.hears("the screen tells its number", |line| line.trim().parse::<u32>().ok())?;
        self.display = format!(":{number}");
        self.programs.push(screen);
        let mut bus = self.command("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address"]);
        let bus = Program::start(bus)?;
        self.bus = bus.hears("the bus tells its address", |line| line.starts_with("unix:").then(|| line.to_owned()))?;
        self.programs.push(bus);
        self.programs.push(Program::start(self.command("openbox"))?);
        eventually("a window manager is there", || {
            self.xdotool(&["get_num_desktops"]).ok().filter(|desktops| desktops.trim() != "0")
        })?;
        Ok(())
    }

    fn start_notifications(&mut self) -> Result<()> {
        let mut dunst = self.command("dunst");
        dunst.arg("-print").arg("-config").arg(self.home.root().join("dunstrc"));
        self.dunst = Some(Program::start(dunst)?);
        let bus = crate::tray::Bus::connect(&self.bus)?;
        eventually("notifications are shown", || bus.has_owner("org.freedesktop.Notifications").then_some(()))
    }

    fn take_picture(&self) -> Result<PathBuf> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("desktop-test");
        fs::create_dir_all(&folder)?;
        let picture = folder.join(self.name).with_extension("png");
        let mut command = self.command("import");
        command.args(["-window", "root"]).arg(&picture);
        output(command)?;
        Ok(picture)
    }
}

fn executable(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text)?;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}
