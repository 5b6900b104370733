//! What is printed.
//!
//! Owns stdout and stderr, and how sizes and times are written for people. Rules kept here: a reader that has gone
//! away is no failure, a disk that does not take the data is one; text from outside cannot steer a terminal.

use std::borrow::Cow;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

/// Whether stdout has not taken all that was printed; there is one of it.
static IS_INCOMPLETE: AtomicBool = AtomicBool::new(false);

/// The two streams, and the form of the data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether data is printed for programs.
    pub(crate) const fn is_json(self) -> bool {
        self.json
    }

    /// Prints text as it is, such as a manual page.
    pub(crate) fn text(self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Prints bytes as they are.
    pub(crate) fn bytes(self, bytes: &[u8]) {
        let mut stdout = std::io::stdout().lock();
        let Err(error) = stdout.write_all(bytes).and_then(|()| stdout.flush()) else { return };
        // A closed pipe is the reader's way to say that it has enough.
        if error.kind() != ErrorKind::BrokenPipe && !IS_INCOMPLETE.swap(true, Ordering::Relaxed) {
            self.complain(&format!("what is printed cannot be written: {error}"));
        }
    }

    /// Whether stdout has not taken all that was printed.
    pub(crate) fn is_incomplete(self) -> bool {
        IS_INCOMPLETE.load(Ordering::Relaxed)
    }

    /// Prints a line for people on stdout.
    pub(crate) fn line(self, line: &str) {
        self.text(&format!("{}\n", plain(line)));
    }

    /// Prints a value for programs, one line.
    pub(crate) fn value(self, value: &impl Serialize) {
        self.text(&format!("{}\n", json_line(value)));
    }

    /// Values for programs, a line each.
    pub(crate) fn values(self, values: &[impl Serialize]) -> String {
        values.iter().map(|value| json_line(value) + "\n").collect()
    }

    /// Tells a person something on stderr.
    pub(crate) fn tell(self, line: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", plain(line));
    }

    /// Tells a person what went wrong.
    pub(crate) fn complain(self, line: &str) {
        self.tell(&format!("haul: {line}"));
    }
}

/// A value for programs, on one line.
pub(crate) fn json_line(value: &impl Serialize) -> String {
    escaped(&serde_json::to_string(value).unwrap_or_default())
}

/// How much a person is told on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// How each download ended.
    Ends,
    /// Every change on the way too.
    Steps,
}

/// Whether a person watches stderr.
pub(crate) fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

/// The text without anything that a terminal would obey: controls, and marks that turn the direction of writing.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().any(steers) {
        Cow::Owned(text.chars().map(|it| if steers(it) { '\u{fffd}' } else { it }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn steers(it: char) -> bool {
    it.is_control() || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// JSON in which what a terminal would obey is written as an escape; the value stays the same.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for it in json.chars() {
        // JSON has its own escapes below U+0020 already; all others are in the basic plane.
        if steers(it) { text.push_str(&format!("\\u{:04x}", u32::from(it))) } else { text.push(it) }
    }
    text
}

/// A number of bytes, such as `1.5 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    // A size for people has two digits; 53 bits are enough for them.
    #[allow(clippy::cast_precision_loss, reason = "see above")]
    let mut amount = bytes as f64 / 1024.0;
    let mut unit = 0;
    while amount >= 999.95 && unit + 1 < UNITS.len() {
        amount /= 1024.0;
        unit += 1;
    }
    format!("{amount:.1} {}", UNITS[unit])
}

/// A time span, such as `1:02:03` or `0:07`.
pub(crate) fn span(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// How long ago a moment was, in milliseconds since the epoch.
pub(crate) fn ago(moment: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs());
    let seconds = now.saturating_sub(u64::try_from(moment / 1000).unwrap_or(0));
    match seconds {
        0..60 => "just now".to_owned(),
        60..3600 => format!("{} min ago", seconds / 60),
        3600..86_400 => format!("{} h ago", seconds / 3600),
        86_400.. => format!("{} days ago", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_cannot_steer_a_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\rc\u{9b}d\u{202e}e"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d\u{fffd}e");
        assert_eq!(plain("añ 文 🎈"), "añ 文 🎈");
    }

    #[test]
    fn json_keeps_its_value_when_it_is_escaped() -> serde_json::Result<()> {
        let value = "a\u{9b}2J\u{7f}\u{202e}文";
        let line = escaped(&serde_json::to_string(value)?);
        assert!(!line.chars().any(steers), "{line}");
        assert_eq!(serde_json::from_str::<String>(&line)?, value);
        Ok(())
    }

    #[test]
    fn sizes_and_spans_are_short() {
        for (bytes, text) in [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (1 << 30, "1.0 GiB")] {
            assert_eq!(size(bytes), text);
        }
        assert_eq!(size(1024 * 1024 - 1), "1.0 MiB");
        assert_eq!((span(7), span(3723)), ("0:07".to_owned(), "1:02:03".to_owned()));
    }
}
