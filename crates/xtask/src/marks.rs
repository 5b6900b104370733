//! A part of a document that a chore writes.
//!
//! Owns the two marks around it. Rule kept here: nothing outside of them is touched, and a document without them gets
//! them at its end.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The chore's part of a document.
pub(crate) struct Marks {
    pub(crate) begin: &'static str,
    pub(crate) end: &'static str,
}

impl Marks {
    /// Puts `content` between the marks of the document, and in the place of what was there.
    pub(crate) fn write(&self, document: &Path, content: &str) -> Result<()> {
        let before = read(document)?;
        fs::write(document, self.with(&before, content)).with_context(|| format!("writing {}", document.display()))
    }

    /// What is between the marks of the document; nothing where there are none.
    pub(crate) fn content(&self, document: &Path) -> Result<String> {
        let document = read(document)?;
        Ok(self.split(&document).map(|(_, content, _)| content.trim().to_owned()).unwrap_or_default())
    }

    fn with(&self, document: &str, content: &str) -> String {
        let section = format!("{}\n{}\n{}", self.begin, content.trim_end(), self.end);
        match self.split(document) {
            Some((before, _, after)) => format!("{before}{section}{after}"),
            None if document.is_empty() => format!("{section}\n"),
            None => format!("{}\n\n{section}\n", document.trim_end()),
        }
    }

    fn split<'a>(&self, document: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
        let (before, rest) = document.split_once(self.begin)?;
        let (content, after) = rest.split_once(self.end)?;
        Some((before, content, after))
    }
}

fn read(document: &Path) -> Result<String> {
    if !document.exists() {
        return Ok(String::new());
    }
    fs::read_to_string(document).with_context(|| format!("reading {}", document.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKS: Marks = Marks { begin: "<!-- begin -->", end: "<!-- end -->" };

    #[test]
    fn a_new_table_takes_the_place_of_the_old_one_and_of_nothing_else() {
        let page = MARKS.with("# Reliability\n", "| one |\n");
        assert_eq!(page, "# Reliability\n\n<!-- begin -->\n| one |\n<!-- end -->\n");
        let page = MARKS.with(&format!("{page}\nMore.\n"), "| two |");
        assert_eq!(page, "# Reliability\n\n<!-- begin -->\n| two |\n<!-- end -->\n\nMore.\n");
    }
}
