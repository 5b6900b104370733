//! The page of the window: its npm packages and its scripts.
//!
//! Owns what happens in `ui/`; knows nothing of cargo.
//! Rule kept here: npm installs exactly the lock file, and only when it changed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell;

const OLDEST_NODE: u32 = 20;

/// Sees to it that `node_modules` is what the lock file says.
pub(crate) fn install() -> Result<()> {
    let lock = fs::read_to_string(folder().join("package-lock.json")).context("cannot read ui/package-lock.json")?;
    let stamp = folder().join("node_modules/.installed-from.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    require_node()?;
    shell::run(npm().args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, lock).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Runs a script of `ui/package.json`, once: no tool is to stay and watch.
pub(crate) fn script(name: &str) -> Result<()> {
    shell::run(npm().args(["run", name]))
}

/// Builds the page if there is none: compiling the window embeds it.
pub(crate) fn ensure_built() -> Result<()> {
    if folder().join("dist/index.html").is_file() {
        return Ok(());
    }
    script("build")
}

fn npm() -> Command {
    let mut npm = shell::command("npm");
    npm.current_dir(folder()).env("CI", "true");
    npm
}

fn folder() -> PathBuf {
    shell::root().join("ui")
}

fn require_node() -> Result<()> {
    if shell::find("node").is_none() || shell::find("npm").is_none() {
        bail!("Node {OLDEST_NODE} or newer with npm is missing. Please install it and run this again.");
    }
    let version = shell::read(shell::command("node").arg("--version"))?;
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("Node {OLDEST_NODE} or newer is needed, and this is {}.", version.trim()),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_says() {
        assert_eq!(major("v20.20.1\n"), Some(20));
        assert_eq!(major("nonsense"), None);
    }
}
