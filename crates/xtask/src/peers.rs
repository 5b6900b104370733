//! `cargo xtask peers`: what Haul and the usual tools make of servers that err.
//!
//! Owns the place of the table in the documents. Refuses to compare: a test does, and fails where Haul deceives anybody.
//! Rule kept here: the table in the documents is what was just measured, or stays as it is.

use std::fs;

use anyhow::{Context, Result};

use crate::marks::Marks;
use crate::packages::{self, Need};
use crate::{build, shell};

const PAGE: &str = "docs/reliability.md";
const TABLE: Marks = Marks { begin: "<!-- peers: written by cargo xtask peers -->", end: "<!-- peers: end -->" };

pub(crate) fn run() -> Result<()> {
    packages::ensure(&[Need::Build, Need::Test, Need::Bench])?;
    let table = shell::root().join("target/peers.md");
    let mut compare = build::cargo("test");
    compare.args(["-p", "haul", "--test", "peers"]).env("HAUL_PEERS", &table);
    shell::run(&mut compare)?;
    let table = fs::read_to_string(&table).context("the comparison left no table")?;
    println!("\n{table}");
    TABLE.write(&shell::root().join(PAGE), &table)
}
