//! Passwords and headers that do not stand on the command line, where others can read them.
//!
//! Owns the ways in: a question on the terminal without echo, stdin, a file. Refuses to repeat what it read.

use std::fs::File;
use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _, stdin};
use std::path::Path;

use anyhow::Context as _;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use crate::exit::WrongUsage;

/// The longest file of secrets, in bytes.
const LONGEST: u64 = 4 << 20;

/// `user:password` from what stands behind `--user`: both, a name whose password is asked for, or @FILE.
pub(crate) fn user(given: &str) -> anyhow::Result<String> {
    if let Some(file) = given.strip_prefix('@') {
        let text = text_of(Path::new(file))?;
        let line = text.lines().next().unwrap_or_default();
        let wrong = || WrongUsage(format!("the first line of {file} has to be user:password"));
        return line.contains(':').then(|| line.to_owned()).ok_or_else(|| wrong().into());
    }
    if given.contains(':') {
        return Ok(given.to_owned());
    }
    if !stdin().is_terminal() {
        let advice =
            "--user NAME asks for the password on a terminal; without one write --user @FILE, or NAME: for none";
        return Err(WrongUsage(advice.to_owned()).into());
    }
    Ok(format!("{given}:{}", ask(&format!("Password of {given}: "))?))
}

/// A password: asked for on the terminal, else the first line of stdin.
pub(crate) fn password(question: &str) -> anyhow::Result<String> {
    if stdin().is_terminal() {
        return ask(question);
    }
    let mut line = String::new();
    stdin().lock().take(LONGEST).read_line(&mut line).context("reading the password from stdin")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The text of a file; - is stdin.
pub(crate) fn text_of(file: &Path) -> anyhow::Result<String> {
    let name = file.display();
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes).context("reading stdin")?;
    } else {
        let opened = File::open(file).map_err(|error| WrongUsage(format!("{name} cannot be read: {error}")))?;
        opened.take(LONGEST + 1).read_to_end(&mut bytes).with_context(|| format!("reading {name}"))?;
    }
    if bytes.len() as u64 > LONGEST {
        return Err(WrongUsage(format!("{name} is longer than {} MiB", LONGEST >> 20)).into());
    }
    String::from_utf8(bytes).map_err(|_| WrongUsage(format!("{name} is not text in UTF-8")).into())
}

/// Asks on the terminal, which shows nothing of the answer.
fn ask(question: &str) -> anyhow::Result<String> {
    let mut errors = std::io::stderr();
    write!(errors, "{question}").and_then(|()| errors.flush()).context("asking on the terminal")?;
    let before = tcgetattr(stdin()).context("asking on the terminal")?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    tcsetattr(stdin(), OptionalActions::Flush, &silent).context("hiding the answer")?;
    let mut line = String::new();
    let read = stdin().lock().take(LONGEST).read_line(&mut line);
    tcsetattr(stdin(), OptionalActions::Now, &before).context("showing answers again")?;
    // The end of the line was not shown either.
    let _ = writeln!(errors);
    read.context("reading the answer")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
