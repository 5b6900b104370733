//! What a line of code may say, and where.
//!
//! Owns the textual rules; which package may depend on which is the layers' business.
//! Rule kept here: comments and literals never break a rule, only code does.

use super::Finding;
use super::code::{code_only, without_tests};
use super::tree::Source;

/// Words that are forbidden in some files, and what to do instead.
struct Ban {
    words: &'static [&'static str],
    applies: fn(&str) -> bool,
    /// Unit tests at the end of the file are looked at too.
    reads_tests: bool,
    advice: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        words: &[
            "tokio",
            "SystemTime::now",
            "Instant::now",
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
        ],
        applies: |path| path.starts_with("crates/model/src/"),
        reads_tests: false,
        advice: "the model has no runtime, clock, file or socket: let the caller pass in what it needs",
    },
    Ban {
        words: &["File::open", "File::create", "File::options", "OpenOptions"],
        applies: |path| is_engine(path) && !path.starts_with("crates/engine/src/disk"),
        reads_tests: false,
        advice: "only engine::disk opens files: give it a function that does this",
    },
    Ban {
        words: &["reqwest::", "TcpStream", "TcpListener", "UdpSocket"],
        applies: |path| is_engine(path) && !path.starts_with("crates/engine/src/net"),
        reads_tests: false,
        advice: "only engine::net opens sockets: give it a function that does this",
    },
    Ban {
        words: &[".unwrap()"],
        applies: is_rust,
        reads_tests: true,
        advice: "use `?`, or expect(\"why it cannot fail\")",
    },
    Ban {
        words: &["todo!(", "unimplemented!(", "dbg!("],
        applies: is_rust,
        reads_tests: true,
        advice: "finish it, or leave it out",
    },
    Ban {
        words: &["#[ignore"],
        applies: is_rust,
        reads_tests: true,
        advice: "a test runs or goes: one that needs much belongs behind a feature that `cargo xtask test` turns on",
    },
    Ban {
        words: &[".skip(", ".only(", ".todo(", ".fixme("],
        applies: |path| path.ends_with(".test.ts") || path.ends_with(".spec.ts"),
        reads_tests: true,
        advice: "a test runs or goes",
    },
];

/// Every forbidden word in a file.
pub(super) fn breaches(source: &Source) -> Vec<Finding> {
    let bans: Vec<&Ban> = BANS.iter().filter(|ban| (ban.applies)(&source.path)).collect();
    let code = if is_rust(&source.path) { code_only(&source.text) } else { source.text.clone() };
    let code_length = without_tests(&source.text).lines().count();
    let mut findings = Vec::new();
    for (index, line) in code.lines().enumerate() {
        for ban in bans.iter().filter(|ban| ban.reads_tests || index < code_length) {
            let found = ban.words.iter().filter(|word| says(line, word));
            findings.extend(found.map(|word| Finding {
                file: source.path.clone(),
                line: index + 1,
                advice: format!("`{word}`: {}", ban.advice),
            }));
        }
    }
    findings
}

/// Whether a line holds the word and not merely a longer one that ends or begins with it.
fn says(line: &str, word: &str) -> bool {
    let continues = |it: char| it.is_alphanumeric() || it == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        let starts = !word.starts_with(continues) || !before.ends_with(continues);
        let ends = !word.ends_with(continues) || !after.starts_with(continues);
        starts && ends
    })
}

fn is_rust(path: &str) -> bool {
    path.ends_with(".rs")
}

fn is_engine(path: &str) -> bool {
    path.starts_with("crates/engine/src/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_told(path: &str, text: &str) -> Vec<usize> {
        let source = Source { path: path.to_owned(), text: text.to_owned() };
        breaches(&source).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn the_model_may_not_look_at_a_clock() {
        assert_eq!(lines_told("crates/model/src/a.rs", "fn a() {\n    SystemTime::now();\n}\n"), [2]);
        assert_eq!(lines_told("crates/store/src/a.rs", "fn a() {\n    SystemTime::now();\n}\n"), [0; 0]);
    }

    #[test]
    fn the_model_may_speak_of_a_clock_and_its_tests_may_read_one() {
        let text = "// tokio\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        assert_eq!(lines_told("crates/model/src/a.rs", text), [0; 0]);
    }

    #[test]
    fn only_the_disk_part_of_the_engine_opens_files() {
        assert_eq!(lines_told("crates/engine/src/transfer/lane.rs", "File::open(path)?;\n"), [1]);
        assert_eq!(lines_told("crates/engine/src/disk/part.rs", "File::open(path)?;\n"), [0; 0]);
    }

    #[test]
    fn only_the_net_part_of_the_engine_opens_sockets() {
        assert_eq!(lines_told("crates/engine/src/actor.rs", "\nuse reqwest::Client;\n"), [2]);
        assert_eq!(lines_told("crates/engine/src/net/client.rs", "\nuse reqwest::Client;\n"), [0; 0]);
    }

    #[test]
    fn an_unwrap_is_told_in_tests_too() {
        let text = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() { c().unwrap(); }\n}\n";
        assert_eq!(lines_told("crates/cli/main.rs", text), [5]);
        assert_eq!(lines_told("crates/cli/main.rs", "a.unwrap_or_default();\n"), [0; 0]);
    }

    #[test]
    fn a_test_that_does_not_run_is_told() {
        assert_eq!(lines_told("tests/resume.rs", "#[test]\n#[ignore = \"slow\"]\nfn a() {}\n"), [2]);
        assert_eq!(lines_told("ui/src/row.test.ts", "it.skip('a', () => {})\n"), [1]);
        assert_eq!(lines_told("ui/src/row.ts", "list.skip(1)\n"), [0; 0]);
    }

    #[test]
    fn a_longer_name_is_another_name() {
        assert_eq!(lines_told("crates/model/src/a.rs", "let tokio_like = 1;\n"), [0; 0]);
    }
}
