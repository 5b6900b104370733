//! How a taken name is counted on.
//!
//! Owns ` (1)`, ` (2)` … Rule kept here: the number stands before the extension, and the name stays within its limit.

use super::extension::{fit, split};

/// The name after `name`: an existing ` (n)` becomes ` (n+1)`, otherwise ` (1)` is put before the extension.
pub(super) fn next(name: &str) -> String {
    let (stem, extension) = split(name);
    let (stem, number) = match numbered(stem) {
        Some((stem, number)) => (stem, number + 1),
        None => (stem, 1),
    };
    fit(stem, &format!(" ({number}){extension}"))
}

/// The stem before ` (n)` and its n, when there is such an ending and it can be counted on.
fn numbered(stem: &str) -> Option<(&str, u32)> {
    let (before, digits) = stem.strip_suffix(')')?.rsplit_once(" (")?;
    let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = digits.parse().ok()?;
    (only_digits && !before.is_empty() && number < u32::MAX).then_some((before, number))
}

#[cfg(test)]
mod tests {
    use super::super::FileName;
    use super::next;

    #[test]
    fn the_number_goes_before_the_extension_and_counts_on() {
        for (taken, expected) in [
            ("a.txt", "a (1).txt"),
            ("a (1).txt", "a (2).txt"),
            ("a (9)", "a (10)"),
            ("a.tar.gz", "a (1).tar.gz"),
            ("a (1).tar.gz", "a (2).tar.gz"),
            ("(1).txt", "(1) (1).txt"),
            ("a (+1).txt", "a (+1) (1).txt"),
            ("a (4294967295).txt", "a (4294967295) (1).txt"),
            (".bashrc", ".bashrc (1)"),
            ("a ().txt", "a () (1).txt"),
        ] {
            assert_eq!(next(taken), expected, "{taken}");
        }
    }

    #[test]
    fn a_long_name_gives_up_letters_of_its_stem_for_the_number() {
        let long = format!("{}.tar.gz", "é".repeat(116));
        let first = next(&long);
        assert!(first.len() <= FileName::MAX_BYTES && first.ends_with("é (1).tar.gz"), "{first}");
        assert!(next(&first).ends_with("é (2).tar.gz"));
    }
}
