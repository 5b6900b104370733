//! `cargo xtask check`: what a reader would otherwise have to remember.
//!
//! Owns the order of the rules and how a breach is told.
//! Rule kept here: no rule has an exception list, and every breach says where it is and what to do.

mod code;
mod dependencies;
mod layers;
mod packaging;
mod sizes;
mod sources;
mod tree;
mod versions;

use std::fmt;

use anyhow::{Result, bail};

use crate::packages::{self, Need};
use crate::{bindings, build, icons, page, shell};

/// One breach of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    file: String,
    line: usize,
    advice: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, advice } = self;
        write!(out, "{file}:{line}: {advice}")
    }
}

pub(crate) fn run() -> Result<()> {
    packages::ensure(&[Need::Build, Need::Window, Need::Check])?;
    rules()?;
    icons::check()?;
    packaging::validate()?;
    shell::run(build::cargo("fmt").args(["--all", "--check"]))?;
    page::install()?;
    page::ensure_built()?;
    page::script("check")?;
    page::script("lint")?;
    shell::run(build::everything("clippy").args(["--all-targets", "--", "--deny", "warnings"]))?;
    bindings::check()
}

/// The rules of this project alone, all of them before the first answer.
fn rules() -> Result<()> {
    let tree = tree::read()?;
    let metadata = build::metadata()?;
    let mut findings = layers::breaches(&layers::members(&metadata)?);
    findings.extend(dependencies::dead(&dependencies::uses(&metadata, &tree)?));
    let lock = std::fs::read_to_string(shell::root().join("Cargo.lock"))?;
    findings.extend(versions::unsafe_ones(&metadata, &lock));
    findings.extend(tree.iter().flat_map(sources::breaches));
    findings.extend(tree.iter().filter_map(sizes::too_long));
    if findings.is_empty() {
        println!("Layers, sources, sizes and dependencies are in order.");
        return Ok(());
    }
    for finding in &findings {
        println!("{finding}");
    }
    bail!("{} breaches of the project's rules", findings.len())
}
