//! `cargo xtask peers`: what Haul and the usual tools make of servers that err.
//!
//! Owns the place of the table in the documents. Refuses to compare: a test does, and fails where Haul deceives anybody.
//! Rule kept here: the table in the documents is what was just measured, or stays as it is.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::packages::{self, Need};
use crate::{build, shell};

const PAGE: &str = "docs/reliability.md";
const BEGIN: &str = "<!-- peers: written by cargo xtask peers -->";
const END: &str = "<!-- peers: end -->";

pub(crate) fn run() -> Result<()> {
    packages::ensure(&[Need::Build, Need::Test, Need::Bench])?;
    let table = shell::root().join("target/peers.md");
    let mut compare = build::cargo("test");
    compare.args(["-p", "haul", "--test", "peers"]).env("HAUL_PEERS", &table);
    shell::run(&mut compare)?;
    let table = fs::read_to_string(&table).context("the comparison left no table")?;
    println!("\n{table}");
    write_into(&shell::root().join(PAGE), &table)
}

/// Puts the table between its marks; a page without them gets it at its end.
fn write_into(page: &Path, table: &str) -> Result<()> {
    let before = if page.exists() { fs::read_to_string(page)? } else { String::new() };
    fs::write(page, with_table(&before, table)).with_context(|| format!("writing {}", page.display()))
}

fn with_table(page: &str, table: &str) -> String {
    let section = format!("{BEGIN}\n{}\n{END}", table.trim_end());
    let marked = page.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    match marked {
        Some((before, after)) => format!("{before}{section}{after}"),
        None if page.is_empty() => format!("{section}\n"),
        None => format!("{}\n\n{section}\n", page.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_table_takes_the_place_of_the_old_one_and_of_nothing_else() {
        let page = with_table("# Reliability\n", "| one |\n");
        assert_eq!(page, format!("# Reliability\n\n{BEGIN}\n| one |\n{END}\n"));
        let page = with_table(&format!("{page}\nMore.\n"), "| two |");
        assert_eq!(page, format!("# Reliability\n\n{BEGIN}\n| two |\n{END}\n\nMore.\n"));
    }
}
