//! The command without a command.
//!
//! Owns the choice between the window and the help.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use clap::CommandFactory as _;

use crate::args::Args;
use crate::exit::Exit;
use crate::output::Output;

/// The program of the window.
const DESKTOP: &str = "haul-desktop";

/// Starts the window's program where there is a display, else prints the help.
pub(crate) fn open(home: Option<PathBuf>, out: &Output) -> anyhow::Result<Exit> {
    let Some(mut window) = command(home.as_deref())? else {
        out.text(&Args::command().render_help().to_string());
        return Ok(Exit::Done);
    };
    let program = window.get_program().to_owned();
    window.spawn().with_context(|| format!("starting {}", Path::new(&program).display()))?;
    Ok(Exit::Done)
}

/// Starts the window's program, which comes to the front when it runs already; `None` where there is no display, or no
/// such program.
pub(crate) fn command(home: Option<&Path>) -> anyhow::Result<Option<Command>> {
    let Some(program) = program().filter(|_| has_display()) else { return Ok(None) };
    let mut command = Command::new(program);
    if let Some(home) = home {
        command.env("HAUL_HOME", std::path::absolute(home)?);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(Some(command))
}

fn has_display() -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The program beside this one, else the one on the path.
fn program() -> Option<PathBuf> {
    let beside = std::env::current_exe().ok().and_then(|own| own.parent().map(|folder| folder.join(DESKTOP)));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join(DESKTOP));
    beside.into_iter().chain(on_path).find(|candidate| is_program(candidate))
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}
