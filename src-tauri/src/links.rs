//! Links inside text.
//!
//! Owns where a link begins and ends, in a line and in a small file. Refuses to look whether it leads anywhere.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::metalink;
use crate::wish::is_web_address;

/// The largest file that is searched for links, in bytes.
pub(crate) const LARGEST_LIST: u64 = 1 << 20;

/// The links in a file; none in one that is too large to be a list.
pub(crate) fn of_file(path: &Path) -> io::Result<Vec<String>> {
    // A pipe or a device would be read for ever.
    if !path.metadata()?.is_file() {
        return Ok(Vec::new());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_LIST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_LIST {
        return Ok(Vec::new());
    }
    let text = String::from_utf8_lossy(&bytes);
    if metalink::is_named_so(path) {
        return Ok(metalink::addresses(&text));
    }
    Ok(text.lines().flat_map(links_of).collect())
}

/// The links of a line: the line itself where it is nothing else, or those inside it without the punctuation around.
pub(crate) fn links_of(line: &str) -> Vec<String> {
    let line = line.trim();
    if is_web_address(line) && !line.contains(|letter: char| letter.is_whitespace() || ends_a_link(letter)) {
        return vec![line.to_owned()];
    }
    let mut links = Vec::new();
    let mut rest = line;
    while let Some(start) = next_link(rest) {
        let link = &rest[start..];
        let end = link.find(|letter: char| letter.is_whitespace() || ends_a_link(letter)).unwrap_or(link.len());
        let (link, after) = link.split_at(end);
        let link = link.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'']);
        if link.split_once("://").is_some_and(|(_, host)| !host.is_empty()) {
            links.push(link.to_owned());
        }
        rest = after;
    }
    links
}

fn next_link(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    [lower.find("http://"), lower.find("https://")].into_iter().flatten().min()
}

const fn ends_a_link(letter: char) -> bool {
    matches!(letter, '<' | '>' | '"' | '`' | '|' | '\0'..='\x1f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_looks_like_a_link_is_none() {
        assert_eq!(links_of("https:// http://, httpx://a"), [""; 0]);
        assert_eq!(links_of("<a href=\"https://a.example/x?y\">"), ["https://a.example/x?y"]);
    }
}
