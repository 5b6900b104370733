//! The measured rows in the documents.
//!
//! Owns their part of the page: what they were measured with, and under each row's name what came out. Rule kept here: a
//! row that was not measured this time stays as it is, with what it was measured with.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum as _;

use super::contestant::PEERS;
use super::row::{Effort, Row};
use super::section::Section;
use crate::build::Profile;
use crate::marks::Marks;
use crate::shell;

const PAGE: &str = "docs/performance.md";
const ROWS: Marks = Marks { begin: "<!-- bench: written by cargo xtask bench -->", end: "<!-- bench: end -->" };
const HEADING: &str = "### ";

/// The sections as Markdown, each with its row's name.
pub(super) fn shown(row: Row, section: &Section) -> String {
    format!("{HEADING}`{}`\n\n{}", row.name(), section.shown())
}

/// Puts `measured` into the page, each row in its place.
pub(super) fn write(measured: &[(Row, String)], with: &str) -> Result<()> {
    let page: PathBuf = shell::root().join(PAGE);
    let before = ROWS.content(&page)?;
    ROWS.write(&page, &renewed(&before, measured, with))
}

fn renewed(before: &str, measured: &[(Row, String)], with: &str) -> String {
    let old: Vec<&str> = before.split(HEADING).map(str::trim).collect();
    let section = |row: &Row| {
        let new = measured.iter().find(|(it, _)| it == row);
        let new = new.map(|(_, text)| format!("{}\n\n{with}\n", text.trim_end()));
        let begin = format!("`{}`\n", row.name());
        new.or_else(|| old.iter().find(|it| it.starts_with(&begin)).map(|it| format!("{HEADING}{it}\n")))
    };
    Row::value_variants().iter().filter_map(section).collect::<Vec<_>>().join("\n")
}

/// What the numbers depend on beside ourselves: the machine without its name, and everybody's version.
pub(super) fn surroundings(effort: Effort, profile: Profile) -> Result<String> {
    let cores = std::thread::available_parallelism()?;
    let kernel = shell::read(shell::command("uname").arg("-r"))?;
    let kernel = kernel.split(|it: char| it != '.' && !it.is_ascii_digit()).next().unwrap_or_default();
    let mut versions = vec![version("nginx", "-v")?];
    for peer in PEERS {
        versions.push(version(peer.program(), "--version")?);
    }
    let how = match effort {
        Effort::Full => "",
        Effort::Quick | Effort::Smoke => ", small sizes, of which the bars do not speak",
    };
    let build = match profile {
        Profile::Release => "release build",
        Profile::Debug => "debug build",
    };
    let versions: Vec<String> = versions.into_iter().flatten().collect();
    Ok(format!("*{cores} cores, Linux {kernel}, {build}{how}; {}.*", versions.join(", ")))
}

/// A program's name and the first number it tells of itself; nothing where it is not installed.
fn version(program: &str, option: &str) -> Result<Option<String>> {
    let Some(path) = shell::find(program) else { return Ok(None) };
    let output = shell::command(path).arg(option).output()?;
    let said = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned()).concat();
    Ok(numbered(&said).map(|number| format!("{program} {number}")))
}

fn numbered(said: &str) -> Option<&str> {
    let words = said.split(|it: char| it.is_whitespace() || it == '/');
    words.into_iter().find(|it| it.starts_with(|first: char| first.is_ascii_digit()) && it.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_renewed_in_its_place_and_the_others_stay() {
        let first = renewed("", &[(Row::Tls, "### `tls`\n\nold tls\n".to_owned())], "*two cores*");
        let second = renewed(&first, &[(Row::Lane, "### `lane`\n\nnew lane\n".to_owned())], "*four cores*");
        let third = renewed(&second, &[(Row::Tls, "### `tls`\n\nnew tls\n".to_owned())], "*four cores*");
        assert_eq!(second, "### `lane`\n\nnew lane\n\n*four cores*\n\n### `tls`\n\nold tls\n\n*two cores*\n");
        assert_eq!(third, "### `lane`\n\nnew lane\n\n*four cores*\n\n### `tls`\n\nnew tls\n\n*four cores*\n");
    }

    #[test]
    fn a_version_is_the_first_word_that_is_a_number() {
        assert_eq!(numbered("nginx version: nginx/1.22.1\n"), Some("1.22.1"));
        assert_eq!(numbered("GNU Wget2 1.99.1 - multithreaded"), Some("1.99.1"));
        assert_eq!(numbered("nothing"), None);
    }
}
