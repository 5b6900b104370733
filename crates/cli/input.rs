//! Text from a file or from stdin.
//!
//! Owns the form of lists of addresses: one a line; blank lines and lines that begin with # say nothing.

use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;

use crate::exit::WrongUsage;

/// The longest list, in bytes: a few million long addresses.
const LONGEST: u64 = 512 << 20;

/// Reads the addresses; `-` is stdin. An address would silently lose a tab in it, and so be another one.
pub(crate) fn addresses(file: &Path) -> anyhow::Result<Vec<String>> {
    let lines = numbered(file)?;
    if let Some((number, _)) = lines.iter().find(|(_, line)| line.trim().contains('\t')) {
        let message = "there is one address a line here; a list with names and digests is for `haul batch add`";
        return Err(WrongUsage(format!("line {number} holds a tab: {message}")).into());
    }
    Ok(lines.into_iter().map(|(_, line)| line.trim().to_owned()).collect())
}

/// Reads the lines that say something, with their numbers, from 1 on; `-` is stdin.
pub(crate) fn numbered(file: &Path) -> anyhow::Result<Vec<(usize, String)>> {
    Ok(telling(&text(file, LONGEST)?))
}

/// Reads a text of at most `longest` bytes; `-` is stdin.
pub(crate) fn text(file: &Path, longest: u64) -> anyhow::Result<String> {
    let name = file.display();
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(longest + 1).read_to_end(&mut bytes).context("reading stdin")?;
    } else {
        let opened =
            std::fs::File::open(file).map_err(|error| WrongUsage(format!("{name} cannot be read: {error}")))?;
        let read = opened.take(longest + 1).read_to_end(&mut bytes);
        read.map_err(|error| WrongUsage(format!("{name} cannot be read: {error}")))?;
    }
    if bytes.len() as u64 > longest {
        return Err(WrongUsage(format!("{name} is longer than {} MiB", longest >> 20)).into());
    }
    String::from_utf8(bytes).map_err(|_| WrongUsage(format!("{name} is not text in UTF-8")).into())
}

fn telling(text: &str) -> Vec<(usize, String)> {
    let lines = (1..).zip(text.trim_start_matches('\u{feff}').lines().map(str::to_owned));
    lines.filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#')).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn blank_lines_and_remarks_are_no_addresses() {
        let told = telling("\u{feff}a.example/1\r\n\n# later\n  b.example/2  \n");
        assert_eq!(told, [(1, "a.example/1".to_owned()), (4, "  b.example/2  ".to_owned())]);
    }

    proptest! {
        #[test]
        fn whatever_is_in_the_file_each_address_is_one_line_that_says_something(
            text in "(a\\.example|#|\\n|\\r| |\u{feff}|\\t|\\PC){0,20}",
        ) {
            for (_, line) in telling(&text) {
                let address = line.trim();
                prop_assert!(!address.is_empty() && !address.starts_with('#'), "{address:?}");
                prop_assert!(!address.contains('\n'), "{address:?}");
            }
        }
    }
}
