//! What a tool left and what it said of it.
//!
//! Owns the words of the table. Rule kept here: the exit code is believed in nothing; the bytes decide.

/// How a run ended.
pub(crate) enum Outcome {
    /// Success, and the file is whole and of one version.
    Fine,
    /// Success, but the file is not whole, or something else.
    FalseSuccess(String),
    /// The file has bytes that no version has in this place.
    Corrupt(i32),
    /// No success; what is there is right as far as it goes.
    Refused { code: i32, kept: usize },
    /// The tool has no such thing.
    NotOffered,
}

impl Outcome {
    /// Judges what is on disk; `None` when the tool left no file.
    pub(crate) fn of(code: i32, file: Option<&[u8]>, versions: &[Vec<u8>]) -> Outcome {
        let Some(file) = file else {
            return if code == 0 {
                Outcome::FalseSuccess("no file".to_owned())
            } else {
                Outcome::Refused { code, kept: 0 }
            };
        };
        let is_whole = versions.iter().any(|version| version == file);
        let is_beginning = versions.iter().any(|version| version.starts_with(file));
        match (code, is_whole, is_beginning) {
            (0, true, _) => Outcome::Fine,
            (0, false, true) => {
                Outcome::FalseSuccess(format!("{} % of the file", 100 * file.len() / versions[0].len()))
            }
            (code, _, true) => Outcome::Refused { code, kept: file.len() },
            (code, _, false) => Outcome::Corrupt(code),
        }
    }

    /// Whether nobody is deceived: no wrong file, no success that is none.
    pub(crate) fn is_honest(&self) -> bool {
        match self {
            Outcome::Fine | Outcome::Refused { .. } | Outcome::NotOffered => true,
            Outcome::FalseSuccess(_) | Outcome::Corrupt(_) => false,
        }
    }

    /// As the table says it.
    pub(crate) fn words(&self) -> String {
        match self {
            Outcome::Fine => "ok".to_owned(),
            Outcome::FalseSuccess(what) => format!("**false success**, exit 0, {what}"),
            Outcome::Corrupt(code) => format!("**corrupt**, exit {code}"),
            Outcome::Refused { code, kept: 0 } => format!("refused, exit {code}"),
            Outcome::Refused { code, .. } => format!("refused, kept, exit {code}"),
            Outcome::NotOffered => "-".to_owned(),
        }
    }
}

#[test]
fn bytes_decide_and_not_the_exit_code() {
    let versions = [b"old file".to_vec(), b"new file".to_vec()];
    let words = |code, file: &[u8]| Outcome::of(code, Some(file), &versions).words();
    assert_eq!(words(0, b"new file"), "ok");
    assert_eq!(words(0, b"old "), "**false success**, exit 0, 50 % of the file");
    assert_eq!(words(0, b"old fine"), "**corrupt**, exit 0");
    assert_eq!(words(22, b"old "), "refused, kept, exit 22");
    assert_eq!(words(1, b"olnew"), "**corrupt**, exit 1");
    assert!(!Outcome::of(0, None, &versions).is_honest());
}
