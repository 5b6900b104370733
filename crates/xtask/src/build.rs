//! What is compiled, and where the result lies.
//!
//! Owns the selection of packages and features that tests, checks and bindings share.
//! Rule kept here: whatever is built for tests is built from this one selection, because cargo compiles a dependency
//! anew for every selection that gives it other features.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

use crate::shell;

/// How hard the compiler tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

impl Profile {
    /// The folder in the target folder that this profile fills.
    fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    /// The arguments that choose this profile.
    pub(crate) fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Debug => &[],
            Self::Release => &["--release"],
        }
    }
}

/// The feature that makes the window show the built page instead of asking a development server for it.
pub(crate) const BUILT_PAGE: &str = "haul-desktop/custom-protocol";

/// `cargo VERB` over the whole workspace, the window included.
pub(crate) fn everything(verb: &str) -> Command {
    let mut command = cargo(verb);
    command.args(["--workspace", "--features", BUILT_PAGE]);
    command
}

/// `cargo VERB` in the top folder.
pub(crate) fn cargo(verb: &str) -> Command {
    let mut command = shell::command("cargo");
    command.arg(verb);
    command
}

/// What cargo knows of the workspace and all its dependencies.
pub(crate) fn metadata() -> Result<Metadata> {
    MetadataCommand::new().current_dir(shell::root()).exec().context("cargo metadata")
}

/// The file that a build with `profile` leaves as `name`, such as `haul` or `examples/floor`.
pub(crate) fn product(name: &str, profile: Profile) -> Result<PathBuf> {
    let target = MetadataCommand::new().current_dir(shell::root()).no_deps().exec().context("cargo metadata")?;
    Ok(target.target_directory.as_std_path().join(profile.folder()).join(name))
}
