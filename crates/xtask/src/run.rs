//! `cargo xtask run`: from a checkout to the running program.
//!
//! Owns the choice between window and daemon.
//! Rule kept here: a machine without a display is not asked for anything that only a window needs.

use std::env;
use std::os::unix::process::CommandExt;
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;

use crate::build::{self, Profile};
use crate::packages::{self, Need};
use crate::{page, shell};

#[derive(Args)]
pub(crate) struct Options {
    /// Builds faster, runs slower
    #[arg(long)]
    debug: bool,
    /// Handed to the program as they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let profile = if options.debug { Profile::Debug } else { Profile::Release };
    if has_display(|name| env::var(name).ok()) {
        run_window(profile, &options.arguments)
    } else {
        run_daemon(profile, &options.arguments)
    }
}

fn run_window(profile: Profile, arguments: &[String]) -> Result<()> {
    packages::ensure(&[Need::Build, Need::Window])?;
    page::install()?;
    page::script("build")?;
    let mut compile = build::cargo("build");
    compile.args(profile.arguments()).args(["-p", "haul", "-p", "haul-desktop", "--features", build::BUILT_PAGE]);
    shell::run(&mut compile)?;
    become_program(&build::product("haul-desktop", profile)?, arguments)
}

fn run_daemon(profile: Profile, arguments: &[String]) -> Result<()> {
    packages::ensure(&[Need::Build])?;
    shell::run(build::cargo("build").args(profile.arguments()).args(["-p", "haul"]))?;
    let haul = build::product("haul", profile)?;
    let shown = haul.display();
    println!(
        "\nNeither WAYLAND_DISPLAY nor DISPLAY is set, so this is Haul without its window: the daemon, until Ctrl+C.\n\
         Use it from a second terminal:\n\n    \
         {shown} add https://example.org/file.iso\n    \
         {shown} list\n    \
         {shown} --help\n"
    );
    let words: Vec<String> = std::iter::once("daemon".to_owned()).chain(arguments.iter().cloned()).collect();
    become_program(&haul, &words)
}

/// Replaces this process, so that signals and the exit code are the program's own.
fn become_program(program: &Path, arguments: &[String]) -> Result<()> {
    let problem = shell::command(program).args(arguments).exec();
    Err(problem).with_context(|| format!("cannot start {}", program.display()))
}

fn has_display(variable: impl Fn(&str) -> Option<String>) -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| variable(name).is_some_and(|value| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_is_no_display() {
        assert!(!has_display(|_| Some(String::new())));
        assert!(!has_display(|_| None));
    }

    #[test]
    fn either_kind_of_display_will_do() {
        assert!(has_display(|name| (name == "DISPLAY").then(|| ":0".to_owned())));
        assert!(has_display(|name| (name == "WAYLAND_DISPLAY").then(|| "wayland-0".to_owned())));
    }
}
