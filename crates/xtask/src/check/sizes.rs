//! How long a file may be.
//!
//! Owns the stops. The unit tests at the end of a Rust file are not counted, and a generated file is nobody's to shorten.

use super::Finding;
use super::code::without_tests;
use super::tree::Source;
use crate::bindings;

const RUST_STOP: usize = 400;
const PAGE_STOP: usize = 300;

/// The breach of a file that goes on past its stop.
pub(super) fn too_long(source: &Source) -> Option<Finding> {
    if source.path == bindings::PATH {
        return None;
    }
    let (lines, stop) = match source.extension() {
        "rs" => (without_tests(&source.text).lines().count(), RUST_STOP),
        _ => (source.text.lines().count(), PAGE_STOP),
    };
    (lines > stop).then(|| Finding {
        file: source.path.clone(),
        line: stop + 1,
        advice: format!("{lines} lines, the stop is {stop}: move a thing of its own into a file named after it"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: String) -> Source {
        Source { path: path.to_owned(), text }
    }

    #[test]
    fn one_line_past_the_stop_is_told() {
        assert!(too_long(&source("a.rs", "x\n".repeat(RUST_STOP))).is_none());
        let finding = too_long(&source("a.rs", "x\n".repeat(RUST_STOP + 1))).expect("one line too many");
        assert_eq!((finding.file.as_str(), finding.line), ("a.rs", RUST_STOP + 1));
    }

    #[test]
    fn a_component_stops_earlier_than_a_rust_file() {
        assert!(too_long(&source("ui/src/Row.svelte", "x\n".repeat(PAGE_STOP + 1))).is_some());
        assert!(too_long(&source("ui/src/row.ts", "x\n".repeat(PAGE_STOP))).is_none());
    }

    #[test]
    fn unit_tests_are_not_counted() {
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "    x\n".repeat(RUST_STOP));
        assert!(too_long(&source("a.rs", format!("x\n\n{tests}"))).is_none());
    }
}
