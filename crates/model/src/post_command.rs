//! A command that takes over a finished file.
//!
//! Owns [`PostCommand`], an argument list for no shell, and [`Run`], what became of it (M091, M092). Refuses to run
//! anything. Rule kept here: `$file` is an argument or it is nothing, so no name of a file becomes two arguments or an
//! option's text.

use std::ffi::OsString;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::task::BadTask;

/// The argument that stands for the path of the file.
pub const FILE: &str = "$file";

/// Most bytes that are kept of each stream of a command.
pub const MOST_OUTPUT: usize = 16 << 10;

/// A program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostCommand {
    argv: Vec<String>,
    /// What becomes of the file.
    #[serde(default)]
    pub fate: FileFate,
}

/// What becomes of a file whose command has done its work. After any failure the file stays (M092).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFate {
    /// It stays.
    #[default]
    Kept,
    /// It is removed: the command has consumed it.
    Removed,
}

impl PostCommand {
    /// Checks an argument list.
    ///
    /// # Errors
    /// [`BadTask::Command`] when there is no program, when the program would be the file itself, and for NUL characters.
    pub fn new(argv: Vec<String>, fate: FileFate) -> Result<Self, BadTask> {
        let program = argv.first().map(String::as_str).unwrap_or_default();
        if program.is_empty() || program == FILE || argv.iter().any(|argument| argument.contains('\0')) {
            return Err(BadTask::Command);
        }
        Ok(Self { argv, fate })
    }

    /// The program, for people.
    #[must_use]
    pub fn program(&self) -> &str {
        self.argv.first().map(String::as_str).unwrap_or_default()
    }

    /// The program and its arguments for a file.
    #[must_use]
    pub fn for_file(&self, path: &Path) -> Vec<OsString> {
        self.argv
            .iter()
            .map(|argument| if argument == FILE { path.as_os_str().to_owned() } else { OsString::from(argument) })
            .collect()
    }
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "run", rename_all = "snake_case")]
pub enum Run {
    /// It was begun, and its end is not known yet.
    Begun,
    /// It was begun, and nobody saw its end.
    Unseen,
    /// It has ended with this code.
    Exited {
        /// 0 is success.
        code: i32,
        /// What it said.
        said: Said,
    },
    /// A signal ended it.
    Killed {
        /// Its number.
        signal: i32,
        /// What it said.
        said: Said,
    },
    /// It could not be started.
    NotStarted {
        /// Why.
        why: String,
    },
}

/// The beginnings of what a command wrote, at most [`MOST_OUTPUT`] bytes of each stream.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names of the streams")]
pub struct Said {
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Whether the command has done its work.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Exited { code: 0, .. })
    }

    /// What is wrong, in a sentence; `None` when nothing is.
    #[must_use]
    pub fn complaint(&self, program: &str) -> Option<String> {
        let advice = "The file is kept; mend what is wrong, then retry to run the command again.";
        let what = match self {
            Self::Exited { code: 0, .. } => return None,
            Self::Exited { code, said } => format!("The command {program} ended with code {code}{}.", first_line(said)),
            Self::Killed { signal, said } => {
                format!("The command {program} was ended by signal {signal}{}.", first_line(said))
            }
            Self::NotStarted { why } => format!("The command {program} could not be started: {why}."),
            Self::Begun | Self::Unseen => {
                return Some(format!(
                    "Haul ended while the command {program} ran, so nobody knows what became of it. The file is kept; look \
                     there first, then retry to run the command again."
                ));
            }
        };
        Some(format!("{what} {advice}"))
    }
}

/// The first line of what a command complained about.
fn first_line(said: &Said) -> String {
    let line = said.stderr.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let line: String = line.chars().filter(|it| !it.is_control()).take(200).collect();
    if line.is_empty() { line } else { format!(": {}", line.trim_end_matches('.')) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argv(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn m091_every_file_argument_is_replaced_and_no_other() -> Result<(), BadTask> {
        let command = PostCommand::new(argv(&["cp", "$file", "a $file", "$FILE", "$file"]), FileFate::Kept)?;
        let path = Path::new("/tmp/a b; rm -rf $file");
        let whole = path.as_os_str();
        let expected = ["cp".as_ref(), whole, "a $file".as_ref(), "$FILE".as_ref(), whole];
        assert_eq!(command.for_file(path), expected);
        Ok(())
    }

    #[test]
    fn m091_a_command_needs_a_program_that_is_not_the_file() {
        for words in [[].as_slice(), &[""], &["$file"], &["a", "b\0c"]] {
            assert_eq!(PostCommand::new(argv(words), FileFate::Kept), Err(BadTask::Command), "{words:?}");
        }
    }

    #[test]
    fn m091_only_code_0_is_no_complaint() {
        let said = Said { stderr: "\n no such table.\nmore".into(), ..Said::default() };
        let complaint = Run::Exited { code: 3, said: said.clone() }.complaint("sql").unwrap_or_default();
        assert!(complaint.contains("code 3: no such table.") && complaint.contains("kept"), "{complaint}");
        assert_eq!(Run::Exited { code: 0, said }.complaint("sql"), None);
        for run in [Run::Begun, Run::Unseen, Run::NotStarted { why: "gone".into() }] {
            assert!(run.complaint("sql").is_some() && !run.is_done());
        }
    }
}
