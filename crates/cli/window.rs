//! The command without a command.
//!
//! Owns the choice between the window and the help.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::CommandFactory as _;

use crate::args::Args;
use crate::exit::Exit;
use crate::output::Output;

/// The program of the window.
const DESKTOP: &str = "haul-desktop";

/// Starts the window's program where there is a display, else prints the help.
pub(crate) fn open(home: Option<PathBuf>, out: &Output) -> anyhow::Result<Exit> {
    if has_display()
        && let Some(program) = program()
    {
        let mut command = Command::new(&program);
        if let Some(home) = home {
            command.env("HAUL_HOME", std::path::absolute(home)?);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map_err(|error| anyhow::anyhow!("{} could not be started: {error}", program.display()))?;
        return Ok(Exit::Done);
    }
    out.text(&Args::command().render_help().to_string());
    Ok(Exit::Done)
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
