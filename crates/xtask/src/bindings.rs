//! `cargo xtask bindings`: the api's words in TypeScript.
//!
//! Owns where the generated file lies and whether it is up to date; what it says is the api crate's business.

use std::fs;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::build::{self, Profile};
use crate::shell;

/// The generated file, from the top of the checkout.
pub(crate) const PATH: &str = "ui/src/lib/api/bindings.ts";

#[derive(Args)]
pub(crate) struct Options {
    /// Only says whether the committed file is up to date
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if options.check { check() } else { write() }
}

/// Fails when the committed file is not what the api crate says today.
pub(crate) fn check() -> Result<()> {
    let committed = fs::read_to_string(shell::root().join(PATH)).unwrap_or_default();
    if let Some(line) = first_difference(&committed, &generated()?) {
        bail!("{PATH}:{line}: does not say what the api crate says; run `cargo xtask bindings` and commit the file");
    }
    Ok(())
}

fn write() -> Result<()> {
    let file = shell::root().join(PATH);
    let folder = file.parent().expect("the path names a folder");
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(&file, generated()?).with_context(|| format!("cannot write {}", file.display()))
}

/// Built within the selection of all tests, and started without cargo, which would build it for itself alone once more.
fn generated() -> Result<String> {
    shell::run(build::everything("build").args(["--quiet", "--example", "bindings"]))?;
    shell::read(&mut shell::command(build::product("examples/bindings", Profile::Debug)?))
}

fn first_difference(committed: &str, generated: &str) -> Option<usize> {
    if committed == generated {
        return None;
    }
    let same = committed.lines().zip(generated.lines()).take_while(|(one, other)| one == other).count();
    Some(same + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
        assert_eq!(first_difference("", "a\n"), Some(1));
        assert_eq!(first_difference("a\n", "a\n"), None);
    }
}
